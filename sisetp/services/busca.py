"""Find again a person of the unit: by document, ficha code or name. The minimum is shown, the query is not kept.

A person whose every ficha was cancelled is not found by name or document: nobody was attended. One that the team put
in a case without a ficha is found, or she would be interviewed twice. By code, a cancelled ficha is found, because
whoever types a code holds the paper it was written on.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from rapidfuzz import fuzz
from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain
from sisetp.db.models.atendimento import Atendimento
from sisetp.db.models.pessoa import Pessoa
from sisetp.domain.audit import Action
from sisetp.domain.documents import check_document
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.names import normalise
from sisetp.domain.pessoa import Identidade, display_name
from sisetp.services import indices, sealing, segmentos
from sisetp.services.caso_pessoas import newest_case_of
from sisetp.services.fichas import Attendance, FichaRef, attendance_of
from sisetp.services.results import PersonHit, SearchResult

MOST_HITS = 20
MOST_WORDS = 6
MOST_CHARS = 120
_OPENED = 30
_RANKED = 60
_ALONE = 3


def prepare(session: Session, actor: Actor) -> None:
    """Bring the unit's search segment up to date; read-only, so a long first build holds no write lock.

    Raises: AccessDenied.
    """
    require(actor, Permission.PESSOA_BUSCAR)
    if actor.unidade_id is not None:
        segmentos.prepare(session, actor.unidade_id)


def by_name(session: Session, actor: Actor, nome: str, ano: int | None = None) -> SearchResult:
    """People of the unit with a name like this one, in any order, most alike first; at most `MOST_HITS`.

    Raises: AccessDenied; RuleViolation when too little (or too much) is asked; Unreadable.
    """
    unidade_id = _unit(actor)
    words = segmentos.query_words(nome[: MOST_CHARS + 1])
    _check_words(nome, words, ano)
    segment = segmentos.ready(session, unidade_id)
    matches = segment.names.find(words, limit=_RANKED, year=ano or 0)
    likeness = {UUID(bytes=key): score for key, score in matches.best}
    known = attendance_of(session, list(likeness))
    first = sorted({*known.fichas, *known.never}, key=lambda key: (-likeness[key], key))[:_OPENED]
    opened = _open(session, first)
    asked = " ".join(words)
    ranked = sorted(opened, key=lambda key: -(likeness[key] + _ratio(asked, opened[key])))
    cut = len(ranked) > MOST_HITS or matches.total > _RANKED
    hits = _hits(session, actor, {key: opened[key] for key in ranked[:MOST_HITS]}, known)
    _record(session, actor, "nome", hits, cut)
    return SearchResult(hits=hits, more=cut, unreadable=len(segment.unreadable))


def by_document(session: Session, actor: Actor, tipo: str, numero: str) -> SearchResult:
    """People of the unit with exactly this document.

    Raises: AccessDenied; RuleViolation when the number cannot be of that type; Unreadable.
    """
    unidade_id = _unit(actor)
    problem = check_document(tipo, numero) if numero.strip() else "Digite o número do documento."
    if problem:
        raise RuleViolation((FieldMessage("doc_numero", problem),))
    known = attendance_of(session, indices.with_document(session, unidade_id, tipo, numero))
    opened = _open(session, [*known.fichas, *sorted(known.never)][: MOST_HITS + 1])
    hits = _hits(session, actor, {key: opened[key] for key in list(opened)[:MOST_HITS]}, known)
    cut = len(opened) > MOST_HITS
    _record(session, actor, "documento", hits, cut)
    return SearchResult(hits=hits, more=cut)


def by_code(session: Session, actor: Actor, codigo: str) -> UUID | None:
    """Id of the ficha of the unit with this code, cancelled ones included; None when there is none.

    Raises: AccessDenied.
    """
    _unit(actor)
    plain = "".join(char for char in codigo.upper() if char.isalnum())
    row = session.scalar(select(Atendimento).where(Atendimento.codigo == f"{plain[:3]}-{plain[3:12]}"))
    found = [row.codigo] if row is not None else []
    audit_chain.append(
        session,
        actor,
        Action.BUSCAR,
        unidade_id=actor.unidade_id,
        detalhes={"tipo": "codigo", "quantidade": len(found), "codigos": found, "cortada": False},
    )
    return row.id if row is not None else None


def _unit(actor: Actor) -> int:
    require(actor, Permission.PESSOA_BUSCAR, unidade_id=actor.unidade_id)
    assert actor.unidade_id is not None
    return actor.unidade_id


def _check_words(nome: str, words: Sequence[str], ano: int | None) -> None:
    problem = ""
    if len(nome) > MOST_CHARS or len(words) > MOST_WORDS:
        problem = f"Use no máximo {MOST_WORDS} palavras do nome."
    elif not words or (len(words) == 1 and (len(words[0]) < _ALONE or ano is None)):
        problem = "Digite nome e sobrenome, ou um nome de três letras ou mais com o ano de nascimento."
    if problem:
        raise RuleViolation((FieldMessage("nome", problem),))


def _open(session: Session, ids: Sequence[UUID]) -> dict[UUID, Identidade]:
    rows = list(session.scalars(select(Pessoa).where(Pessoa.id.in_(ids)))) if ids else []
    opened = sealing.open_identities(session, rows)
    return {key: opened[key] for key in ids if key in opened}


def _ratio(asked: str, known: Identidade) -> float:
    names = [" ".join(segmentos.query_words(name)) for name in (known.nome_social, known.nome_civil) if name]
    return max((fuzz.token_sort_ratio(asked, normalise(name)) for name in names), default=0.0)


def _hits(
    session: Session, actor: Actor, opened: Mapping[UUID, Identidade], known: Attendance
) -> tuple[PersonHit, ...]:
    without = [key for key in opened if key not in known.fichas]
    cases = newest_case_of(session, actor, without)
    return tuple(_hit(key, name, known.fichas.get(key, []), cases.get(key)) for key, name in opened.items())


def _hit(pessoa_id: UUID, known: Identidade, fichas: Sequence[FichaRef], caso_id: UUID | None) -> PersonHit:
    last = fichas[0] if fichas else None
    return PersonHit(
        pessoa_id=pessoa_id,
        nome=display_name(known),
        ano_nascimento=known.nascimento.year if known.nascimento else None,
        atendimento_id=last.id if last else None,
        codigo=last.codigo if last else "",
        ultima=last.inicio if last else None,
        fichas=len(fichas),
        caso_id=caso_id,
    )


def _record(session: Session, actor: Actor, tipo: str, hits: Sequence[PersonHit], cut: bool) -> None:
    details: Mapping[str, str | int | bool | list[str]] = {
        "tipo": tipo,
        "quantidade": len(hits),
        "codigos": [hit.codigo for hit in hits if hit.codigo],
        "cortada": cut,
    }
    audit_chain.append(session, actor, Action.BUSCAR, unidade_id=actor.unidade_id, detalhes=details)
