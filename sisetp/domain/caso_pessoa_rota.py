"""Route and period of a person in a case: countries against the scope, places inside Brazil, months and ages."""

from collections.abc import Mapping
from datetime import date

from sisetp.domain.codelists import codelist
from sisetp.domain.errors import FieldMessage
from sisetp.domain.ficha import Value
from sisetp.domain.geography import APATRIDA, BRASIL, PAIS_NAO_INFORMADO, municipio
from sisetp.domain.pessoa import age_on
from sisetp.domain.respostas import is_answered

_ENDS = ("origem", "destino")
_BRASIL, _FORA = True, False
# What each scope says of the two ends: in Brazil, out of it. Transit is neither.
_AMBITO = {
    "INTERNO": {"origem": _BRASIL, "destino": _BRASIL},
    "INT_SAIDA": {"origem": _BRASIL, "destino": _FORA},
    "INT_ENTRADA": {"origem": _FORA, "destino": _BRASIL},
    "INT_TRANSITO": {"origem": _FORA, "destino": _FORA},
}
_PLACE = {"origem": "a origem", "destino": "o lugar da exploração"}


def completar_lugares(respostas: Mapping[str, Value]) -> dict[str, Value]:
    """Return the answers with what a town or a state already says: the state of the town, and Brazil."""
    answers = dict(respostas)
    for end in _ENDS:
        town = municipio(str(answers.get(f"{end}_municipio") or ""))
        if town is not None and not is_answered(answers.get(f"{end}_uf")):
            answers[f"{end}_uf"] = town.uf
        if is_answered(answers.get(f"{end}_uf")) and not is_answered(answers.get(f"{end}_pais")):
            answers[f"{end}_pais"] = BRASIL
    return answers


def check_lugares(respostas: Mapping[str, Value]) -> list[FieldMessage]:
    """Return the messages about origin and destination; a country not known is not judged."""
    messages = []
    scope = str(respostas.get("ambito") or "")
    for end in _ENDS:
        country = respostas.get(f"{end}_pais")
        state, town = respostas.get(f"{end}_uf"), municipio(str(respostas.get(f"{end}_municipio") or ""))
        if country == APATRIDA:
            messages.append(FieldMessage(f"{end}_pais", "Escolha um país, ou «Não informado»."))
            continue
        inside = _AMBITO.get(scope, {}).get(end)
        judged = inside is not None and is_answered(country) and country != PAIS_NAO_INFORMADO
        if judged and inside is not (country == BRASIL):
            asked = "é o Brasil" if inside else "não é o Brasil"
            label = codelist("ambito").label(scope)
            messages.append(FieldMessage(f"{end}_pais", f"Em «{label}», {_PLACE[end]} {asked}."))
        if is_answered(state) and country != BRASIL:
            messages.append(FieldMessage(f"{end}_uf", "A UF só se preenche quando o país é o Brasil."))
        if town is not None and country != BRASIL:
            messages.append(FieldMessage(f"{end}_municipio", "O município só se preenche quando o país é o Brasil."))
        elif town is not None and state != town.uf:
            text = f"Este município fica em {town.uf}. Corrija a UF ou o município."
            messages.append(FieldMessage(f"{end}_municipio", text))
    return messages


def check_periodo(
    respostas: Mapping[str, Value], *, hoje: date, nascimento: date | None, idade: int | None
) -> list[FieldMessage]:
    """Return the messages about months (AAAAMM), ages and the way out; `idade` is the age today, in years."""
    messages, months = [], {}
    for name in ("periodo_inicio", "periodo_fim"):
        value = respostas.get(name)
        if not isinstance(value, int):
            continue
        month = primeiro_dia(value)
        if month is None:
            messages.append(FieldMessage(name, "Escreva o mês e o ano, como 03/2026."))
        elif month > hoje:
            messages.append(FieldMessage(name, "Este mês ainda não chegou."))
        elif nascimento is not None and (month.year, month.month) < (nascimento.year, nascimento.month):
            messages.append(FieldMessage(name, "A pessoa ainda não tinha nascido neste mês."))
        else:
            months[name] = month
    begin, end = months.get("periodo_inicio"), months.get("periodo_fim")
    if begin is not None and end is not None and end < begin:
        messages.append(FieldMessage("periodo_fim", "O fim da exploração vem depois do início."))
    if respostas.get("resgate") == "AINDA_EXPLORADA" and is_answered(respostas.get("periodo_fim")):
        messages.append(FieldMessage("periodo_fim", "Quem ainda está em exploração não tem mês de fim."))
    given = [respostas.get(name) for name in ("periodo_inicio", "periodo_fim")]
    if respostas.get("periodo_aproximado") == "S" and not any(map(is_answered, given)):
        messages.append(FieldMessage("periodo_aproximado", "Escreva o período de que fala, ainda que aproximado."))
    return messages + _age_at_start(respostas, begin, nascimento, idade)


def idade_na_epoca(respostas: Mapping[str, Value], *, nascimento: date | None, idade: int | None) -> int | None:
    """Return the age, in years, when it began: as answered, by birth and month, else the age today; None if unknown."""
    answered = respostas.get("idade_inicio")
    if isinstance(answered, int):
        return answered
    begin = respostas.get("periodo_inicio")
    month = primeiro_dia(begin) if isinstance(begin, int) else None
    return age_on(nascimento, month) if nascimento is not None and month is not None else idade


def primeiro_dia(mes: int) -> date | None:
    """Return the first day of a month written AAAAMM, or None when there is no such month."""
    year, month = divmod(mes, 100)
    return date(year, month, 1) if 1900 <= year <= 2100 and 1 <= month <= 12 else None


def _age_at_start(
    respostas: Mapping[str, Value], begin: date | None, nascimento: date | None, idade: int | None
) -> list[FieldMessage]:
    age = respostas.get("idade_inicio")
    if not isinstance(age, int):
        return []
    if idade is not None and age > idade:
        return [FieldMessage("idade_inicio", "A idade no início é maior que a idade de hoje.")]
    exact = respostas.get("periodo_aproximado") != "S"
    if exact and begin is not None and nascimento is not None and abs(age_on(nascimento, begin) - age) > 1:
        return [FieldMessage("idade_inicio", "A idade não combina com o nascimento e o mês de início.")]
    return []
