"""What leaves, of the unit or of the network: one event and one row for each file, and which of them a file is.

A plain digest of a table with few numbers can be guessed by who reads the database: every hash kept here is keyed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor, AnyActor
from sisetp.db import audit_chain
from sisetp.db.models.audit_event import AuditEvent
from sisetp.db.models.entrega import Entrega
from sisetp.db.models.usuario import Usuario
from sisetp.db.runtime import DbRuntime
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock

_LEAVING = (Action.GERAR_RELATORIO, Action.BAIXAR_PLANILHA, Action.CONSULTAR_ESTATISTICA)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arquivo:
    """A file about to leave. `resumo` is the hash of what it says, `conteudo` its very bytes.

    `destinatario_id` is the user who receives it, who is the actor when nobody else is said.
    """

    produto: str
    periodo: str
    variante: str
    nivel: str
    unidade_id: int | None
    finalidade: str
    formato: str
    resumo: str
    conteudo: bytes = field(repr=False)
    destinatario_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Achada:
    """A delivery on record. `confere`: its event is the one that was written; True when there is no file to tell."""

    numero: int
    produto: str
    periodo: str
    variante: str
    formato: str
    quando: datetime
    ator: str
    destinatario: str
    confere: bool = True


def sealed_hash(session: Session, resumo: str) -> str:
    """Hexadecimal HMAC of the hash of a content, as it is kept: nobody without the key can try contents out."""
    return _mac(session, b"conteudo\0", resumo.encode())


def hand_over(
    session: Session,
    actor: AnyActor,
    acao: Action,
    arquivo: Arquivo,
    detalhes: Mapping[str, audit_chain.Detail],
    *,
    alvo_tipo: str,
    clock: Clock,
) -> None:
    """Write down that a file leaves: the row that says who has it and the event that names the row and the bytes."""
    recipient = arquivo.destinatario_id or (actor.user_id if isinstance(actor, Actor) else None)
    row = Entrega(
        produto=arquivo.produto,
        periodo=arquivo.periodo,
        variante=arquivo.variante,
        nivel=arquivo.nivel,
        unidade_id=arquivo.unidade_id,
        usuario_id=recipient,
        ator=actor.name,
        finalidade=arquivo.finalidade,
        formato=arquivo.formato,
        selo=sealed_hash(session, arquivo.resumo),
        created_at=clock.now(),
    )
    session.add(row)
    session.flush()
    audit_chain.append(
        session,
        actor,
        acao,
        unidade_id=arquivo.unidade_id,
        alvo_tipo=alvo_tipo,
        alvo_id=str(row.id),
        detalhes={**detalhes, "arquivo": _of_bytes(session, arquivo.conteudo)},
    )


def of_file(session: Session, conteudo: bytes) -> tuple[Achada, ...]:
    """Deliveries of a file, by its bytes, oldest first; none when it never left or is not as it left."""
    mark = f'"arquivo":"{_of_bytes(session, conteudo)}"'
    query = select(AuditEvent).where(
        AuditEvent.acao.in_([acao.value for acao in _LEAVING]), AuditEvent.detalhes.contains(mark)
    )
    whole = {event.alvo_id: audit_chain.is_genuine(session, event) for event in session.scalars(query)}
    rows = session.scalars(
        select(Entrega).where(Entrega.id.in_([int(key) for key in whole if key])).order_by(Entrega.id)
    )
    return tuple(_found(session, row, confere=whole[str(row.id)]) for row in rows)


def of_content(session: Session, resumo: str) -> tuple[Achada, ...]:
    """Deliveries that said a content, by the hash printed in the file, oldest first, whatever became of the file."""
    kept = (sealed_hash(session, resumo), resumo)  # rows of before the key have the hash itself
    rows = session.scalars(select(Entrega).where(Entrega.selo.in_(kept)).order_by(Entrega.id))
    return tuple(_found(session, row) for row in rows)


def _found(session: Session, row: Entrega, *, confere: bool = True) -> Achada:
    user = session.get(Usuario, row.usuario_id) if row.usuario_id else None
    return Achada(
        numero=row.id,
        produto=row.produto,
        periodo=row.periodo,
        variante=row.variante,
        formato=row.formato,
        quando=row.created_at,
        ator=row.ator,
        destinatario=user.login if user else "",
        confere=confere,
    )


def _of_bytes(session: Session, conteudo: bytes) -> str:
    return _mac(session, b"arquivo\0", sha256(conteudo).digest())


def _mac(session: Session, purpose: bytes, data: bytes) -> str:
    runtime: DbRuntime = session.info["runtime"]
    return runtime.delivery_mac(purpose + data).hex()
