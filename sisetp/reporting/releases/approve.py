"""The life of a prepared release after it is ready: two approvals by two people, or given up with a reason.

The second approval proves everything again, without a solver, and publishes in the same transaction.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor, AnyActor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain
from sisetp.db.models.audit_event import AuditEvent
from sisetp.db.models.publicacao import Divulgacao
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.codelists import codelist
from sisetp.domain.divulgacao import APROVADA, DESCARTADA, PUBLICADA, exigir, refuse
from sisetp.domain.errors import Unreadable
from sisetp.reporting import ledger
from sisetp.reporting.releases import files, publish
from sisetp.reporting.releases.known import last_external
from sisetp.reporting.releases.preparation import Preparo
from sisetp.reporting.releases.proofs import hold
from sisetp.reporting.releases.store import open_preparation, taken

Provas = Callable[[Session, Preparo], bool]
"""What checks the certificates of a preparation without a solver: True when every one holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publicada:
    """A release that has just gone out: number in the chain, hash, and the (unit, year, month) that it made public."""

    id: int
    numero: int
    hash: str
    meses: tuple[tuple[int, int, int], ...]


def approve_first(session: Session, actor: Actor, divulgacao_id: int, versao: int, *, clock: Clock) -> None:
    """First approval of a ready release.

    Raises: AccessDenied, NotFound, Conflict, RuleViolation on `situacao`, `preparo` or `auditoria`.
    """
    require(actor, Permission.DIVULGACAO_APROVAR)
    row = taken(session, divulgacao_id, versao)
    exigir(row.situacao, APROVADA)
    _checked(session, row)
    row.situacao, row.versao = APROVADA, row.versao + 1
    row.aprovador1_id, row.aprovada1_em = actor.user_id, clock.now()
    session.flush()
    _record(session, actor, Action.APROVAR_DIVULGACAO, row, edicao=row.edicao, resumo=row.preparo_hash or "")


def approve_second(
    session: Session,
    actor: Actor,
    divulgacao_id: int,
    versao: int,
    *,
    renderizadores: Sequence[files.Renderizador],
    clock: Clock,
    provas: Provas = hold,
) -> Publicada:
    """Second approval, by another person: prove again, write the ledger and its files, publish.

    The session must see every unit. The caller marks the months it returns as published in the same unit of work.
    Raises: AccessDenied, NotFound, Conflict, Refused; RuleViolation on `aprovador` (the same person, or a first one
    that the trail does not have), `situacao`, `preparo` (altered, or made against an older ledger), `auditoria`,
    `provas`, `livro` or `celulas`.
    """
    require(actor, Permission.DIVULGACAO_APROVAR)
    row = taken(session, divulgacao_id, versao)
    exigir(row.situacao, PUBLICADA)
    if row.aprovador1_id == actor.user_id:
        raise refuse("aprovador", "Você já aprovou esta divulgação: a segunda aprovação é de outra pessoa.")
    preparo = _checked(session, row)
    if ledger.verify(session):
        raise refuse("livro", "O livro das divulgações não confere: nada se publica até que se saiba por quê.")
    if not provas(session, preparo):
        raise refuse("provas", "As provas guardadas não confirmam a proteção: prepare de novo.")
    publish.check_values(session, preparo)
    if not _first_is_on_record(session, row):
        raise refuse("aprovador", "A primeira aprovação não está na trilha de auditoria: descarte e prepare de novo.")
    row.aprovador2_id, row.publicada_em, row.versao = actor.user_id, clock.now(), row.versao + 1
    row.capa, row.cobertura = preparo.capa, preparo.cobertura
    made = publish.write(session, row, preparo, renderizadores)
    publish.link(session, row)
    _record(
        session,
        actor,
        Action.PUBLICAR_DIVULGACAO,
        row,
        edicao=row.edicao,
        resumo=row.hash or "",
        anterior=row.anterior or "",
        arquivos=len(made),
    )
    return Publicada(id=row.id, numero=row.numero or 0, hash=row.hash or "", meses=_months(preparo))


def discard(session: Session, actor: AnyActor, divulgacao_id: int, versao: int | None, motivo: str) -> None:
    """Give up a release that is not out; what was prepared is erased. Operators have no role to ask.

    Raises: AccessDenied, NotFound, Conflict, RuleViolation on `situacao` or `motivo`.
    """
    if isinstance(actor, Actor):
        require(actor, Permission.DIVULGACAO_PREPARAR)
    row = taken(session, divulgacao_id, versao)
    exigir(row.situacao, DESCARTADA)
    if motivo not in {item.code for item in codelist("motivo_descarte").items}:
        raise refuse("motivo", "Escolha o motivo do descarte.")
    row.situacao, row.versao, row.preparo, row.preparo_hash = DESCARTADA, row.versao + 1, None, None
    session.flush()
    _record(session, actor, Action.DESCARTAR_DIVULGACAO, row, motivo=motivo)


def _first_is_on_record(session: Session, row: Divulgacao) -> bool:
    """Tell whether the trail, whole by now, says that this person approved these very bytes."""
    query = select(AuditEvent).where(
        AuditEvent.acao == Action.APROVAR_DIVULGACAO.value,
        AuditEvent.alvo_id == str(row.id),
        AuditEvent.usuario_id == row.aprovador1_id,
    )
    return any(json.loads(event.detalhes).get("resumo") == row.preparo_hash for event in session.scalars(query))


def _checked(session: Session, row: Divulgacao) -> Preparo:
    """The preparation of a row, whole, audited, and made against the ledger as it is now."""
    try:
        preparo = open_preparation(session, row)
    except Unreadable:
        raise refuse("preparo", "O que foi preparado não abre ou foi alterado: prepare de novo.") from None
    if not preparo.aprovada:
        raise refuse("auditoria", "A auditoria não aprovou esta divulgação.")
    if preparo.cabeca != ledger.head(session, ano=row.ano) or preparo.externas != last_external(session, row.ano):
        raise refuse("preparo", "O livro mudou depois desta preparação: descarte-a e prepare de novo.")
    return preparo


def _months(preparo: Preparo) -> tuple[tuple[int, int, int], ...]:
    pairs = {(unit, part.ano, mes) for part in preparo.partes if part.edicao == 1 for mes, unit in part.pares}
    return tuple(sorted(pairs))


def _record(session: Session, actor: AnyActor, action: Action, row: Divulgacao, **more: audit_chain.Detail) -> None:
    audit_chain.append(
        session,
        actor,
        action,
        unidade_id=None,
        alvo_tipo="divulgacao",
        alvo_id=str(row.id),
        detalhes={"produto": row.produto, "periodo": row.periodo, **more},
    )
