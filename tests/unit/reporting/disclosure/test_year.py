"""A year of linked releases over the simulated network: nothing small is given away by all of them together."""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace

import pytest

from sisetp.reporting.disclosure.auditor.checks import audit
from sisetp.reporting.disclosure.auditor.model import Caso, LinhaAuditada, Moldura, Suporte, Tipo
from sisetp.reporting.disclosure.plan import Plano
from sisetp.reporting.disclosure.request import Parametros, Pedido, duplas
from sisetp.reporting.disclosure.verify import verify
from tests.benchmarks.network import UF_DA_UNIDADE, UNIVERSO, people
from tests.benchmarks.programme import Planned, first_edition, following, publish, revised, year

FAST = Parametros(limpeza=0)


def case(planned: list[Planned], *, naive: bool = False, insider: bool = False) -> Caso:
    """Everything released, for the auditor; `naive` prints whatever is not below the threshold."""
    last = planned[-1][1]
    lists = [codes for _, codes in UNIVERSO.dimensoes]
    return Caso(
        moldura=Moldura(ano=UNIVERSO.ano, dimensoes=UNIVERSO.dimensoes, pares=last.universo.pares, uf=UF_DA_UNIDADE),
        linhas=tuple(line for name, pedido, plano in planned for line in _lines(name, pedido, plano, naive)),
        suporte=Suporte(
            codigos=tuple(
                tuple(codes[code] for codes, code in zip(lists, atom, strict=True))
                for atom in last.atomos.codigos.tolist()
            ),
            contagens=tuple(last.atomos.contagens.tolist()),
        ),
        detentor=insider,
    )


def _lines(name: str, pedido: Pedido, plano: Plano, naive: bool) -> Sequence[LinhaAuditada]:
    found = []
    truth = dict(zip(pedido.candidatas, _values(pedido), strict=True)) if naive else {}
    for cell, state, value in zip(pedido.candidatas, plano.estados, plano.valores, strict=True):
        shown = truth[cell] if naive and truth[cell] >= cell.limiar else value
        found.append(
            LinhaAuditada(
                divulgacao=name,
                tabela=cell.tabela,
                linha=str(cell.linha),
                coluna=str(cell.coluna),
                forma_json=cell.forma.json(),
                situacao="X" if shown is None else "P" if naive else state.value,
                valor=shown,
                limiar=cell.limiar,
            )
        )
    return found


def _values(pedido: Pedido) -> list[int]:
    names = [name for name, _ in UNIVERSO.dimensoes]
    found = []
    for cell in pedido.candidatas:
        wanted = {
            names.index(name): {UNIVERSO.codigos(name).index(code) for code in codes}
            for name, codes in json.loads(cell.forma.json()).items()
        }
        rows = pedido.atomos.codigos.tolist()
        inside = [all(row[place] in codes for place, codes in wanted.items()) for row in rows]
        found.append(sum(n for n, kept in zip(pedido.atomos.contagens.tolist(), inside, strict=True) if kept))
    return found


def assert_safe(planned: list[Planned], *, insider: bool = False) -> None:
    """Certificates hold without a solver, and the auditor finds nothing in the union."""
    name, pedido, plano = planned[-1]
    assert plano.publicavel, name
    closed = replace(pedido, candidatas=(), publicadas=pedido.publicadas + publish(pedido, plano))
    assert verify(closed, plano.provas) == ()
    found = audit(case(planned, insider=insider))
    assert [found.conta(kind) for kind in (Tipo.EXATA, Tipo.PEQUENA, Tipo.PRESENCA)] == [0, 0, 0]


def cost(planned: list[Planned]) -> str:
    """Hidden and secondary forms of all releases, in words."""
    forms = sum(plano.medidas.formas for _, _, plano in planned)
    hidden = sum(plano.medidas.ocultas for _, _, plano in planned)
    secondary = sum(plano.medidas.secundarias for _, _, plano in planned)
    seconds = sum(plano.medidas.segundos for _, _, plano in planned)
    return f"{len(planned)} releases: {hidden} of {forms} hidden, {secondary} secondary, {seconds:.0f} s"


def tell(capsys: pytest.CaptureFixture[str], text: str) -> None:
    """Print the price of safety, captured or not."""
    with capsys.disabled():
        sys.stdout.write(f"\n{text}\n")


def test_three_bulletins_and_their_naive_twins() -> None:
    atomos = people(600)
    planned = list(year(atomos, list(first_edition())[:3], Parametros(duplas=duplas(UNIVERSO, UF_DA_UNIDADE))))
    assert_safe(planned, insider=True)
    assert not audit(case(planned, naive=True)).aprovada


@pytest.mark.longo
@pytest.mark.parametrize("n", [1000, 2000, 5000])
def test_year_of_releases_and_its_revision(n: int, capsys: pytest.CaptureFixture[str]) -> None:
    planned = list(year(people(n), list(first_edition()), FAST))
    tell(capsys, f"N={n}: {cost(planned)}")
    assert len(planned) == 15
    assert_safe(planned)
    for late in (1, 3, 10, 40):
        again = following(planned, people(n, late=late), revised(), FAST)
        tell(capsys, f"N={n}, {late} late: {cost([again])}")
        assert_safe([*planned, again])
