"""Answers questions about the own unit, exactly, from its records as they are now (P0).

Nothing here commits. Every number about to be seen or to leave is an event of the same unit of work: the page or the
file is made after it is committed.
"""

from dataclasses import dataclass, replace
from types import MappingProxyType

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain
from sisetp.db.models.unidade import Unidade
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.period import Period
from sisetp.reporting.consultation.definition import CODIGO, in_words, messages, product_of
from sisetp.reporting.consultation.question import Pergunta
from sisetp.reporting.consultation.shares import Percentuais, shares
from sisetp.reporting.cube import reports, sources
from sisetp.reporting.cube.axes import CATEGORIA
from sisetp.reporting.cube.documents import Relatorio, montar
from sisetp.reporting.cube.table import Contado
from sisetp.reporting.definitions.model import Catalogo
from sisetp.reporting.definitions.vocabulary import Nivel, TipoPeriodo
from sisetp.reporting.deliveries import Arquivo, hand_over
from sisetp.reporting.tables import Publico, Tabela

NA_TELA = "tela"
_UFS = frozenset({"uf_procedencia", "destino_uf"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Resposta:
    """One answer: the report of one table, its percentages, and the filters in words."""

    pergunta: Pergunta
    relatorio: Relatorio
    percentuais: Percentuais | None
    filtros: tuple[str, ...]

    @property
    def tabela(self) -> Tabela:
        """The one table."""
        return self.relatorio.documento.tabelas[0]

    @property
    def vazia(self) -> bool:
        """Tell whether nothing was counted at all."""
        return not any(cell.valor for row in self.tabela.celulas for cell in row)


def periods(session: Session, actor: Actor, *, clock: Clock) -> tuple[Period, ...]:
    """Periods that the actor's unit may ask about, newest first, the running ones included. Raises: AccessDenied."""
    whole = replace(reports.da_unidade(actor)[0], periodos=tuple(TipoPeriodo))
    return reports.periodos_de(session, actor, whole, clock=clock)


def answer(session: Session, actor: Actor, pergunta: Pergunta, *, clock: Clock) -> Resposta:
    """Answer one question about the actor's own unit. Raises: AccessDenied, RuleViolation, Unreadable."""
    require(actor, Permission.ESTATISTICA_UNIDADE, unidade_id=actor.unidade_id)
    unidade = session.get_one(Unidade, actor.unidade_id)
    known = {period.code: period for period in periods(session, actor, clock=clock)}
    if pergunta.periodo not in known:
        unknown = FieldMessage("periodo", "A unidade não tem esse período. Escolha um da lista.")
        raise RuleViolation((unknown, *messages(pergunta, None)))
    period = known[pergunta.periodo]
    product = product_of(pergunta, period, clock.today(unidade.fuso))
    fonte = sources.viva(session, unidade.id, product.tabelas, period, clock=clock)
    catalogo = Catalogo(MappingProxyType({CODIGO: product}))
    made = montar(catalogo, product, fonte, Publico.UNIDADE, Nivel.UNIDADE)
    documento = replace(made.documento, tabelas=tuple(map(_mapped, made.documento.tabelas, made.contados)))
    return Resposta(
        pergunta=pergunta,
        relatorio=replace(made, documento=documento),
        percentuais=shares(made.contados[0], pergunta.percentual),
        filtros=tuple(in_words(name, codes) for name, codes in pergunta.filtros),
    )


def record(session: Session, actor: Actor, resposta: Resposta) -> None:
    """Append the event of an answer about to be shown: what was asked, never what was found."""
    audit_chain.append(
        session,
        actor,
        Action.CONSULTAR_ESTATISTICA,
        unidade_id=actor.unidade_id,
        alvo_tipo="consulta",
        detalhes=_asked(resposta.pergunta, NA_TELA),
    )


def record_delivery(
    session: Session, actor: Actor, resposta: Resposta, formato: str, conteudo: bytes, *, clock: Clock
) -> None:
    """Append the event of a file about to leave, and the row that says who took it. Raises: AccessDenied."""
    require(actor, Permission.ESTATISTICA_EXPORTAR, unidade_id=actor.unidade_id)
    documento = resposta.relatorio.documento
    arquivo = Arquivo(
        produto=documento.produto,
        periodo=documento.periodo_codigo,
        variante=documento.publico.value,
        nivel=documento.nivel,
        unidade_id=actor.unidade_id,
        finalidade=reports.USO_INTERNO,
        formato=formato,
        resumo=documento.hash,
        conteudo=conteudo,
    )
    details = _asked(resposta.pergunta, formato)
    hand_over(session, actor, Action.CONSULTAR_ESTATISTICA, arquivo, details, alvo_tipo="consulta", clock=clock)


def _asked(pergunta: Pergunta, formato: str) -> dict[str, audit_chain.Detail]:
    return {
        "base": pergunta.conta,
        "dimensoes": [*pergunta.por, *((pergunta.tempo,) if pergunta.tempo else ())],
        "periodo": pergunta.periodo,
        "filtros": [f"{name}:{','.join(codes)}" for name, codes in pergunta.filtros],
        "formato": formato,
    }


def _mapped(tabela: Tabela, contado: Contado) -> Tabela:
    """The same table, with the state of each row when its rows are states that people named."""
    axes = contado.linhas.eixos
    if len(axes) != 1 or axes[0].dimensao.nome not in _UFS or axes[0].eixo.agrupamento:
        return tabela
    places = (place.indice[0] for place in contado.linhas.lugares)
    ufs = tuple(axes[0].categorias[n].codigo if axes[0].tipos[n] == CATEGORIA else "" for n in places)
    return replace(tabela, linhas_uf=ufs)
