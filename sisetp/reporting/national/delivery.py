"""Handing over the national spreadsheet: who may, for which purpose, what is written down before the file exists."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor, AnyActor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db.models.entrega import Entrega
from sisetp.db.models.usuario import Usuario
from sisetp.db.period_rows import owed_in
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.codelists import codelist
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.period import Period, parse_period
from sisetp.reporting.cube import coverage
from sisetp.reporting.cube.sources import SemEnvio, meses_de, nada
from sisetp.reporting.deliveries import Arquivo, hand_over, sealed_hash
from sisetp.reporting.national.content import PlanilhaNacional
from sisetp.reporting.national.file import SENHA_MINIMA, protect, render
from sisetp.reporting.national.published import published
from sisetp.reporting.national.restricted import PRODUTO, restricted
from sisetp.reporting.tables import Cobertura, Publico

RESTRITA, PUBLICA = "restrita", "publica"
FINALIDADES = "finalidade_uso"
_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PedirPlanilha:
    """What somebody asks for. `senha` is never kept.

    `destinatario` is the login, printed on every sheet of the restricted one, of the user `destinatario_id`.
    """

    periodo: str
    variante: str
    finalidade: str = ""
    destinatario: str = ""
    destinatario_id: int | None = None
    senha: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entregue:
    """A file ready to leave. `hash` is that of the content before password and watermark."""

    nome: str
    conteudo: bytes = field(repr=False)
    hash: str
    cobertura: Cobertura


@dataclass(frozen=True, slots=True, kw_only=True)
class EntregaLinha:
    """One past delivery, for the list: who received it and, when it was somebody else, who made it."""

    numero: int
    quando: datetime
    destinatario: str
    ator: str
    periodo: str
    variante: str
    finalidade: str


def check(session: Session, pedido: PedirPlanilha, *, clock: Clock) -> None:
    """Refuse what would be refused anyway, before a password is asked for: everything of it but the password.

    Raises: RuleViolation on `periodo`, `variante`, `finalidade` or `destinatario`; SemEnvio for a restricted one of a
    period of which nobody has a consolidated month.
    """
    periodo = _check(pedido, but=("senha",))
    months = set(meses_de(periodo))
    owed = owed_in(session, periodo.inicio.year, now=clock.now())
    if pedido.variante == RESTRITA and not any(months & set(unit.consolidados) for unit in owed):
        raise SemEnvio(nada(periodo))


def make(session: Session, actor: AnyActor, pedido: PedirPlanilha, *, clock: Clock) -> Entregue:
    """Make the spreadsheet, by a session that sees every unit; it takes a while, so a read-only one will do.

    Nothing leaves before `write_down` is committed. Raises: AccessDenied; RuleViolation on `periodo`, `variante`,
    `finalidade`, `destinatario` or `senha`; Refused when there is nothing to hand over.
    """
    if isinstance(actor, Actor):
        require(actor, Permission.PLANILHA_RESTRITA)
    periodo = _check(pedido)
    made = _made(session, pedido, periodo, clock=clock)
    content = render(made, marca=_watermark(pedido) if made.restrita else "")
    if made.restrita:
        content = protect(content, pedido.senha)
    return Entregue(
        nome=f"{PRODUTO}-{periodo.code}-{pedido.variante}.xlsx",
        conteudo=content,
        hash=made.documento.hash,
        cobertura=made.documento.cobertura,
    )


def write_down(session: Session, actor: AnyActor, pedido: PedirPlanilha, feita: Entregue, *, clock: Clock) -> None:
    """Write down that a spreadsheet is handed over: event and delivery. The file leaves once this is committed.

    Raises: AccessDenied.
    """
    if isinstance(actor, Actor):
        require(actor, Permission.PLANILHA_RESTRITA)
    restrita = pedido.variante == RESTRITA
    arquivo = Arquivo(
        produto=PRODUTO,
        periodo=pedido.periodo,
        variante=Publico.RESTRITO.value if restrita else Publico.PUBLICO.value,
        nivel="brasil",
        unidade_id=None,
        finalidade=pedido.finalidade if restrita else "",
        formato="xlsx",
        resumo=feita.hash,
        conteudo=feita.conteudo,
        destinatario_id=pedido.destinatario_id if restrita else None,
    )
    details = {
        "periodo": pedido.periodo,
        "variante": pedido.variante,
        "finalidade": arquivo.finalidade or None,
        "destinatario_id": arquivo.destinatario_id,
        "resumo": sealed_hash(session, feita.hash),
    }
    hand_over(session, actor, Action.BAIXAR_PLANILHA, arquivo, details, alvo_tipo="planilha", clock=clock)


def situation(session: Session, periodo: Period, *, clock: Clock) -> Cobertura:
    """Which units sent every month of a period that they owe; states only."""
    owed = owed_in(session, periodo.inicio.year, now=clock.now())
    sent = {(unit.unidade_id, mes) for unit in owed for mes in unit.consolidados}
    return coverage.cobertura(owed, meses_de(periodo), sent)


def deliveries(session: Session) -> tuple[EntregaLinha, ...]:
    """Newest deliveries of the spreadsheet, whoever took them."""
    labels = codelist(FINALIDADES)
    query = (
        select(Entrega, Usuario.login)
        .outerjoin(Usuario, Usuario.id == Entrega.usuario_id)
        .where(Entrega.produto == PRODUTO)
        .order_by(Entrega.id.desc())
        .limit(_SHOWN)
    )
    return tuple(
        EntregaLinha(
            numero=row.id,
            quando=row.created_at,
            destinatario=login or "",
            ator=row.ator,
            periodo=parse_period(row.periodo).label,
            variante=row.variante,
            finalidade=labels.label(row.finalidade) if row.finalidade in labels else "",
        )
        for row, login in session.execute(query)
    )


def _check(pedido: PedirPlanilha, but: tuple[str, ...] = ()) -> Period:
    messages = []
    period = None
    try:
        period = parse_period(pedido.periodo)
    except ValueError:
        messages.append(FieldMessage("periodo", "Diga um mês (2026-03), um semestre (2026-S1) ou um ano (2026)."))
    if pedido.variante not in (RESTRITA, PUBLICA):
        messages.append(FieldMessage("variante", "Escolha restrita ou pública."))
    if pedido.variante == RESTRITA:
        messages += [message for message in _check_restricted(pedido) if message.campo not in but]
    if messages or period is None:
        raise RuleViolation(tuple(messages))
    return period


def _check_restricted(pedido: PedirPlanilha) -> list[FieldMessage]:
    messages = []
    if pedido.finalidade not in codelist(FINALIDADES):
        messages.append(FieldMessage("finalidade", "Diga para que a planilha vai ser usada."))
    if not pedido.destinatario or pedido.destinatario_id is None:
        messages.append(FieldMessage("destinatario", "Diga o login de quem vai receber a planilha."))
    if len(pedido.senha) < SENHA_MINIMA:
        messages.append(FieldMessage("senha", f"A senha da planilha precisa de {SENHA_MINIMA} caracteres ou mais."))
    return messages


def _made(session: Session, pedido: PedirPlanilha, periodo: Period, *, clock: Clock) -> PlanilhaNacional:
    made = restricted if pedido.variante == RESTRITA else published
    return made(session, periodo, clock=clock)


def _watermark(pedido: PedirPlanilha) -> str:
    use = codelist(FINALIDADES).label(pedido.finalidade)
    return f"RESTRITO — entregue a {pedido.destinatario} — {use} — não divulgar"
