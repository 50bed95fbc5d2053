"""What a preview shows, and the events that showing it is."""

from datetime import timedelta
from hashlib import sha256
from hmac import compare_digest

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.domain import partilha
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.prazos_enc import Prazos
from sisetp.services import trilha
from sisetp.services.casos import acesso as casos
from sisetp.services.encaminhamentos.acesso import Details
from sisetp.services.encaminhamentos.fontes import Fonte
from sisetp.services.encaminhamentos.palavras import in_words
from sisetp.services.encaminhamentos.resultados import Preview
from sisetp.services.identidades import opening_reasons, record_opening

_OF_THE_PERSON = frozenset({partilha.IDENTIDADE, partilha.CONTATO})


def record_showing(
    session: Session,
    actor: Actor,
    fonte: Fonte,
    partes: tuple[str, ...],
    motivo: str,
    *,
    clock: Clock,
    reason_after_days: int,
) -> None:
    """Append the events of reading a record for a preview: the record, and its identity when that is asked for.

    The events are those of any other reading: nothing in them says that a referral was being made.
    Raises: AccessDenied; RuleViolation on `motivo_abertura` without a needed reason.
    """
    row = fonte.atendimento
    if row is None:
        assert fonte.caso is not None
        casos.record(session, actor, Action.VER_CASO, fonte.caso)
    else:
        trilha.record(session, actor, Action.ABRIR_FICHA, row)
    if not _OF_THE_PERSON & set(partes):
        return
    check_reason(session, actor, fonte, partes, motivo, clock=clock, reason_after_days=reason_after_days)
    for action in (Action.ABRIR_IDENT, Action.ABRIR_NOME_CIVIL):
        if row is not None:
            record_opening(session, actor, row, action, motivo, clock=clock)
        else:
            _record_in_case(session, actor, action, fonte, motivo)


def check_reason(
    session: Session,
    actor: Actor,
    fonte: Fonte,
    partes: tuple[str, ...],
    motivo: str,
    *,
    clock: Clock,
    reason_after_days: int,
) -> None:
    """Refuse to show or share an old identity without a reason of the list (decision 11).

    Raises: AccessDenied; RuleViolation on `motivo_abertura`.
    """
    if not _OF_THE_PERSON & set(partes):
        return
    require(actor, Permission.IDENTIDADE_ABRIR, unidade_id=actor.unidade_id)
    row = fonte.atendimento
    written = fonte.pessoa.updated_at if row is None else row.inicio
    asked = motivo or clock.now() - written > timedelta(days=reason_after_days)
    if asked and motivo not in {item.code for item in opening_reasons(session, actor, clock=clock)}:
        message = "Escolha por que precisa abrir este registro."
        raise RuleViolation((FieldMessage("motivo_abertura", message),))


def _record_in_case(session: Session, actor: Actor, action: Action, fonte: Fonte, motivo: str) -> None:
    assert fonte.caso is not None
    assert fonte.caso_pessoa is not None
    details: Details = {"motivo": motivo or None, "versao": fonte.caso_pessoa.versao}
    casos.record(session, actor, action, fonte.caso, details, alvo_tipo="caso_pessoa", alvo_id=fonte.caso_pessoa.id)


def check_unchanged(shared: partilha.Payload, conferido: str) -> None:
    """Refuse to send something else than the preview that was seen, when one was. Raises: RuleViolation on `partes`."""
    if conferido and not compare_digest(conferido.encode("utf-8", "replace"), _mark(shared).encode()):
        message = "O que seria compartilhado mudou desde que você conferiu. Confira outra vez antes de enviar."
        raise RuleViolation((FieldMessage("partes", message),))


def _mark(shared: partilha.Payload) -> str:
    """Digest of a payload as it is read; it is carried by the page that shows the payload, and kept nowhere."""
    return sha256(repr(in_words(shared)).encode()).hexdigest()


def preview_of(shared: partilha.Payload, partes: tuple[str, ...], limits: Prazos) -> Preview:
    """The preview of a payload."""
    return Preview(
        partes=tuple(shared),
        vazias=tuple(parte for parte in partilha.PARTES if parte in partes and parte not in shared),
        campos=in_words(shared),
        prazo=limits.prazo,
        limite=limits.limite,
        marca=_mark(shared),
    )
