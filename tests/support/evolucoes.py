"""Evolutions ready to be registered by a test, in a case of the actor's unit."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.db.audit_chain import SEALS_KEY
from sisetp.db.audit_seals import row_seals
from sisetp.db.models.caso import Caso, CasoPessoa, Envolvido, Evolucao, PlanoApoio
from sisetp.db.session import unit_of_work
from sisetp.domain.audit import Action
from sisetp.domain.evolucao import EvolucaoEscrita, RegistrarEvolucao
from sisetp.domain.ficha import Value
from sisetp.services import evolucoes, sealing
from sisetp.services.casos import acesso
from sisetp.services.sealing import Relacao
from tests.support.clock import MovableClock
from tests.support.desk import call, work
from tests.support.procedimentos import open_one
from tests.support.staff import OPERATOR

PARTS = ("evolucao", "plano", "envolvido")
OPENED = date(2026, 11, 2)
ANSWERS: dict[str, Value] = {
    "tipo": "CONTATO",
    "nivel_sigilo": "TECNICO",
    "necessidades": ("ACOLHIDA",),
    "risco": "MEDIO",
}


def case_with(
    app: Flask, actor: Actor, clock: MovableClock, *, risco: str = "MEDIO", situacao: str = "ATIVO", pessoas: int = 0
) -> UUID:
    """Open a case of early November, then give it a status and people nobody knows."""
    key = open_one(app, actor, clock, abertura=OPENED, risco=risco, resumo="síntese")
    with work(app, actor) as session:
        caso = session.get_one(Caso, key)
        caso.situacao = situacao
        for _number in range(pessoas):
            row = _person(session, caso)
            details = {"versao": 1, SEALS_KEY: row_seals(row)}
            acesso.record(session, actor, Action.INCLUIR_PESSOA, caso, details)  # type: ignore[arg-type]
    return key


def evolve(app: Flask, actor: Actor, caso: UUID, clock: MovableClock, **changes: object) -> UUID:
    """Register an evolution through the service; see `written` for what may be changed."""
    command = RegistrarEvolucao(caso_id=caso, escrita=written(clock, **changes))
    return call(app, actor, evolucoes.register, command, clock=clock)


def written(clock: MovableClock, **changes: object) -> EvolucaoEscrita:
    """What an evolution says, ready to be changed: codes by name, `data`, texts `relato` and `proximo`, the dates."""
    texts = {name: str(changes.pop(name)) for name in ("relato", "proximo") if name in changes}
    answers = {**ANSWERS, **{name: changes.pop(name) for name in ANSWERS if name in changes}}
    data = changes.pop("data", clock.now())
    return EvolucaoEscrita(data=data, respostas=answers, textos=texts, **changes)  # type: ignore[arg-type]


def parts_of(app: Flask, caso_id: UUID) -> dict[str, UUID]:
    """An evolution, a line of the plan and somebody involved in a case, by whoever opened it, by name of `PARTS`."""
    with app.app_context(), unit_of_work(OPERATOR) as session:
        caso = session.get_one(Caso, caso_id)
        now = caso.created_at
        common: dict[str, Any] = {
            "unidade_id": caso.unidade_id,
            "caso_id": caso.id,
            "versao": 1,
            "created_at": now,
            "updated_at": now,
        }
        rows = (
            Evolucao(id=uuid4(), data=now, profissional_id=caso.autor_id, situacao="ATIVO", **common),
            PlanoApoio(id=uuid4(), inicio=caso.abertura, prazo=caso.abertura, autor_id=caso.autor_id, **common),
            Envolvido(id=uuid4(), situacao="ATIVO", autor_id=caso.autor_id, **common),
        )
        for row, codes in zip(rows, (ANSWERS, {"tipo": "SAUDE"}, {"papel": ("OUTRO",)}), strict=True):
            sealing.seal_codes(session, row, codes)  # type: ignore[arg-type]
        session.add_all(rows)
        return dict(zip(PARTS, (row.id for row in rows), strict=True))


def _person(session: Session, caso: Caso) -> CasoPessoa:
    pessoa = uuid4()
    row = CasoPessoa(
        id=uuid4(),
        unidade_id=caso.unidade_id,
        caso_id=caso.id,
        pessoa_token=sealing.link_token(session, caso.unidade_id, Relacao.CASO_PESSOA, pessoa),
        situacao="ATIVO",
        versao=1,
        autor_id=caso.autor_id,
        created_at=caso.created_at,
        updated_at=caso.created_at,
    )
    sealing.seal_codes(session, row, {"pessoa_id": pessoa.bytes})
    session.add(row)
    session.flush()
    return row
