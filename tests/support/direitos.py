"""Rows about the rights of a person, for addresses of pages: a request, the person in a case, a pair of records."""

from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select

from sisetp.db.models.atendimento import Atendimento
from sisetp.db.models.pessoa import Pessoa
from sisetp.db.models.titular import Requisicao, RequisicaoConteudo
from sisetp.db.runtime import current_runtime
from sisetp.db.session import unit_of_work
from sisetp.domain.titular import ABERTA, prazo_de
from sisetp.services import sealing
from tests.support.staff import OPERATOR


def request_of(app: Flask, record: UUID) -> UUID:
    """A request about the person of an atendimento, in its unit."""
    with app.app_context(), unit_of_work(OPERATOR) as session:
        beside = session.get_one(Atendimento, record)
        day = current_runtime().clock.now().date()
        row = Requisicao(
            id=uuid4(),
            unidade_id=beside.unidade_id,
            recebida_em=day,
            prazo=prazo_de(day),
            situacao=ABERTA,
            autor_id=beside.autor_id,
            created_at=beside.created_at,
            updated_at=beside.created_at,
        )
        content = RequisicaoConteudo(id=row.id, unidade_id=row.unidade_id, pessoa_token=uuid4().bytes, versao=1)
        sealing.seal_codes(session, content, {"requisicao_tipo": "ACESSO", "pessoa_id": beside.pessoa_id.bytes})
        session.add(row)
        session.flush()
        session.add(content)
        return row.id


def pair_of(app: Flask, record: UUID) -> dict[str, UUID]:
    """The person of an atendimento and another of the same unit, or an id of nobody, as `a` and `b`."""
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        row = session.get_one(Atendimento, record)
        query = select(Pessoa.id).where(Pessoa.unidade_id == row.unidade_id, Pessoa.id != row.pessoa_id)
        return {"a": row.pessoa_id, "b": session.scalars(query).first() or UUID(int=0)}
