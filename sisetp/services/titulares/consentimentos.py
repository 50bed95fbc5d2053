"""What a person was told and authorised (form J): recorded, listed, and whether it was taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.db import audit_chain
from sisetp.db.audit_chain import SEALS_KEY
from sisetp.db.audit_seals import row_seals
from sisetp.db.models.titular import Consentimento
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.estat_layout import Value
from sisetp.domain.titular import RegistrarAutorizacao, autoriza, check_authorisation
from sisetp.services import envios, sealing
from sisetp.services.atendimentos import zone_of
from sisetp.services.duplicidades.ligacoes import linked_ids
from sisetp.services.sealing import Relacao, link_token
from sisetp.services.titulares import pessoa
from sisetp.services.titulares.pessoa import Origem, Titular

_WITHDRAWN = (
    "A pessoa retirou a autorização. Registre uma nova em «Direitos da pessoa», ou não compartilhe com base nela."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Autorizacao:
    """One record of form J: local days and coded answers by catalogue name."""

    id: UUID
    data: date
    retirado_em: date | None
    respostas: dict[str, Value]

    @property
    def em_vigor(self) -> bool:
        """True while it gives leave to share."""
        return self.retirado_em is None and autoriza(self.respostas)


def register(
    session: Session,
    actor: Actor,
    origem: Origem,
    registro_id: UUID,
    command: RegistrarAutorizacao,
    *,
    chave: str = "",
    clock: Clock,
) -> UUID:
    """Record what the person was told and authorised; return the id of the record.

    Raises: AccessDenied, NotFound, RuleViolation, Unreadable.
    """
    audit_chain.lock(session, actor.unidade_id)
    titular = pessoa.find(session, actor, Permission.TITULAR_REGISTRAR, origem, registro_id)
    key = envios.id_of(actor, f"{Consentimento.__tablename__}:{registro_id}", chave)
    if session.get(Consentimento, key) is not None:
        return key
    check_authorisation(command, today=clock.today(zone_of(session, actor)))
    row = add(session, actor, titular, command, key=key, clock=clock)
    audit_chain.append(
        session,
        actor,
        Action.REGISTRAR_AUTORIZACAO,
        unidade_id=row.unidade_id,
        alvo_tipo="consentimento",
        alvo_id=row.id,
        detalhes={"versao": row.versao, SEALS_KEY: row_seals(row)},
    )
    return row.id


def add(
    session: Session,
    actor: Actor,
    titular: Titular,
    command: RegistrarAutorizacao,
    *,
    key: UUID | None = None,
    clock: Clock,
) -> Consentimento:
    """Add the sealed row of one record of form J, flushed; the caller has checked it and appends the event."""
    now = clock.now()
    row = Consentimento(
        id=key or uuid4(),
        unidade_id=titular.unidade_id,
        pessoa_token=_token(session, titular.unidade_id, titular.pessoa_id),
        data=command.data,
        versao=1,
        autor_id=actor.user_id,
        created_at=now,
        updated_at=now,
    )
    sealing.seal_codes(session, row, {**command.respostas, "pessoa_id": titular.pessoa_id.bytes})
    session.add(row)
    session.flush()
    return row


def rows_of(session: Session, unidade_id: int, pessoa_id: UUID) -> Sequence[Consentimento]:
    """Sealed rows of one person and of the records linked to hers, oldest first."""
    tokens = [_token(session, unidade_id, key) for key in linked_ids(session, pessoa_id)]
    found = session.scalars(select(Consentimento).where(Consentimento.pessoa_token.in_(tokens)))
    return sorted(found, key=lambda row: (row.created_at, row.id))


def opened(session: Session, rows: Sequence[Consentimento]) -> tuple[Autorizacao, ...]:
    """Rows with their coded answers; the caller has appended the event that this opening is. Raises: Unreadable."""
    return tuple(
        Autorizacao(id=row.id, data=row.data, retirado_em=row.retirado_em, respostas=sealing.open_codes(session, row))
        for row in rows
    )


def consent_withdrawn(session: Session, unidade_id: int, pessoa_id: UUID) -> bool:
    """Tell whether the person took back what she had authorised and has authorised nothing since.

    While it is so, nothing is shared on her authorisation; other legal bases are not touched. Raises: Unreadable.
    """
    rows = rows_of(session, unidade_id, pessoa_id)
    if all(row.retirado_em is None for row in rows):
        return False
    return not any(item.em_vigor for item in opened(session, rows))


def check_consent(session: Session, unidade_id: int, pessoa_id: UUID) -> None:
    """Refuse to share on the authorisation of a person who took it back. Raises: RuleViolation, Unreadable."""
    if consent_withdrawn(session, unidade_id, pessoa_id):
        raise RuleViolation((FieldMessage("autorizado", _WITHDRAWN),))


def _token(session: Session, unidade_id: int, pessoa_id: UUID) -> bytes:
    return link_token(session, unidade_id, Relacao.TITULAR_CONSENTIMENTO, pessoa_id)
