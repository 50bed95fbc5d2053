"""The network's units: the starting list, new ones and the end of one. The directory is public; changes are audited."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sisetp.access.actor import AnyActor
from sisetp.db import audit_chain
from sisetp.db.models.unidade import Unidade
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import Refused
from sisetp.domain.units import UNIDADES, UnidadeInicial

# Decreto 5.948, of 26 October 2006 (Política Nacional): used while the real opening day of a unit is not known.
NETWORK_START = date(2006, 10, 26)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnidadeLine:
    """One unit as lists show it; `fim` is None while it is open."""

    id: int
    codigo: str
    nome: str
    tipo: str
    ambiente: str
    uf: str
    municipio: int
    fuso: str
    inicio: date
    fim: date | None


def load_network(session: Session, actor: AnyActor, *, resuming: bool, clock: Clock) -> tuple[UnidadeLine, ...]:
    """Add the units of the starting list that are missing and return every unit, by id.

    Raises: Refused when the database already has units and this is not the continuation of an interrupted start.
    """
    known = set(session.scalars(select(Unidade.codigo)))
    if known and not resuming:
        raise Refused("O banco de dados já tem dados de outra instalação; nada foi alterado.")
    for seed in UNIDADES:
        if seed.codigo not in known:
            _add(session, actor, seed, inicio=seed.inicio or NETWORK_START)
    return list_all(session)


def list_all(session: Session) -> tuple[UnidadeLine, ...]:
    """Every unit, open or closed, by id."""
    return tuple(_line(row) for row in session.scalars(select(Unidade).order_by(Unidade.id)))


def record_start(session: Session, actor: AnyActor, *, ambiente: str, unidades: int) -> None:
    """Append the event that the installation began."""
    audit_chain.append(
        session,
        actor,
        Action.INICIAR,
        unidade_id=None,
        detalhes={"ambiente": ambiente, "unidades": unidades},
    )


def count(session: Session) -> int:
    """How many units the installation knows."""
    return session.scalar(select(func.count()).select_from(Unidade)) or 0


def _add(session: Session, actor: AnyActor, seed: UnidadeInicial, *, inicio: date) -> Unidade:
    row = Unidade(
        codigo=seed.codigo,
        nome=seed.nome,
        tipo=seed.tipo,
        ambiente=seed.ambiente,
        uf=seed.uf,
        municipio=int(seed.municipio),
        fuso=seed.fuso,
        inicio=inicio,
        fim=seed.fim,
        dias_retroativos=30,
    )
    session.add(row)
    session.flush()
    audit_chain.append(
        session,
        actor,
        Action.CRIAR_UNIDADE,
        unidade_id=row.id,
        alvo_tipo="unidade",
        alvo_id=str(row.id),
        detalhes={"codigo": row.codigo, "tipo": row.tipo},
        installation=True,
    )
    return row


def _line(row: Unidade) -> UnidadeLine:
    return UnidadeLine(
        id=row.id,
        codigo=row.codigo,
        nome=row.nome,
        tipo=row.tipo,
        ambiente=row.ambiente,
        uf=row.uf,
        municipio=row.municipio,
        fuso=row.fuso,
        inicio=row.inicio,
        fim=row.fim,
    )
