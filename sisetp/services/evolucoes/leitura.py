"""Read evolutions: the timeline of a case and the older versions of one, each under its own secrecy level."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.db.models.atendimento import Versao
from sisetp.db.models.caso import Caso, Evolucao
from sisetp.domain.audit import Action
from sisetp.services import sealing
from sisetp.services.casos import acesso
from sisetp.services.evolucoes import sigilo
from sisetp.services.evolucoes.linhas import EvolucaoItem, OpenedRow, closed_item, find, open_row, read_item
from sisetp.services.linhas_do_caso import names_of, open_what_can, people_of
from sisetp.services.versoes import ACTIVE

PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """One page of the evolutions of a case, newest first; `mais_antigas` is the number of the next page, if any."""

    itens: tuple[EvolucaoItem, ...]
    pagina: int
    mais_antigas: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersaoAnterior:
    """An evolution as it was until somebody changed it: when, who, and why (`motivo` is a code)."""

    item: EvolucaoItem
    ate: datetime
    autor: str
    motivo: str
    justificativa: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Historico:
    """One evolution as it is now and as it was, newest first; `anteriores` is empty for who may not read it."""

    item: EvolucaoItem
    anteriores: tuple[VersaoAnterior, ...]


def timeline(session: Session, actor: Actor, caso_id: UUID, *, pagina: int = 1) -> Timeline:
    """Evolutions of a case, opened and audited where the actor reads their level, in one query and one vault fetch.

    Raises: AccessDenied, NotFound.
    """
    caso = acesso.find(session, actor, Permission.CASO_VER, caso_id)
    number = max(1, pagina)
    query = select(Evolucao).where(Evolucao.unidade_id == caso.unidade_id, Evolucao.caso_id == caso.id)
    newest_first = (Evolucao.data.desc(), Evolucao.created_at.desc(), Evolucao.id.desc())
    query = query.order_by(*newest_first).offset((number - 1) * PAGE).limit(PAGE + 1)
    found = list(session.scalars(query))
    opened = [open_row(session, row) for row in found[:PAGE]]
    return Timeline(
        itens=_items(session, actor, caso, opened),
        pagina=number,
        mais_antigas=number + 1 if len(found) > PAGE else None,
    )


def history(session: Session, actor: Actor, caso_id: UUID, evolucao_id: UUID) -> Historico:
    """One evolution with its older versions; a version is shown to who reads both its level and the present one.

    Raises: AccessDenied, NotFound, Unreadable.
    """
    caso, row = find(session, actor, Permission.CASO_VER, caso_id, evolucao_id)
    opened = open_row(session, row)
    author = names_of(session, [row.profissional_id]).get(row.profissional_id, "")
    if not _readable(actor, opened):
        return Historico(item=closed_item(opened, author), anteriores=())
    query = select(Versao).where(Versao.tabela == row.__tablename__, Versao.registro_id == row.id)
    versions = list(session.scalars(query.order_by(Versao.versao.desc())))
    details = {"quantidade": 1 + len(versions), "versao": row.versao}
    acesso.record(session, actor, Action.ABRIR_EVOLUCAO, caso, details, alvo_tipo="evolucao", alvo_id=row.id)
    people = people_of(session, caso)
    item = read_item(actor, caso, opened, author, sealing.open_texts(session, row), people)
    return Historico(item=item, anteriores=_older(session, actor, caso, row, versions, people))


def _items(session: Session, actor: Actor, caso: Caso, opened: Sequence[OpenedRow]) -> tuple[EvolucaoItem, ...]:
    readable = [line for line in opened if _readable(actor, line)]
    shown = [line.row for line in readable if line.row.situacao == ACTIVE]
    if opened:
        details = {"quantidade": len(readable), "sigilosas": len(opened) - len(readable)}
        acesso.record(session, actor, Action.ABRIR_EVOLUCAO, caso, details)
    texts, broken = open_what_can(session, shown)
    names = names_of(session, [line.row.profissional_id for line in opened])
    people = people_of(session, caso) if readable else {}
    read = {line.row.id for line in readable}
    items = []
    for line in opened:
        author = names.get(line.row.profissional_id, "")
        if line.row.id in read:
            item = read_item(actor, caso, line, author, texts.get(line.row.id, {}), people)
            items.append(replace(item, ilegivel=line.row.id in broken))
        else:
            items.append(closed_item(line, author))
    return tuple(items)


def _older(
    session: Session,
    actor: Actor,
    caso: Caso,
    row: Evolucao,
    versions: Sequence[Versao],
    people: Mapping[UUID, str],
) -> tuple[VersaoAnterior, ...]:
    names = names_of(session, [row.profissional_id, *(version.autor_id for version in versions)])
    reasons = sealing.open_reasons(session, versions, owner=row.owner_id)
    found = []
    for version in versions:
        opened = open_row(session, _as_it_was(version, row))
        author = names.get(row.profissional_id, "")
        if not _readable(actor, opened):
            item = closed_item(opened, author)
        else:
            item = read_item(actor, caso, opened, author, sealing.open_texts(session, opened.row), people)
        found.append(
            VersaoAnterior(
                item=replace(item, pode_alterar=False, pode_concluir=False),
                ate=version.created_at,
                autor=names.get(version.autor_id, ""),
                motivo=version.motivo,
                # Why a secret note was changed says what it said.
                justificativa=reasons.get(version.id, "") if item.legivel else "",
            )
        )
    return tuple(found)


def _as_it_was(version: Versao, row: Evolucao) -> Evolucao:
    old: Evolucao = sealing.as_it_was(version, row)
    old.data = version.inicio or row.data
    old.situacao = version.situacao or row.situacao
    old.profissional_id = row.profissional_id
    return old


def _readable(actor: Actor, opened: OpenedRow) -> bool:
    return opened.codes is not None and sigilo.reads(actor, opened.codes)
