"""Attacks along time (T1–T7): what changes between editions, periods that add up, two calendars.

Each has a naive output that gives people away, as a positive control, and what SISETP publishes, which does not.
"""

import json
from dataclasses import replace
from random import Random
from statistics import fmean

import pytest

from sisetp.domain.errors import RuleViolation
from sisetp.reporting.disclosure.auditor.attacks import attack
from sisetp.reporting.disclosure.auditor.checks import audit
from sisetp.reporting.disclosure.auditor.model import Caso
from sisetp.reporting.releases.frame import MESES as CODIGOS_DOS_MESES
from sisetp.reporting.releases.frame import Moldura
from tests.unit.reporting.attacks.releases import (
    BRASIL,
    ESTADOS,
    IDADE,
    MESES,
    SEXO,
    Quadro,
    auditada,
    ingenua,
    no_mes,
    only_naive_leaks,
    out,
    pessoas,
    protegida,
    recuperados,
)
from tests.unit.reporting.auditor.worlds import DIMENSOES, EDICAO_2, LIMIAR, NAMES, Mundo, por

ANUAL = (Quadro("estados", ESTADOS, SEXO), Quadro("idades", IDADE, SEXO))
REVISTA = tuple(replace(quadro, vale=EDICAO_2) for quadro in ANUAL)
MENSAL = Quadro("mensal", ESTADOS, SEXO)


@pytest.mark.parametrize("tardios", [1, 3, 10, 40])
def test_t1_late_records_show_in_a_second_edition_hidden_by_itself(tardios: int) -> None:
    world = _with_late(ingenua(pessoas(1, 400), "2026-1", *ANUAL), tardios)
    assert recuperados(ingenua(world, "2026-2", *REVISTA), "T1") > 0
    assert not auditada(world).aprovada


@pytest.mark.parametrize("tardios", [1, 3, 10, 40])
def test_t1_late_records_do_not_show_in_a_protected_second_edition(tardios: int) -> None:
    world = _with_late(protegida(pessoas(1, 400), "2026-1", *ANUAL), tardios)
    assert recuperados(protegida(world, "2026-2", *REVISTA), "T1") == 0
    assert auditada(world).aprovada
    assert len(out(world)) == len(ANUAL) + len(REVISTA)


def test_t2_a_deleted_record_shows_in_a_second_edition_and_not_in_a_protected_one() -> None:
    naive = ingenua(_without_one(ingenua(pessoas(2, 400), "2026-1", *ANUAL)), "2026-2", *REVISTA)
    assert not auditada(naive).aprovada
    safe = _without_one(protegida(pessoas(2, 400), "2026-1", *ANUAL))
    only_naive_leaks(naive, protegida(safe, "2026-2", *REVISTA), "T2")


def test_t3_an_edited_record_shows_in_a_second_edition_and_not_in_a_protected_one() -> None:
    naive = ingenua(_edited(ingenua(pessoas(3, 400), "2026-1", *ANUAL)), "2026-2", *REVISTA)
    assert not auditada(naive).aprovada
    safe = _edited(protegida(pessoas(3, 400), "2026-1", *ANUAL))
    only_naive_leaks(naive, protegida(safe, "2026-2", *REVISTA), "T3")


def test_t4_releases_each_safe_by_itself_leak_together_and_those_protected_jointly_do_not() -> None:
    naive, alone, jointly = pessoas(300, 300), pessoas(300, 300), pessoas(300, 300)
    for name, quadro in _calendar():
        ingenua(naive, name, quadro)
        protegida(alone, name, quadro, livro=False)
        assert audit(replace(alone.caso(detentor=True), linhas=tuple(alone.linhas[-_cells(quadro) :]))).aprovada
        protegida(jointly, name, quadro)
    assert not auditada(alone).aprovada
    only_naive_leaks(naive, jointly, "T4")


def test_t4_a_month_that_came_out_without_its_table_is_not_worked_out_from_the_others() -> None:
    """No cell prints March, and yet March is what the semester has and the other months have not."""
    months = [no_mes(Quadro(f"mês {month}", BRASIL, SEXO), [month]) for month in MESES[:6] if month != "03"]
    whole = no_mes(Quadro("semestre", BRASIL, SEXO), MESES[:6])
    naive = Mundo()
    for month in MESES[:6]:
        naive.chegam(3 if month == "03" else 20, mes=month, sexo="F").chegam(15, mes=month, sexo="M")
    safe = Mundo(pessoas=naive.pessoas.copy())
    for order, quadro in enumerate([*months, whole]):
        ingenua(naive, f"R{order}", quadro)
        protegida(safe, f"R{order}", quadro)
    assert any(found.descricao.startswith("sobra") for found in auditada(naive).violacoes)
    only_naive_leaks(naive, safe, "T4")


