"""Three invented years of months in every unit: older ones published, newer ones on their way, some late or returned.

Only states and dates are written, like the real rows (decision 18). The steps are of the past, so they have no event of
their own: the event of the whole demonstration stands for them.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.roles import Role
from sisetp.db.models.periodo import PassoPeriodo, Periodo
from sisetp.db.models.unidade import Unidade
from sisetp.db.models.usuario import Lotacao
from sisetp.domain.clock import Clock
from sisetp.domain.period import Period, month
from sisetp.domain.periodo import (
    ABERTO,
    CONFERIDO,
    CONSOLIDADO,
    DEVOLVIDO,
    ENVIADO,
    PUBLICADO,
    anterior,
)
from sisetp.services.demonstracao.equipes import load_team
from sisetp.services.demonstracao.sorteio import Sorteio, Weights

MESES = 36
_STRAIGHT = (ABERTO, ENVIADO, CONFERIDO, CONSOLIDADO, PUBLICADO)
# What a month came to, by how many months ago it ended; older ones are published.
_CAME_TO: tuple[Weights, ...] = (
    ((ABERTO, 55), (ENVIADO, 45)),
    ((ABERTO, 12), (ENVIADO, 43), (DEVOLVIDO, 15), (CONFERIDO, 30)),
    ((ABERTO, 5), (ENVIADO, 10), (DEVOLVIDO, 5), (CONFERIDO, 35), (CONSOLIDADO, 45)),
    ((CONSOLIDADO, 30), (PUBLICADO, 70)),
)
_REASONS: Weights = (("INCOMPLETO", 45), ("INCOERENTE", 20), ("FALTAM_ATIVIDADES", 20), ("FALTAM_CASOS", 15))
_RETURNED = 8  # percent of the months that went straight which were returned once before


def write_periods(session: Session, *, semente: int, clock: Clock) -> int:
    """Write the months of every unit and return how many were touched; the same seed and day give the same states."""
    heads = {unidade_id: actor.user_id for unidade_id, actor in load_team(session).coordenacoes.items()}
    query = select(Lotacao.usuario_id).where(Lotacao.papel == Role.CGETP_GESTAO.value).order_by(Lotacao.id)
    national = session.scalars(query).first()
    assert national is not None  # the invented team has one
    made = [
        (_row(unidade.id, mes, steps), steps)
        for unidade in session.scalars(select(Unidade).where(Unidade.id.in_(heads)).order_by(Unidade.id))
        for age, mes in enumerate(_months(clock.today(unidade.fuso)))
        if (steps := _steps(Sorteio(semente, "periodo", unidade.codigo, mes.code), age, mes, clock.now()))
    ]
    session.add_all(row for row, _taken in made)
    session.flush()
    for row, steps in made:
        session.add_all(_steps_of(row, steps, head=heads[row.unidade_id], national=national))
    session.flush()
    return len(made)


Step = tuple[str, str, str | None, datetime]


def _months(hoje: date) -> Iterator[Period]:
    """Months over, the last one first."""
    when = anterior(hoje.year, hoje.month)
    for _number in range(MESES):
        yield month(*when)
        when = anterior(*when)


def _steps(sorteio: Sorteio, age: int, mes: Period, now: datetime) -> tuple[Step, ...]:
    """Steps of a month: from, to, reason and when; each later than the one before, none in the future."""
    last = sorteio.weighted(_CAME_TO[age]) if age < len(_CAME_TO) else PUBLICADO
    if last == DEVOLVIDO:
        path: tuple[str, ...] = (ABERTO, ENVIADO, DEVOLVIDO)
    else:
        path = _STRAIGHT[: _STRAIGHT.index(last) + 1]
        if len(path) > len((ABERTO, ENVIADO)) and sorteio.chance(_RETURNED):
            path = (ABERTO, ENVIADO, DEVOLVIDO, *path[1:])
    moment = datetime.combine(mes.fim, time(17), UTC) + timedelta(days=sorteio.between(2, 14))
    steps = []
    for de, para in pairwise(path):
        moment = min(moment, now)
        steps.append((de, para, sorteio.weighted(_REASONS) if para == DEVOLVIDO else None, moment))
        moment += timedelta(days=sorteio.between(3, 9), minutes=sorteio.below(180))
    return tuple(steps)


def _row(unidade_id: int, mes: Period, steps: tuple[Step, ...]) -> Periodo:
    _de, situacao, _motivo, moment = steps[-1]
    return Periodo(
        unidade_id=unidade_id,
        ano=mes.inicio.year,
        mes=mes.inicio.month,
        situacao=situacao,
        versao=len(steps),
        updated_at=moment,
    )


def _steps_of(row: Periodo, steps: tuple[Step, ...], *, head: int, national: int) -> Iterator[PassoPeriodo]:
    for de, para, motivo, quando in steps:
        yield PassoPeriodo(
            periodo_id=row.id,
            de=de,
            para=para,
            motivo=motivo,
            autor_id=head if para == ENVIADO else national,
            quando=quando,
        )
