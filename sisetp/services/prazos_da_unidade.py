"""Rows of a unit that fall due, one query for each kind; nothing is opened here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from sisetp.access.roles import Role
from sisetp.db.models.caso import Caso, Evolucao, PlanoApoio
from sisetp.db.models.encaminhamento import Encaminhamento
from sisetp.db.models.usuario import Lotacao, Usuario
from sisetp.domain.agenda import SEM_CONTATO_DIAS
from sisetp.domain.caso import ABERTOS, SUSPENSO
from sisetp.services.versoes import ACTIVE

LIMIT = 500
_TEAM = (Role.TECNICO.value, Role.COORDENACAO.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralDue:
    """A referral that waits: received here, or sent from here and without an answer."""

    id: UUID
    prazo: date
    autor_id: int
    recebido: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentCase:
    """A suspended case and the day since which nobody had contact."""

    caso_id: UUID
    numero: str
    responsavel_id: int
    desde: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What falls due; steps and plans come with the number of their case."""

    steps: tuple[tuple[Evolucao, str], ...]
    plans: tuple[tuple[PlanoApoio, str], ...]
    referrals: tuple[ReferralDue, ...]
    silent: tuple[SilentCase, ...]

    @property
    def total(self) -> int:
        """How many things fall due."""
        return len(self.steps) + len(self.plans) + len(self.referrals) + len(self.silent)

    @property
    def cut(self) -> bool:
        """Tell whether one of the lists is longer than what is read."""
        return LIMIT in (len(self.steps), len(self.plans), len(self.referrals))

    def people(self) -> Iterator[int]:
        """User ids of everybody concerned."""
        yield from (row.profissional_id for row, _numero in self.steps)
        yield from (row.autor_id for row, _numero in self.plans)
        yield from (line.autor_id for line in self.referrals)
        yield from (line.responsavel_id for line in self.silent)


def due(session: Session, unidade_id: int, who: int | None, *, hoje: date, ate: date) -> Due:
    """What falls due in a unit until a day, for one professional or (None) for everybody."""
    return Due(
        steps=tuple(_steps(session, unidade_id, who, ate)),
        plans=tuple(_plans(session, unidade_id, who, ate)),
        referrals=tuple(_referrals(session, unidade_id, who, ate)),
        silent=tuple(_silent(session, unidade_id, who, hoje)),
    )


def my_steps(session: Session, unidade_id: int, who: int, hoje: date) -> list[Evolucao]:
    """Next steps not done, until today, in open cases: those somebody wrote or of a case she answers for."""
    query = select(Evolucao, Caso.situacao).join(Caso, Caso.id == Evolucao.caso_id)
    query = query.where(*_pending(unidade_id, hoje), or_(Evolucao.profissional_id == who, Caso.responsavel_id == who))
    return [row for row, case in session.execute(query) if row.situacao == ACTIVE and case in ABERTOS]


def team(session: Session, unidade_id: int) -> tuple[tuple[int, str], ...]:
    """Ids and names of those who follow cases in the unit, now or before."""
    query = select(Usuario.id, Usuario.nome).join(Lotacao, Lotacao.usuario_id == Usuario.id)
    query = query.where(Lotacao.unidade_id == unidade_id, Lotacao.papel.in_(_TEAM)).distinct().order_by(Usuario.nome)
    return tuple(session.execute(query))


def _steps(session: Session, unidade_id: int, who: int | None, ate: date) -> Iterator[tuple[Evolucao, str]]:
    query = select(Evolucao, Caso.numero, Caso.situacao).join(Caso, Caso.id == Evolucao.caso_id)
    query = query.where(*_pending(unidade_id, ate), Evolucao.situacao == ACTIVE, Caso.situacao.in_(ABERTOS))
    if who is not None:
        query = query.where(or_(Evolucao.profissional_id == who, Caso.responsavel_id == who))
    for row, numero, _situacao in session.execute(query.order_by(Evolucao.proximo_data).limit(LIMIT)):
        yield row, numero


def _pending(unidade_id: int, ate: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Evolucao.unidade_id == unidade_id,
        Evolucao.proximo_feito_em.is_(None),
        Evolucao.proximo_data <= ate,
    )


def _plans(session: Session, unidade_id: int, who: int | None, ate: date) -> Iterator[tuple[PlanoApoio, str]]:
    query = select(PlanoApoio, Caso.numero).join(Caso, Caso.id == PlanoApoio.caso_id)
    query = query.where(PlanoApoio.unidade_id == unidade_id, PlanoApoio.encerrado_em.is_(None), PlanoApoio.prazo <= ate)
    query = query.where(Caso.situacao.in_(ABERTOS))
    if who is not None:
        query = query.where(or_(PlanoApoio.autor_id == who, Caso.responsavel_id == who))
    yield from session.execute(query.order_by(PlanoApoio.prazo).limit(LIMIT))


def _referrals(session: Session, unidade_id: int, who: int | None, ate: date) -> Iterator[ReferralDue]:
    line = Encaminhamento
    columns = (line.id, line.prazo, line.autor_id, line.unidade_destino_id, line.situacao)
    sent = [line.unidade_origem_id == unidade_id, line.situacao.in_(("ENVIADO", "ACEITO"))]
    received = [line.unidade_destino_id == unidade_id, line.situacao == "ENVIADO"]
    for kind, wanted in ((False, sent), (True, received)):
        query = select(*columns).where(*wanted, line.prazo <= ate).order_by(line.prazo).limit(LIMIT)
        if who is not None and not kind:
            query = query.where(line.autor_id == who)
        for key, prazo, autor, _destino, _situacao in session.execute(query):
            if prazo is not None:
                yield ReferralDue(id=key, prazo=prazo, autor_id=autor, recebido=kind)


def _silent(session: Session, unidade_id: int, who: int | None, hoje: date) -> Iterator[SilentCase]:
    query = select(Caso.id, Caso.numero, Caso.responsavel_id, Caso.abertura).where(
        Caso.unidade_id == unidade_id, Caso.situacao == SUSPENSO
    )
    if who is not None:
        query = query.where(Caso.responsavel_id == who)
    cases = session.execute(query.order_by(Caso.abertura).limit(LIMIT)).all()
    if not cases:
        return
    contact = select(Evolucao.caso_id, func.max(Evolucao.data)).where(
        Evolucao.unidade_id == unidade_id,
        Evolucao.caso_id.in_([key for key, *_rest in cases]),
        Evolucao.situacao == ACTIVE,
    )
    last = dict(session.execute(contact.group_by(Evolucao.caso_id)).all())
    limit = hoje - timedelta(days=SEM_CONTATO_DIAS)
    for key, numero, responsavel, abertura in cases:
        day = last.get(key, datetime.combine(abertura, time.min, tzinfo=UTC)).date()
        if day <= limit:
            yield SilentCase(caso_id=key, numero=numero, responsavel_id=responsavel, desde=day)
