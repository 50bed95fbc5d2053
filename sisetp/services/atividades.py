"""Activities of the unit (form I): register, amend, cancel. They name nobody, so nothing here is sealed (decision 2).

Reading: `services/atividades_leitura.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain
from sisetp.db.audit_chain import Detail
from sisetp.db.models.atividade import Alcance, Atividade
from sisetp.db.models.unidade import Unidade
from sisetp.domain.atividade import ATIVA, CANCELADA, DadosAtividade, MotivoCancelamento, check_atividade
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.codelists import codelist
from sisetp.domain.errors import FieldMessage, NotFound, RuleViolation
from sisetp.domain.names import clean_text
from sisetp.services import envios
from sisetp.services.edicao import changed, check_version

_COLUMNS = ("tipo", "data_inicio", "data_fim", "tema", "campanha", "parceiros")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A row and the people it reached, by code of `publico`."""

    row: Atividade
    alcance: Mapping[str, Alcance]


def register(session: Session, actor: Actor, dados: DadosAtividade, *, chave: str = "", clock: Clock) -> UUID:
    """Register an activity of the actor's unit; the same `chave` of the same author returns the one it made.

    Raises: AccessDenied, RuleViolation.
    """
    require(actor, Permission.ATIVIDADE_GRAVAR, unidade_id=actor.unidade_id)
    audit_chain.lock(session, actor.unidade_id)
    key = envios.id_of(actor, Atividade.__tablename__, chave)
    if session.get(Atividade, key) is not None:
        return key
    unidade = session.get_one(Unidade, actor.unidade_id)
    check_atividade(dados, hoje=clock.today(unidade.fuso))
    now = clock.now()
    row = Atividade(id=key, unidade_id=unidade.id, situacao=ATIVA, versao=1, autor_id=actor.user_id, created_at=now)
    _write(row, dados, clock)
    session.add(row)
    session.flush()
    session.add_all([_reach(row, publico, pessoas) for publico, pessoas in dados.alcance.items()])
    _record(session, actor, row)
    return row.id


def amend(
    session: Session, actor: Actor, atividade_id: UUID, versao: int, dados: DadosAtividade, *, clock: Clock
) -> None:
    """Change an activity; `versao` is the one the change started from.

    Raises: AccessDenied, NotFound, RuleViolation, Conflict with the fields that differ.
    """
    audit_chain.lock(session, actor.unidade_id)
    found = find(session, actor, Permission.ATIVIDADE_GRAVAR, atividade_id)
    row = found.row
    _check_active(row)
    check_atividade(dados, hoje=clock.today(session.get_one(Unidade, row.unidade_id).fuso))
    atual, enviado = texts(stored(found)), texts(dados)
    check_version(row.versao, versao, atual, enviado)
    _write(row, dados, clock)
    row.versao += 1
    for publico in codelist("publico").items:
        _set_reach(session, row, found.alcance.get(publico.code), publico.code, dados.alcance.get(publico.code))
    _record(session, actor, row, campos=changed(atual, enviado))


def cancel(session: Session, actor: Actor, atividade_id: UUID, versao: int, motivo: str, *, clock: Clock) -> None:
    """Stop counting an activity; the row stays, with its reason (a code of `MotivoCancelamento`).

    Raises: AccessDenied, NotFound, RuleViolation, Conflict.
    """
    audit_chain.lock(session, actor.unidade_id)
    row = find(session, actor, Permission.ATIVIDADE_GRAVAR, atividade_id).row
    _check_active(row)
    if motivo not in set(MotivoCancelamento):
        raise RuleViolation((FieldMessage("motivo", "Escolha o motivo do cancelamento."),))
    check_version(row.versao, versao, {}, {})
    row.situacao, row.motivo_cancelamento, row.updated_at = CANCELADA, motivo, clock.now()
    row.versao += 1
    _record(session, actor, row, motivo=motivo)


def find(session: Session, actor: Actor, permission: Permission, atividade_id: UUID) -> Found:
    """An activity of the actor's unit.

    Raises: AccessDenied without the permission at all; NotFound, also for a row of another unit.
    """
    require(actor, permission)
    row = session.scalar(select(Atividade).where(Atividade.id == atividade_id))
    if row is None or row.unidade_id != actor.unidade_id:
        raise NotFound
    query = select(Alcance).where(Alcance.unidade_id == row.unidade_id, Alcance.atividade_id == row.id)
    return Found(row=row, alcance={reach.publico: reach for reach in session.scalars(query)})


def stored(found: Found) -> DadosAtividade:
    """What is stored, in the shape in which it is written."""
    values = {name: getattr(found.row, name) for name in _COLUMNS}
    alcance = {publico: reach.pessoas for publico, reach in found.alcance.items()}
    return DadosAtividade(**values, municipio=str(found.row.municipio), alcance=alcance)


def texts(dados: DadosAtividade) -> dict[str, str]:
    """Every field as the page shows it, to compare two versions."""
    town = codelist("municipios").get(dados.municipio)
    return {
        "tipo": codelist("atividade").label(dados.tipo),
        "data_inicio": f"{dados.data_inicio:%d/%m/%Y}" if dados.data_inicio else "",
        "data_fim": f"{dados.data_fim:%d/%m/%Y}" if dados.data_fim else "",
        "tema": clean_text(dados.tema),
        "municipio": f"{town.label} ({town.map})" if town else "",
        "campanha": clean_text(dados.campanha),
        "parceiros": clean_text(dados.parceiros),
        **{f"publico_{item.code}": str(dados.alcance.get(item.code, "")) for item in codelist("publico").items},
    }


def _write(row: Atividade, dados: DadosAtividade, clock: Clock) -> None:
    assert dados.data_inicio is not None
    row.tipo, row.data_inicio, row.data_fim = dados.tipo, dados.data_inicio, dados.data_fim
    row.tema, row.campanha, row.parceiros = map(clean_text, (dados.tema, dados.campanha, dados.parceiros))
    row.municipio, row.updated_at = int(dados.municipio), clock.now()


def _reach(row: Atividade, publico: str, pessoas: int) -> Alcance:
    return Alcance(unidade_id=row.unidade_id, atividade_id=row.id, publico=publico, pessoas=pessoas)


def _set_reach(session: Session, row: Atividade, known: Alcance | None, publico: str, pessoas: int | None) -> None:
    if known is not None and pessoas is None:
        session.delete(known)
    elif known is not None and pessoas is not None:
        known.pessoas = pessoas
    elif pessoas is not None:
        session.add(_reach(row, publico, pessoas))


def _check_active(row: Atividade) -> None:
    if row.situacao != ATIVA:
        raise RuleViolation((FieldMessage("situacao", "Esta atividade foi cancelada e não pode ser alterada."),))


def _record(session: Session, actor: Actor, row: Atividade, **more: Detail) -> None:
    session.flush()
    details: dict[str, Detail] = {"tipo": row.tipo, "versao": row.versao, "situacao": row.situacao, **more}
    audit_chain.append(
        session,
        actor,
        Action.GRAVAR_ATIVIDADE,
        unidade_id=row.unidade_id,
        alvo_tipo="atividade",
        alvo_id=row.id,
        detalhes=details,
    )
