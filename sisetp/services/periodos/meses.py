"""The months of a unit as pages and the board show them: state, deadline that runs and how late; never a number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.db.models.periodo import Periodo, Prazo
from sisetp.db.models.unidade import Unidade
from sisetp.db.period_rows import network_start
from sisetp.domain.codelists import codelist
from sisetp.domain.period import Period, month
from sisetp.domain.periodo import ABERTO, COM_A_UNIDADE, MAQUINA, Vigencia
from sisetp.domain.prazos import ETAPA_DA_SITUACAO, UF_NACIONAL, PrazoMarcado, em_palavras, prazo, prazo_depois_de

__all__ = ["MesLinha", "describe", "marks", "months_until", "network_start", "row_of", "validity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MesLinha:
    """One month of one unit. `terminou` is False for the running month; `prazo` is the deadline of the stage that runs,
    None when nothing runs; `palavras` says how far it is.
    """

    ano: int
    mes: int
    rotulo: str
    situacao: str
    situacao_rotulo: str
    versao: int
    terminou: bool
    prazo: date | None
    palavras: str
    atrasado: bool

    @property
    def com_a_unidade(self) -> bool:
        """True when the month is over and the unit has to send it."""
        return self.terminou and self.situacao in COM_A_UNIDADE


def validity(unidade: Unidade, start: date) -> Vigencia:
    """Days in which a unit owes months."""
    return Vigencia(inicio=max(unidade.inicio, start), fim=unidade.fim)


def marks(session: Session, *anos: int) -> tuple[PrazoMarcado, ...]:
    """Deadlines marked for the months of some years."""
    return tuple(
        PrazoMarcado(ordem=row.id, ano=row.ano, mes=row.mes, etapa=row.etapa, unidade_id=row.unidade_id, data=row.data)
        for row in session.scalars(select(Prazo).where(Prazo.ano.in_(anos)))
    )


def row_of(session: Session, unidade_id: int, ano: int, mes: int) -> Periodo | None:
    """Row of a month, None while it is open and nobody has touched it."""
    query = select(Periodo).where(Periodo.unidade_id == unidade_id, Periodo.ano == ano, Periodo.mes == mes)
    return session.scalar(query)


def months_until(vigencia: Vigencia, hoje: date, ano: int) -> tuple[Period, ...]:
    """Months of a year that a unit owes or is living, oldest first."""
    months = (month(ano, number) for number in range(1, 13))
    return tuple(mes for mes in months if mes in vigencia and mes.inicio <= hoje)


def describe(
    unidade: Unidade, mes: Period, row: Periodo | None, marcados: Iterable[PrazoMarcado], *, hoje: date
) -> MesLinha:
    """One line: `hoje` is the date in the unit's zone, `row` None stands for an open month."""
    situacao = row.situacao if row else ABERTO
    ended = hoje > mes.fim
    etapa = ETAPA_DA_SITUACAO.get(situacao)
    ano, numero = mes.inicio.year, mes.inicio.month
    fim = prazo(etapa, ano, numero, marcados, unidade_id=unidade.id, uf=unidade.uf) if etapa else None
    uf = unidade.uf if situacao in COM_A_UNIDADE else UF_NACIONAL
    if fim is not None and row is not None:
        fim = prazo_depois_de(row.updated_at.astimezone(ZoneInfo(unidade.fuso)).date(), fim, uf)
    return MesLinha(
        ano=ano,
        mes=numero,
        rotulo=mes.label,
        situacao=situacao,
        situacao_rotulo=codelist(MAQUINA.lista).label(situacao),
        versao=row.versao if row else 0,
        terminou=ended,
        prazo=fim,
        palavras=em_palavras(fim, hoje, uf) if fim else "",
        atrasado=fim is not None and hoje > fim,
    )
