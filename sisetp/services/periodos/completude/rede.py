"""Referrals without an end, activities with data missing, and the month before."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.permissions import Permission
from sisetp.db.models.atividade import Alcance, Atividade
from sisetp.db.models.encaminhamento import Encaminhamento
from sisetp.db.models.usuario import Usuario
from sisetp.domain.atividade import ATIVA, check_atividade
from sisetp.domain.codelists import codelist
from sisetp.domain.errors import RuleViolation
from sisetp.domain.period import month
from sisetp.domain.periodo import COM_A_UNIDADE, anterior
from sisetp.services.atividades import Found, stored
from sisetp.services.periodos import meses
from sisetp.services.periodos.completude.pendencia import Pendencia, Recorte, Registro, pendencia


def of_encaminhamentos(session: Session, recorte: Recorte) -> Iterator[Pendencia]:
    """Referrals made until the end of the month that have no outcome yet, by how late they are."""
    query = select(Encaminhamento, Usuario.nome).join(Usuario, Usuario.id == Encaminhamento.autor_id)
    query = query.where(
        Encaminhamento.unidade_origem_id == recorte.unidade.id,
        Encaminhamento.encerrado_em.is_(None),
        Encaminhamento.data <= recorte.mes.fim,
    )
    beyond, late = [], []
    for row, who in session.execute(query.order_by(Encaminhamento.data)):
        record = Registro(
            rotulo=f"Encaminhamento de {row.data:%d/%m/%Y}", quem=who, caminho=f"/encaminhamentos/{row.id}"
        )
        if row.limite is not None and row.limite < recorte.hoje:
            beyond.append(record)
        elif row.prazo is not None and row.prazo < recorte.hoje:
            late.append(record)
    see = Permission.ENCAMINHAMENTO_VER
    title = "Encaminhamentos que passaram do limite sem desfecho"
    yield pendencia("encaminhamentos_vencidos", title, beyond, see, bloqueia=True)
    yield pendencia("encaminhamentos_atrasados", "Encaminhamentos com resposta atrasada", late, see)


def of_atividades(session: Session, recorte: Recorte) -> Iterator[Pendencia]:
    """Activities begun in the month that would not be taken as they are."""
    query = select(Atividade, Usuario.nome).join(Usuario, Usuario.id == Atividade.autor_id)
    query = query.where(
        Atividade.unidade_id == recorte.unidade.id,
        Atividade.data_inicio >= recorte.mes.inicio,
        Atividade.data_inicio <= recorte.mes.fim,
        Atividade.situacao == ATIVA,
    )
    found = session.execute(query.order_by(Atividade.data_inicio, Atividade.id)).all()
    reached: dict[UUID, dict[str, Alcance]] = defaultdict(dict)
    for reach in session.scalars(select(Alcance).where(Alcance.atividade_id.in_([row.id for row, _who in found]))):
        reached[reach.atividade_id][reach.publico] = reach
    kept = [(Found(row=row, alcance=reached[row.id]), who) for row, who in found]
    lines = [_activity(item.row, who) for item, who in kept if not _complete(item, recorte)]
    title = "Atividades com dado obrigatório faltando"
    yield pendencia("atividades", title, lines, Permission.ATIVIDADE_LISTAR, bloqueia=True)


def of_previous_month(session: Session, recorte: Recorte) -> Iterator[Pendencia]:
    """The month before, when the unit still has to send it."""
    ano, mes = anterior(recorte.mes.inicio.year, recorte.mes.inicio.month)
    before = month(ano, mes)
    start = meses.network_start(session, recorte.agora)
    row = meses.row_of(session, recorte.unidade.id, ano, mes)
    waits = row is None or row.situacao in COM_A_UNIDADE
    owed = before in meses.validity(recorte.unidade, start)
    line = Registro(rotulo=before.label, quem="Coordenação", caminho=f"/periodos/{ano}/{mes}")
    title = "O mês anterior ainda não foi enviado"
    yield pendencia("mes_anterior", title, [line] if waits and owed else [], Permission.PERIODO_VER)


def _complete(found: Found, recorte: Recorte) -> bool:
    try:
        check_atividade(stored(found), hoje=recorte.hoje)
    except RuleViolation:
        return False
    return True


def _activity(row: Atividade, who: str) -> Registro:
    kind = codelist("atividade").get(row.tipo)
    rotulo = f"{kind.label if kind else 'Atividade'} de {row.data_inicio:%d/%m/%Y}"
    return Registro(rotulo=rotulo, quem=who, caminho=f"/atividades/{row.id}")
