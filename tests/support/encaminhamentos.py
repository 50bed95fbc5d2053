"""Referrals ready for a test: two units, a command that passes, and the whole audit checked."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.db.models import Unidade
from sisetp.db.session import unit_of_work
from sisetp.domain.clock import Clock
from sisetp.domain.encaminhamento import EnviarEncaminhamento
from sisetp.services import encaminhamentos
from tests.support.desk import attend, call
from tests.support.staff import OPERATOR

SUMMARY = "Precisa de vaga hoje."


def unit_id(app: Flask, codigo: str) -> int:
    """Id of a unit by code."""
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        return session.scalars(select(Unidade.id).where(Unidade.codigo == codigo)).one()


def to_netp(app: Flask, registro_id: UUID, unidade: str = "NETP-SP", **changes: Any) -> EnviarEncaminhamento:
    """A referral from an atendimento to a NETP, authorised by the person."""
    command = EnviarEncaminhamento(
        registro_tipo="ATENDIMENTO",
        registro_id=registro_id,
        destino="NETP",
        unidade_destino_id=unit_id(app, unidade),
        autorizado="S",
        partes=("IDENTIDADE", "CONTATO", "PERFIL", "RESUMO"),
        resumo=SUMMARY,
        chave_envio=uuid4().hex,
    )
    return replace(command, **changes)


def to_service(registro_id: UUID, **changes: Any) -> EnviarEncaminhamento:
    """A referral from an atendimento to a CREAS."""
    command = EnviarEncaminhamento(
        registro_tipo="ATENDIMENTO",
        registro_id=registro_id,
        destino="CREAS",
        servico="CREAS Pimentas",
        autorizado="S",
        partes=("IDENTIDADE",),
        chave_envio=uuid4().hex,
    )
    return replace(command, **changes)


def told(registro_id: UUID, **changes: Any) -> EnviarEncaminhamento:
    """A person who was only told of a service."""
    nothing = to_service(registro_id, situacao="INFORMADO", autorizado="N", partes=())
    return replace(nothing, **changes)


def sent(app: Flask, actor: Actor, clock: Clock, **changes: Any) -> UUID:
    """Attend somebody, send her to a NETP and return the id of the referral."""
    return call(app, actor, encaminhamentos.send, to_netp(app, attend(app, actor, clock), **changes), clock=clock)
