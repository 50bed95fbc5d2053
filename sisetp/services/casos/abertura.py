"""Open a case: from a notice, from an atendimento or from a referral accepted, one case for every submission key."""

from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits, require
from sisetp.db import audit_chain
from sisetp.db.audit_chain import SEALS_KEY
from sisetp.db.audit_seals import row_seals
from sisetp.db.models.atendimento import Atendimento
from sisetp.db.models.caso import Caso
from sisetp.db.models.encaminhamento import Encaminhamento
from sisetp.db.models.unidade import Unidade
from sisetp.domain.audit import Action
from sisetp.domain.caso import ATENDIMENTO, ATIVO, ENCAMINHAMENTO, NOTICIA, NUCLEOS, TRANSFERIDO, AbrirCaso
from sisetp.domain.caso_regras import check_abertura
from sisetp.domain.clock import Clock
from sisetp.domain.errors import FieldMessage, NotFound, RuleViolation
from sisetp.services import sealing, trilha
from sisetp.services.caso_pessoas import include
from sisetp.services.casos import acesso
from sisetp.services.casos.equipe import rules_of, unit_of
from sisetp.services.casos.lacre import RESUMO, Conteudo, seal
from sisetp.services.encaminhamentos.copias import to_pessoa
from sisetp.services.sealing import Relacao
from sisetp.services.versoes import ACTIVE

_SENT_ELSEWHERE = "Este formulário já foi enviado. Abra a lista de casos antes de enviar outra vez."


@dataclass(frozen=True, slots=True, kw_only=True)
class Origem:
    """The record a case starts from and what is already known of it: no interview is repeated."""

    tipo: str = NOTICIA
    id: UUID | None = None
    codigo: str = ""
    porta_entrada: str = ""


def may_open(session: Session, actor: Actor) -> bool:
    """Tell whether the actor may open cases in the unit being served: only a NETP has them."""
    if actor.unidade_id is None or not permits(actor, Permission.CASO_ABRIR, unidade_id=actor.unidade_id):
        return False
    unit = unit_of(session, actor)
    return unit.fim is None and unit.tipo in NUCLEOS


def origin(session: Session, actor: Actor, tipo: str, origem_id: UUID | None) -> Origem:
    """What a form for a new case starts from; reading the answers of an atendimento is an event.

    Raises: AccessDenied, NotFound, Unreadable.
    """
    require(actor, Permission.CASO_ABRIR, unidade_id=actor.unidade_id)
    if tipo == ENCAMINHAMENTO and origem_id is not None:
        return Origem(tipo=tipo, id=_accepted(session, actor, origem_id).id, porta_entrada="REDE")
    if tipo != ATENDIMENTO or origem_id is None:
        return Origem()
    row = _attended(session, actor, origem_id)
    trilha.record(session, actor, Action.ABRIR_FICHA, row)
    door = sealing.open_codes(session, row).get("porta_entrada")
    return Origem(tipo=tipo, id=row.id, codigo=row.codigo, porta_entrada=door if isinstance(door, str) else "")


def open_case(session: Session, actor: Actor, command: AbrirCaso, *, clock: Clock) -> UUID:
    """Open a case in the actor's unit and return its id; a key already used by this author gives the case it made.

    Numbers are given under the lock of the unit's chain, so that two people never get the same one.
    Raises: AccessDenied, NotFound (the origin), RuleViolation.
    """
    require(actor, Permission.CASO_ABRIR, unidade_id=actor.unidade_id)
    audit_chain.lock(session, actor.unidade_id)
    key = uuid5(NAMESPACE_OID, f"{actor.user_id}:{command.chave_envio}") if command.chave_envio else uuid4()
    if session.get(Caso, key) is not None:
        return key
    unit = unit_of(session, actor)
    origem_em = _origin_day(session, actor, command, unit)
    check_abertura(command, regras=rules_of(session, actor, clock=clock), origem_em=origem_em)
    row = _row(session, actor, command, unit, key, clock)
    session.add(row)
    try:
        session.flush()
    except IntegrityError:  # the same key in another unit, whose rows this session does not see
        raise RuleViolation((FieldMessage("chave_envio", _SENT_ELSEWHERE),)) from None
    details: dict[str, audit_chain.Detail] = {"versao": row.versao, SEALS_KEY: row_seals(row)}
    acesso.record(session, actor, Action.ABRIR_CASO, row, details)
    _include(session, actor, command, row, clock)
    return row.id


