"""The steps of a month: the unit signs and sends, the coordination checks, returns, consolidates and publishes.

Steps of the unit are events of its own chain; steps of the coordination are events of the installation chain, and the
unit reads them in the history of the month. Period rows hold states, dates and signatures, no numbers (decision 18).
"""

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain
from sisetp.db.models.periodo import PassoPeriodo, Periodo
from sisetp.db.models.unidade import Unidade
from sisetp.db.models.usuario import Usuario
from sisetp.domain import periodo
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.codelists import codelist
from sisetp.domain.errors import FieldMessage, NotFound, RuleViolation
from sisetp.domain.period import Period
from sisetp.domain.periodo import Consolidado, EnviarPeriodo
from sisetp.services import passwords
from sisetp.services.periodos import meses
from sisetp.services.periodos.completude import pending
from sisetp.services.periodos.unidade import own_unit
from sisetp.services.postings import NATIONAL_ZONE


def send(session: Session, actor: Actor, command: EnviarPeriodo, *, clock: Clock) -> None:
    """Sign and send a month of the actor's unit.

    Raises: AccessDenied; NotFound; RuleViolation on `mes`, `situacao`, `declara`, `senha`, or on `completude` while
    something that the month cannot go without is missing.
    """
    require(actor, Permission.PERIODO_ENVIAR, unidade_id=actor.unidade_id)
    audit_chain.lock(session, actor.unidade_id)
    unidade, mes = own_unit(session, actor), periodo.mes_de(command.ano, command.mes)
    owed = meses.validity(unidade, meses.network_start(session, clock.now()))
    periodo.check_sendable(mes, owed, hoje=clock.today(unidade.fuso))
    row = meses.row_of(session, unidade.id, command.ano, command.mes)
    periodo.exigir(row.situacao if row else periodo.ABERTO, periodo.ENVIADO)
    _check_signature(session, actor, command)
    if any(item.bloqueia for item in pending(session, actor, unidade, mes, clock=clock)):
        raise RuleViolation((FieldMessage("completude", "Falta completar registros deste mês; veja a lista abaixo."),))
    _step(session, actor, row or _new_row(unidade, mes), periodo.ENVIADO, clock=clock, own=True)


def check(session: Session, actor: Actor, unidade_id: int, ano: int, mes: int, *, clock: Clock) -> None:
    """Say that a month sent was checked. Raises: AccessDenied, NotFound, RuleViolation on `situacao`."""
    row = _taken(session, actor, unidade_id, ano, mes, periodo.CONFERIDO)
    _step(session, actor, row, periodo.CONFERIDO, clock=clock)


def return_(session: Session, actor: Actor, unidade_id: int, ano: int, mes: int, motivo: str, *, clock: Clock) -> None:
    """Give a month back to the unit, with a coded reason.

    Raises: AccessDenied, NotFound, RuleViolation on `situacao` or `motivo`.
    """
    row = _taken(session, actor, unidade_id, ano, mes, periodo.DEVOLVIDO)
    if motivo not in {item.code for item in codelist("motivo_devolucao").current(clock.today(NATIONAL_ZONE))}:
        raise RuleViolation((FieldMessage("motivo", "Escolha o motivo da devolução."),))
    _step(session, actor, row, periodo.DEVOLVIDO, clock=clock, motivo=motivo)


def consolidate(session: Session, actor: Actor, unidade_id: int, ano: int, mes: int, *, clock: Clock) -> Consolidado:
    """Close a checked month for good and return what is to be frozen.

    The caller freezes the facts of the month in the same unit of work, so that a month is never consolidated without
    them; nothing here opens a record. Raises: AccessDenied, NotFound, RuleViolation on `situacao`.
    """
    row = _taken(session, actor, unidade_id, ano, mes, periodo.CONSOLIDADO)
    _step(session, actor, row, periodo.CONSOLIDADO, clock=clock)
    return Consolidado(unidade_id=unidade_id, ano=ano, mes=mes, quando=row.updated_at)


def mark_published(session: Session, actor: Actor, unidade_id: int, ano: int, mes: int, *, clock: Clock) -> None:
    """Say that a consolidated month is in a public release, when its second approval publishes it.

    Saying it again changes nothing. Raises: AccessDenied, NotFound, RuleViolation.
    """
    known = meses.row_of(session, unidade_id, ano, mes)
    if known is not None and known.situacao == periodo.PUBLICADO:
        require(actor, Permission.DIVULGACAO_APROVAR)
        return
    row = _taken(session, actor, unidade_id, ano, mes, periodo.PUBLICADO, Permission.DIVULGACAO_APROVAR)
    _step(session, actor, row, periodo.PUBLICADO, clock=clock)


def _check_signature(session: Session, actor: Actor, command: EnviarPeriodo) -> None:
    messages = []
    if not command.declara:
        messages.append(FieldMessage("declara", "Declare que os registros do mês estão completos."))
    if not passwords.matches(session.get_one(Usuario, actor.user_id).password, command.senha):
        messages.append(FieldMessage("senha", "A senha não confere."))
    if messages:
        raise RuleViolation(tuple(messages))


def _taken(
    session: Session,
    actor: Actor,
    unidade_id: int,
    ano: int,
    mes: int,
    para: str,
    permission: Permission = Permission.PERIODO_CONFERIR,
) -> Periodo:
    """Row of a month that the coordination takes a step with."""
    require(actor, permission)
    audit_chain.lock(session, None)
    periodo.mes_de(ano, mes)
    if session.get(Unidade, unidade_id) is None:
        raise NotFound
    row = meses.row_of(session, unidade_id, ano, mes)
    periodo.exigir(row.situacao if row else periodo.ABERTO, para)
    assert row is not None  # nothing but sending leaves «aberto», and sending makes the row
    return row


def _new_row(unidade: Unidade, mes: Period) -> Periodo:
    return Periodo(unidade_id=unidade.id, ano=mes.inicio.year, mes=mes.inicio.month, situacao=periodo.ABERTO, versao=0)


def _step(
    session: Session,
    actor: Actor,
    row: Periodo,
    para: str,
    *,
    clock: Clock,
    own: bool = False,
    motivo: str | None = None,
) -> None:
    de, now = row.situacao, clock.now()
    row.situacao, row.versao, row.updated_at = para, row.versao + 1, now
    session.add(row)
    session.flush()
    session.add(PassoPeriodo(periodo_id=row.id, de=de, para=para, motivo=motivo, autor_id=actor.user_id, quando=now))
    session.flush()
    audit_chain.append(
        session,
        actor,
        Action.SITUACAO_PERIODO,
        unidade_id=row.unidade_id,
        alvo_tipo="periodo",
        alvo_id=str(row.id),
        detalhes={"ano": row.ano, "mes": row.mes, "de": de, "para": para, "motivo": motivo},
        installation=not own,
    )
