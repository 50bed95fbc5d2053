"""The full register of a person (form C): commands and rules, each message beside its field; and a person new to the
unit, of whom a case asks the least.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sisetp.domain.atendimento import PessoaNaFicha
from sisetp.domain.codelists import codelist
from sisetp.domain.coerencia import check_coherence
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.ficha import Value
from sisetp.domain.fields import field
from sisetp.domain.geography import BRASIL, PAIS_NAO_INFORMADO, municipio
from sisetp.domain.identificacao import check_identity, check_mode
from sisetp.domain.names import clean_text
from sisetp.domain.pessoa import Identidade, age_on, faixa_de, is_minor
from sisetp.domain.respostas import check_answers, check_reason, check_texts, is_answered, text_problem

FORMS = ("C",)
DESACOMPANHADA = "desacompanhado"
_NEW_PERSON = frozenset(
    {"modo_ident", "nome_social", "nome_civil", "nascimento", "doc_tipo", "doc_numero", "contato", "contato_seguro"}
    | {"faixa_etaria", "idade", "sexo", "raca_cor", "fonte_raca", "nacionalidade", "nacionalidade_2", "escolaridade"}
)
_LINES = ("nome_social", "nome_civil", "nome_mae", "doc_numero", "contato", "endereco_texto", "responsavel")


@dataclass(frozen=True, slots=True, kw_only=True)
class PelaFicha:
    """The register reached from an atendimento of the person."""

    atendimento_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PeloCaso:
    """The register reached from the row of the person in a case."""

    caso_id: UUID
    caso_pessoa_id: UUID


Porta = PelaFicha | PeloCaso
"""How somebody came to the register: it decides who may, and what the event of the opening is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GravarCadastro:
    """The new state of the register of the person found through a door, with reason.

    Answers and texts left out stay as stored, and so does the identity when `identidade` is None; given, it is whole.
    `versao` is that of the pessoa as read.
    """

    porta: Porta
    versao: int
    motivo: str
    justificativa: str = ""
    identidade: Identidade | None
    respostas: Mapping[str, Value]
    textos: Mapping[str, str]


def check_pessoa_nova(pessoa: PessoaNaFicha, *, hoje: date) -> None:
    """Check a person new to the unit, already completed (see `atendimento.completar`); `hoje` is the local date.

    Raises: RuleViolation with all messages.
    """
    known = pessoa.identidade
    found = [
        *check_mode(pessoa.modo_ident, known, pessoa.respostas),
        *(check_identity(known, pessoa.respostas, on=hoje) if known is not None else ()),
        *(item for item in check_answers(pessoa.respostas, on=hoje) if item.campo in _NEW_PERSON),
        *check_coherence(known, pessoa.respostas, on=hoje),
    ]
    if found:
        raise RuleViolation(tuple(found))


def check_cadastro(
    command: GravarCadastro, respostas: Mapping[str, Value], *, hoje: date, faixa: str, desacompanhada: bool
) -> None:
    """Check the whole new state of a register; `respostas` has every answer of form C and the command every text.

    `faixa` is the age band known so far, used without a birth date; `desacompanhada` tells that a ficha says the
    person came without an adult. Raises: RuleViolation with all messages.
    """
    known = command.identidade or Identidade()
    found = [
        *check_reason("motivo_alteracao", "motivo", command.motivo, command.justificativa, on=hoje),
        *check_answers(respostas, on=hoje, forms=FORMS),
        *check_texts(command.textos, forms=FORMS),
        *(check_identity(known, respostas, on=hoje)),
        *_extras(known),
        *_people(respostas, command.textos),
        *check_coherence(None, respostas, on=hoje),
        *_places(respostas),
        *_migration(respostas),
        *_languages(respostas),
        *_guardian(known, hoje=hoje, faixa=faixa, desacompanhada=desacompanhada),
    ]
    if found:
        raise RuleViolation(tuple(found))


def completar(respostas: Mapping[str, Value], identidade: Identidade | None, *, hoje: date) -> dict[str, Value]:
    """Return the answers with what others already say: places, mode of identification, age and age band today."""
    answers = dict(respostas)
    for end in ("naturalidade", "endereco"):
        town = municipio(str(answers.get(f"{end}_municipio") or ""))
        if town is not None and not is_answered(answers.get(f"{end}_uf")):
            answers[f"{end}_uf"] = town.uf
    if is_answered(answers.get("naturalidade_uf")) and not is_answered(answers.get("naturalidade_pais")):
        answers["naturalidade_pais"] = BRASIL
    if identidade is not None and answers.get("modo_ident") in (None, "", "NAO_IDENT"):
        answers["modo_ident"] = "IDENT"
    if identidade is not None and identidade.nascimento is not None and identidade.nascimento <= hoje:
        age = min(age_on(identidade.nascimento, hoje), 120)
        answers |= {"idade": age, "faixa_etaria": faixa_de(age)}
    return answers


