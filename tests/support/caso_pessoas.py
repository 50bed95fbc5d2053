"""People in cases for tests: included from an atendimento of a NETP, form E answered."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from flask import Flask

from sisetp.access.actor import Actor
from sisetp.db.models import Atendimento, Caso, CasoPessoa
from sisetp.db.runtime import current_runtime
from sisetp.db.session import unit_of_work
from sisetp.domain.atendimento import PessoaNaFicha
from sisetp.domain.caso_pessoa import RESPOSTAS_INICIAIS, SalvarPessoaNoCaso
from sisetp.domain.clock import Clock
from sisetp.domain.ficha import Value
from sisetp.services import caso_pessoas, sealing
from sisetp.services.caso_pessoas import PessoaNoCaso
from tests.support.desk import attend, call, work
from tests.support.fichas import person
from tests.support.procedimentos import open_one
from tests.support.staff import OPERATOR

WORK: dict[str, Value] = {
    "status_vitima": "CONFIRMADA",
    "orgao_identificador": "AFT",
    "finalidade": "TRAB_ESCRAVO",
    "formas": ("DEGR", "DIVIDA"),
    "acoes": ("ALICIAR",),
    "meios": ("FRAUDE",),
    "setor": "AGRO",
    "ambito": "INTERNO",
    "periodo_inicio": 202601,
    "periodo_fim": 202608,
}


def pessoa_of(app: Flask, actor: Actor, clock: Clock, *people: PessoaNaFicha) -> UUID:
    """Attend somebody and return the id of her pessoa."""
    atendimento_id = attend(app, actor, clock, *(people or (person(),)))
    with work(app, actor, read_only=True) as session:
        return session.get_one(Atendimento, atendimento_id).pessoa_id


def included(app: Flask, actor: Actor, clock: Clock, *people: PessoaNaFicha) -> tuple[UUID, UUID, UUID]:
    """A case with one person in it: ids of the case, of her row and of the pessoa."""
    pessoa_id = pessoa_of(app, actor, clock, *people)
    caso = open_one(app, actor, clock)
    return caso, call(app, actor, caso_pessoas.include, caso, pessoa_id, clock=clock), pessoa_id


def seen(app: Flask, actor: Actor, clock: Clock, caso: UUID, row: UUID) -> PessoaNoCaso:
    """Form E as the page reads it."""
    return call(app, actor, caso_pessoas.detail, caso, row, clock=clock, reason_after_days=30)


def saving(detail: PessoaNoCaso, respostas: Mapping[str, Value] | None = None, **changes: Any) -> SalvarPessoaNoCaso:
    """Command over what was read, with a reason that passes."""
    answers = dict(respostas or {})
    moved = answers.get("status_vitima", detail.respostas["status_vitima"]) != detail.respostas["status_vitima"]
    values: dict[str, Any] = {
        "versao": detail.versao,
        "motivo": "SITUACAO" if moved else "COMPLEMENTO",
        "justificativa": "Ouvida pela equipe" if moved else "",
        "textos": {},
        **changes,
    }
    return SalvarPessoaNoCaso(caso_id=detail.caso_id, caso_pessoa_id=detail.id, respostas=answers, **values)


def person_in(app: Flask, caso_id: UUID, pessoa_id: UUID) -> UUID:
    """A row of a person in a case, put there whoever may: for the matrix of pages."""
    with app.app_context(), unit_of_work(OPERATOR) as session:
        caso, now = session.get_one(Caso, caso_id), current_runtime().clock.now()
        row = CasoPessoa(
            id=uuid4(),
            unidade_id=caso.unidade_id,
            caso_id=caso.id,
            pessoa_token=pessoa_id.bytes,
            situacao="ATIVO",
            versao=1,
            autor_id=caso.autor_id,
            created_at=now,
            updated_at=now,
        )
        sealing.seal_codes(session, row, {**RESPOSTAS_INICIAIS, "pessoa_id": pessoa_id.bytes})
        session.add(row)
        return row.id
