"""A simulated network for disclosure control: 30 units in 22 states (8 with two units), a year of first contacts.

Sizes of the study: 12 months, 7 age bands, 3 sexes, 5 purposes, 6 races, 10 nationalities. All people are invented.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sisetp.reporting.disclosure.atoms import Atomos
from sisetp.reporting.disclosure.forms import Forma, Universo
from sisetp.reporting.disclosure.request import Candidata, Classe

DUAS = ("AM", "BA", "CE", "PA", "PE", "RJ", "RS", "SP")
REGIOES: Mapping[str, tuple[str, ...]] = {
    "Norte": ("AC", "AM", "AP", "PA", "RO"),
    "Nordeste": ("AL", "BA", "CE", "MA", "PB", "PE"),
    "Centro-Oeste": ("DF", "GO", "MS", "MT"),
    "Sudeste": ("ES", "MG", "RJ", "SP"),
    "Sul": ("PR", "RS", "SC"),
}
UFS = tuple(sorted(uf for ufs in REGIOES.values() for uf in ufs))
UNIDADES = tuple(unit for uf in UFS for unit in ((f"{uf}1", f"{uf}2") if uf in DUAS else (f"{uf}1",)))
UF_DA_UNIDADE = {unit: unit[:2] for unit in UNIDADES}
MESES = tuple(f"{month:02d}" for month in range(1, 13))
FAIXAS = ("0-11", "12-17", "18-29", "30-39", "40-49", "50-59", "60+")
FAIXA3: Mapping[str, tuple[str, ...]] = {"0-17": FAIXAS[:2], "18-39": FAIXAS[2:4], "40+": FAIXAS[4:]}
PAISES = ("BR", "VE", "BO", "PY", "HT", "CU", "AF", "CO", "AR", "CN")
PAIS5: Mapping[str, tuple[str, ...]] = {**{code: (code,) for code in PAISES[:4]}, "Outras": PAISES[4:]}
FINALIDADES = ("SEXUAL", "TRABALHO", "SERVIDAO", "ORGAOS", "ADOCAO")
FINALIDADE3: Mapping[str, tuple[str, ...]] = {
    "SEXUAL": ("SEXUAL",),
    "TRABALHO": ("TRABALHO",),
    "Outras": FINALIDADES[2:],
}

UNIVERSO = Universo(
    ano=2026,
    dimensoes=(
        ("mes", MESES),
        ("lugar", UNIDADES),
        ("sexo", ("F", "M", "O")),
        ("faixa", FAIXAS),
        ("raca", ("BRANCA", "PRETA", "AMARELA", "PARDA", "INDIGENA", "NI")),
        ("pais", PAISES),
        ("finalidade", FINALIDADES),
        ("nasceu", ("1", "2")),
        ("morreu", ("2", "fim")),
    ),
    pares=frozenset((mes, unit) for mes in MESES for unit in UNIDADES),
)
_SHARES: Mapping[str, Sequence[float]] = {
    "mes": (1, 0.9, 1, 1, 1, 1, 1.1, 1, 1, 1, 0.9, 0.8),
    "sexo": (0.55, 0.435, 0.015),
    "faixa": (0.08, 0.12, 0.35, 0.22, 0.12, 0.07, 0.04),
    "raca": (0.3, 0.12, 0.02, 0.45, 0.04, 0.07),
    "pais": (0.6, 0.12, 0.07, 0.05, 0.04, 0.04, 0.03, 0.02, 0.02, 0.01),
    "finalidade": (0.45, 0.35, 0.1, 0.06, 0.04),
}

Grupos = Mapping[str, Mapping[str, tuple[str, ...]]]


def people(n: int, seed: int = 1, *, late: int = 0) -> Atomos:
    """`n` people of edition 1 and `late` more of edition 2, drawn independently from skewed shares.

    The first `n` are the same however many come late.
    """
    units = 1 / np.arange(1, len(UNIDADES) + 1) ** 0.5
    shares = {**_SHARES, "lugar": np.random.default_rng(7).permutation(units)}
    drawn = [
        _drawn(np.random.default_rng(seed), n, shares, 0),
        _drawn(np.random.default_rng([seed, 2]), late, shares, 1),
    ]
    codes = np.concatenate(drawn).astype(np.int16)
    return Atomos(codigos=codes, contagens=np.ones(len(codes), np.int64)).agregados()


def _drawn(chance: np.random.Generator, n: int, shares: Mapping[str, Any], nasceu: int) -> NDArray[np.int64]:
    columns = []
    for name, codes in UNIVERSO.dimensoes[:-2]:
        share = np.array(shares[name], float)
        columns.append(chance.choice(len(codes), n, p=share / share.sum()))
    return np.stack([*columns, np.full(n, nasceu), np.ones(n, np.int64)], 1)


def each(name: str) -> Mapping[str, tuple[str, ...]]:
    """Every code of a dimension as a group of its own."""
    return {code: (code,) for code in UNIVERSO.codigos(name)}


def ufs() -> Mapping[str, tuple[str, ...]]:
    """Units by state."""
    return {uf: tuple(unit for unit in UNIDADES if unit[:2] == uf) for uf in UFS}


def regioes() -> Mapping[str, tuple[str, ...]]:
    """Units by region."""
    return {name: tuple(unit for unit in UNIDADES if unit[:2] in states) for name, states in REGIOES.items()}


def table(codigo: str, base: Mapping[str, Sequence[str]], grupos: Grupos, limiar: int = 5) -> list[Candidata]:
    """Cells of one table with all its totals: the product of one group or «all» in each dimension."""
    cells: list[tuple[dict[str, Sequence[str]], int]] = [(dict(base), 0)]
    for name, groups in grupos.items():
        cells += [({**chosen, name: codes}, depth + 1) for chosen, depth in cells for codes in groups.values()]
    classes = {0: Classe.TOTAL, 1: Classe.MARGEM}
    return [
        Candidata(
            tabela=codigo,
            linha=place,
            coluna=0,
            forma=Forma.de(chosen),
            limiar=limiar,
            classe=classes.get(depth, Classe.CRUZAMENTO),
        )
        for place, (chosen, depth) in enumerate(cells)
    ]
