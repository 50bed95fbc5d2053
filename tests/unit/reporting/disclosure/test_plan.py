"""A plan protects both sides of every small group, over the whole ledger; naive outputs fail the same attacker."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from sisetp.domain.errors import RuleViolation
from sisetp.reporting.disclosure.atoms import Atomos, count
from sisetp.reporting.disclosure.certificate import pack
from sisetp.reporting.disclosure.forms import Forma
from sisetp.reporting.disclosure.plan import Estado, planejar
from sisetp.reporting.disclosure.request import Candidata, Externa, Pedido, Publicada
from sisetp.reporting.disclosure.verify import verify
from sisetp.reporting.disclosure.virtuals import between_editions
from tests.unit.reporting.disclosure.attacker import Attacker
from tests.unit.reporting.disclosure.small import (
    EDICAO_1,
    FAIXA,
    MESES,
    SEXO,
    UFS,
    UNIVERSO,
    published,
    seen,
    table,
    values,
    year,
)

ANO = {**EDICAO_1, "mes": MESES}
TABELA = table("uf-sexo-faixa", ANO, {"lugar": UFS, "sexo": SEXO, "faixa": FAIXA})


def small(atomos: Atomos, cells: tuple[Candidata, ...]) -> list[Forma]:
    return [form for form, people in values(atomos, cells).items() if people < 5]


def given_away(attacker: Attacker, forms: list[Forma]) -> int:
    return sum(attacker.learns(form, 5) for form in forms)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_naive_outputs_leak_and_the_plan_does_not(seed: int) -> None:
    atomos = year(seed)
    true, groups = values(atomos, TABELA), small(atomos, TABELA)
    only_large = Attacker(UNIVERSO, {form: people for form, people in true.items() if people >= 5})
    zeros_too = Attacker(UNIVERSO, {form: people for form, people in true.items() if people >= 5 or people == 0})
    assert given_away(only_large, groups)
    assert given_away(zeros_too, groups)
    pedido = Pedido(universo=UNIVERSO, atomos=atomos, candidatas=TABELA)
    plano = planejar(pedido)
    assert plano.publicavel
    ledger = published(pedido, plano)
    assert {form: true[form] for form in seen(ledger)} == seen(ledger)
    assert given_away(Attacker(UNIVERSO, seen(ledger)), groups) == 0
    assert verify(replace(pedido, candidatas=(), publicadas=ledger), plano.provas) == ()


def test_releases_safe_alone_leak_together_and_the_ledger_sees_it() -> None:
    atomos = year(5)
    axes: dict[str, Mapping[str, tuple[str, ...]]] = {"lugar": UFS, "sexo": SEXO}
    releases = [table(f"mes {mes}", {**EDICAO_1, "mes": (mes,)}, axes) for mes in MESES]
    releases.append(table("ano", ANO, axes))
    alone: dict[Forma, int] = {}
    linked = Pedido(universo=UNIVERSO, atomos=atomos, candidatas=())
    for cells in releases:
        single = Pedido(universo=UNIVERSO, atomos=atomos, candidatas=cells)
        alone |= seen(published(single, planejar(single)))
        linked = replace(linked, candidatas=cells)
        before, plano = linked.publicadas, planejar(linked)
        linked = replace(linked, publicadas=published(linked, plano))
        assert plano.publicavel
        assert linked.publicadas[: len(before)] == before
    groups = [form for cells in releases for form in small(atomos, cells)]
    assert given_away(Attacker(UNIVERSO, alone), groups)
    assert given_away(Attacker(UNIVERSO, seen(linked.publicadas)), groups) == 0


def test_the_same_people_have_one_status_in_every_table() -> None:
    words = table("outras-palavras", {**EDICAO_1, "mes": MESES}, {"sexo": SEXO, "lugar": UFS})
    full = tuple(
        replace(cell, forma=Forma.de({**dict(cell.forma.selecao), "faixa": ("0-17", "18+")})) for cell in words
    )
    pedido = Pedido(universo=UNIVERSO, atomos=year(1), candidatas=TABELA + full)
    plano = planejar(pedido)
    status: dict[str, set[Estado]] = {}
    for text, state in zip(plano.formas, plano.estados, strict=True):
        status.setdefault(text, set()).add(state)
    assert all(len(states) == 1 for states in status.values())
    assert plano.medidas.formas < plano.medidas.celulas


def test_a_hidden_cell_stays_hidden_and_a_published_one_keeps_its_number() -> None:
    atomos = year(2)
    big = Forma.de({**ANO, "sexo": ("F",)})
    ledger = (
        Publicada(forma=big, valor=None, limiar=5),
        Publicada(forma=Forma.de(ANO), valor=count(UNIVERSO, Forma.de(ANO), atomos), limiar=5),
    )
    plano = planejar(Pedido(universo=UNIVERSO, atomos=atomos, candidatas=TABELA, publicadas=ledger))
    states = {cell.forma: state for cell, state in zip(TABELA, plano.estados, strict=True)}
    assert states[big] is Estado.OCULTA
    assert states[Forma.de(ANO)] is Estado.PUBLICADA
    assert plano.publicavel
    wrong = (replace(ledger[1], valor=1),)
    with pytest.raises(RuleViolation):
        planejar(Pedido(universo=UNIVERSO, atomos=atomos, candidatas=TABELA, publicadas=wrong))
    with pytest.raises(RuleViolation):
        planejar(Pedido(universo=UNIVERSO, atomos=atomos, candidatas=(), publicadas=(ledger[1], wrong[0])))


@pytest.mark.parametrize("late", [1, 3, 10, 40])
def test_a_revised_edition_hides_its_late_records(late: int) -> None:
    atomos = year(3, late=late)
    first = table("ano", ANO, {"lugar": UFS, "sexo": SEXO})
    pedido = Pedido(universo=UNIVERSO, atomos=atomos, candidatas=first)
    ledger = published(pedido, planejar(pedido))
    second = table("revisada", {"mes": MESES, "morreu": ("fim",)}, {"lugar": UFS, "sexo": SEXO})
    guarded = between_editions(UNIVERSO, second)
    groups = [cell.forma for cell in guarded if count(UNIVERSO, cell.forma, atomos) < 5]
    naive = {form: people for form, people in values(atomos, second).items() if people >= 5}
    assert given_away(Attacker(UNIVERSO, {**seen(ledger), **naive}), groups)
    revised = replace(pedido, candidatas=second, publicadas=ledger, protegidas=guarded)
    plano = planejar(revised)
    assert plano.publicavel
    assert given_away(Attacker(UNIVERSO, seen(published(revised, plano))), groups) == 0
    refused = planejar(
        replace(revised, candidatas=table("revisada", {"mes": MESES, "morreu": ("fim",)}, {}, headline=True))
    )
    assert [found.tabela for found in refused.impasses] == (["revisada"] if late < 5 else [])


def test_the_ledger_alone_is_proved_again_when_others_publish() -> None:
    atomos = year(1)
    pedido = Pedido(universo=UNIVERSO, atomos=atomos, candidatas=TABELA)
    ledger = published(pedido, planejar(pedido))
    again = Pedido(universo=UNIVERSO, atomos=atomos, candidatas=(), publicadas=ledger)
    assert planejar(again).publicavel
    hidden = next(cell for cell in ledger if cell.valor is None and count(UNIVERSO, cell.forma, atomos) < 5)
    people = count(UNIVERSO, hidden.forma, atomos)
    leaked = planejar(replace(again, externas=(Externa(forma=hidden.forma, minimo=people, maximo=people),)))
    assert [found.tabela for found in leaked.impasses] == [""]
    assert not leaked.publicavel
    loose = Externa(forma=Forma.de(ANO), minimo=0, maximo=None)
    assert planejar(replace(again, externas=(loose,))).publicavel


def test_who_sent_nothing_is_no_secret() -> None:
    universe = replace(UNIVERSO, pares=frozenset(pair for pair in UNIVERSO.pares if pair[1] != "GO1"))
    atomos = year(1)
    sent = atomos.onde(atomos.codigos[:, 1] != 3)
    plano = planejar(Pedido(universo=universe, atomos=sent, candidatas=table("uf", ANO, {"lugar": UFS})))
    assert plano.estados.count(Estado.IMPOSSIVEL) == 1
    assert plano.publicavel
    with pytest.raises(ValueError, match="outside"):
        planejar(Pedido(universo=universe, atomos=atomos, candidatas=()))


def test_the_same_request_gives_the_same_bytes() -> None:
    pedido = Pedido(universo=UNIVERSO, atomos=year(2), candidatas=TABELA)
    first, second = planejar(pedido), planejar(pedido)
    assert first.estados == second.estados
    assert pack(UNIVERSO, first.provas) == pack(UNIVERSO, second.provas)
