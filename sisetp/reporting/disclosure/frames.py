"""Tables that may be made coarser: axes with levels of groups, finest first, and the cells they ask for."""

from dataclasses import dataclass, replace
from itertools import product

from sisetp.reporting.disclosure.atoms import Atomos, count
from sisetp.reporting.disclosure.forms import Forma, Universo
from sisetp.reporting.disclosure.request import Candidata, Classe

Grupos = tuple[tuple[str, tuple[str, ...]], ...]
"""Label and codes of each group, in printing order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nivel:
    """One way of grouping a dimension («finalidade em 3 grupos»)."""

    nome: str
    grupos: Grupos


@dataclass(frozen=True, slots=True, kw_only=True)
class Eixo:
    """A dimension of a table. The first level is the one in use; the others are coarser, each made of the one before.

    `resto`: label of the group that rare categories go to; empty when they are never merged. `maiores`: how many of
    the largest groups stand alone beside `resto` (nationality), 0 when all may.
    """

    dimensao: str
    niveis: tuple[Nivel, ...]
    resto: str = ""
    maiores: int = 0

    @property
    def grupos(self) -> Grupos:
        """Groups in use."""
        return self.niveis[0].grupos


@dataclass(frozen=True, slots=True, kw_only=True)
class Quadro:
    """A table to be published: what everybody in it has in common (`base`), its axes, rows first, and its threshold.

    `destaque`: its grand total is a headline, frozen before anything else.
    """

    codigo: str
    base: Forma
    eixos: tuple[Eixo, ...]
    limiar: int
    destaque: bool = False


def cells(quadro: Quadro) -> tuple[Candidata, ...]:
    """Every cell with all totals: `linha` is the group of the first axis and `coluna` runs over those of the others,
    the last axis fastest; on each axis the total comes after the groups."""
    choices = [[*(codes for _, codes in axis.grupos), None] for axis in quadro.eixos]
    base = dict(quadro.base.selecao)
    found = []
    columns = 1
    for options in choices[1:]:
        columns *= len(options)
    for place, picked in enumerate(product(*choices)):
        names = (axis.dimensao for axis in quadro.eixos)
        chosen = {name: codes for name, codes in zip(names, picked, strict=True) if codes is not None}
        found.append(
            Candidata(
                tabela=quadro.codigo,
                linha=place // columns,
                coluna=place % columns,
                forma=Forma.de({**base, **chosen}),
                limiar=quadro.limiar,
                classe=_classe(quadro, len(chosen)),
            )
        )
    return tuple(found)


def merge_rare(universo: Universo, atomos: Atomos, quadro: Quadro, escolhas: dict[str, tuple[str, ...]]) -> Quadro:
    """Rare categories into the group that takes them: those below the threshold nationally, and those past `maiores`.

    `escolhas` keeps the labels that stand alone in each dimension with `maiores`: decided by the first table of the
    year that needs them and the same ever after (attack O3); it is filled here.
    """
    axes = []
    for axis in quadro.eixos:
        kept = axis
        if axis.resto:
            alone = _alone(universo, atomos, quadro, axis, escolhas)
            kept = replace(axis, niveis=tuple(_merged(level, axis.resto, alone) for level in axis.niveis))
        axes.append(kept)
    return replace(quadro, eixos=tuple(axes))


def coarser(quadro: Quadro, ordem: tuple[str, ...]) -> tuple[Quadro, str, str] | None:
    """The table one step up, and the names of the levels left and reached; None when there is nothing coarser."""
    for name in ordem:
        for place, axis in enumerate(quadro.eixos):
            if axis.dimensao == name and len(axis.niveis) > 1:
                up = replace(axis, niveis=axis.niveis[1:])
                axes = (*quadro.eixos[:place], up, *quadro.eixos[place + 1 :])
                return replace(quadro, eixos=axes), axis.niveis[0].nome, up.niveis[0].nome
    return None


def _classe(quadro: Quadro, depth: int) -> Classe:
    if depth == 0:
        return Classe.DESTAQUE if quadro.destaque else Classe.TOTAL
    return Classe.MARGEM if depth == 1 else Classe.CRUZAMENTO


def _alone(
    universo: Universo, atomos: Atomos, quadro: Quadro, axis: Eixo, escolhas: dict[str, tuple[str, ...]]
) -> frozenset[str]:
    """Labels that are not merged."""
    base = dict(quadro.base.selecao)
    people = {label: count(universo, Forma.de({**base, axis.dimensao: codes}), atomos) for label, codes in axis.grupos}
    if not axis.maiores:
        return frozenset(label for label, number in people.items() if number >= quadro.limiar or label == axis.resto)
    if axis.dimensao not in escolhas:
        big = sorted((label for label, n in people.items() if n >= quadro.limiar and label != axis.resto))
        big.sort(key=lambda label: -people[label])
        escolhas[axis.dimensao] = tuple(big[: axis.maiores])
    return frozenset(escolhas[axis.dimensao])


def _merged(level: Nivel, rest: str, alone: frozenset[str]) -> Nivel:
    """A level with the groups that are not alone in one, at the end. Coarser levels keep their own labels."""
    if not any(label in alone for label, _ in level.grupos):
        return level
    kept = tuple((label, codes) for label, codes in level.grupos if label in alone and label != rest)
    merged = tuple(code for label, codes in level.grupos if label not in alone or label == rest for code in codes)
    return replace(level, grupos=(*kept, (rest, merged)) if merged else kept)
