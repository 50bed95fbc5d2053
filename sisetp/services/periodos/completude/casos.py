"""Cases that the month counts: without people, with answers missing, unreadable, still in analysis or out of touch."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from sisetp.access.permissions import Permission
from sisetp.db.models.caso import Caso, CasoPessoa, Evolucao
from sisetp.db.models.usuario import Usuario
from sisetp.domain.caso import NOTICIA, SUSPENSO
from sisetp.domain.caso_pessoa import RESPOSTAS_INICIAIS
from sisetp.domain.errors import Unreadable
from sisetp.domain.estat_layout import Value
from sisetp.domain.fields import Field, Mandatory
from sisetp.domain.respostas import answer_fields
from sisetp.services import sealing, versoes
from sisetp.services.periodos.completude.pendencia import Pendencia, Recorte, Registro, pendencia

DIAS_EM_ANALISE = 90  # a confirmar com a CGETP
DIAS_SEM_CONTATO = 60  # a confirmar com a CGETP
_IN_ANALYSIS = "EM_ANALISE"
_BLANK = (None, "", ())

Found = dict[str, list[Registro]]


def of_casos(session: Session, recorte: Recorte) -> Iterator[Pendencia]:
    """Open the cases of the month, their people and what was written in it, each once."""
    cases = _cases(session, recorte)
    people = _people(session, recorte, cases)
    found: Found = defaultdict(list)
    for row, _who in cases.values():
        _look_at_case(session, recorte, row, people.get(row.id, ()), cases, found)
    for note in _written(session, recorte):
        if note.caso_id in cases and _answers(session, note) is None:
            found["ilegiveis"].append(_record(cases, note.caso_id, f"evolução de {_day(recorte, note)}"))
    found["parados"] = _out_of_touch(session, recorte, cases)
    see = Permission.CASO_VER
    yield pendencia(
        "casos_ilegiveis", "Casos com registro que não pode ser lido", found["ilegiveis"], see, bloqueia=True
    )
    yield pendencia("casos_sem_pessoa", "Casos abertos no mês sem nenhuma pessoa", found["vazios"], see, bloqueia=True)
    title = "Pessoas em casos com respostas obrigatórias em branco"
    yield pendencia("pessoas_incompletas", title, found["incompletas"], see, bloqueia=True)
    yield pendencia("pessoas_sem_respostas", "Pessoas em casos de quem nada foi respondido ainda", found["novas"], see)
    title = f"Pessoas em análise há mais de {DIAS_EM_ANALISE} dias"
    yield pendencia("em_analise", title, found["em_analise"], see)
    title = f"Casos suspensos sem contato há mais de {DIAS_SEM_CONTATO} dias"
    yield pendencia("suspensos", title, found["parados"], see)


Cases = Mapping[UUID, tuple[Caso, str]]


def _cases(session: Session, recorte: Recorte) -> Cases:
    """Cases open on some day of the month, with the professional in charge."""
    query = select(Caso, Usuario.nome).join(Usuario, Usuario.id == Caso.responsavel_id)
    query = query.where(
        Caso.unidade_id == recorte.unidade.id,
        Caso.abertura <= recorte.mes.fim,
        or_(Caso.encerramento.is_(None), Caso.encerramento >= recorte.mes.inicio),
    )
    return {row.id: (row, who) for row, who in session.execute(query.order_by(Caso.abertura, Caso.sequencia))}


def _people(session: Session, recorte: Recorte, cases: Cases) -> Mapping[UUID, Sequence[CasoPessoa]]:
    if not cases:
        return {}
    query = select(CasoPessoa).where(CasoPessoa.unidade_id == recorte.unidade.id, CasoPessoa.caso_id.in_(cases))
    grouped = defaultdict(list)
    for row in session.scalars(query.order_by(CasoPessoa.created_at)):
        if row.situacao == versoes.ACTIVE:
            grouped[row.caso_id].append(row)
    return grouped


def _written(session: Session, recorte: Recorte) -> Iterator[Evolucao]:
    query = select(Evolucao).where(
        Evolucao.unidade_id == recorte.unidade.id, Evolucao.data >= recorte.de, Evolucao.data < recorte.ate
    )
    yield from session.scalars(query.order_by(Evolucao.data))


def _look_at_case(
    session: Session, recorte: Recorte, row: Caso, people: Sequence[CasoPessoa], cases: Cases, found: Found
) -> None:
    answers = _answers(session, row)
    if answers is None:
        found["ilegiveis"].append(_record(cases, row.id))
    elif not people and row.abertura >= recorte.mes.inicio and answers.get("origem_tipo") != NOTICIA:
        found["vazios"].append(_record(cases, row.id))
    for person in people:
        given = _answers(session, person)
        if given is None:
            found["ilegiveis"].append(_record(cases, row.id, "uma pessoa"))
            continue
        missing = [entry.question for entry in _asked() if given.get(entry.name) in _BLANK]
        if missing:
            found["incompletas"].append(_record(cases, row.id, f"falta {', '.join(missing)}"))
        if all(RESPOSTAS_INICIAIS.get(name) == value or value in _BLANK for name, value in _said(given).items()):
            found["novas"].append(_record(cases, row.id))
        old = recorte.agora - person.created_at > timedelta(days=DIAS_EM_ANALISE)
        if old and given.get("status_vitima") == _IN_ANALYSIS:
            found["em_analise"].append(_record(cases, row.id))


def _out_of_touch(session: Session, recorte: Recorte, cases: Cases) -> list[Registro]:
    """Suspended cases whose last contact, or opening, is too long ago."""
    suspended = [row for row, _who in cases.values() if row.situacao == SUSPENSO]
    if not suspended:
        return []
    query = select(Evolucao.caso_id, func.max(Evolucao.data)).where(
        Evolucao.unidade_id == recorte.unidade.id,
        Evolucao.caso_id.in_([row.id for row in suspended]),
        Evolucao.situacao == versoes.ACTIVE,
    )
    zone = ZoneInfo(recorte.unidade.fuso)
    last = {caso: moment.astimezone(zone).date() for caso, moment in session.execute(query.group_by(Evolucao.caso_id))}
    limit = recorte.hoje - timedelta(days=DIAS_SEM_CONTATO)
    return [_record(cases, row.id) for row in suspended if last.get(row.id, row.abertura) < limit]


@cache
def _questions() -> Mapping[str, Field]:
    return answer_fields(("E",))


@cache
def _asked() -> tuple[Field, ...]:
    return tuple(entry for entry in _questions().values() if entry.mandatory is Mandatory.O)


def _said(given: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in given.items() if name in _questions()}


def _answers(session: Session, row: Caso | CasoPessoa | Evolucao) -> Mapping[str, Value] | None:
    try:
        return sealing.open_codes(session, row)
    except Unreadable:
        return None


def _day(recorte: Recorte, row: Evolucao) -> str:
    return f"{row.data.astimezone(ZoneInfo(recorte.unidade.fuso)):%d/%m/%Y}"


def _record(cases: Cases, caso_id: UUID, note: str = "") -> Registro:
    row, who = cases[caso_id]
    rotulo = f"Caso {row.numero}: {note}" if note else f"Caso {row.numero}"
    return Registro(rotulo=rotulo, quem=who, caminho=f"/casos/{row.id}")
