"""The network's units: the starting list, new ones and the end of one. The directory is public; changes are audited."""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor, AnyActor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain
from sisetp.db.models.unidade import Unidade
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.codelists import codelist
from sisetp.domain.errors import FieldMessage, NotFound, Refused, RuleViolation
from sisetp.domain.geography import fuso_do_municipio, municipio
from sisetp.domain.rotulado import Rotulado
from sisetp.domain.units import UNIDADES

# Decreto 5.948, of 26 October 2006 (Política Nacional): used while the real opening day of a unit is not known.
NETWORK_START = date(2006, 10, 26)
_RETROACTIVE_DAYS = 30
_CODE = re.compile(r"[A-Z]{3,5}-[A-Z0-9]{2,8}(-[A-Z0-9]{2,5})?")


class CloseReason(Rotulado):
    """Why a unit ended; the value goes to the audit event."""

    CONVENIO = "CONVENIO", "Fim do convênio ou do termo"
    INCORPORADA = "INCORPORADA", "Incorporada por outra unidade"
    MUDANCA = "MUDANCA", "Mudança de órgão ou de lugar"
    OUTRO = "OUTRO", "Outro motivo"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnidadeLine:
    """One unit as lists show it, labels included; `fim` is None while it is open."""

    id: int
    codigo: str
    nome: str
    tipo: str
    ambiente: str
    uf: str
    municipio: str
    fuso: str
    inicio: date
    fim: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUnidade:
    """A unit to be created. `tipo` and `ambiente` are codes of their lists, `municipio` the IBGE code (7 digits)."""

    codigo: str
    nome: str
    tipo: str
    ambiente: str
    municipio: str
    inicio: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseUnidade:
    """End of a unit: `fim` is its last day, `motivo` a code of `CloseReason`."""

    unidade_id: int
    fim: date
    motivo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pendencias:
    """Kinds of things that wait in a unit, in words and without numbers; `encerramento.pending` looks for them."""

    unidade_id: int
    tipos: tuple[str, ...]


def list_all(session: Session) -> tuple[UnidadeLine, ...]:
    """Every unit, open or closed, by id."""
    return tuple(_line(row) for row in session.scalars(select(Unidade).order_by(Unidade.id)))


def find(session: Session, codigo: str) -> UnidadeLine:
    """One unit by its code.

    Raises: NotFound.
    """
    row = session.scalars(select(Unidade).where(Unidade.codigo == codigo)).one_or_none()
    if row is None:
        raise NotFound
    return _line(row)


def get(session: Session, unidade_id: int) -> UnidadeLine:
    """One unit by its id.

    Raises: NotFound.
    """
    return _line(_row(session, unidade_id))


def load_network(session: Session, actor: AnyActor, *, resuming: bool) -> tuple[UnidadeLine, ...]:
    """Add the units of the starting list that are missing and return every unit, by id.

    Raises: Refused when the database already has units and this is not the continuation of an interrupted start.
    """
    known = set(session.scalars(select(Unidade.codigo)))
    if known and not resuming:
        raise Refused("O banco de dados já tem dados de outra instalação; nada foi alterado.")
    for seed in UNIDADES:
        if seed.codigo not in known:
            command = NewUnidade(
                codigo=seed.codigo,
                nome=seed.nome,
                tipo=seed.tipo,
                ambiente=seed.ambiente,
                municipio=seed.municipio,
                inicio=seed.inicio or NETWORK_START,
            )
            _add(session, actor, command, fuso=seed.fuso)
    return list_all(session)


def create(session: Session, actor: AnyActor, command: NewUnidade) -> UnidadeLine:
    """Add a unit. Only an operator command calls this: the unit's keys are made right after, outside the database.

    Raises: AccessDenied, RuleViolation.
    """
    _require(actor)
    messages = _problems(command)
    if session.scalars(select(Unidade.id).where(Unidade.codigo == command.codigo)).first() is not None:
        messages.append(FieldMessage("codigo", "Já existe uma unidade com este código."))
    if messages:
        raise RuleViolation(tuple(messages))
    return _line(_add(session, actor, command, fuso=fuso_do_municipio(command.municipio)))


