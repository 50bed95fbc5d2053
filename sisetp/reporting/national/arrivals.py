"""Under tables by state: the states of which only some units, or some months, are in the numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from sisetp.db.period_rows import Devidos, owed_in
from sisetp.domain.clock import Clock
from sisetp.domain.period import Period
from sisetp.reporting.cube import coverage
from sisetp.reporting.cube.sources import meses_de
from sisetp.reporting.definitions.allowed import DIMENSOES
from sisetp.reporting.tables import Cobertura, Tabela

_MARK = "*"


def owed(session: Session, periodo: Period, *, clock: Clock) -> tuple[Devidos, ...]:
    """Units that owe some month of a period."""
    months = set(meses_de(periodo))
    return tuple(unit for unit in owed_in(session, periodo.inicio.year, now=clock.now()) if months & set(unit.meses))


def missing(devidos: Sequence[Devidos], periodo: Period) -> tuple[str, ...]:
    """Units that lack a month of a period now, as coverage says them: «NETP-MG», «NETP-SP (março)»."""
    months = meses_de(periodo)
    sent = {(unit.unidade_id, mes) for unit in devidos for mes in unit.consolidados}
    return coverage.cobertura(devidos, months, sent).faltam


def com_envios(tabela: Tabela, devidos: Sequence[Devidos], faltam: Sequence[str]) -> Tabela:
    """The same table; each state that sent only a part has a mark, and under the table what is missing of it.

    `faltam` are the units that are not, or not whole, in the numbers of the table, as its coverage says them.
    """
    said = dict(_partly(devidos, faltam))
    if not said.keys() & set(tabela.linhas_uf):
        return tabela
    pairs = tuple(zip(tabela.linhas, tabela.linhas_uf, strict=True))
    notes = (f"{_MARK} {DIMENSOES['uf'].rotulo_de(uf)}: {said[uf]}" for _, uf in pairs if uf in said)
    rows = tuple(f"{label} {_MARK}" if uf in said else label for label, uf in pairs)
    return replace(tabela, linhas=rows, regras=(*notes, *tabela.regras))


def _partly(devidos: Sequence[Devidos], faltam: Sequence[str]) -> Iterator[tuple[str, str]]:
    """States that sent something but not everything: «1 de 2 unidades enviou tudo; falta PAAHM-GRU (março).»."""
    for uf in sorted({unit.uf for unit in devidos}):
        codes = {unit.codigo for unit in devidos if unit.uf == uf}
        lacking = tuple(text for text in faltam if text.partition(" ")[0] in codes)
        if lacking and set(lacking) != codes:
            verb = "falta" if len(lacking) == 1 else "faltam"
            yield uf, f"{_quantas(len(codes) - len(lacking), len(codes))} tudo; {verb} {', '.join(lacking)}."


def _quantas(enviaram: int, esperadas: int) -> str:
    if enviaram:
        return Cobertura(enviaram=enviaram, esperadas=esperadas).em_palavras()
    return "a unidade não enviou" if esperadas == 1 else "nenhuma unidade enviou"
