"""What the home page reminds of about referrals: to accept, late, past the limit, to review, transfers to conclude."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.db.models.caso import Caso
from sisetp.db.models.encaminhamento import Encaminhamento
from sisetp.domain import caso as casos
from sisetp.domain import encaminhamento as enc
from sisetp.domain.clock import Clock
from sisetp.domain.errors import Unreadable
from sisetp.domain.estat_layout import Value
from sisetp.domain.partilha import VIDA
from sisetp.domain.prazos_enc import pode_ser_urgente
from sisetp.services import sealing
from sisetp.services.encaminhamentos import acesso
from sisetp.services.lembretes import Lembrete, contado

RECEBIDOS, ENVIADOS = "/encaminhamentos/recebidos", "/encaminhamentos/enviados"
# How each reminder reads after «1» and after a larger number.
_ACCEPT = ("encaminhamento recebido espera aceite.", "encaminhamentos recebidos esperam aceite.")
_NO_OUTCOME = (
    "encaminhamento aceito passou do prazo sem desfecho.",
    "encaminhamentos aceitos passaram do prazo sem desfecho.",
)
_UNANSWERED = (
    "encaminhamento enviado passou do prazo sem resposta.",
    "encaminhamentos enviados passaram do prazo sem resposta.",
)
_OVER = (
    "encaminhamento passou do limite: encerre como sem retorno.",
    "encaminhamentos passaram do limite: encerre como sem retorno.",
)
_REVIEW = (
    "compartilhamento de emergência espera a sua revisão.",
    "compartilhamentos de emergência esperam a sua revisão.",
)
_CONCLUDE = (
    "transferência de caso foi aceita: conclua o caso.",
    "transferências de casos foram aceitas: conclua os casos.",
)
Rows = Sequence[Encaminhamento]
_REMEMBERED = timedelta(days=90)


def lembretes(session: Session, actor: Actor, *, clock: Clock) -> tuple[Lembrete, ...]:
    """Reminders about referrals, each only to who may act on it."""
    unit = actor.unidade_id
    if unit is None or not permits(actor, Permission.ENCAMINHAMENTO_RESPONDER, unidade_id=unit):
        return ()
    today = clock.today(acesso.unit(session, unit).fuso)
    pending = Encaminhamento.situacao.in_(enc.ABERTOS)
    received = session.scalars(select(Encaminhamento).where(Encaminhamento.unidade_destino_id == unit, pending)).all()
    sent = session.scalars(select(Encaminhamento).where(Encaminhamento.unidade_origem_id == unit, pending)).all()
    found = [*_of_received(session, received, today), *_of_sent(sent, today)]
    if permits(actor, Permission.ENCAMINHAMENTO_REVISAR, unidade_id=unit):
        found += contado(_to_review(session, unit), *_REVIEW, caminho=ENVIADOS, urgente=True)
    if permits(actor, Permission.CASO_TRANSFERIR, unidade_id=unit):
        answered = _answered_lately(session, unit, clock.now())
        found += contado(_to_conclude(session, [*sent, *answered]), *_CONCLUDE, caminho=ENVIADOS)
    return tuple(found)


def _of_received(session: Session, rows: Rows, today: date) -> Iterator[Lembrete]:
    waiting = [row for row in rows if row.situacao == enc.ENVIADO]
    late = [row for row in rows if row.situacao == enc.ACEITO and row.prazo is not None and row.prazo < today]
    urgent = any(_past(row.prazo, today) or _codes(session, row).get("autorizado_base") == VIDA for row in waiting)
    yield from contado(len(waiting), *_ACCEPT, caminho=RECEBIDOS, urgente=urgent)
    yield from contado(len(late), *_NO_OUTCOME, caminho=RECEBIDOS, urgente=True)


def _of_sent(rows: Rows, today: date) -> Iterator[Lembrete]:
    pending = [row for row in rows if row.situacao in enc.PENDENTES]
    over = [row for row in pending if _past(row.limite, today)]
    late = [row for row in pending if _past(row.prazo, today) and row not in over]
    yield from contado(len(late), *_UNANSWERED, caminho=ENVIADOS, urgente=True)
    yield from contado(len(over), *_OVER, caminho=ENVIADOS, urgente=True)


def _past(day: date | None, today: date) -> bool:
    return day is not None and day < today


def _to_review(session: Session, unit: int) -> int:
    """Emergencies not reviewed yet, ended ones too: chosen by their dates, settled by what is sealed in them."""
    columns, mine = (
        (Encaminhamento.id, Encaminhamento.data, Encaminhamento.prazo),
        Encaminhamento.unidade_origem_id == unit,
    )
    dates = session.execute(select(*columns).where(mine))
    likely = [key for key, sent, prazo in dates if pode_ser_urgente(sent, prazo)]
    rows = session.scalars(select(Encaminhamento).where(mine, Encaminhamento.id.in_(likely))).all() if likely else []
    return sum(1 for row in rows if _codes(session, row).get("revisao") == enc.PENDENTE)


def _answered_lately(session: Session, unit: int, now: datetime) -> Rows:
    query = select(Encaminhamento).where(
        Encaminhamento.unidade_origem_id == unit,
        Encaminhamento.situacao == enc.CONCLUIDO,
        Encaminhamento.encerrado_em >= now - _REMEMBERED,
    )
    return session.scalars(query).all()


def _to_conclude(session: Session, sent: Rows) -> int:
    """Cases handed over and accepted that are still open here."""
    accepted = [_codes(session, row) for row in sent if row.situacao in (enc.ACEITO, enc.CONCLUIDO)]
    moving = [codes["registro_id"] for codes in accepted if codes.get("transferencia") == enc.SIM]
    cases = [UUID(bytes=key) for key in moving if isinstance(key, bytes)]
    if not cases:
        return 0
    states = session.execute(select(Caso.id, Caso.situacao).where(Caso.id.in_(cases)))
    return sum(1 for _key, situacao in states if situacao in casos.ABERTOS)


def _codes(session: Session, row: Encaminhamento) -> dict[str, Value]:
    try:
        return sealing.open_codes(session, row)
    except Unreadable:
        return {}
