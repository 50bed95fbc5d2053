"""Answers the system derives, the values of the statistics seals, and suggestions while the ficha is filled."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sisetp.domain.codelists import codelist
from sisetp.domain.coerencia import known_age, profiles
from sisetp.domain.estat_layout import LAYOUTS
from sisetp.domain.estat_layout import Value as SealedValue
from sisetp.domain.ficha import PessoaNaFicha, Value
from sisetp.domain.geography import municipio
from sisetp.domain.names import clean_text
from sisetp.domain.pessoa import faixa_de, is_minor
from sisetp.domain.respostas import is_answered

MAX_DURACAO_S = 65534


@dataclass(frozen=True, slots=True, kw_only=True)
class Sugestoes:
    """What the page suggests, never marks by itself. `pede_relato` is False for a child: no narrative prompt."""

    encaminhamentos: tuple[str, ...]
    prioridades: tuple[str, ...]
    pede_relato: bool


def completar(pessoa: PessoaNaFicha, *, on: date, total: int = 1, duracao_s: int = 0) -> PessoaNaFicha:
    """Return the person with the derivable answers filled where empty; an answer given is never changed.

    `on` is the local date of the contact, `total` the number of people on the ficha.
    """
    answers = dict(pessoa.respostas)
    for name, value in _derived(pessoa, on, total, duracao_s).items():
        if not is_answered(answers.get(name)) and value is not None:
            answers[name] = value
    return replace(pessoa, respostas=answers)


def limpar(pessoa: PessoaNaFicha) -> PessoaNaFicha:
    """Return the person with every text in its stored form: composed, trimmed, names in single spaces, blanks dropped.

    Raises HostileText (see `clean_text`): call it after the checks.
    """
    texts = {name: clean for name, text in pessoa.textos.items() if (clean := clean_text(text))}
    identity, sought = pessoa.identidade, pessoa.procurada
    if identity is not None:
        identity = replace(
            identity,
            nome_social=_one_line(identity.nome_social),
            nome_civil=_one_line(identity.nome_civil),
            doc_numero=_one_line(identity.doc_numero),
            contato=_one_line(identity.contato),
        )
    if sought is not None:
        sought = replace(
            sought,
            nome=_one_line(sought.nome),
            ultimo_local=_one_line(sought.ultimo_local),
            ultima_noticia=_one_line(sought.ultima_noticia),
            contato_solicitante=_one_line(sought.contato_solicitante),
        )
    return replace(pessoa, textos=texts, identidade=identity, procurada=sought)


def valores_atendimento(pessoa: PessoaNaFicha) -> dict[str, SealedValue]:
    """Return what `estat_layout.encode("atendimento", …)` takes, from a completed person."""
    return {name: pessoa.respostas.get(name) for name in LAYOUTS["atendimento"].names}


def valores_pessoa(pessoa: PessoaNaFicha, pessoa_chave: bytes) -> dict[str, SealedValue]:
    """Return what `estat_layout.encode("pessoa", …)` takes, from a completed person and its 16-byte pseudonym."""
    values: dict[str, SealedValue] = {name: pessoa.respostas.get(name) for name in LAYOUTS["pessoa"].names}
    values["pessoa_chave"] = pessoa_chave
    return values


def sugestoes(pessoa: PessoaNaFicha, *, on: date) -> Sugestoes:
    """Return the suggestions for a person: Conselho Tutelar for a child alone (Lei 13.445/2017, art. 40, V)."""
    answers = pessoa.respostas
    age = known_age(pessoa.identidade, answers, on)
    minor = is_minor(age, str(answers.get("faixa_etaria") or ""))
    old = age >= 60 if age is not None else answers.get("faixa_etaria") == "F60"
    alone = _came_alone(answers) or "CRIANCA_DESAC" in profiles(answers)
    referrals = ("CONS_TUTELAR",) if minor and alone else ()
    priorities = ("CRIANCA",) if minor else ("IDOSO",) if old else ()
    return Sugestoes(
        encaminhamentos=_missing(referrals, answers.get("encaminhamentos")),
        prioridades=_missing(priorities, answers.get("vulner")),
        pede_relato=not minor,
    )


def _came_alone(answers: Mapping[str, Value]) -> bool:
    """Tell whether nobody is known to have come along: not said, or said and it is no adult of the family or group."""
    return answers.get("acompanhado") not in ("FAM", "GRUPO") and answers.get("qtd_pessoas") in (None, 1)


def _one_line(text: str) -> str:
    return " ".join(clean_text(text).split())


def _missing(suggested: tuple[str, ...], given: Value) -> tuple[str, ...]:
    marked = given if isinstance(given, tuple) else ()
    return tuple(code for code in suggested if code not in marked)


def _derived(pessoa: PessoaNaFicha, on: date, total: int, duracao_s: int) -> Mapping[str, Value]:
    answers = pessoa.respostas
    age = known_age(pessoa.identidade, answers, on)
    town = municipio(str(answers.get("destino_municipio") or ""))
    race = answers.get("raca_cor")
    informed = answers.get("ciencia") in ("INFORMADA", "RESPONSAVEL")
    return {
        "modo_ident": pessoa.modo_ident,
        "qtd_pessoas": total,
        "duracao_s": min(max(duracao_s, 0), MAX_DURACAO_S),
        "canal": "PRESENCIAL",
        "idade": age,
        "faixa_etaria": None if age is None else faixa_de(age),
        "fonte_raca": ("NI" if race == "NI" else "AUTO") if race else None,
        "destino_uf": town.uf if town else None,
        "doc_tipo": (pessoa.identidade.doc_tipo or None) if pessoa.identidade else None,
        "ciencia_versao": codelist("ciencia_versao").current(on)[-1].code if informed else None,
    }
