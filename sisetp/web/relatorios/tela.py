"""What the pages of reports show: reports and their periods, and the parts of the institutional report."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.domain.clock import Clock
from sisetp.domain.period import Period
from sisetp.reporting.cube import reports
from sisetp.reporting.cube.documents import Relatorio
from sisetp.reporting.cube.team import equipe
from sisetp.reporting.definitions.model import Produto, Secao
from sisetp.reporting.definitions.vocabulary import Tipo
from sisetp.reporting.tables import Documento, Tabela
from sisetp.services import periodos
from sisetp.services.postings import NATIONAL_ZONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Oferta:
    """A report that the unit has, and its periods, newest first; those of `em_curso` are not over."""

    produto: Produto
    periodos: tuple[Period, ...]
    em_curso: tuple[Period, ...]

    @property
    def sugerido(self) -> Period | None:
        """The newest period that is over, or else the running one."""
        over = (period for period in self.periodos if period not in self.em_curso)
        return next(over, self.periodos[0] if self.periodos else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parte:
    """One section of the institutional report: what is asked, what the system knows and the tables that go in it."""

    secao: Secao
    linhas: tuple[tuple[str, str], ...]
    tabelas: tuple[Tabela, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pagina:
    """One report: tables, or sections when it is the institutional one; `exporta` says whether files may be taken."""

    relatorio: Relatorio
    partes: tuple[Parte, ...]
    exporta: bool

    @property
    def parcial(self) -> bool:
        """Tell whether the official model of the report was seen only in part."""
        return self.relatorio.produto.tipo is Tipo.RELATORIO


def ofertas(session: Session, actor: Actor, *, clock: Clock) -> tuple[Oferta, ...]:
    """Every report of the unit with its periods. Raises: AccessDenied."""
    return tuple(_oferta(session, actor, produto, clock=clock) for produto in reports.da_unidade(actor))


def _oferta(session: Session, actor: Actor, produto: Produto, *, clock: Clock) -> Oferta:
    periods = reports.periodos_de(session, actor, produto, clock=clock)
    today = clock.today(NATIONAL_ZONE)
    running = tuple(period for period in periods if period.fim >= today)
    return Oferta(produto=produto, periodos=periods, em_curso=running)


def pagina(session: Session, actor: Actor, codigo: str, periodo: str, *, clock: Clock) -> Pagina:
    """One report of the unit, made now; it is shown once that is written down.

    Raises: AccessDenied, NotFound, Unreadable.
    """
    made = reports.proprio(session, actor, codigo, periodo, clock=clock)
    parts = tuple(_parte(session, actor, secao, made, clock=clock) for secao in made.produto.secoes)
    may = permits(actor, Permission.ESTATISTICA_EXPORTAR, unidade_id=actor.unidade_id)
    return Pagina(relatorio=made, partes=parts, exporta=may)


def preenchido(session: Session, actor: Actor, made: Relatorio, *, clock: Clock) -> Documento:
    """The document of a report with what the system knows of the parts that the unit writes. Raises: AccessDenied."""
    known = {secao.titulo: _linhas(session, actor, secao, made, clock=clock) for secao in made.produto.secoes}
    parts = (replace(part, linhas=known.get(part.titulo, ())) for part in made.documento.a_preencher)
    return replace(made.documento, a_preencher=tuple(parts))


def _parte(session: Session, actor: Actor, secao: Secao, made: Relatorio, *, clock: Clock) -> Parte:
    tables = tuple(table for table in made.documento.tabelas if table.codigo in secao.tabelas)
    return Parte(secao=secao, linhas=_linhas(session, actor, secao, made, clock=clock), tabelas=tables)


def _linhas(
    session: Session, actor: Actor, secao: Secao, made: Relatorio, *, clock: Clock
) -> tuple[tuple[str, str], ...]:
    if secao.preenche == "equipe":
        return tuple((role, str(number)) for role, number in equipe(session, actor, clock=clock))
    if secao.preenche == "periodos":
        months = periodos.unit_periods(session, actor, made.fonte.periodo.inicio.year, clock=clock)
        return tuple((line.rotulo, line.situacao_rotulo) for line in reversed(months.linhas))
    return ()