def _include(session: Session, actor: Actor, command: AbrirCaso, row: Caso, clock: Clock) -> None:
    """Put the person of the origin in the case; a notice has nobody."""
    if command.origem_id is None:
        return
    if command.origem_tipo == ENCAMINHAMENTO:
        pessoa_id = to_pessoa(session, actor, command.origem_id, clock=clock)
    else:
        pessoa_id = _attended(session, actor, command.origem_id).pessoa_id
    include(session, actor, row, pessoa_id, clock=clock)


def _row(session: Session, actor: Actor, command: AbrirCaso, unit: Unidade, key: UUID, clock: Clock) -> Caso:
    assert command.abertura is not None
    ano, now = command.abertura.year, clock.now()
    last = session.scalar(select(func.max(Caso.sequencia)).where(Caso.unidade_id == unit.id, Caso.ano == ano))
    sequencia = (last or 0) + 1
    row = Caso(
        id=key,
        unidade_id=unit.id,
        numero=f"{unit.codigo}-{ano}-{sequencia:04d}",
        ano=ano,
        sequencia=sequencia,
        abertura=command.abertura,
        responsavel_id=command.responsavel_id,
        situacao=ATIVO,
        origem_token=_link(session, unit, command),
        versao=1,
        autor_id=actor.user_id,
        created_at=now,
        updated_at=now,
    )
    codes = {
        "porta_entrada": command.porta_entrada,
        "risco": command.risco,
        "origem_tipo": command.origem_tipo,
        "origem_id": command.origem_id.bytes if command.origem_id else None,
    }
    seal(session, row, Conteudo(codigos=codes, textos={RESUMO: command.resumo}, n_processo=command.n_processo))
    return row


def _link(session: Session, unit: Unidade, command: AbrirCaso) -> bytes | None:
    """Token of the origin. One case for each: a second one would count the same person twice. Raises: RuleViolation."""
    if command.origem_id is None:
        return None
    token = sealing.link_token(session, unit.id, Relacao.CASO_ORIGEM, command.origem_id)
    for known in session.scalars(select(Caso).where(Caso.unidade_id == unit.id, Caso.origem_token == token)):
        if known.situacao != TRANSFERIDO:
            mensagem = f"Já existe o caso {known.numero}, aberto a partir deste registro."
            raise RuleViolation((FieldMessage("origem_tipo", mensagem),))
    return token


def _origin_day(session: Session, actor: Actor, command: AbrirCaso, unit: Unidade) -> date | None:
    if command.origem_id is None:
        return None
    if command.origem_tipo == ENCAMINHAMENTO:
        return _accepted(session, actor, command.origem_id).data
    return _attended(session, actor, command.origem_id).inicio.astimezone(ZoneInfo(unit.fuso)).date()


def _attended(session: Session, actor: Actor, atendimento_id: UUID) -> Atendimento:
    row = session.get(Atendimento, atendimento_id)
    if row is None or row.unidade_id != actor.unidade_id or row.situacao != ACTIVE:
        raise NotFound
    return row


def _accepted(session: Session, actor: Actor, encaminhamento_id: UUID) -> Encaminhamento:
    row = session.get(Encaminhamento, encaminhamento_id)
    if row is None or row.unidade_destino_id != actor.unidade_id or row.situacao not in ("ACEITO", "CONCLUIDO"):
        raise NotFound
    return row
