"""Register atendimentos: one ficha, one person or a family group, one record for every submission key."""

import secrets
from collections.abc import Mapping
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain
from sisetp.db.audit_chain import SEALS_KEY
from sisetp.db.audit_seals import row_seals
from sisetp.db.models.atendimento import Atendimento, Envio, PessoaProcurada
from sisetp.db.models.unidade import Posto, Unidade
from sisetp.domain.atendimento import (
    PessoaNaFicha,
    RegisterAtendimento,
    RegrasUnidade,
    check_register,
    completar_ficha,
    valores_atendimento,
)
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import FieldMessage, NotFound, RuleViolation
from sisetp.services import pessoas, sealing, trilha
from sisetp.services.results import Registered

# Crockford base 32 without vowels that could spell words; read aloud on the telephone without doubt.
_ALPHABET = "0123456789BCDFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 7
_SENT_ELSEWHERE = "Esta ficha já foi registrada em outra unidade. Abra uma ficha nova para registrar nesta."


def register(session: Session, actor: Actor, command: RegisterAtendimento, *, clock: Clock) -> Registered:
    """Record one atendimento for each person of the ficha.

    A submission key that this author has used before returns the records it made (double click, resend, back button).
    Raises: AccessDenied, RuleViolation, NotFound, Unreadable.
    """
    require(actor, Permission.ATENDIMENTO_REGISTRAR, unidade_id=command.unidade_id)
    audit_chain.lock(session, command.unidade_id)
    known = _sent_before(session, actor, command.chave_envio)
    if known is not None:
        return known
    unidade = session.get(Unidade, command.unidade_id)
    if unidade is None or unidade.fim is not None:
        raise NotFound
    rules = RegrasUnidade(fuso=unidade.fuso, dias_retroativos=unidade.dias_retroativos)
    check_register(command, now=clock.now(), regras=rules)
    _check_posto(session, command)
    grupo = uuid4() if len(command.pessoas) > 1 else None
    rows = [
        _register_one(session, actor, command, pessoa, grupo, clock)
        for pessoa in completar_ficha(command, regras=rules)
    ]
    session.add(
        Envio(
            unidade_id=command.unidade_id,
            autor_id=actor.user_id,
            chave=command.chave_envio,
            atendimento_id=rows[0].id,
            created_at=clock.now(),
        )
    )
    try:
        session.flush()
    except IntegrityError:  # the key is the author's in every unit, and this session sees the rows of one
        raise RuleViolation((FieldMessage("chave_envio", _SENT_ELSEWHERE),)) from None
    return Registered(atendimentos=tuple((row.id, row.codigo) for row in rows))


def _register_one(
    session: Session,
    actor: Actor,
    command: RegisterAtendimento,
    person: PessoaNaFicha,
    grupo: UUID | None,
    clock: Clock,
) -> Atendimento:
    pessoa = pessoas.save(session, actor, command.unidade_id, person, clock=clock)
    now = clock.now()
    row = Atendimento(
        id=uuid4(),
        unidade_id=command.unidade_id,
        codigo=_new_code(session),
        pessoa_id=pessoa.id,
        autor_id=actor.user_id,
        posto_id=command.posto_id,
        grupo_id=grupo,
        inicio=command.inicio,
        situacao="ATIVO",
        versao=1,
        created_at=now,
        updated_at=now,
    )
    sealing.seal_codes(session, row, valores_atendimento(person))
    sealing.seal_texts(session, row, _texts(command, person))
    session.add(row)
    session.flush()
    seals = {**row_seals(pessoa), **row_seals(row), **_keep_sought(session, row, person)}
    trilha.record(
        session,
        actor,
        Action.GRAVAR,
        row,
        {
            "versao": row.versao,
            "pessoa_nova": person.pessoa_id is None,
            "grupo_quantidade": len(command.pessoas),
            "retroativo": bool(command.motivo_retroativo),
            SEALS_KEY: seals,
        },
    )
    return row


def _keep_sought(session: Session, row: Atendimento, person: PessoaNaFicha) -> Mapping[str, str]:
    if person.procurada is None:
        return {}
    sought = PessoaProcurada(id=uuid4(), unidade_id=row.unidade_id, atendimento_id=row.id, versao=1)
    sealing.seal_sought(session, sought, person.procurada)
    session.add(sought)
    session.flush()
    return row_seals(sought)


def _texts(command: RegisterAtendimento, person: PessoaNaFicha) -> dict[str, str]:
    texts = dict(person.textos)
    if command.motivo_retroativo:
        texts["motivo_retroativo"] = command.motivo_retroativo
    return texts


def _check_posto(session: Session, command: RegisterAtendimento) -> None:
    if command.posto_id is None:
        return
    posto = session.get(Posto, command.posto_id)
    if posto is None or posto.unidade_id != command.unidade_id:
        raise RuleViolation((FieldMessage("posto_id", "Escolha um guichê desta unidade."),))


def _sent_before(session: Session, actor: Actor, chave: str) -> Registered | None:
    envio = session.scalar(select(Envio).where(Envio.autor_id == actor.user_id, Envio.chave == chave))
    if envio is None:
        return None
    first = session.get(Atendimento, envio.atendimento_id)
    if first is None:
        raise NotFound
    rows = [first]
    if first.grupo_id is not None:
        query = select(Atendimento).where(Atendimento.grupo_id == first.grupo_id).order_by(Atendimento.created_at)
        rows = list(session.scalars(query))
    return Registered(atendimentos=tuple((row.id, row.codigo) for row in rows), repeated=True)


def _new_code(session: Session) -> str:
    while True:
        code = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
        code = f"{code[:3]}-{code[3:]}"
        if session.scalar(select(Atendimento.id).where(Atendimento.codigo == code)) is None:
            return code
