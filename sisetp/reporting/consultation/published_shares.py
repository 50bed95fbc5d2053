"""Percentages of a published table, from published numbers only: what is hidden has none, and is in no sum."""

from collections.abc import Iterator
from dataclasses import dataclass

from sisetp.reporting.consultation.shares import Percentuais
from sisetp.reporting.render.words import bare, number, percent
from sisetp.reporting.tables import Tabela

_NOT_SAID = "não informado"


@dataclass(frozen=True, slots=True)
class _Base:
    """What the shares of one column are of; `inteira` says that who did not answer could not be left out."""

    valor: int
    inteira: bool


def published_shares(tabela: Tabela) -> Percentuais | None:
    """Shares of each column by its rows; None where rows are no parts of a total that is published."""
    if not tabela.total_linha or tabela.multipla or len(tabela.linhas) < 3:
        return None
    bases = [_base(tabela, j) for j in range(len(tabela.colunas))]
    if not any(bases):
        return None
    last = len(tabela.linhas) - 1
    texts = tuple(
        tuple(
            _share(cell.valor, base) if i != last and not _only_unanswered(label) else ""
            for cell, base in zip(row, bases, strict=True)
        )
        for i, (label, row) in enumerate(zip(tabela.linhas, tabela.celulas, strict=True))
    )
    return Percentuais(textos=texts, base=tuple(_said(tabela, bases)))


def _base(tabela: Tabela, column: int) -> _Base | None:
    total = tabela.celulas[-1][column].valor
    if not total:
        return None
    rows = [(label, row[column].valor) for label, row in zip(tabela.linhas, tabela.celulas, strict=True)]
    apart = [value for label, value in rows if _only_unanswered(label)]
    known = [value for value in apart if value is not None]
    mixed = any(_NOT_SAID in label.casefold() and not _only_unanswered(label) for label, _ in rows)
    if len(known) < len(apart) or mixed or sum(known) == total:
        return _Base(total, inteira=True)
    return _Base(total - sum(known), inteira=False)


def _only_unanswered(label: str) -> bool:
    return bare(label).casefold() in (_NOT_SAID, f"ignorado/{_NOT_SAID}")


def _share(value: int | None, base: _Base | None) -> str:
    return "" if value is None or base is None else percent(value, base.valor)


def _said(tabela: Tabela, bases: list[_Base | None]) -> Iterator[str]:
    pairs = zip(tabela.colunas, bases, strict=True)
    named = [(bare(label), base) for label, base in pairs if base is not None]
    of = "; ".join(f"{label}: {number(base.valor)}" for label, base in named)
    yield f"Percentuais de cada coluna, feitos só com números publicados. Bases: {of}."
    if any(base.inteira for _, base in named) and any(_NOT_SAID in label.casefold() for label in tabela.linhas):
        yield "Onde quem não respondeu está oculto ou somado a outra resposta, a base é o total."
