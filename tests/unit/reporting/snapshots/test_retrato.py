"""The sealed snapshot counts what a loop over the rows counts, and keeps no column open."""

from collections import Counter, defaultdict

import numpy as np
import pytest
from cryptography.exceptions import InvalidTag

from sisetp.reporting.extract.columns import facts
from sisetp.reporting.facts import Fatos, Tabela
from sisetp.reporting.snapshots import retrato
from sisetp.reporting.snapshots.retrato import Retrato

ROWS = 700


def invented(unidade: int, mes: int, seed: int) -> Fatos:
    drawn = np.random.default_rng(seed)
    largest = {"sexo": 4, "raca_cor": 7, "canal": 5, "dia": 32, "pessoa": 2**63}
    values = {name: drawn.integers(1, most, ROWS) for name, most in largest.items()}
    values["pessoa"] = values["pessoa"][drawn.integers(0, ROWS // 4, ROWS)]
    return facts(Tabela.CONTATO, unidade, 2026, mes, values, ROWS)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> tuple[Retrato, list[dict[str, int]]]:
    """Snapshot of three segments over several chunks, and its rows."""
    monkeypatch.setattr(retrato, "CHUNK", 128)
    segments = [invented(1, 1, 1), invented(1, 2, 2), invented(9, 1, 3)]
    rows = [
        {name: int(column[place]) for name, column in found.colunas.items()}
        | {"unidade": found.unidade_id, "mes_do_fato": found.mes}
        for found in segments
        for place in range(len(found))
    ]
    return Retrato(segments), rows


def test_counts_sums_and_filters_as_a_loop_does(made: tuple[Retrato, list[dict[str, int]]]) -> None:
    snapshot, rows = made
    assert snapshot.linhas == len(rows)
    by = ("raca_cor", "sexo")
    plain, added, some, wide = Counter[tuple[int, ...]](), Counter[tuple[int, ...]](), Counter[int](), Counter[int]()
    for row in rows:
        cell = (row["raca_cor"], row["sexo"])
        plain[cell] += 1
        added[cell] += row["dia"]
        some[row["canal"]] += row["sexo"] in (1, 3) and row["unidade"] == 1
        wide[row["dia"]] += row["dia"] < 20 and row["mes_do_fato"] == 2
    assert {cell: n for cell, n in np.ndenumerate(snapshot.count(by)) if n} == plain
    assert {cell: n for cell, n in np.ndenumerate(snapshot.count(by, soma="dia")) if n} == added
    filtered = snapshot.count(("canal",), {"sexo": (1, 3), "unidade": (1, 77)})
    assert {place: n for place, n in enumerate(filtered) if n} == {place: n for place, n in some.items() if n}
    same_axis = snapshot.count(("dia",), {"dia": range(20), "mes_do_fato": (2,)})
    assert {place: n for place, n in enumerate(same_axis) if n} == {place: n for place, n in wide.items() if n}
    assert snapshot.count((), {"sexo": (99,)}).sum() == 0
    assert snapshot.count(()).sum() == len(rows)


@pytest.mark.parametrize("axes", range(1, 7))
def test_few_cells_and_many_are_counted_alike(made: tuple[Retrato, list[dict[str, int]]], axes: int) -> None:
    """From 32 cells, which one byte can number, to more than two bytes can."""
    snapshot, rows = made
    by = ("dia", "unidade", "raca_cor", "canal", "sexo", "mes_do_fato")[:axes]
    plain = Counter(tuple(row[name] for name in by) for row in rows)
    found = snapshot.count(by)
    assert {cell: n for cell, n in np.ndenumerate(found) if n} == plain
    assert (found.size > 2**16) is (axes == 6)


def test_a_filter_counts_the_same_by_rows_and_by_axes(
    made: tuple[Retrato, list[dict[str, int]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot, _rows = made
    asked = (("raca_cor",), {"sexo": (1, 3), "canal": (2,)})
    by_axes = snapshot.count(*asked, soma="dia")
    monkeypatch.setattr(retrato, "_FEW_CELLS", 0)
    assert np.array_equal(snapshot.count(*asked, soma="dia"), by_axes)


@pytest.mark.parametrize("most", [200_000_000, 0], ids=["flags", "pairs"])
def test_people_are_counted_once_in_each_cell(
    made: tuple[Retrato, list[dict[str, int]]], monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(retrato, "_MOST_FLAGS", most)
    snapshot, rows = made
    people: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for row in rows:
        if row["canal"] == 2:
            people[row["unidade"], row["sexo"]].add(row["pessoa"])
    found = snapshot.count_people(("unidade", "sexo"), {"canal": (2,)})
    assert {cell: n for cell, n in np.ndenumerate(found) if n} == {cell: len(who) for cell, who in people.items()}
    assert snapshot.count_people(()).sum() == len({row["pessoa"] for row in rows})


def test_columns_are_sealed_and_no_chunk_passes_for_another(made: tuple[Retrato, list[dict[str, int]]]) -> None:
    snapshot, rows = made
    column = snapshot._columns["pessoa"]
    plain = np.array([row["pessoa"] for row in rows], np.uint64)
    assert np.array_equal(snapshot.column("pessoa"), plain)
    kept = b"".join(chunk for item in snapshot._columns.values() for chunk in item.chunks)
    assert not any(value.tobytes() in kept for value in plain[:50])
    first, second, *rest = column.chunks
    for wrong in ((second, first, *rest), (bytes(len(first)), second, *rest), (first[:-1] + b"\0", second, *rest)):
        object.__setattr__(column, "chunks", wrong)
        with pytest.raises(InvalidTag):
            snapshot.column("pessoa")


def test_what_is_no_axis_is_refused(made: tuple[Retrato, list[dict[str, int]]]) -> None:
    snapshot, _rows = made
    for by in (("pessoa",), ("necessidades",), ("sexo", "ordem_da_pessoa")):
        with pytest.raises(ValueError, match="no axis"):
            snapshot.count(by)
    with pytest.raises(KeyError):
        snapshot.count(("nome",))
    assert "ordem_da_pessoa" not in snapshot.names
    with pytest.raises(ValueError, match="one table"):
        Retrato([])
