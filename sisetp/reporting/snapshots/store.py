"""Sealed segments in the database: written once, and opened only when digest and seal both hold."""

from collections.abc import Collection, Iterable, Sequence
from hashlib import sha256

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from sisetp.db import period_rows
from sisetp.db.estat_rows import Line
from sisetp.db.models.retrato import Congelado
from sisetp.domain.clock import Clock
from sisetp.domain.errors import Refused, Unreadable
from sisetp.reporting.extract import seals
from sisetp.reporting.facts import ESQUEMA, Fatos, Tabela
from sisetp.reporting.snapshots import segment

COMO_CONSOLIDADO, REVISADA = 1, 2
"""Editions: the month as consolidated, and the annual revision."""

_PLACE = "congelado"


def write(session: Session, fatos: Fatos, edicao: int, *, clock: Clock) -> bytes:
    """Seal and insert one segment; returns its digest. Raises: Refused without the key of frozen facts."""
    blob = seals.seal_bytes(
        session,
        unidade_id=fatos.unidade_id,
        tabela=_PLACE,
        classe=fatos.tabela.value,
        registro=_record(fatos.ano, fatos.mes, edicao),
        versao=ESQUEMA,
        payload=segment.encode(fatos),
    )
    digest = sha256(blob).digest()
    session.add(
        Congelado(
            unidade_id=fatos.unidade_id,
            ano=fatos.ano,
            mes=fatos.mes,
            edicao=edicao,
            tabela=fatos.tabela.value,
            esquema=ESQUEMA,
            dados=blob,
            digest=digest,
            created_at=clock.now(),
        )
    )
    return digest


def exists(session: Session, unidade_id: int, ano: int, meses: Collection[int], edicao: int) -> bool:
    """Tell whether any of these months of a unit has a segment of an edition."""
    query = select(Congelado.id).where(Congelado.unidade_id == unidade_id, Congelado.ano == ano)
    query = query.where(Congelado.mes.in_(meses), Congelado.edicao == edicao)
    return session.scalars(query.limit(1)).first() is not None


def frozen_months(session: Session, ano: int, edicao: int = COMO_CONSOLIDADO) -> frozenset[tuple[int, int]]:
    """(unit, month) of a year that have facts of an edition; month 0 is the close of the year."""
    query = select(Congelado.unidade_id, Congelado.mes).where(Congelado.ano == ano, Congelado.edicao == edicao)
    return frozenset((unidade_id, mes) for unidade_id, mes in session.execute(query.distinct()))


def digests(
    session: Session,
    unidades: Collection[int] | None,
    ano: int,
    meses: Collection[int],
    tabela: Tabela,
    edicao: int = COMO_CONSOLIDADO,
) -> tuple[bytes, ...]:
    """Digests (32 bytes) of the segments that `load` would give, in its order: they change when any of them does."""
    query = select(Congelado.digest).where(*_asked(unidades, ano, meses, tabela, edicao))
    return tuple(session.scalars(query.order_by(Congelado.unidade_id, Congelado.mes)))


def load(
    session: Session,
    unidades: Collection[int] | None,
    ano: int,
    meses: Collection[int],
    tabela: Tabela,
    edicao: int = COMO_CONSOLIDADO,
) -> list[Fatos]:
    """Frozen facts of a table, one `Fatos` for each unit and month, by unit id and month.

    `unidades` None gives every unit frozen. Of units named, every month asked must be frozen; of all, every month
    consolidated. `mes` 0 is the close of the year. The session must see the units: facts of all of them are read with
    `SystemActor(name="estatistica", units=None)`.
    Raises: Refused, naming unit and month, for a segment that is missing, was altered or cannot be opened.
    """
    columns = select(Congelado.unidade_id, Congelado.mes, Congelado.esquema, Congelado.dados, Congelado.digest)
    query = columns.where(*_asked(unidades, ano, meses, tabela, edicao))
    rows = session.execute(query.order_by(Congelado.unidade_id, Congelado.mes)).all()
    codigos = period_rows.codes_of_units(session)
    _check_all(session, {(row.unidade_id, row.mes) for row in rows}, unidades, ano, meses, codigos)
    return [_open(session, row, ano, tabela, edicao, codigos) for row in rows]


def _asked(
    unidades: Collection[int] | None, ano: int, meses: Collection[int], tabela: Tabela, edicao: int
) -> Iterable[ColumnElement[bool]]:
    yield from (Congelado.ano == ano, Congelado.tabela == tabela.value, Congelado.edicao == edicao)
    yield Congelado.mes.in_(meses)
    if unidades is not None:
        yield Congelado.unidade_id.in_(unidades)


def _check_all(
    session: Session,
    found: Collection[tuple[int, int]],
    unidades: Collection[int] | None,
    ano: int,
    meses: Collection[int],
    codigos: dict[int, str],
) -> None:
    if unidades is None:
        wanted = {(unit, mes) for unit, mes in period_rows.consolidated(session, ano) if mes in meses}
    else:
        wanted = {(unit, mes) for unit in unidades for mes in meses}
    for unit, mes in sorted(wanted - set(found)):
        raise Refused(
            f"Faltam os fatos congelados da unidade {codigos.get(unit, unit)}, {label(ano, mes)}: "
            "use «sisetp periodo congelar» ou feche o ano."
        )


def _open(session: Session, row: Line, ano: int, tabela: Tabela, edicao: int, codigos: dict[int, str]) -> Fatos:
    where = f"unidade {codigos.get(row.unidade_id, row.unidade_id)}, {label(ano, row.mes)}"
    if sha256(row.dados).digest() != row.digest:
        raise Refused(f"Os fatos congelados foram alterados: {where}. Avise a operação; nada foi gerado.")
    try:
        payload = seals.open_bytes(
            session,
            unidade_id=row.unidade_id,
            tabela=_PLACE,
            classe=tabela.value,
            registro=_record(ano, row.mes, edicao),
            versao=row.esquema,
            blob=row.dados,
        )
        return segment.decode(payload, tabela, unidade_id=row.unidade_id, ano=ano, mes=row.mes)
    except (Unreadable, ValueError, KeyError) as cause:
        raise Refused(f"Os fatos congelados não abrem: {where}. Avise a operação; nada foi gerado.") from cause


def label(ano: int, mes: int) -> str:
    """«03/2026», or «fechamento de 2026» for month 0."""
    return f"{mes:02d}/{ano}" if mes else f"fechamento de {ano}"


def digest_of(parts: Sequence[bytes]) -> str:
    """Hexadecimal digest of several digests, for an audit event."""
    return sha256(b"".join(parts)).hexdigest()


def _record(ano: int, mes: int, edicao: int) -> str:
    return f"{ano:04d}-{mes:02d}-{edicao}"
