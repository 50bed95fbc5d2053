"""Rules of a new user and of a role given: shape of the login, unit and role that fit, dates, nothing given twice."""

import re
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.roles import Role
from sisetp.db.models.unidade import Unidade
from sisetp.db.models.usuario import Lotacao, Usuario
from sisetp.domain.clock import Clock
from sisetp.domain.codelists import codelist
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.names import clean_text
from sisetp.services.postings import today_of
from sisetp.services.signin import normalise_login

LOGIN = re.compile(r"[a-z][a-z0-9._-]{2,39}")
MIN_NAME, MAX_NAME = 3, 120


def checked_user(session: Session, login: str, nome: str, profissao: str | None) -> tuple[str, str]:
    """Login and name as stored.

    Raises: RuleViolation on `login`, `nome` or `profissao`.
    """
    login = normalise_login(login)
    messages = []
    if not LOGIN.fullmatch(login):
        messages.append(FieldMessage("login", "Use de 3 a 40 letras sem acento, números, ponto ou hífen."))
    elif session.scalar(select(Usuario.id).where(Usuario.login == login)) is not None:
        messages.append(FieldMessage("login", "Já existe um usuário com este nome de entrada."))
    try:
        nome = " ".join(clean_text(nome).split())
    except ValueError:
        messages.append(FieldMessage("nome", "O nome tem caracteres que não podem ser usados."))
    if not MIN_NAME <= len(nome) <= MAX_NAME:
        messages.append(FieldMessage("nome", "Escreva o nome completo, com até 120 letras."))
    if profissao is not None and profissao not in codelist("profissao"):
        messages.append(FieldMessage("profissao", "Escolha uma profissão da lista."))
    if messages:
        raise RuleViolation(tuple(messages))
    return login, nome


def check_posting(
    session: Session, user_id: int, papel: Role, unidade_id: int | None, inicio: date, fim: date | None, clock: Clock
) -> None:
    """Refuse a role that does not fit its unit, starts in the past, ends before it starts or is already given.

    Raises: RuleViolation on `unidade_id`, `inicio`, `fim` or `papel`.
    """
    unit = session.get(Unidade, unidade_id) if unidade_id is not None else None
    today = today_of(unit, clock)
    messages = []
    if papel.national and unidade_id is not None:
        messages.append(FieldMessage("unidade_id", "Este papel é nacional: deixe a unidade vazia."))
    if not papel.national and (unit is None or (unit.fim is not None and unit.fim < today)):
        messages.append(FieldMessage("unidade_id", "Escolha uma unidade aberta para este papel."))
    if inicio < today:
        messages.append(FieldMessage("inicio", "O papel começa hoje ou depois."))
    if fim is not None and fim < inicio:
        messages.append(FieldMessage("fim", "O fim não pode ser antes do início."))
    if _already_given(session, user_id, papel, unidade_id, today):
        messages.append(FieldMessage("papel", "Esta pessoa já tem este papel, ou ele já espera confirmação."))
    if messages:
        raise RuleViolation(tuple(messages))


def _already_given(session: Session, user_id: int, papel: Role, unidade_id: int | None, today: date) -> bool:
    query = select(Lotacao).where(
        Lotacao.usuario_id == user_id,
        Lotacao.papel == papel.value,
        Lotacao.unidade_id.is_(None) if unidade_id is None else Lotacao.unidade_id == unidade_id,
        Lotacao.refused_at.is_(None),
    )
    return any(row.fim is None or row.fim >= today for row in session.scalars(query))