def limpar(identidade: Identidade) -> Identidade:
    """Return an identity as it is stored: composed, in single spaces. Raises HostileText: call it after the checks."""
    return replace(
        identidade,
        **{name: " ".join(clean_text(getattr(identidade, name)).split()) for name in _LINES},  # type: ignore[arg-type]
    )


def _extras(known: Identidade) -> list[FieldMessage]:
    messages = []
    for name in ("nome_mae", "endereco_texto", "responsavel"):
        if problem := text_problem(getattr(known, name), field("C", name).max_length):
            messages.append(FieldMessage(name, problem))
    if known.nascimento_estimado and known.nascimento_estimado not in codelist("sim_nao_ni"):
        messages.append(FieldMessage("nascimento_estimado", "Escolha uma opção da lista."))
    if known.nascimento_estimado == "S" and known.nascimento is None:
        messages.append(FieldMessage("nascimento", "Escreva a data estimada."))
    if known.doc_pais and known.doc_pais not in codelist("paises"):
        messages.append(FieldMessage("doc_pais", "Escolha um país da lista."))
    if known.doc_pais and not known.doc_numero:
        messages.append(FieldMessage("doc_pais", "O país emissor só se preenche com o número do documento."))
    if not known.is_empty and not (known.nome_social.strip() or known.nome_civil.strip()):
        messages.append(FieldMessage("nome_social", "Escreva ao menos como a pessoa quer ser chamada."))
    return messages


def _people(respostas: Mapping[str, Value], textos: Mapping[str, str]) -> list[FieldMessage]:
    if respostas.get("povo") == "NAO" and textos.get("etnia", "").strip():
        return [FieldMessage("etnia", "Com «Não» em povo ou comunidade, a etnia fica em branco.")]
    return []


def _places(respostas: Mapping[str, Value]) -> list[FieldMessage]:
    messages = []
    country = respostas.get("naturalidade_pais")
    for name in ("naturalidade_uf", "naturalidade_municipio"):
        if is_answered(respostas.get(name)) and country not in ("", None, BRASIL):
            messages.append(FieldMessage(name, "Só se preenche para quem nasceu no Brasil."))
    for end in ("naturalidade", "endereco"):
        town = municipio(str(respostas.get(f"{end}_municipio") or ""))
        if town is not None and respostas.get(f"{end}_uf") not in ("", None, town.uf):
            text = f"Este município fica em {town.uf}. Corrija a UF ou o município."
            messages.append(FieldMessage(f"{end}_municipio", text))
    return messages


def _migration(respostas: Mapping[str, Value]) -> list[FieldMessage]:
    countries = {respostas.get("nacionalidade"), respostas.get("nacionalidade_2")} - {None, "", PAIS_NAO_INFORMADO}
    status = respostas.get("situacao_migratoria")
    if not countries:
        return []
    if BRASIL in countries and status not in (None, "", "NAC"):
        return [FieldMessage("situacao_migratoria", "A pessoa é brasileira: deixe em branco ou «Brasileiro(a)».")]
    if BRASIL not in countries and not is_answered(status):
        return [FieldMessage("situacao_migratoria", "Diga a situação migratória, ou «Não informado».")]
    if BRASIL not in countries and status == "NAC":
        return [FieldMessage("situacao_migratoria", "A nacionalidade informada não é a brasileira.")]
    return []


def _languages(respostas: Mapping[str, Value]) -> list[FieldMessage]:
    third = respostas.get("idioma_3")
    if is_answered(third) and third == respostas.get("idioma_2"):
        return [FieldMessage("idioma_3", "Este idioma já foi escolhido.")]
    return []


def _guardian(known: Identidade, *, hoje: date, faixa: str, desacompanhada: bool) -> list[FieldMessage]:
    age = age_on(known.nascimento, hoje) if known.nascimento is not None else None
    named = bool(known.nome_social.strip() or known.nome_civil.strip())
    if not is_minor(age, faixa) or known.responsavel.strip() or not (named or desacompanhada):
        return []
    text = f"Escreva quem responde pela criança ou adolescente, ou «{DESACOMPANHADA}»."
    return [FieldMessage("responsavel", text)]
