"""A network small enough for every atom to be looked at: three months, five units (two alone in a state), two ages."""

from collections.abc import Mapping, Sequence

import numpy as np

from sisetp.reporting.disclosure.atoms import Atomos, count
from sisetp.reporting.disclosure.forms import Forma, Universo
from sisetp.reporting.disclosure.plan import Estado, Plano
from sisetp.reporting.disclosure.request import Candidata, Classe, Pedido, Publicada

MESES = ("01", "02", "03")
UNIDADES = ("BA1", "BA2", "CE1", "GO1", "PR1")
UFS = {"BA": ("BA1", "BA2"), "CE": ("CE1",), "GO": ("GO1",), "PR": ("PR1",)}
UF = {unit: unit[:2] for unit in UNIDADES}
SEXO = {"F": ("F",), "M": ("M",)}
FAIXA = {"0-17": ("0-17",), "18+": ("18+",)}
UNIVERSO = Universo(
    ano=2026,
    dimensoes=(
        ("mes", MESES),
        ("lugar", UNIDADES),
        ("sexo", ("F", "M")),
        ("faixa", ("0-17", "18+")),
        ("nasceu", ("1", "2")),
        ("morreu", ("2", "fim")),
    ),
    pares=frozenset((mes, unit) for mes in MESES for unit in UNIDADES),
)
EDICAO_1 = {"nasceu": ("1",)}


def year(seed: int, n: int = 90, late: int = 0) -> Atomos:
    """`n` invented people of edition 1 and `late` of edition 2; minors are few."""
    chance = np.random.default_rng(seed)
    shares = ((1, 1, 1), (3, 2, 2, 4, 6), (6, 4), (1, 6))
    columns = [chance.choice(len(share), n + late, p=np.array(share) / sum(share)) for share in shares]
    columns += [(np.arange(n + late) >= n).astype(np.int64), np.ones(n + late, np.int64)]
    return Atomos(codigos=np.stack(columns, 1).astype(np.int16), contagens=np.ones(n + late, np.int64)).agregados()


def table(
    codigo: str,
    base: Mapping[str, Sequence[str]],
    axes: Mapping[str, Mapping[str, tuple[str, ...]]],
    *,
    headline: bool = False,
) -> tuple[Candidata, ...]:
    """Cells of a table with all its totals, threshold 5."""
    chosen: list[dict[str, Sequence[str]]] = [dict(base)]
    for name, groups in axes.items():
        chosen += [{**found, name: codes} for found in chosen for codes in groups.values()]
    classes = (Classe.DESTAQUE if headline else Classe.TOTAL, Classe.MARGEM)
    return tuple(
        Candidata(
            tabela=codigo,
            linha=place,
            coluna=0,
            forma=Forma.de(found),
            limiar=5,
            classe=(*classes, Classe.CRUZAMENTO)[min(2, len(found) - len(base))],
        )
        for place, found in enumerate(chosen)
    )


def values(atomos: Atomos, cells: Sequence[Candidata]) -> dict[Forma, int]:
    """True value of each cell."""
    return {cell.forma: count(UNIVERSO, cell.forma, atomos) for cell in cells}


def published(pedido: Pedido, plano: Plano) -> tuple[Publicada, ...]:
    """The ledger after a plan."""
    new = zip(pedido.candidatas, plano.valores, plano.estados, strict=True)
    return pedido.publicadas + tuple(
        Publicada(forma=cell.forma, valor=value, limiar=cell.limiar)
        for cell, value, state in new
        if state is not Estado.IMPOSSIVEL
    )


def seen(ledger: Sequence[Publicada]) -> dict[Forma, int]:
    """Numbers that a reader has."""
    return {cell.forma: cell.valor for cell in ledger if cell.valor is not None}
