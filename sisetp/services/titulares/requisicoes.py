"""Requests of the person about the own data (LGPD art. 18): the clock says nothing, the content is sealed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain
from sisetp.db.audit_chain import SEALS_KEY
from sisetp.db.audit_seals import row_seals
from sisetp.db.models.titular import Requisicao, RequisicaoConteudo
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import NotFound
from sisetp.domain.estat_layout import Value
from sisetp.domain.titular import (
    ABERTA,
    DESISTENCIA,
    REQUISICAO,
    RESPONDIDA,
    RegistrarRequisicao,
    ResponderRequisicao,
    check_answer,
    check_request,
    prazo_de,
)
from sisetp.services import envios, sealing, versoes
from sisetp.services.atendimentos import zone_of
from sisetp.services.duplicidades.ligacoes import linked_ids
from sisetp.services.fichas import FichaRef, fichas_of
from sisetp.services.sealing import Relacao, link_token
from sisetp.services.titulares import pessoa
from sisetp.services.titulares.pessoa import Origem
from sisetp.services.titulares.relogios import Relogio, clock_of

_JA_FECHADO = "Este pedido já foi respondido ou a pessoa desistiu dele."
_REASON = "COMPLEMENTO"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequisicaoAberta:
    """One request opened: its clock, coded answers, texts by catalogue name and the newest ficha of the person."""

    relogio: Relogio
    respostas: dict[str, Value]
    textos: dict[str, str]
    ficha: FichaRef | None


def register(
    session: Session,
    actor: Actor,
    origem: Origem,
    registro_id: UUID,
    command: RegistrarRequisicao,
    *,
    chave: str = "",
    clock: Clock,
) -> UUID:
    """Record a request and start its clock of 15 days; return its id.

    Raises: AccessDenied, NotFound, RuleViolation, Unreadable.
    """
    audit_chain.lock(session, actor.unidade_id)
    titular = pessoa.find(session, actor, Permission.TITULAR_REGISTRAR, origem, registro_id)
    key = envios.id_of(actor, f"{Requisicao.__tablename__}:{registro_id}", chave)
    if session.get(Requisicao, key) is not None:
        return key
    check_request(command, today=clock.today(zone_of(session, actor)))
    now = clock.now()
    row = Requisicao(
        id=key,
        unidade_id=titular.unidade_id,
        recebida_em=command.recebida_em,
        prazo=prazo_de(command.recebida_em),
        situacao=ABERTA,
        autor_id=actor.user_id,
        created_at=now,
        updated_at=now,
    )
    token = link_token(session, titular.unidade_id, Relacao.TITULAR_REQUISICAO, titular.pessoa_id)
    content = RequisicaoConteudo(id=row.id, unidade_id=row.unidade_id, pessoa_token=token, versao=1)
    sealing.seal_codes(session, content, {"requisicao_tipo": command.tipo, "pessoa_id": titular.pessoa_id.bytes})
    sealing.seal_texts(session, content, {"requisicoes": command.pedido})
    session.add(row)
    session.flush()
    session.add(content)
    session.flush()
    details: dict[str, audit_chain.Detail] = {
        "prazo": row.prazo.isoformat(),
        "versao": content.versao,
        SEALS_KEY: row_seals(content),
    }
    _record(session, actor, Action.REGISTRAR_REQUISICAO, row, details)
    return row.id


def open_request(session: Session, actor: Actor, requisicao_id: UUID, *, clock: Clock) -> RequisicaoAberta:
    """One request with what was asked and answered; an event.

    Raises: AccessDenied, NotFound, Unreadable.
    """
    row, content = _find(session, actor, requisicao_id)
    _record(session, actor, Action.ABRIR_REQUISICAO, row, {"versao": content.versao})
    answers = sealing.open_codes(session, content)
    return RequisicaoAberta(
        relogio=clock_of(row, clock.today(zone_of(session, actor))),
        respostas=answers,
        textos=sealing.open_texts(session, content),
        ficha=_newest(session, answers.get("pessoa_id")),
    )


def answer(session: Session, actor: Actor, command: ResponderRequisicao, *, clock: Clock) -> None:
    """Close a request with its outcome and what was said.

    Raises: AccessDenied, NotFound, RuleViolation, Unreadable.
    """
    today = clock.today(zone_of(session, actor))
    audit_chain.lock(session, actor.unidade_id)
    row, content = _find(session, actor, command.requisicao_id)
    REQUISICAO.exigir(row.situacao, RESPONDIDA, _JA_FECHADO)
    check_answer(command, today=today)
    answers = {**sealing.open_codes(session, content), "requisicao_resultado": command.resultado}
    texts = {**sealing.open_texts(session, content), "requisicao_resposta": command.resposta}
    seals = row_seals(versoes.keep(session, actor, content, _REASON, clock=clock))
    content.versao += 1
    sealing.seal_codes(session, content, answers)
    sealing.seal_texts(session, content, texts)
    _close(row, RESPONDIDA, today, clock)
    session.flush()
    details: dict[str, audit_chain.Detail] = {"versao": content.versao, SEALS_KEY: {**seals, **row_seals(content)}}
    _record(session, actor, Action.RESPONDER_REQUISICAO, row, details)


def give_up(session: Session, actor: Actor, requisicao_id: UUID, *, clock: Clock) -> None:
    """Close a request that the person no longer wants.

    Raises: AccessDenied, NotFound, RuleViolation.
    """
    audit_chain.lock(session, actor.unidade_id)
    row, content = _find(session, actor, requisicao_id)
    REQUISICAO.exigir(row.situacao, DESISTENCIA, _JA_FECHADO)
    _close(row, DESISTENCIA, clock.today(zone_of(session, actor)), clock)
    session.flush()
    _record(session, actor, Action.RESPONDER_REQUISICAO, row, {"versao": content.versao})


def rows_of(session: Session, unidade_id: int, pessoa_id: UUID) -> list[tuple[Requisicao, RequisicaoConteudo]]:
    """Requests of one person and of the records linked to hers, newest first, still sealed."""
    keys = linked_ids(session, pessoa_id)
    tokens = [link_token(session, unidade_id, Relacao.TITULAR_REQUISICAO, key) for key in keys]
    query = select(Requisicao, RequisicaoConteudo).join(RequisicaoConteudo, RequisicaoConteudo.id == Requisicao.id)
    found = session.execute(query.where(RequisicaoConteudo.pessoa_token.in_(tokens))).all()
    return sorted(((row, content) for row, content in found), key=lambda both: both[0].created_at, reverse=True)


def _find(session: Session, actor: Actor, requisicao_id: UUID) -> tuple[Requisicao, RequisicaoConteudo]:
    require(actor, Permission.TITULAR_RESPONDER)
    row, content = session.get(Requisicao, requisicao_id), session.get(RequisicaoConteudo, requisicao_id)
    if row is None or content is None or row.unidade_id != actor.unidade_id:
        raise NotFound
    require(actor, Permission.TITULAR_RESPONDER, unidade_id=row.unidade_id)
    return row, content


def _close(row: Requisicao, situacao: str, today: date, clock: Clock) -> None:
    row.situacao, row.respondida_em, row.updated_at = situacao, today, clock.now()


def _newest(session: Session, pessoa_id: Value) -> FichaRef | None:
    if not isinstance(pessoa_id, bytes):
        return None
    fichas = fichas_of(session, linked_ids(session, UUID(bytes=pessoa_id)))
    return max((ficha for some in fichas.values() for ficha in some), key=lambda ficha: ficha.inicio, default=None)


def _record(
    session: Session, actor: Actor, action: Action, row: Requisicao, detalhes: dict[str, audit_chain.Detail]
) -> None:
    """An event about a request names the request only: whom it is about is sealed."""
    audit_chain.append(
        session,
        actor,
        action,
        unidade_id=row.unidade_id,
        alvo_tipo="requisicao",
        alvo_id=row.id,
        detalhes=detalhes,
    )
