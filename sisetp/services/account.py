"""A user's own account: change of password and preference of the ficha."""

from uuid import uuid4

from sqlalchemy.orm import Session

from sisetp.access.actor import AnyActor
from sisetp.db import audit_chain
from sisetp.db.models.usuario import Usuario
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import FieldMessage, NotFound, RuleViolation
from sisetp.services import passwords, sessions


def change_password(session: Session, actor: AnyActor, user_id: int, current: str, new: str, *, clock: Clock) -> str:
    """Change the own password, end every session of the user and return the new uniquifier for a fresh one.

    Raises: RuleViolation on `senha_atual` or `senha_nova`, NotFound.
    """
    audit_chain.lock(session, None)
    row = _row(session, user_id)
    if not passwords.matches(row.password, current):
        raise RuleViolation((FieldMessage("senha_atual", "A senha atual não confere."),))
    messages = passwords.weaknesses(new, login=row.login, nome=row.nome)
    if passwords.prepare(new) == passwords.prepare(current):
        messages = (*messages, "Escolha uma senha diferente da atual.")
    if messages:
        raise RuleViolation(tuple(FieldMessage("senha_nova", message) for message in messages))
    first = row.deve_trocar_senha
    row.password = passwords.hash_password(new)
    row.password_changed_at = clock.now()
    row.deve_trocar_senha = False
    row.fs_uniquifier = uuid4().hex
    session.flush()
    sessions.end_all(session, row.id, clock=clock)
    audit_chain.append(
        session,
        actor,
        Action.TROCAR_SENHA,
        unidade_id=None,
        alvo_tipo="usuario",
        alvo_id=str(row.id),
        detalhes={"motivo": "PRIMEIRA_ENTRADA" if first else "PROPRIA"},
    )
    return row.fs_uniquifier


def set_preference(session: Session, user_id: int, *, avanca_sozinho: bool) -> None:
    """Keep whether the ficha jumps to the next question by itself.

    Raises: NotFound.
    """
    _row(session, user_id).avanca_sozinho = avanca_sozinho
    session.flush()


def _row(session: Session, user_id: int) -> Usuario:
    row = session.get(Usuario, user_id)
    if row is None:
        raise NotFound
    return row
