"""Paper: the ficha for the unit's file, and the referral slip for the hand of the person. Every print is an event."""

from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits, require
from sisetp.db.models.unidade import Unidade
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.services import cartoes, sealing, trilha
from sisetp.services.atendimentos import describe, find
from sisetp.services.identidades import check_opening, record_opening, shown_identity
from sisetp.services.results import Guia, PrintedFicha

_NOBODY = "NENHUM"
_NUCLEUS = "NETP"


def print_ficha(
    session: Session,
    actor: Actor,
    atendimento_id: UUID,
    motivo: str,
    *,
    with_texts: bool,
    clock: Clock,
    reason_after_days: int,
) -> PrintedFicha:
    """The whole ficha for the unit's file: answers, identity by the name used and, if asked and allowed, the texts.

    Raises: AccessDenied, NotFound, RuleViolation without a needed reason, Unreadable.
    """
    row, pessoa = find(session, actor, Permission.ATENDIMENTO_IMPRIMIR, atendimento_id)
    require(actor, Permission.IDENTIDADE_ABRIR, unidade_id=row.unidade_id)
    check_opening(session, actor, row, motivo, clock=clock, reason_after_days=reason_after_days)
    reads = with_texts and permits(actor, Permission.RELATO_ABRIR, unidade_id=row.unidade_id, autor_id=row.autor_id)
    if pessoa.ident is not None:
        record_opening(session, actor, row, Action.ABRIR_IDENT, motivo, clock=clock)
    if reads:
        record_opening(session, actor, row, Action.ABRIR_RELATO, motivo, clock=clock)
    trilha.record(session, actor, Action.IMPRIMIR, row)
    known = sealing.open_identities(session, [pessoa]).get(pessoa.id)
    return PrintedFicha(
        detail=describe(session, actor, row, pessoa, clock=clock, reason_after_days=reason_after_days),
        identidade=shown_identity(known, civil=False) if known is not None else None,
        textos=sealing.open_texts(session, row) if reads else None,
    )


def print_guia(session: Session, actor: Actor, atendimento_id: UUID, *, clock: Clock) -> Guia:
    """The referral slip: where to go, and nothing about the person but the code of the ficha.

    Raises: AccessDenied, NotFound, Unreadable.
    """
    row, _pessoa = find(session, actor, Permission.ATENDIMENTO_IMPRIMIR, atendimento_id)
    trilha.record(session, actor, Action.IMPRIMIR_GUIA, row)
    unidade = session.get_one(Unidade, row.unidade_id)
    chosen = sealing.open_codes(session, row).get("encaminhamentos")
    destinos = tuple(code for code in chosen if code != _NOBODY) if isinstance(chosen, tuple) else ()
    return Guia(
        codigo=row.codigo,
        emitida=clock.now(),
        unidade=unidade.codigo,
        municipio=unidade.municipio,
        uf=unidade.uf,
        destinos=destinos,
        nucleo=cartoes.nucleus_card(session, unidade.uf, clock=clock) if _NUCLEUS in destinos else None,
    )
