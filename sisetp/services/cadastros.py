"""The full register of a person for NETP staff (form C): open it whole, and save it with the older version kept.

It is reached through a ficha of hers, and opening it is an event about her; or through her row in a case, and opening
it is an event about that row: with the pessoa in clear it would say that a traveller is in some case. Saving has the
digests of her blobs and cannot hide her: it is one and the same event through both doors, and says nothing of a case.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain
from sisetp.db.audit_chain import SEALS_KEY, Detail
from sisetp.db.audit_seals import row_seals
from sisetp.db.models.atendimento import Atendimento
from sisetp.db.models.pessoa import Pessoa
from sisetp.domain.audit import Action
from sisetp.domain.cadastro import GravarCadastro, PelaFicha, Porta, check_cadastro, completar, limpar
from sisetp.domain.clock import Clock
from sisetp.domain.coerencia import profiles
from sisetp.domain.errors import Conflict, FieldMessage, NotFound, RuleViolation
from sisetp.domain.ficha import Value
from sisetp.domain.names import clean_text
from sisetp.domain.pessoa import Identidade
from sisetp.domain.respostas import answer_fields, is_answered
from sisetp.services import atendimentos, caso_pessoas, pessoas, sealing
from sisetp.services.caso_pessoas.comum import answers_of, find, needs_reason
from sisetp.services.caso_pessoas.identidade import check_opening
from sisetp.services.casos import acesso
from sisetp.services.versoes import ACTIVE, keep


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadastro:
    """The register of a person, whole and open; `versao` is that of the pessoa."""

    versao: int
    identidade: Identidade | None
    respostas: Mapping[str, Value]
    textos: Mapping[str, str]


def reason_required(session: Session, actor: Actor, porta: Porta, *, clock: Clock, reason_after_days: int) -> bool:
    """Tell whether opening this register asks a reason. Raises: AccessDenied, NotFound, Unreadable."""
    pessoa = _pessoa(session, actor, Permission.CADASTRO_ABRIR, porta)
    return needs_reason(pessoa, clock=clock, reason_after_days=reason_after_days)


def open_register(
    session: Session, actor: Actor, porta: Porta, motivo: str, *, clock: Clock, reason_after_days: int
) -> Cadastro:
    """Open the whole register, health and religion included; the event comes first.

    Raises: AccessDenied, NotFound, RuleViolation without a needed reason, Unreadable.
    """
    pessoa = _pessoa(session, actor, Permission.CADASTRO_ABRIR, porta)
    check_opening(session, actor, pessoa, motivo, clock=clock, reason_after_days=reason_after_days)
    _record_opening(session, actor, porta, pessoa, motivo)
    return _opened(session, pessoa)


def save(session: Session, actor: Actor, command: GravarCadastro, *, clock: Clock) -> int:
    """Save the register under its next version and return it; indexes and search mark follow.

    Raises: AccessDenied, NotFound, RuleViolation, Conflict (somebody saved first), Unreadable.
    """
    audit_chain.lock(session, actor.unidade_id)
    pessoa = _pessoa(session, actor, Permission.CADASTRO_GRAVAR, command.porta)
    require(actor, Permission.CADASTRO_ABRIR, unidade_id=pessoa.unidade_id)
    if pessoa.versao != command.versao:
        raise Conflict(())
    stored, hoje = _opened(session, pessoa), clock.today(atendimentos.zone_of(session, actor))
    given = command.identidade if command.identidade is not None else stored.identidade or Identidade()
    if given.is_empty and stored.identidade is not None:
        raise RuleViolation((FieldMessage("nome_social", "O nome de quem se identificou não pode ser apagado."),))
    known = None if given.is_empty else given
    codes = sealing.open_codes(session, pessoa)
    whole = completar({**answers_of(codes), **command.respostas}, known, hoje=hoje)
    asked = {name: whole.get(name) for name in answer_fields(("C",))}
    band = str(stored.respostas.get("faixa_etaria") or "")
    said = {**stored.textos, **command.textos}
    whole_command = replace(command, identidade=known, textos=said)
    check_cadastro(whole_command, asked, hoje=hoje, faixa=band, desacompanhada=_came_alone(session, pessoa))
    known = limpar(known) if known is not None else None
    texts = {name: clean_text(text) for name, text in said.items()}
    old = keep(session, actor, pessoa, command.motivo, command.justificativa, clock=clock)
    pessoas.reseal(session, pessoa, known, {**codes, **whole}, clock=clock, textos=texts)
    after = Cadastro(versao=pessoa.versao, identidade=known, respostas=whole, textos=texts)
    details: dict[str, Detail] = {
        "motivo": command.motivo,
        "campos": _changed(stored, after),
        "versao": pessoa.versao,
        SEALS_KEY: {**row_seals(old), **row_seals(pessoa)},
    }
    _record(session, actor, Action.GRAVAR_CADASTRO, pessoa, details)
    return after.versao


def _pessoa(session: Session, actor: Actor, permission: Permission, porta: Porta) -> Pessoa:
    require(actor, permission)
    if isinstance(porta, PelaFicha):
        _ficha, pessoa_da_ficha = atendimentos.find(session, actor, permission, porta.atendimento_id)
        return pessoa_da_ficha
    pessoa = session.get(Pessoa, caso_pessoas.pessoa_id(session, actor, porta.caso_id, porta.caso_pessoa_id))
    if pessoa is None:
        raise NotFound
    require(actor, permission, unidade_id=pessoa.unidade_id)
    return pessoa


def _opened(session: Session, pessoa: Pessoa) -> Cadastro:
    return Cadastro(
        versao=pessoa.versao,
        identidade=sealing.open_identities(session, [pessoa]).get(pessoa.id),
        respostas=answers_of(sealing.open_codes(session, pessoa)),
        textos=sealing.open_texts(session, pessoa),
    )


def _came_alone(session: Session, pessoa: Pessoa) -> bool:
    query = select(Atendimento).where(Atendimento.unidade_id == pessoa.unidade_id, Atendimento.pessoa_id == pessoa.id)
    active = [row for row in session.scalars(query) if row.situacao == ACTIVE]
    said = (answers_of(sealing.open_codes(session, row)) for row in active)
    return any("CRIANCA_DESAC" in profiles(answers) or answers.get("acompanhado") == "SO" for answers in said)


def _changed(before: Cadastro, after: Cadastro) -> int:
    one, other = asdict(before.identidade or Identidade()), asdict(after.identidade or Identidade())
    pairs = ((before.respostas, after.respostas), (before.textos, after.textos), (one, other))
    return sum(_plain(old.get(name)) != _plain(new.get(name)) for old, new in pairs for name in old.keys() | new.keys())


def _plain(value: Value) -> object:
    if not is_answered(value):
        return None
    return frozenset(value) if isinstance(value, tuple) else value


def _record_opening(session: Session, actor: Actor, porta: Porta, pessoa: Pessoa, motivo: str) -> None:
    action = Action.ABRIR_CADASTRO
    if isinstance(porta, PelaFicha):
        _record(session, actor, action, pessoa, {"motivo": motivo or None, "versao": pessoa.versao})
        return
    caso, row = find(session, actor, Permission.CASO_VER, porta.caso_id, porta.caso_pessoa_id)
    details: dict[str, Detail] = {"motivo": motivo or None, "versao": row.versao}
    acesso.record(session, actor, action, caso, details, alvo_tipo="caso_pessoa", alvo_id=row.id)


def _record(session: Session, actor: Actor, action: Action, pessoa: Pessoa, details: Mapping[str, Detail]) -> None:
    audit_chain.append(
        session,
        actor,
        action,
        unidade_id=pessoa.unidade_id,
        alvo_tipo="pessoa",
        alvo_id=pessoa.id,
        pessoa_id=pessoa.id,
        detalhes=details,
    )
