"""A year of linked releases over the simulated network: twelve bulletins, two semesters, the year, its revision."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sisetp.reporting.disclosure.atoms import Atomos, selected
from sisetp.reporting.disclosure.forms import Forma, Universo
from sisetp.reporting.disclosure.plan import Estado, Plano, planejar
from sisetp.reporting.disclosure.request import Anterior, Candidata, Parametros, Pedido, Publicada
from sisetp.reporting.disclosure.virtuals import between_editions
from tests.benchmarks.complements import complements
from tests.benchmarks.network import (
    FAIXA3,
    FINALIDADE3,
    MESES,
    PAIS5,
    UNIVERSO,
    each,
    regioes,
    table,
    ufs,
)

Release = tuple[str, list[Candidata]]
Planned = tuple[str, Pedido, Plano]


def catalogue_b(name: str, base: Mapping[str, Sequence[str]], *, purpose: bool) -> list[Candidata]:
    """Catalogue B of the study; the purpose only once the year is closed (decision 17)."""
    cells = table(f"{name}/uf", base, {"lugar": ufs()})
    cells += table(f"{name}/regiao-sexo", base, {"lugar": regioes(), "sexo": each("sexo")})
    cells += table(f"{name}/regiao-faixa", base, {"lugar": regioes(), "faixa": FAIXA3})
    cells += table(f"{name}/sexo-faixa", base, {"sexo": each("sexo"), "faixa": each("faixa")})
    cells += table(f"{name}/raca-sexo", base, {"raca": each("raca"), "sexo": each("sexo")})
    cells += table(f"{name}/pais-sexo", base, {"pais": PAIS5, "sexo": each("sexo")})
    cells += table(f"{name}/mes", base, {"mes": {mes: (mes,) for mes in base["mes"]}})
    if purpose:
        cells += table(f"{name}/regiao-finalidade", base, {"lugar": regioes(), "finalidade": FINALIDADE3})
        cells += table(f"{name}/sexo-finalidade", base, {"sexo": each("sexo"), "finalidade": each("finalidade")})
        cells += table(f"{name}/faixa-finalidade", base, {"faixa": FAIXA3, "finalidade": FINALIDADE3})
    return cells


def first_edition() -> Iterator[Release]:
    """Fifteen releases in the order of the calendar."""
    for number, mes in enumerate(MESES, 1):
        base = {"mes": (mes,), "nasceu": ("1",)}
        cells = table(f"{mes}/sexo", base, {"lugar": regioes(), "sexo": each("sexo")})
        cells += table(f"{mes}/faixa", base, {"lugar": regioes(), "faixa": FAIXA3})
        yield f"mes {mes}", cells
        if number % 6 == 0:
            months = MESES[number - 6 : number]
            semester = {"mes": months, "nasceu": ("1",)}
            yield f"semestre {number // 6}", catalogue_b(f"s{number // 6}", semester, purpose=False)
    yield "ano", catalogue_b("ano", {"mes": MESES, "nasceu": ("1",)}, purpose=True)


def revised() -> Release:
    """The annual tables again, with late records in and removed ones out."""
    return "revisada", catalogue_b("revisada", {"mes": MESES, "morreu": ("fim",)}, purpose=True)


def universe_until(mes: str) -> Universo:
    """What readers know by the end of a month: who has sent what."""
    return replace(UNIVERSO, pares=frozenset(pair for pair in UNIVERSO.pares if pair[0] <= mes))


def publish(pedido: Pedido, plano: Plano) -> tuple[Publicada, ...]:
    """Cells of a plan as the ledger keeps them."""
    return tuple(
        Publicada(forma=cell.forma, valor=value, limiar=cell.limiar)
        for cell, value, state in zip(pedido.candidatas, plano.valores, plano.estados, strict=True)
        if state is not Estado.IMPOSSIVEL
    )


def year(
    atomos: Atomos, releases: Sequence[Release], parametros: Parametros, *, linked: bool = True
) -> Iterator[Planned]:
    """Plan one release after the other, each over everything published before (or alone, when not `linked`)."""
    planned: list[Planned] = []
    for release in releases:
        planned.append(following(planned if linked else (), atomos, release, parametros))
        yield planned[-1]


def following(planned: Sequence[Planned], atomos: Atomos, release: Release, parametros: Parametros) -> Planned:
    """Plan a release over those planned before it; one that could not be published is left out."""
    name, cells = release
    last = max(max(cell.forma.codigos("mes") or MESES) for cell in cells)
    universe = universe_until(last)
    known = atomos.onde(selected(UNIVERSO, Forma.de({"mes": [m for m in MESES if m <= last]}), atomos.codigos))
    if name != "revisada":
        known = known.onde(selected(UNIVERSO, Forma.de({"nasceu": ("1",)}), known.codigos))
    out = [(pedido, plano) for _, pedido, plano in planned if plano.publicavel]
    pedido = Pedido(
        universo=universe,
        atomos=known,
        candidatas=tuple(cells),
        publicadas=tuple(cell for pedido, plano in out for cell in publish(pedido, plano)),
        protegidas=(out[-1][0].protegidas if out else ())
        + complements(universe, cells)
        + between_editions(universe, cells),
        parametros=parametros,
        anterior=Anterior(universo=out[-1][0].universo, provas=out[-1][1].provas) if out else None,
    )
    return name, pedido, planejar(pedido)
