"""The second approval: everything proved and rendered again while others work, then written in one short transaction.

`check` may take a minute and needs no lock; `approve` compares what was checked with what is there and publishes it.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db.models.audit_event import AuditEvent
from sisetp.db.models.publicacao import Divulgacao
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.divulgacao import PUBLICADA, exigir, refuse
from sisetp.domain.errors import Conflict
from sisetp.reporting import ledger
from sisetp.reporting.ledger import documents
from sisetp.reporting.releases import files, publish
from sisetp.reporting.releases.approve import checked, record
from sisetp.reporting.releases.preparation import Preparo
from sisetp.reporting.releases.proofs import hold
from sisetp.reporting.releases.store import seen, taken
from sisetp.reporting.tables import Documento

Provas = Callable[[Session, Preparo], bool]
"""What checks the certificates of a preparation without a solver: True when every one holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conferida:
    """A release proved and rendered, of which nothing is written yet.

    `linha` is every column of its row, and `corrente` the end of the chain, as they were when it was checked.
    """

    id: int
    versao: int
    linha: tuple[Any, ...] = field(repr=False)
    corrente: str
    preparo: Preparo = field(repr=False)
    documento: Documento = field(repr=False)
    arquivos: tuple[files.Arquivo, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publicada:
    """A release that has just gone out: number in the chain, hash, and the (unit, year, month) that it made public."""

    id: int
    numero: int
    hash: str
    meses: tuple[tuple[int, int, int], ...]


def check(
    session: Session,
    actor: Actor,
    divulgacao_id: int,
    versao: int,
    *,
    renderizadores: Sequence[files.Renderizador],
    provas: Provas = hold,
) -> Conferida:
    """Verify the ledger, prove the release again and make its files; a session that only reads will do.

    The session must see every unit and one moment of the database. Raises: AccessDenied, NotFound, Conflict, Refused;
    RuleViolation on `aprovador` (the same person, or a first one that the trail does not have), `situacao`, `preparo`
    (altered, or made against an older ledger), `auditoria`, `provas`, `livro` or `celulas`.
    """
    require(actor, Permission.DIVULGACAO_APROVAR)
    row = seen(session, divulgacao_id, versao)
    _may(row, actor)
    preparo = checked(session, row)
    if ledger.verify(session):
        raise refuse("livro", "O livro das divulgações não confere: nada se publica até que se saiba por quê.")
    if not provas(session, preparo):
        raise refuse("provas", "As provas guardadas não confirmam a proteção: prepare de novo.")
    publish.check_frozen(session, preparo)
    publish.check_values(session, preparo)
    if not _first_is_on_record(session, row):
        raise refuse("aprovador", "A primeira aprovação não está na trilha de auditoria: descarte e prepare de novo.")
    documento = documents.foresee(session, row, preparo.previews())
    return Conferida(
        id=row.id,
        versao=row.versao,
        linha=_columns(row),
        corrente=ledger.head(session),
        preparo=preparo,
        documento=documento,
        arquivos=files.make(documento, renderizadores),
    )


def approve(session: Session, actor: Actor, conferida: Conferida, *, clock: Clock) -> Publicada:
    """Second approval, by another person, of what was checked: write the ledger and its files, publish.

    The caller marks the months it returns as published in the same unit of work. Raises: AccessDenied, NotFound;
    Conflict when the release changed meanwhile; RuleViolation on `aprovador`, `situacao` or `preparo`.
    """
    require(actor, Permission.DIVULGACAO_APROVAR)
    row = taken(session, conferida.id, conferida.versao)
    _may(row, actor)
    if _columns(row) != conferida.linha:
        raise Conflict(())
    if ledger.head(session) != conferida.corrente:
        raise refuse("preparo", "Outra divulgação saiu enquanto esta era conferida: veja-a e aprove de novo.")
    row.aprovador2_id, row.publicada_em, row.versao = actor.user_id, clock.now(), row.versao + 1
    publish.write(session, row, conferida.preparo, conferida.arquivos)
    if documents.build(session, row) != conferida.documento:
        raise refuse("preparo", "O que foi gravado não é o que foi conferido: nada saiu.")
    publish.link(session, row)
    record(
        session,
        actor,
        Action.PUBLICAR_DIVULGACAO,
        row,
        edicao=row.edicao,
        resumo=row.hash or "",
        anterior=row.anterior or "",
        arquivos=len(conferida.arquivos),
    )
    return Publicada(id=row.id, numero=row.numero or 0, hash=row.hash or "", meses=_months(conferida.preparo))


def _may(row: Divulgacao, actor: Actor) -> None:
    exigir(row.situacao, PUBLICADA)
    if row.aprovador1_id == actor.user_id:
        raise refuse("aprovador", "Você já aprovou esta divulgação: a segunda aprovação é de outra pessoa.")


def _columns(row: Divulgacao) -> tuple[Any, ...]:
    return tuple(getattr(row, attribute.key) for attribute in inspect(Divulgacao).column_attrs)


def _first_is_on_record(session: Session, row: Divulgacao) -> bool:
    """Tell whether the trail, whole by now, says that this person approved these very bytes."""
    query = select(AuditEvent).where(
        AuditEvent.acao == Action.APROVAR_DIVULGACAO.value,
        AuditEvent.alvo_id == str(row.id),
        AuditEvent.usuario_id == row.aprovador1_id,
    )
    return any(json.loads(event.detalhes).get("resumo") == row.preparo_hash for event in session.scalars(query))


def _months(preparo: Preparo) -> tuple[tuple[int, int, int], ...]:
    pairs = {(unit, part.ano, mes) for part in preparo.partes if part.edicao == 1 for mes, unit in part.pares}
    return tuple(sorted(pairs))
