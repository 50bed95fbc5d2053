"""Put a person in a case: one of the unit, or a new one. The link is sealed, and found again only by its token."""

from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain
from sisetp.db.audit_chain import SEALS_KEY, Detail
from sisetp.db.audit_seals import row_seals
from sisetp.db.models.caso import Caso, CasoPessoa
from sisetp.db.models.pessoa import Pessoa
from sisetp.domain.atendimento import PessoaNaFicha, completar, limpar
from sisetp.domain.audit import Action
from sisetp.domain.cadastro import check_pessoa_nova
from sisetp.domain.caso_pessoa import RESPOSTAS_INICIAIS
from sisetp.domain.clock import Clock
from sisetp.domain.errors import FieldMessage, NotFound, RuleViolation
from sisetp.domain.estat_layout import LAYOUTS
from sisetp.services import pessoas, sealing
from sisetp.services.caso_pessoas.comum import case_of, check_open, local_today
from sisetp.services.casos import acesso
from sisetp.services.sealing import Relacao
from sisetp.services.versoes import ACTIVE, keep, reseal

_CAME_BACK = "RETORNO"


def include(session: Session, actor: Actor, caso: Caso | UUID, pessoa_id: UUID, *, clock: Clock) -> UUID:
    """Put a person of the unit in a case and return the id of her row in it; nothing about her is decided.

    Somebody taken out before comes back to the same row. Raises: AccessDenied, NotFound, RuleViolation (closed case,
    already in it), Unreadable.
    """
    audit_chain.lock(session, actor.unidade_id)
    row = case_of(session, actor, Permission.CASO_ALTERAR, caso)
    check_open(row)
    pessoa = session.get(Pessoa, pessoa_id)
    if pessoa is None or pessoa.unidade_id != row.unidade_id:
        raise NotFound
    return _put(session, actor, row, pessoa, clock=clock)


def include_new(session: Session, actor: Actor, caso: Caso | UUID, pessoa: PessoaNaFicha, *, clock: Clock) -> UUID:
    """Add a person to the unit and put her in a case; return the id of her row in it.

    Raises: AccessDenied, NotFound, RuleViolation.
    """
    audit_chain.lock(session, actor.unidade_id)
    row = case_of(session, actor, Permission.CASO_ALTERAR, caso)
    require(actor, Permission.CADASTRO_GRAVAR, unidade_id=row.unidade_id)
    check_open(row)
    hoje = local_today(session, actor, clock)
    whole = completar(pessoa, on=hoje)
    check_pessoa_nova(whole, hoje=hoje)
    clean = limpar(whole)
    profile = {name: value for name, value in clean.respostas.items() if name in LAYOUTS["pessoa"].names}
    made = pessoas.create(session, actor, row.unidade_id, clean.identidade, profile, clock=clock)
    audit_chain.append(
        session,
        actor,
        Action.GRAVAR_CADASTRO,
        unidade_id=row.unidade_id,
        alvo_tipo="pessoa",
        alvo_id=made.id,
        pessoa_id=made.id,
        detalhes={"versao": made.versao, SEALS_KEY: row_seals(made)},
    )
    return _put(session, actor, row, made, clock=clock)


def _put(session: Session, actor: Actor, caso: Caso, pessoa: Pessoa, *, clock: Clock) -> UUID:
    token = sealing.link_token(session, caso.unidade_id, Relacao.CASO_PESSOA, pessoa.id)
    query = select(CasoPessoa).where(CasoPessoa.unidade_id == caso.unidade_id, CasoPessoa.pessoa_token == token)
    known = next((row for row in session.scalars(query) if row.caso_id == caso.id), None)
    if known is not None:
        return _bring_back(session, actor, caso, known, clock=clock)
    now = clock.now()
    row = CasoPessoa(
        id=uuid4(),
        unidade_id=caso.unidade_id,
        caso_id=caso.id,
        pessoa_token=token,
        situacao=ACTIVE,
        versao=1,
        autor_id=actor.user_id,
        created_at=now,
        updated_at=now,
    )
    sealing.seal_codes(session, row, {**RESPOSTAS_INICIAIS, "pessoa_id": pessoa.id.bytes})
    session.add(row)
    session.flush()
    _record(session, actor, caso, row, seals=row_seals(row))
    return row.id


def _bring_back(session: Session, actor: Actor, caso: Caso, row: CasoPessoa, *, clock: Clock) -> UUID:
    if row.situacao == ACTIVE:
        raise RuleViolation((FieldMessage("pessoa_id", "Esta pessoa já está neste caso."),))
    codes, texts = sealing.open_codes(session, row), sealing.open_texts(session, row)
    old = keep(session, actor, row, _CAME_BACK, clock=clock)
    row.situacao = ACTIVE
    reseal(session, row, codes, texts, clock=clock)
    _record(session, actor, caso, row, seals={**row_seals(old), **row_seals(row)})
    return row.id


def _record(session: Session, actor: Actor, caso: Caso, row: CasoPessoa, *, seals: dict[str, str]) -> None:
    details: dict[str, Detail] = {"versao": row.versao, SEALS_KEY: seals}
    acesso.record(session, actor, Action.INCLUIR_PESSOA, caso, details, alvo_tipo="caso_pessoa", alvo_id=row.id)