def test_t5_the_year_minus_its_months_gives_the_hidden_month_and_not_when_protected() -> None:
    months = [(f"mês {month}", no_mes(Quadro("mês", BRASIL, SEXO), [month])) for month in MESES]
    naive, safe = pessoas(100, 100), pessoas(100, 100)
    for name, quadro in [*months, ("ano", Quadro("ano", BRASIL, SEXO))]:
        ingenua(naive, name, quadro)
        protegida(safe, name, quadro)
    only_naive_leaks(naive, safe, "T5")


def test_t6_asking_again_gives_the_same_numbers_and_fresh_noise_is_averaged_away() -> None:
    world = protegida(pessoas(6, 300), "2026-1", *ANUAL)
    once = list(world.linhas)
    assert once == protegida(pessoas(6, 300), "2026-1", *ANUAL).linhas
    again = protegida(world, "2026-1", *ANUAL).linhas[len(once) :]
    assert again == once
    chance = Random(6)
    small = [world.conta(json.loads(line.forma_json)) for line in once if line.valor is None]
    averaged = [round(fmean(value + chance.randint(-2, 2) for _edition in range(400))) for value in small]
    assert averaged == small
    assert min(small) < LIMIAR


def test_t7_a_second_calendar_gives_a_late_record_away() -> None:
    assert attack(_two_calendars(), "T7").recuperados > 0
    assert not audit(_two_calendars()).aprovada


def test_t7_the_year_has_one_calendar_and_a_table_by_another_is_refused() -> None:
    frame = Moldura(ano=2026, lugares=(), pares=frozenset()).universo()
    assert [name for name, codes in frame.dimensoes if set(codes) & set(CODIGOS_DOS_MESES)] == ["mes"]
    case = _two_calendars()
    plain = replace(case, moldura=Mundo().moldura(), suporte=replace(case.suporte, codigos=(), contagens=()))
    with pytest.raises(RuleViolation, match="forma"):
        audit(plain)


def _with_late(world: Mundo, tardios: int) -> Mundo:
    chance = Random(tardios)
    for _ in range(tardios):
        codes = {name: chance.choice(values) for name, values in DIMENSOES if name not in ("nasceu", "morreu")}
        world.chegam(1, nasceu="2", **codes)
    return world


def _without_one(world: Mundo) -> Mundo:
    atom = next(atom for atom, people in world.pessoas.items() if people)
    world.pessoas[atom] -= 1
    world.pessoas[(*atom[:-1], "2")] += 1
    return world


def _edited(world: Mundo) -> Mundo:
    old = dict(zip(NAMES, next(atom for atom in world.pessoas if atom[NAMES.index("sexo")] == "F"), strict=True))
    return _without(world, old).chegam(1, **{**old, "sexo": "M", "faixa": "40-49", "nasceu": "2"})


def _without(world: Mundo, codes: dict[str, str]) -> Mundo:
    world.pessoas[tuple(codes[name] for name in NAMES)] -= 1
    return world.chegam(1, **{**codes, "morreu": "2"})


def _calendar() -> list[tuple[str, Quadro]]:
    """Eight releases: the months of the first half, the half, the year."""
    months = [(f"mês {month}", no_mes(MENSAL, [month])) for month in MESES[:6]]
    return [*months, ("semestre", no_mes(MENSAL, MESES[:6])), ("ano", MENSAL)]


def _cells(quadro: Quadro) -> int:
    return len(quadro.linhas) * len(quadro.colunas)


def _two_calendars() -> Caso:
    """People counted by the month of the fact and by the month of registration; one was registered late."""
    world = Mundo().chegam(12, mes="01").chegam(9, mes="02").chegam(1, mes="03")
    lines = world.tabela("R", "fatos", por("mes", {"01": ("01",), "02": ("02",)}), BRASIL).linhas
    registered = '{"mes": ["01"], "nasceu": ["1"], "registro": ["01"]}'
    line = replace(lines[1], tabela="registros", forma_json=registered, valor=11)
    late_line = replace(line, forma_json=registered.replace('["01"]}', '["02"]}'), situacao="X", valor=None)
    frame = replace(world.moldura(), dimensoes=(*DIMENSOES, ("registro", MESES)))
    late = dict.fromkeys(world.pessoas, ("01",))
    codes = tuple((*atom, *late[atom]) for atom in world.pessoas)
    january = next(atom for atom in world.pessoas if atom[0] == "01")
    counts = [people - (atom == january) for atom, people in world.pessoas.items()]
    support = replace(world.caso().suporte, codigos=(*codes, (*january, "02")), contagens=(*counts, 1))
    return replace(world.caso(), moldura=frame, linhas=(*lines, line, late_line), suporte=support)
