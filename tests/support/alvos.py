"""Rows that an address of the matrix may name, made beside a record of the same unit."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.access.roles import Role
from sisetp.db.models.atendimento import Atendimento
from sisetp.db.models.atividade import Atividade
from sisetp.db.models.caso import Caso
from sisetp.db.models.rede import Comite, Fluxo
from sisetp.db.models.usuario import Usuario
from sisetp.db.runtime import current_runtime
from sisetp.db.session import unit_of_work
from sisetp.services import encaminhamentos, sealing
from tests.support.caso_pessoas import person_in
from tests.support.clock import MovableClock
from tests.support.desk import call
from tests.support.encaminhamentos import to_service
from tests.support.staff import OPERATOR


def person_of(app: Flask, record: UUID) -> UUID:
    """The person of a record."""
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        return session.scalars(select(Atendimento.pessoa_id).where(Atendimento.id == record)).one()


def case_of(app: Flask, record: UUID) -> UUID:
    """A case of the unit of a record, in charge of who registered it."""
    with app.app_context(), unit_of_work(OPERATOR) as session:
        beside = session.get_one(Atendimento, record)
        row = Caso(
            id=uuid4(),
            unidade_id=beside.unidade_id,
            numero=uuid4().hex,
            ano=2026,
            sequencia=int(uuid4().int % 2**31),
            abertura=date(2026, 11, 1),
            responsavel_id=beside.autor_id,
            situacao="ATIVO",
            versao=1,
            autor_id=beside.autor_id,
            created_at=beside.created_at,
            updated_at=beside.created_at,
        )
        sealing.seal_codes(session, row, {"porta_entrada": "PF", "risco": "BAIXO", "origem_tipo": "NOTICIA"})
        session.add(row)
        return row.id


def in_a_case(app: Flask, record: UUID) -> UUID:
    """The person of a record, in a case."""
    return person_in(app, case_of(app, record), person_of(app, record))


def referral_of(app: Flask, record: UUID) -> UUID:
    """A referral made from a record, by who registered it, to an outside service."""
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        beside = session.get_one(Atendimento, record)
        author = Actor(user_id=beside.autor_id, login="", nome="", role=Role.TECNICO, unidade_id=beside.unidade_id)
    command = to_service(record, partes=("PERFIL",))
    return call(app, author, encaminhamentos.send, command, clock=MovableClock())


def activity_of(app: Flask, record: UUID) -> UUID:
    """An activity of the unit of a record."""
    with app.app_context(), unit_of_work(OPERATOR) as session:
        beside = session.get_one(Atendimento, record)
        row = Atividade(
            id=uuid4(),
            unidade_id=beside.unidade_id,
            tipo="PALESTRA",
            data_inicio=date(2026, 11, 1),
            tema="Viagem segura",
            campanha="",
            municipio=3518800,
            parceiros="",
            situacao="ATIVO",
            versao=1,
            autor_id=beside.autor_id,
            created_at=beside.created_at,
            updated_at=beside.created_at,
        )
        session.add(row)
        return row.id


def local_network(app: Flask, uf: str) -> int:
    """A committee and a flow of a UF, both under this number."""
    with app.app_context(), unit_of_work(OPERATOR) as session:
        now = current_runtime().clock.now()
        who = session.scalars(select(Usuario.id)).first()
        common: dict[str, Any] = {"uf": uf, "ato": "", "situacao": "ATIVO", "versao": 1, "autor_id": who}
        pair = Comite(nome="C", updated_at=now, **common), Fluxo(nome="F", tema="GERAL", updated_at=now, **common)
        session.add_all(pair)
        session.flush()
        assert pair[0].id == pair[1].id
        return pair[0].id
