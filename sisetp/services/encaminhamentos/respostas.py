"""The steps of a referral after it was sent, each asked of who may take it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.roles import Role
from sisetp.db.models.encaminhamento import Encaminhamento
from sisetp.db.models.usuario import Lotacao, Usuario
from sisetp.domain import encaminhamento as enc
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.partilha import VIDA
from sisetp.domain.regras_enc import check_outcome
from sisetp.services import sealing
from sisetp.services.encaminhamentos import acesso
from sisetp.services.encaminhamentos.partilhas import copies_of, resting_on, take_back
from sisetp.services.encaminhamentos.passos import rewrite, step
from sisetp.services.postings import in_force


def accept(session: Session, actor: Actor, encaminhamento_id: UUID, *, clock: Clock) -> None:
    """Accept a referral: from now on the destination opens what was shared. For an outside service the origin says so.

    Raises: AccessDenied, NotFound, RuleViolation, Unreadable.
    """
    row = acesso.locked(session, actor, encaminhamento_id)
    _require_answering(actor, row)
    step(session, actor, row, enc.ACEITO, clock=clock)


def refuse(
    session: Session, actor: Actor, encaminhamento_id: UUID, *, desfecho: str, resposta: str = "", clock: Clock
) -> None:
    """Refuse a referral before accepting it (NAO_ATENDIDO), with the reason; OUTRO is explained in `resposta`.

    The copies are taken back: who does not attend the person has no use for them.
    Raises: AccessDenied, NotFound, RuleViolation (`desfecho`, `resposta`, `situacao`), Unreadable.
    """
    row = acesso.locked(session, actor, encaminhamento_id)
    _require_answering(actor, row)
    check_outcome(enc.NAO_ATENDIDO, desfecho, resposta)
    if row.situacao == enc.ACEITO:
        raise _wrong("Este encaminhamento já foi aceito: registre o desfecho.")
    step(session, actor, row, enc.NAO_ATENDIDO, desfecho=desfecho, resposta=resposta, clock=clock)


def answer(
    session: Session, actor: Actor, encaminhamento_id: UUID, *, desfecho: str, resposta: str = "", clock: Clock
) -> None:
    """End with an outcome: by the destination once it accepted, or by the origin for an outside service.

    Raises: AccessDenied, NotFound, RuleViolation (`desfecho`, `resposta`, `situacao`), Unreadable.
    """
    row = acesso.locked(session, actor, encaminhamento_id)
    _require_answering(actor, row)
    if row.unidade_destino_id is not None and row.situacao == enc.ENVIADO:
        raise _wrong("Aceite ou recuse o encaminhamento antes de registrar o desfecho.")
    para = enc.situacao_do_desfecho(desfecho) or enc.CONCLUIDO
    check_outcome(para, desfecho, resposta)
    step(session, actor, row, para, desfecho=desfecho, resposta=resposta, clock=clock)


def person_refused(
    session: Session, actor: Actor, encaminhamento_id: UUID, *, desfecho: str, resposta: str = "", clock: Clock
) -> None:
    """End because the person did not want it (RECUSADO: DESISTIU, NAO_QUIS, RETIROU); either unit may hear it.

    Copies that rest on the person's authorisation are taken back.
    Raises: AccessDenied, NotFound, RuleViolation (`desfecho`, `resposta`, `situacao`), Unreadable.
    """
    row = acesso.locked(session, actor, encaminhamento_id)
    if acesso.is_origin(actor, row):
        acesso.require_origin(actor, Permission.ENCAMINHAMENTO_ENCERRAR, row)
    else:
        acesso.require_destination(actor, Permission.ENCAMINHAMENTO_RESPONDER, row)
    check_outcome(enc.RECUSADO, desfecho, resposta)
    step(session, actor, row, enc.RECUSADO, desfecho=desfecho, resposta=resposta, clock=clock)


def expire(session: Session, actor: Actor, encaminhamento_id: UUID, *, clock: Clock) -> None:
    """End one referral without answer (SEM_RETORNO), only after its `limite`; by the origin.

    Raises: AccessDenied, NotFound, RuleViolation on `situacao`, Unreadable.
    """
    row = acesso.locked(session, actor, encaminhamento_id)
    acesso.require_origin(actor, Permission.ENCAMINHAMENTO_ENCERRAR, row)
    today = clock.today(acesso.unit(session, row.unidade_origem_id).fuso)
    if row.limite is None or today <= row.limite:
        raise _wrong("Ainda está no prazo: só se encerra sem retorno depois do limite.")
    step(session, actor, row, enc.SEM_RETORNO, clock=clock)


def review_emergency(session: Session, actor: Actor, encaminhamento_id: UUID, *, resultado: str, clock: Clock) -> None:
    """Review an emergency sharing of the own unit: CONFIRMADA, or INDEVIDA, which takes back what rested on it.

    Who shared does not confirm it while the unit has somebody else to look at it.
    Raises: AccessDenied, NotFound, RuleViolation (`resultado`, `situacao`), Unreadable.
    """
    row = acesso.locked(session, actor, encaminhamento_id)
    acesso.require_origin(actor, Permission.ENCAMINHAMENTO_REVISAR, row)
    if resultado not in (enc.CONFIRMADA, enc.INDEVIDA):
        raise RuleViolation((FieldMessage("resultado", "Diga se o compartilhamento foi devido."),))
    if sealing.open_codes(session, row).get("revisao") != enc.PENDENTE:
        raise _wrong("Este encaminhamento não aguarda revisão.")
    if resultado == enc.CONFIRMADA and _confirms_herself(session, actor, row, clock=clock):
        message = "Foi você quem compartilhou: outra pessoa da coordenação confirma."
        raise RuleViolation((FieldMessage("resultado", message),))
    if resultado == enc.INDEVIDA:
        undue = resting_on(session, copies_of(session, row), lambda content: content.get("base") == VIDA)
        take_back(session, actor, row, undue, clock=clock)
    rewrite(session, row, {"revisao": resultado}, {}, clock=clock)
    details: acesso.Details = {"resultado": resultado, "versao": row.versao}
    acesso.record(session, actor, Action.REVISAR_EMERGENCIA, row, details)


def _require_answering(actor: Actor, row: Encaminhamento) -> None:
    if row.unidade_destino_id is None:
        acesso.require_origin(actor, Permission.ENCAMINHAMENTO_ENCERRAR, row)
    else:
        acesso.require_destination(actor, Permission.ENCAMINHAMENTO_RESPONDER, row)


def _confirms_herself(session: Session, actor: Actor, row: Encaminhamento, *, clock: Clock) -> bool:
    if actor.user_id not in {row.autor_id, *(copia.autor_id for copia in copies_of(session, row))}:
        return False
    query = select(Lotacao).join(Usuario, Usuario.id == Lotacao.usuario_id)
    query = query.where(Lotacao.unidade_id == row.unidade_origem_id, Lotacao.papel == Role.COORDENACAO.value)
    today = clock.today(acesso.unit(session, row.unidade_origem_id).fuso)
    others = session.scalars(query.where(Usuario.active.is_(True), Usuario.id != actor.user_id))
    return any(in_force(posting, today) for posting in others)


def _wrong(mensagem: str) -> RuleViolation:
    return RuleViolation((FieldMessage("situacao", mensagem),))
