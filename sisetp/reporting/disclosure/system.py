"""The linear system of one plan as arrays: true values, thresholds, what is known, and what is hidden so far."""

from dataclasses import dataclass

import numpy as np

from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.reporting.disclosure.forms import Forma
from sisetp.reporting.disclosure.request import Classe, Pedido
from sisetp.reporting.disclosure.rows import Linha, Linhas, Resto
from sisetp.reporting.disclosure.space import Classes, Espaco, Mask, Reals

_HAIR = 1e-12
"""People that nobody would miss: what arithmetic leaves behind."""
FATOR = {None: 0.0, Classe.CRUZAMENTO: 1.0, Classe.MARGEM: 3.0, Classe.TOTAL: 30.0, Classe.DESTAQUE: 30.0}


@dataclass(slots=True, kw_only=True)
class Sistema:
    """Arrays of shape (n_rows,), rows as in `linhas`.

    `minimo`, `maximo`: what readers know of a fixed row. `fixa`: published before, known from elsewhere, or a
    headline. `livre`: a cell that may be published or hidden. `oculta`: hidden, or never printed. `peso`: price of
    hiding, per person moved. `suporte`, `pessoas`: classes of the true atoms, and their people, shape (n_support,).
    """

    linhas: Linhas
    espaco: Espaco
    valores: Reals
    limiares: Reals
    minimo: Reals
    maximo: Reals
    fixa: Mask
    livre: Mask
    oculta: Mask
    peso: Reals
    suporte: Classes
    pessoas: Reals

    @property
    def sensivel(self) -> Mask:
        """Rows with fewer people than their threshold, that somebody may be in."""
        return (self.valores < self.limiares) & ~self.espaco.vazia

    def moved(self, classes: Classes, pessoas: Reals) -> Reals:
        """Value of every form in another year, shape (n_rows,): that of the truth and what has moved since, or, when
        more has moved than there is, all of it."""
        place, inverse = np.unique(np.concatenate([classes, self.suporte]), return_inverse=True)
        change = np.bincount(inverse, np.concatenate([pessoas, -self.pessoas]), len(place))
        far = np.abs(change) > _HAIR
        if len(classes) < far.sum():
            return np.asarray(self.espaco.rows(classes) @ pessoas, np.float64)
        return self.valores + self.espaco.rows(place[far]) @ change[far]

    def hide(self, rows: Mask) -> None:
        """Hide free rows."""
        self.oculta |= rows & self.livre
        self.livre &= ~rows


def build(pedido: Pedido) -> Sistema:
    """Arrays of a request.

    Raises: RuleViolation when an earlier number is not that of the atoms; ValueError for atoms that cannot hold
    anybody; KeyError for a dimension or code that the universe lacks.
    """
    rows = Linhas(pedido)
    extra = [Forma.de({"lugar": (unit,)}) for unit in insiders_of(rows.restos)]
    printed = [line.forma for line in rows.linhas]
    space = Espaco(pedido.universo, printed, so_separa=extra)
    flat = space.classes(pedido.atomos.codigos)
    support, place = np.unique(flat, return_inverse=True)
    people = np.bincount(place, pedido.atomos.contagens, len(support)).astype(np.float64)
    values = space.values(support, people)
    lines = rows.linhas
    _check(lines, values)
    limits = np.array([line.limiar for line in lines], np.float64)
    known = np.array([line.minimo is not None for line in lines], bool)
    candidate = np.array([line.candidata for line in lines], bool)
    small = (values < limits) & ~space.vazia
    hidden = ~known & (small | np.array([line.antiga for line in lines], bool) | ~candidate)
    headline = np.array([line.classe is Classe.DESTAQUE for line in lines], bool) & ~hidden
    fixed = known | headline | (space.vazia & candidate)
    top = [np.inf if line.maximo is None else line.maximo for line in lines]
    return Sistema(
        linhas=rows,
        espaco=space,
        valores=values,
        limiares=limits,
        minimo=np.where(known, [line.minimo or 0 for line in lines], values).astype(np.float64),
        maximo=np.where(known, top, values).astype(np.float64),
        fixa=fixed,
        livre=~fixed & ~hidden,
        oculta=hidden & ~fixed,
        peso=np.array([FATOR[line.classe] for line in lines]) * (1 + np.log1p(values)),
        suporte=support.astype(np.int32),
        pessoas=people,
    )


def insiders_of(restos: list[Resto]) -> list[str]:
    """Units with something to be protected from them, sorted."""
    return sorted({rest.detentor for rest in restos})


def _check(lines: list[Linha], values: Reals) -> None:
    for line, value in zip(lines, values.tolist(), strict=True):
        if (line.minimo is not None and value < line.minimo) or (line.maximo is not None and value > line.maximo):
            raise RuleViolation((FieldMessage("valor", "Um número já publicado não é o dos fatos congelados."),))
