"""What a category selects: codes of an allowed dimension as codes of the public forms (month, place, answers)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sisetp.domain.period import Period
from sisetp.reporting.definitions.dimensions import Dimensao, Natureza
from sisetp.reporting.definitions.vocabulary import Conta
from sisetp.reporting.disclosure.forms import Forma, Universo
from sisetp.reporting.releases.frame import FORA, MESES, Moldura

Selecao = Mapping[str, frozenset[str]]
"""Codes by dimension of the forms; an absent dimension takes every code, an empty set nobody."""

_SEMESTRES = {"S1": frozenset(MESES[:6]), "S2": frozenset(MESES[6:])}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorte:
    """What a whole release is about: the frame, the months of the period and the edition."""

    moldura: Moldura
    universo: Universo
    meses: frozenset[str]
    edicao: int


def cut(moldura: Moldura, periodo: Period, edicao: int) -> Recorte:
    """The cut of a period."""
    months = frozenset(MESES[periodo.inicio.month - 1 : periodo.fim.month])
    return Recorte(moldura=moldura, universo=moldura.universo(), meses=months, edicao=edicao)


def whole(recorte: Recorte, base: Conta) -> Selecao:
    """Everybody that a table of this release may count: its months, its edition and, for victims, any purpose."""
    edition = {"nasceu": frozenset({"1"})} if recorte.edicao == 1 else {"morreu": frozenset({"fim"})}
    if base is Conta.VITIMAS:
        return {"mes": recorte.meses, "finalidade": _purposes(recorte), **edition}
    return {"mes": recorte.meses, **edition}


def of_codes(recorte: Recorte, dimensao: Dimensao, codigos: Collection[str]) -> Selecao:
    """What some codes of a dimension select. Raises: KeyError for a dimension that no form has."""
    wanted = frozenset(codigos)
    if dimensao.natureza is Natureza.LUGAR:
        units = {place.codigo: _place(dimensao.nome, place) for place in recorte.moldura.lugares}
        return {"lugar": frozenset(unit for unit, code in units.items() if code in wanted)}
    if dimensao.nome == "semestre":
        return {"mes": frozenset(month for code in wanted for month in _SEMESTRES[code])}
    if dimensao.nome == "ano":
        return {}
    known = frozenset(recorte.universo.codigos(dimensao.forma))
    return {dimensao.forma: wanted & known}


def both(one: Selecao, other: Selecao) -> dict[str, frozenset[str]]:
    """Who is in both."""
    joined = dict(one)
    for name, codes in other.items():
        joined[name] = joined[name] & codes if name in joined else codes
    return joined


def either(parts: Collection[Selecao]) -> Selecao:
    """Who is in any of several selections of one dimension."""
    names = {name for part in parts for name in part}
    return {name: frozenset().union(*(part[name] for part in parts)) for name in names}


def form(recorte: Recorte, selecao: Selecao) -> Forma:
    """The form of a selection, without the dimensions of which it takes every code."""
    narrow = {name: codes for name, codes in selecao.items() if codes != frozenset(recorte.universo.codigos(name))}
    return Forma.de(narrow)


def possible(recorte: Recorte, selecao: Selecao) -> bool:
    """Tell whether anybody can be in a selection: some unit sent some of its months, and no set is empty."""
    if not all(selecao.values()):
        return False
    months, places = selecao["mes"], selecao.get("lugar")
    pairs = recorte.moldura.pares if recorte.edicao == 1 else recorte.moldura.pares_revistos
    return any(month in months and (places is None or unit in places) for month, unit in pairs)


def _purposes(recorte: Recorte) -> frozenset[str]:
    return frozenset(recorte.universo.codigos("finalidade")) - {FORA}


def _place(dimensao: str, place: object) -> str:
    return str(getattr(place, {"unidade": "codigo", "uf": "uf", "regiao": "regiao"}[dimensao]))
