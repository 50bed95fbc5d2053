"""Frozen segments as the base takes them, and the base as earlier releases fixed it."""

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.db.models.publicacao import BasePublica
from sisetp.db.models.retrato import Congelado
from sisetp.db.models.unidade import Unidade
from sisetp.reporting import snapshots
from sisetp.reporting.facts import Tabela
from sisetp.reporting.releases import seals
from sisetp.reporting.releases.atoms import Base
from sisetp.reporting.releases.base import FECHAMENTO, Parte, Segmento
from sisetp.reporting.releases.frame import Lugar
from sisetp.reporting.releases.preparation import part_from
from sisetp.reporting.releases.publish import BASE


def segments(session: Session, ano: int, meses: Collection[int], tabela: Tabela, edicao: int) -> list[Segmento]:
    """Frozen segments of every unit, checked and opened.

    Raises: Refused, naming unit and month, for one that is missing, was altered or does not open.
    """
    query = select(Congelado.unidade_id, Congelado.mes, Congelado.id, Congelado.digest).where(
        Congelado.ano == ano, Congelado.tabela == tabela.value, Congelado.edicao == edicao, Congelado.mes.in_(meses)
    )
    rows = {(unit, mes): (key, digest.hex()) for unit, mes, key, digest in session.execute(query)}
    facts = snapshots.load(session, None, ano, meses, tabela, edicao)
    return [Segmento(*rows[entry.unidade_id, entry.mes], entry) for entry in facts]


def fixed_base(session: Session, ano: int) -> Base:
    """The parts of a year's base that releases have fixed. Raises: Unreadable for one that was altered."""
    rows = session.scalars(select(BasePublica).where(BasePublica.ano == ano).order_by(BasePublica.mes))
    parts = [part_of(session, row) for row in rows]
    return Base(
        ano=ano,
        meses=tuple(part for part in parts if part.mes and part.edicao == 1),
        finalidades=_only(part for part in parts if part.mes == FECHAMENTO and part.edicao == 1),
        revista=_only(part for part in parts if part.mes == FECHAMENTO and part.edicao == 2),
    )


def part_of(session: Session, row: BasePublica) -> Parte:
    """One part as it was fixed. Raises: Unreadable."""
    return part_from(seals.unpack(seals.unseal(session, BASE, f"{row.ano}/{row.mes}", row.edicao, row.dados)))


def closed_units(session: Session, parte: Parte | None) -> frozenset[int]:
    """Ids of units whose victims of the year are in a part of the base; those that closed later are not."""
    made_of = [key for key, _digest in parte.segmentos] if parte else []
    query = select(Congelado.unidade_id).where(Congelado.id.in_(made_of), Congelado.tabela == Tabela.VITIMA.value)
    return frozenset(session.scalars(query))


def places(session: Session) -> tuple[Lugar, ...]:
    """Every unit there ever was, by id."""
    rows = session.execute(select(Unidade.id, Unidade.codigo, Unidade.uf).order_by(Unidade.id))
    return tuple(Lugar(id=key, codigo=codigo, uf=uf) for key, codigo, uf in rows)


def _only(found: Iterable[Parte]) -> Parte | None:
    return next(iter(found), None)
