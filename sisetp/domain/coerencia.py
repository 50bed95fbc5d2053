"""Cross-field rules of one person on the ficha: age, profile, places, conditional answers."""

from collections.abc import Mapping
from datetime import date

from sisetp.domain.errors import FieldMessage
from sisetp.domain.ficha import Value
from sisetp.domain.fields import fields_of
from sisetp.domain.geography import APATRIDA, BRASIL, PAIS_NAO_INFORMADO, municipio
from sisetp.domain.pessoa import FAIXAS_MENORES, MAX_AGE, Identidade, age_on, faixa_de
from sisetp.domain.respostas import is_answered

PERFIS_DE_RETORNO = frozenset({"DEPORTADO", "NAO_ADMITIDO", "REPATRIADO", "RETORNO_VOL"})
PERFIS_DE_CHEGADA = PERFIS_DE_RETORNO | {"INADMITIDO"}
CANAL_INTERNACIONAL = "AREA_RESTRITA"


def known_age(identidade: Identidade | None, respostas: Mapping[str, Value], on: date) -> int | None:
    """Return the age on a day, by birth date, else the one declared; None when unknown or impossible."""
    if identidade is not None and identidade.nascimento is not None:
        age = age_on(identidade.nascimento, on)
    else:
        declared = respostas.get("idade")
        if not isinstance(declared, int) or isinstance(declared, bool):
            return None
        age = declared
    return age if 0 <= age <= MAX_AGE else None


def profiles(respostas: Mapping[str, Value]) -> frozenset[str]:
    """Return the main and the other profiles together."""
    return frozenset({str(respostas.get("perfil") or ""), *_many(respostas, "perfis_adic")} - {""})


def check_coherence(identidade: Identidade | None, respostas: Mapping[str, Value], *, on: date) -> list[FieldMessage]:
    """Return the messages of all cross-field rules; `on` is the local date of the contact."""
    return [
        *_age(identidade, respostas, on),
        *_profile(respostas),
        *_places(respostas),
        *_conditional(respostas),
    ]


def _age(identidade: Identidade | None, respostas: Mapping[str, Value], on: date) -> list[FieldMessage]:
    messages = []
    age = known_age(identidade, respostas, on)
    faixa = respostas.get("faixa_etaria")
    declared = respostas.get("idade")
    if age is not None and isinstance(declared, int) and declared != age:
        messages.append(FieldMessage("idade", f"Pela data de nascimento a idade é {age}. Corrija uma das duas."))
    if age is not None and is_answered(faixa) and faixa != faixa_de(age):
        messages.append(FieldMessage("faixa_etaria", f"A faixa não combina com a idade de {age} anos."))
    adult = age >= 18 if age is not None else is_answered(faixa) and faixa not in FAIXAS_MENORES | {"NI"}
    if adult and "CRIANCA_DESAC" in profiles(respostas):
        messages.append(FieldMessage("perfil", "Este perfil é de criança ou adolescente, e a idade é de adulto."))
    priorities = _many(respostas, "vulner")
    if adult and "CRIANCA" in priorities:
        messages.append(FieldMessage("vulner", "A prioridade «Criança ou adolescente» não combina com a idade."))
    if age is not None and age < 60 and "IDOSO" in priorities:
        messages.append(FieldMessage("vulner", "A prioridade «Pessoa idosa» é para 60 anos ou mais."))
    return messages


def _profile(respostas: Mapping[str, Value]) -> list[FieldMessage]:
    messages = []
    main = respostas.get("perfil")
    if main and main in _many(respostas, "perfis_adic"):
        messages.append(FieldMessage("perfis_adic", "O perfil principal não se repete em «Outros perfis»."))
    needs_origin = profiles(respostas) & PERFIS_DE_CHEGADA or respostas.get("canal") == CANAL_INTERNACIONAL
    if needs_origin and not is_answered(respostas.get("pais_procedencia")):
        messages.append(FieldMessage("pais_procedencia", "Diga de que país a pessoa chegou, ou «Não informado»."))
    people = respostas.get("qtd_pessoas")
    if respostas.get("acompanhado") == "SO" and isinstance(people, int) and people > 1:
        messages.append(FieldMessage("acompanhado", "«Só» não combina com um grupo de mais de uma pessoa."))
    return messages


def _places(respostas: Mapping[str, Value]) -> list[FieldMessage]:
    messages = []
    first, second = respostas.get("nacionalidade"), respostas.get("nacionalidade_2")
    if second and (
        second in (first, APATRIDA, PAIS_NAO_INFORMADO) or first in ("", None, APATRIDA, PAIS_NAO_INFORMADO)
    ):
        messages.append(FieldMessage("nacionalidade_2", "A segunda nacionalidade é outro país, além do primeiro."))
    if respostas.get("uf_procedencia") and respostas.get("pais_procedencia") not in ("", None, BRASIL):
        messages.append(
            FieldMessage("uf_procedencia", "A UF de procedência só vale para quem vem de dentro do Brasil.")
        )
    town = municipio(str(respostas.get("destino_municipio") or ""))
    if town is not None and respostas.get("destino_uf") not in ("", None, town.uf):
        messages.append(
            FieldMessage("destino_municipio", f"Este município fica em {town.uf}. Corrija a UF ou o município.")
        )
    if respostas.get("local_exterior_pais") == BRASIL:
        messages.append(FieldMessage("local_exterior_pais", "Escolha o país do exterior onde a pessoa vivia."))
    return messages


def _conditional(respostas: Mapping[str, Value]) -> list[FieldMessage]:
    messages = []
    if is_answered(respostas.get("detencao_dias")) and respostas.get("detencao") != "S":
        messages.append(FieldMessage("detencao_dias", "Os dias só se preenchem quando a resposta é «Sim»."))
    complement = {entry.name for entry in fields_of("B")} - {"motivo_retorno", "escolaridade"}
    begun = any(is_answered(respostas.get(name)) for name in complement)
    if begun and profiles(respostas) & PERFIS_DE_RETORNO and not is_answered(respostas.get("motivo_retorno")):
        messages.append(FieldMessage("motivo_retorno", "Escolha o motivo do retorno, ou «Não informado»."))
    return messages


def _many(respostas: Mapping[str, Value], name: str) -> tuple[str, ...]:
    value = respostas.get(name)
    return value if isinstance(value, tuple) else ()
