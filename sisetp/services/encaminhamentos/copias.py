"""Open the copies of a referral, on both sides, and make of them a pessoa of the unit that received them."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain
from sisetp.db.audit_chain import SEALS_KEY
from sisetp.db.audit_seals import row_seals
from sisetp.db.models.encaminhamento import Copia, Encaminhamento
from sisetp.domain import partilha
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.encaminhamento import ABERTOS, ACEITO
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.ficha import PessoaNaFicha
from sisetp.domain.pessoa import Identidade
from sisetp.services import pessoas, sealing
from sisetp.services.encaminhamentos import acesso
from sisetp.services.encaminhamentos.palavras import in_words
from sisetp.services.encaminhamentos.partilhas import Content, copies_of
from sisetp.services.encaminhamentos.resultados import CopiaAberta


def sent_copies(session: Session, actor: Actor, encaminhamento_id: UUID, *, clock: Clock) -> tuple[CopiaAberta, ...]:
    """What the origin shared, copies taken back too: the record of what went is never lost.

    Raises: AccessDenied, NotFound, Unreadable.
    """
    row = acesso.find(session, actor, encaminhamento_id)
    acesso.require_origin(actor, Permission.ENCAMINHAMENTO_VER, row)
    copies = _announce(session, actor, row, copies_of(session, row))
    return _shown(copies, sealing.open_sent(session, copies))


def received_copies(
    session: Session, actor: Actor, encaminhamento_id: UUID, *, clock: Clock
) -> tuple[CopiaAberta, ...]:
    """What the destination received and was not taken back, once it has accepted.

    Raises: AccessDenied, NotFound, RuleViolation on `situacao` before it accepts, Unreadable.
    """
    row = acesso.find(session, actor, encaminhamento_id)
    acesso.require_destination(actor, Permission.ENCAMINHAMENTO_VER, row)
    copies, opened = _received(session, actor, row)
    return _shown(copies, opened)


def to_pessoa(session: Session, actor: Actor, encaminhamento_id: UUID, *, clock: Clock) -> UUID:
    """Make a pessoa of the receiving unit from the copies of an accepted referral; return its id.

    Later copies complete the earlier ones. Nobody is matched with people the unit already has.
    Raises: AccessDenied, NotFound, RuleViolation on `situacao`, Unreadable.
    """
    row = acesso.find(session, actor, encaminhamento_id)
    acesso.require_destination(actor, Permission.ENCAMINHAMENTO_RESPONDER, row)
    require(actor, Permission.CADASTRO_GRAVAR, unidade_id=actor.unidade_id)
    copies, opened = _received(session, actor, row)
    if not copies:
        raise RuleViolation((FieldMessage("situacao", "O que tinha sido compartilhado foi revogado por quem enviou."),))
    assert actor.unidade_id is not None
    pessoa = pessoas.save(session, actor, actor.unidade_id, _person(copies, opened), clock=clock)
    audit_chain.append(
        session,
        actor,
        Action.GRAVAR_CADASTRO,
        unidade_id=actor.unidade_id,
        alvo_tipo="pessoa",
        alvo_id=pessoa.id,
        pessoa_id=pessoa.id,
        detalhes={"versao": pessoa.versao, SEALS_KEY: row_seals(pessoa)},
    )
    return pessoa.id


def _received(session: Session, actor: Actor, row: Encaminhamento) -> tuple[list[Copia], dict[UUID, Content]]:
    if row.situacao in ABERTOS and row.situacao != ACEITO:
        message = "Aceite o encaminhamento para abrir o que foi compartilhado."
        raise RuleViolation((FieldMessage("situacao", message),))
    readable = [copia for copia in copies_of(session, row) if copia.revogada_em is None]
    copies = _announce(session, actor, row, readable)
    return copies, sealing.open_received(session, copies)


def _announce(session: Session, actor: Actor, row: Encaminhamento, copies: list[Copia]) -> list[Copia]:
    if copies:
        details: acesso.Details = {"copias": [str(copia.id) for copia in copies], "versao": row.versao}
        acesso.record_here(session, actor, Action.ABRIR_COPIA, row, details)
    return copies


def _shown(copies: Sequence[Copia], opened: dict[UUID, Content]) -> tuple[CopiaAberta, ...]:
    return tuple(
        CopiaAberta(
            id=copia.id,
            sequencia=copia.sequencia,
            created_at=copia.created_at,
            revogada_em=copia.revogada_em,
            autorizado=opened[copia.id]["autorizado"],
            base=opened[copia.id]["base"],
            partes=tuple(opened[copia.id]["partes"]),
            campos=in_words(opened[copia.id]["dados"]),
        )
        for copia in copies
    )


def _person(copies: Sequence[Copia], opened: dict[UUID, Content]) -> PessoaNaFicha:
    known: dict[str, dict[str, Any]] = {}
    for copia in copies:
        for parte, values in opened[copia.id]["dados"].items():
            known.setdefault(parte, {}).update(values)
    identity = {**known.get(partilha.IDENTIDADE, {}), **known.get(partilha.CONTATO, {})}
    named = bool(identity.get("nome_civil") or identity.get("nome_social"))
    answers = {name: _value(value) for name, value in known.get(partilha.PERFIL, {}).items()}
    answers |= {"modo_ident": "IDENT" if named else "NAO_IDENT"}
    if named and "doc_tipo" in identity:
        answers["doc_tipo"] = identity["doc_tipo"]
    return PessoaNaFicha(
        modo_ident=answers["modo_ident"], identidade=_identity(identity) if named else None, respostas=answers
    )


def _identity(values: dict[str, Any]) -> Identidade:
    born = values.get("nascimento")
    names = {field.name for field in fields(Identidade)} - {"nascimento"}
    given = {name: value for name, value in values.items() if name in names}
    return Identidade(**given, nascimento=date.fromisoformat(born) if born else None)


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
