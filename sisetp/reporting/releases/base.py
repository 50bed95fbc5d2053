"""The base of first contacts: each person once in the civil year, in the month and unit where she first came.

Months enter in the order of the calendar; the release that first uses a month fixes the frozen segments it is made of.
People are compared with those of earlier months by the pseudonym of the year, in the order month, day, unit,
pseudonym. What is only known later (purpose, revised records) is a part of its own: nothing that is fixed changes.
Source: decisions 16–18.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sisetp.domain.codelists import codelist
from sisetp.reporting.facts import Fatos, Tabela
from sisetp.reporting.releases.frame import DA_PESSOA, STATUS_CONTADOS

FECHAMENTO = 0
"""Month of the part of a base that holds the purposes known at the close of the year, and of the revised base."""

Pessoas = NDArray[np.uint64]
_PESSOAIS = tuple(DA_PESSOA.values())


@dataclass(frozen=True, slots=True)
class Segmento:
    """One frozen segment, by id of its row and hexadecimal SHA-256 of its sealed bytes."""

    id: int
    digest: str
    fatos: Fatos


@dataclass(frozen=True, slots=True, kw_only=True)
class Parte:
    """One part of the base: who counts for the first time in `mes` (1–12), as columns of one length, by pseudonym.

    `unidade` holds ids; the others are numbers of codes, as in the facts. `segmentos` are (id, digest) of what it was
    made from and `pares` the (month, unit id) that sent it. Parts of `mes` 0 hold what is known at the close of the
    year: in edition 1 the purposes of victims, in edition 2 everybody, with month and purpose (see `purpose_of`).
    """

    ano: int
    mes: int
    edicao: int
    segmentos: tuple[tuple[int, str], ...]
    pares: tuple[tuple[int, int], ...]
    colunas: Mapping[str, NDArray[Any]] = field(repr=False)


def first_contacts(ano: int, mes: int, segmentos: Sequence[Segmento], anteriores: Pessoas) -> Parte:
    """People of one month who are not in `anteriores`, each with unit and codes of her first contact of the month."""
    contatos = [entry for entry in segmentos if entry.fatos.tabela is Tabela.CONTATO]
    rows = _contacts(contatos, mes)
    chosen = _first(rows, ("dia", "unidade"))
    fresh = ~np.isin(chosen["pessoa"], anteriores, assume_unique=True)
    kept = ("pessoa", "unidade", *_PESSOAIS)
    return _part(ano, mes, 1, contatos, {name: chosen[name][fresh] for name in kept})


def purposes(ano: int, edicao: int, segmentos: Sequence[Segmento]) -> Parte:
    """Purpose of each counted victim of the year: confirmed before possible, then the earliest case, one per person."""
    vitimas = [entry for entry in segmentos if entry.fatos.tabela is Tabela.VITIMA]
    status = codelist("status_vitima")
    strength = {status.number(code): order for order, code in enumerate(STATUS_CONTADOS)}
    columns: dict[str, list[NDArray[Any]]] = {
        name: [] for name in ("pessoa", "forca", "mes", "dia", "unidade", "finalidade")
    }
    for entry in vitimas:
        found = entry.fatos.colunas
        kept = np.isin(found["status_vitima"], list(strength))
        columns["forca"].append(np.array([strength[int(code)] for code in found["status_vitima"][kept]], np.uint8))
        columns["unidade"].append(np.full(int(kept.sum()), entry.fatos.unidade_id, np.int32))
        for name in ("pessoa", "mes", "dia", "finalidade"):
            columns[name].append(found[name][kept])
    rows = {name: _joined(parts, _dtype(name)) for name, parts in columns.items()}
    chosen = _first(rows, ("forca", "mes", "dia", "unidade"))
    return _part(ano, FECHAMENTO, edicao, vitimas, {name: chosen[name] for name in ("pessoa", "finalidade")})


def whole_year(ano: int, edicao: int, segmentos: Sequence[Segmento]) -> Parte:
    """The base of a revised edition, all months at once, with the purposes of the year joined."""
    contatos = [entry for entry in segmentos if entry.fatos.tabela is Tabela.CONTATO]
    rows = _contacts(contatos, None)
    chosen = _first(rows, ("mes", "dia", "unidade"))
    known = purposes(ano, edicao, segmentos)
    chosen["finalidade"] = purpose_of(chosen["pessoa"], known)
    sources = (*contatos, *(entry for entry in segmentos if entry.fatos.tabela is Tabela.VITIMA))
    kept = ("pessoa", "mes", "unidade", *_PESSOAIS, "finalidade")
    return _part(ano, FECHAMENTO, edicao, sources, {name: chosen[name] for name in kept})


def purpose_of(pessoas: Pessoas, finalidades: Parte | None) -> NDArray[np.int16]:
    """Purpose number of each person plus one; 0 for who is not counted as a victim (a blank purpose is 1)."""
    found = np.zeros(len(pessoas), np.int16)
    if finalidades is None or not len(finalidades.colunas["pessoa"]):
        return found
    order = np.argsort(finalidades.colunas["pessoa"])
    known = finalidades.colunas["pessoa"][order]
    places = np.minimum(np.searchsorted(known, pessoas), len(known) - 1)
    hit = known[places] == pessoas
    found[hit] = finalidades.colunas["finalidade"][order][places[hit]].astype(np.int16) + 1
    return found


def people(partes: Sequence[Parte]) -> Pessoas:
    """Pseudonyms of everybody in some monthly parts."""
    return _joined([part.colunas["pessoa"] for part in partes if part.mes], np.dtype(np.uint64))


def _contacts(contatos: Sequence[Segmento], mes: int | None) -> dict[str, NDArray[Any]]:
    names = ("pessoa", "dia", *_PESSOAIS)
    rows = {name: _joined([entry.fatos.colunas[name] for entry in contatos], _dtype(name)) for name in names}
    sizes = [len(entry.fatos) for entry in contatos]
    rows["unidade"] = np.repeat(np.array([entry.fatos.unidade_id for entry in contatos], np.int32), sizes)
    rows["mes"] = np.repeat(np.array([entry.fatos.mes for entry in contatos], np.uint8), sizes)
    return rows if mes is None else {name: column[rows["mes"] == mes] for name, column in rows.items()}


def _first(rows: Mapping[str, NDArray[Any]], order: Sequence[str]) -> dict[str, NDArray[Any]]:
    """One row per person: the lowest in `order`; ties go to the lowest codes, so the order of rows never matters."""
    ties = [name for name in rows if name not in order and name != "pessoa"]
    keys = [rows[name] for name in (*reversed(ties), *reversed(order), "pessoa")]
    ranked = np.lexsort(keys)
    people_ranked = rows["pessoa"][ranked]
    first = np.ones(len(ranked), bool)
    first[1:] = people_ranked[1:] != people_ranked[:-1]
    return {name: column[ranked][first] for name, column in rows.items()}


def _part(ano: int, mes: int, edicao: int, used: Sequence[Segmento], rows: Mapping[str, NDArray[Any]]) -> Parte:
    return Parte(
        ano=ano,
        mes=mes,
        edicao=edicao,
        segmentos=tuple(sorted((entry.id, entry.digest) for entry in used)),
        pares=tuple(sorted({(entry.fatos.mes, entry.fatos.unidade_id) for entry in used if entry.fatos.mes})),
        colunas=rows,
    )


def _joined(parts: Sequence[NDArray[Any]], dtype: np.dtype[Any]) -> NDArray[Any]:
    return np.concatenate([np.zeros(0, dtype), *parts]).astype(dtype)


def _dtype(name: str) -> np.dtype[Any]:
    return np.dtype({"pessoa": np.uint64, "unidade": np.int32, "nacionalidade": np.uint16}.get(name, np.uint8))
