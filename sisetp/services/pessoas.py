"""People as one unit knows them: save, index, recognise on a complete document or name and birth, reuse."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain
from sisetp.db.audit_chain import SEALS_KEY
from sisetp.db.audit_seals import row_seals
from sisetp.db.models.pessoa import MarcaSegmento, Pessoa
from sisetp.domain.atendimento import PessoaNaFicha
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import NotFound
from sisetp.domain.estat_layout import LAYOUTS, Value
from sisetp.domain.names import first_last, phonetic
from sisetp.domain.pessoa import Identidade, with_register
from sisetp.domain.respostas import answer_fields, is_answered
from sisetp.services import indices, sealing, versoes
from sisetp.services.fichas import attendance_of
from sisetp.services.identidades import shown_identity
from sisetp.services.results import Candidate, Prefill

_MOST_CANDIDATES = 5
_RETURNED = "RETORNO"


def save(session: Session, actor: Actor, unidade_id: int, person: PessoaNaFicha, *, clock: Clock) -> Pessoa:
    """Create the pessoa of a ficha, or bring the chosen existing one up to date.

    A chosen record is opened before it is sealed again, and kept as an older version: nothing is overwritten.
    Raises: NotFound when the chosen pessoa is not of this unit; Unreadable.
    """
    if person.pessoa_id is None:
        return create(session, actor, unidade_id, person.identidade, _profile(person), clock=clock)
    pessoa = session.get(Pessoa, person.pessoa_id)
    if pessoa is None:
        raise NotFound
    known = sealing.open_identities(session, [pessoa]).get(pessoa.id)
    profile = {**sealing.open_codes(session, pessoa), **_profile(person)}
    old = versoes.keep(session, actor, pessoa, _RETURNED, clock=clock)
    audit_chain.append(
        session,
        actor,
        Action.USAR_CADASTRO,
        unidade_id=unidade_id,
        alvo_tipo="pessoa",
        alvo_id=pessoa.id,
        pessoa_id=pessoa.id,
        detalhes={SEALS_KEY: row_seals(old)},
    )
    given = with_register(person.identidade, known) if person.identidade is not None else known
    reseal(session, pessoa, given, profile, clock=clock)
    return pessoa


def create(
    session: Session,
    actor: Actor,
    unidade_id: int,
    identidade: Identidade | None,
    profile: Mapping[str, Value],
    *,
    clock: Clock,
) -> Pessoa:
    """Add a new pessoa to the unit, sealed and indexed; flushed, not committed."""
    now = clock.now()
    pessoa = Pessoa(id=uuid4(), unidade_id=unidade_id, versao=0, autor_id=actor.user_id, created_at=now, updated_at=now)
    reseal(session, pessoa, identidade, profile, clock=clock)
    return pessoa


def reseal(
    session: Session,
    pessoa: Pessoa,
    identidade: Identidade | None,
    profile: Mapping[str, Value],
    *,
    clock: Clock,
    textos: Mapping[str, str] | None = None,
) -> None:
    """Seal identity, profile and texts under the next version and replace the index tokens.

    `textos` None keeps those stored; `identidade` and `profile` are the whole new state.
    Raises: Unreadable when the texts stored cannot be opened: they are never overwritten.
    """
    texts = sealing.open_texts(session, pessoa) if textos is None else textos
    pessoa.versao += 1
    pessoa.updated_at = clock.now()
    pessoa.marca = _next_mark(session, pessoa.unidade_id)
    known = {name: value for name, value in profile.items() if name in LAYOUTS["pessoa"].names}
    known["pessoa_chave"] = _counting_key(session, identidade, known.get("pessoa_chave"))
    sealing.seal_codes(session, pessoa, known)
    sealing.seal_identity(session, pessoa, identidade)
    sealing.seal_texts(session, pessoa, texts)
    session.add(pessoa)
    session.flush()
    indices.replace(session, pessoa, identidade)


def already_attended(session: Session, actor: Actor, unidade_id: int, identidade: Identidade) -> tuple[Candidate, ...]:
    """People of this unit with the same complete document, or the same name and birth; nothing said is returned.

    Raises: AccessDenied.
    """
    require(actor, Permission.PESSOA_BUSCAR, unidade_id=unidade_id)
    tokens = indices.tokens(session, unidade_id, identidade, spread=True)
    opened = sealing.open_identities(session, indices.candidates(session, tokens))
    same = {
        key: indices.same_document(known, identidade)
        for key, known in opened.items()
        if indices.same_person(known, identidade)
    }
    found = _candidates(session, same)
    kinds = "+".join(sorted({kind for kind, _ in tokens}))
    audit_chain.append(
        session, actor, Action.JA_ATENDIDA, unidade_id=unidade_id, detalhes={"tipo": kinds, "quantidade": len(found)}
    )
    return found


def prefill(session: Session, actor: Actor, pessoa_id: UUID) -> Prefill:
    """Identity and profile of a pessoa of this unit, for «usar este cadastro»: what the ficha asks and nothing else.

    Raises: AccessDenied, NotFound, Unreadable.
    """
    pessoa = session.get(Pessoa, pessoa_id)
    if pessoa is None:
        raise NotFound
    require(actor, Permission.IDENTIDADE_ABRIR, unidade_id=pessoa.unidade_id)
    identidade = sealing.open_identities(session, [pessoa]).get(pessoa.id)
    two_names = identidade is not None and shown_identity(identidade, civil=False).has_other_name
    for action in (Action.ABRIR_IDENT, Action.ABRIR_NOME_CIVIL) if two_names else (Action.ABRIR_IDENT,):
        audit_chain.append(
            session,
            actor,
            action,
            unidade_id=pessoa.unidade_id,
            alvo_tipo="pessoa",
            alvo_id=pessoa.id,
            pessoa_id=pessoa.id,
            detalhes={"motivo": "USAR_CADASTRO"},
        )
    answers = sealing.open_codes(session, pessoa)
    return Prefill(
        pessoa_id=pessoa.id,
        identidade=with_register(identidade, Identidade()) if identidade is not None else None,
        respostas={name: value for name, value in answers.items() if name in answer_fields()},
    )


def _profile(person: PessoaNaFicha) -> dict[str, Value]:
    names = LAYOUTS["pessoa"].names
    return {name: value for name, value in person.respostas.items() if name in names and is_answered(value)}


def _counting_key(session: Session, identidade: Identidade | None, known: Value) -> bytes:
    sealer = sealing.sealer_of(session)
    if identidade is not None and identidade.nascimento is not None:
        first, last = map(phonetic, first_last(identidade.nome_civil or identidade.nome_social))
        if first and last:
            return sealer.pessoa_chave(first, last, identidade.nascimento.isoformat())
    return known if isinstance(known, bytes) else sealer.random_pessoa_chave()


def _candidates(session: Session, same: Mapping[UUID, bool]) -> tuple[Candidate, ...]:
    known = attendance_of(session, list(same))
    last = {key: fichas[0].inicio for key, fichas in known.fichas.items()} | _registered(session, known.never)
    newest = sorted(last, key=lambda key: last[key], reverse=True)
    return tuple(
        Candidate(pessoa_id=key, fichas=len(known.fichas.get(key, ())), ultima=last[key], exact=same[key])
        for key in newest[:_MOST_CANDIDATES]
    )


def _registered(session: Session, ids: frozenset[UUID]) -> dict[UUID, datetime]:
    """When people without a ficha were put in the unit's register: a case has them, and she is not asked twice."""
    if not ids:
        return {}
    return {row.id: row.created_at for row in session.scalars(select(Pessoa).where(Pessoa.id.in_(ids)))}


def _next_mark(session: Session, unidade_id: int) -> int:
    query = select(MarcaSegmento).where(MarcaSegmento.unidade_id == unidade_id).with_for_update()
    mark = session.scalar(query.execution_options(populate_existing=True))
    if mark is None:
        mark = MarcaSegmento(unidade_id=unidade_id, valor=0)
        session.add(mark)
    mark.valor += 1
    session.flush()
    return mark.valor
