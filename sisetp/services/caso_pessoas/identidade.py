"""Open who a person in a case is: the event comes first, about the row of the case and never about the pessoa."""

from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db.models.pessoa import Pessoa
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import FieldMessage, NotFound, RuleViolation
from sisetp.services import sealing
from sisetp.services.caso_pessoas.comum import find, needs_reason, pessoa_of
from sisetp.services.casos import acesso
from sisetp.services.identidades import opening_reasons, shown_identity
from sisetp.services.results import OpenedIdentity


def open_identity(
    session: Session,
    actor: Actor,
    caso_id: UUID,
    caso_pessoa_id: UUID,
    motivo: str,
    *,
    clock: Clock,
    reason_after_days: int,
    civil: bool = False,
) -> OpenedIdentity:
    """Identity of a person in a case; `civil` opens the civil name beside the social one, an opening of its own.

    Raises: AccessDenied, NotFound (also without an identity), RuleViolation without a needed reason, Unreadable.
    """
    caso, row = find(session, actor, Permission.CASO_VER, caso_id, caso_pessoa_id)
    require(actor, Permission.IDENTIDADE_ABRIR, unidade_id=row.unidade_id)
    pessoa = pessoa_of(session, row, sealing.open_codes(session, row))
    if pessoa.ident is None:
        raise NotFound
    check_opening(session, actor, pessoa, motivo, clock=clock, reason_after_days=reason_after_days)
    details = {
        "motivo": motivo or None,
        "idade_dias": (clock.now() - pessoa.updated_at).days,
        "versao": row.versao,
    }
    action = Action.ABRIR_NOME_CIVIL if civil else Action.ABRIR_IDENT
    acesso.record(session, actor, action, caso, details, alvo_tipo="caso_pessoa", alvo_id=row.id)
    return shown_identity(sealing.open_identities(session, [pessoa])[pessoa.id], civil=civil)


def check_opening(
    session: Session, actor: Actor, pessoa: Pessoa, motivo: str, *, clock: Clock, reason_after_days: int
) -> None:
    """Refuse an opening without a reason where one is needed, or with one that is not in the list (decision 11).

    Raises: RuleViolation on field `motivo`.
    """
    if not motivo and not needs_reason(pessoa, clock=clock, reason_after_days=reason_after_days):
        return
    if motivo not in {item.code for item in opening_reasons(session, actor, clock=clock)}:
        raise RuleViolation((FieldMessage("motivo", "Escolha por que precisa abrir este registro."),))