def close(
    session: Session, actor: AnyActor, command: CloseUnidade, *, pendencias: Pendencias, clock: Clock
) -> UnidadeLine:
    """End a unit: nothing new is registered in it and its postings lose effect; its records stay.

    `pendencias` is what waits in it, looked for just before by somebody who sees its rows.
    Raises: AccessDenied, NotFound, RuleViolation.
    """
    _require(actor)
    row = _row(session, command.unidade_id)
    messages = _waiting(pendencias, row)
    if row.fim is not None:
        messages.append(FieldMessage("fim", "Esta unidade já foi encerrada."))
    elif not row.inicio <= command.fim <= clock.today(row.fuso):
        messages.append(FieldMessage("fim", "O último dia deve estar entre o início da unidade e hoje."))
    if command.motivo not in set(CloseReason):
        messages.append(FieldMessage("motivo", "Escolha o motivo do encerramento."))
    if messages:
        raise RuleViolation(tuple(messages))
    row.fim = command.fim
    session.flush()
    detalhes = {"codigo": row.codigo, "fim": command.fim.isoformat(), "motivo": command.motivo}
    _record(session, actor, Action.ENCERRAR_UNIDADE, row, detalhes)
    return _line(row)


def record_start(session: Session, actor: AnyActor, *, ambiente: str, unidades: int) -> None:
    """Append the event that the installation began."""
    audit_chain.append(
        session, actor, Action.INICIAR, unidade_id=None, detalhes={"ambiente": ambiente, "unidades": unidades}
    )


def _require(actor: AnyActor) -> None:
    if isinstance(actor, Actor):
        require(actor, Permission.UNIDADE_ADMINISTRAR)


def _waiting(pendencias: Pendencias, row: Unidade) -> list[FieldMessage]:
    if pendencias.unidade_id != row.id:
        raise ValueError("what waits was looked for in another unit")
    if not pendencias.tipos:
        return []
    text = (
        f"A unidade ainda tem {', '.join(pendencias.tipos)}. A coordenação da unidade transfere, responde ou encerra "
        "o que falta, na página «Encerramento da unidade»."
    )
    return [FieldMessage("pendencias", text)]


def _problems(command: NewUnidade) -> list[FieldMessage]:
    messages = []
    if not _CODE.fullmatch(command.codigo):
        messages.append(FieldMessage("codigo", "O código é como NETP-XX ou PAAHM-XXX, em maiúsculas."))
    if not 3 <= len(command.nome.strip()) <= 120:
        messages.append(FieldMessage("nome", "O nome tem de 3 a 120 letras."))
    if command.tipo not in codelist("tipo_unidade"):
        messages.append(FieldMessage("tipo", "Tipo de unidade desconhecido."))
    if command.ambiente not in codelist("ambiente_unidade"):
        messages.append(FieldMessage("ambiente", "Ambiente desconhecido."))
    if municipio(command.municipio) is None:
        messages.append(FieldMessage("municipio", "Código de município desconhecido (IBGE, sete algarismos)."))
    return messages


def _add(session: Session, actor: AnyActor, command: NewUnidade, *, fuso: str) -> Unidade:
    town = municipio(command.municipio)
    assert town is not None
    row = Unidade(
        codigo=command.codigo,
        nome=command.nome.strip(),
        tipo=command.tipo,
        ambiente=command.ambiente,
        uf=town.uf,
        municipio=int(command.municipio),
        fuso=fuso,
        inicio=command.inicio,
        dias_retroativos=_RETROACTIVE_DAYS,
    )
    session.add(row)
    session.flush()
    _record(session, actor, Action.CRIAR_UNIDADE, row, {"codigo": row.codigo, "tipo": row.tipo})
    return row


def _record(session: Session, actor: AnyActor, action: Action, row: Unidade, detalhes: dict[str, str]) -> None:
    audit_chain.append(
        session,
        actor,
        action,
        unidade_id=row.id,
        alvo_tipo="unidade",
        alvo_id=str(row.id),
        detalhes=dict(detalhes),
        installation=True,
    )


def _row(session: Session, unidade_id: int) -> Unidade:
    row = session.get(Unidade, unidade_id)
    if row is None:
        raise NotFound
    return row


def _line(row: Unidade) -> UnidadeLine:
    town = municipio(str(row.municipio))
    return UnidadeLine(
        id=row.id,
        codigo=row.codigo,
        nome=row.nome,
        tipo=codelist("tipo_unidade").label(row.tipo),
        ambiente=codelist("ambiente_unidade").label(row.ambiente),
        uf=row.uf,
        municipio=town.nome if town else str(row.municipio),
        fuso=row.fuso,
        inicio=row.inicio,
        fim=row.fim,
    )
