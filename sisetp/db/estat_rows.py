"""Rows of a unit as statistics may see them: ids, versions, dates, workflow status and the sealed codes, nothing else.

Every function is one ORM column select whatever the number of rows, inside the row scope of the session. Instants are
UTC and windows half open; dates are local and windows closed. What is cancelled is left out here.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from sisetp.db.models.atendimento import Atendimento, Versao
from sisetp.db.models.atividade import Alcance, Atividade
from sisetp.db.models.caso import Caso, CasoPessoa, Evolucao
from sisetp.db.models.encaminhamento import Encaminhamento
from sisetp.db.models.pessoa import Pessoa
from sisetp.db.models.vinculo import VinculoPessoa

ACTIVE = "ATIVO"
FEW = 5000
"""Up to how many people are asked for by id; beyond it the whole unit is read, still in one statement."""

Line = Row[*tuple[Any, ...]]
Rows = Sequence[Line]


def contacts(session: Session, unidade_id: int, since: datetime, until: datetime) -> Rows:
    """(id, versao, estat, pessoa_id, inicio) of the atendimentos that began in the window."""
    query = select(Atendimento.id, Atendimento.versao, Atendimento.estat, Atendimento.pessoa_id, Atendimento.inicio)
    query = query.where(Atendimento.unidade_id == unidade_id, Atendimento.situacao == ACTIVE)
    return session.execute(query.where(Atendimento.inicio >= since, Atendimento.inicio < until)).all()


def evolutions(session: Session, unidade_id: int, since: datetime, until: datetime) -> Rows:
    """(id, versao, estat, caso_id, data) of the evolutions of the window."""
    query = select(Evolucao.id, Evolucao.versao, Evolucao.estat, Evolucao.caso_id, Evolucao.data)
    query = query.where(Evolucao.unidade_id == unidade_id, Evolucao.situacao == ACTIVE)
    return session.execute(query.where(Evolucao.data >= since, Evolucao.data < until)).all()


def cases(session: Session, unidade_id: int, until: date) -> Rows:
    """(id, versao, estat, abertura, encerramento, situacao) of the cases opened up to a day."""
    query = select(Caso.id, Caso.versao, Caso.estat, Caso.abertura, Caso.encerramento, Caso.situacao)
    return session.execute(query.where(Caso.unidade_id == unidade_id, Caso.abertura <= until)).all()


def case_versions(session: Session, unidade_id: int, until: date) -> Rows:
    """(id, versao, estat, situacao, created_at) of the older states of those cases, by case and oldest first.

    `id` is the case's and `created_at` the instant when the state ended.
    """
    query = select(Caso.id, Versao.versao, Versao.estat, Versao.situacao, Versao.created_at)
    query = query.join(Versao, Versao.registro_id == Caso.id)
    query = query.where(Versao.tabela == Caso.__tablename__, Caso.unidade_id == unidade_id, Caso.abertura <= until)
    return session.execute(query.order_by(Caso.id, Versao.versao)).all()


def case_people(session: Session, unidade_id: int) -> Rows:
    """(id, versao, estat, caso_id, situacao, created_at, updated_at, motivo) of the people of the unit's cases.

    `motivo` is the reason of the last change (lists `motivo_alteracao`, `motivo_retirada`), None without any.
    """
    query = select(
        CasoPessoa.id,
        CasoPessoa.versao,
        CasoPessoa.estat,
        CasoPessoa.caso_id,
        CasoPessoa.situacao,
        CasoPessoa.created_at,
        CasoPessoa.updated_at,
        Versao.motivo,
    ).outerjoin(
        Versao,
        and_(
            Versao.tabela == CasoPessoa.__tablename__,
            Versao.registro_id == CasoPessoa.id,
            Versao.versao == CasoPessoa.versao - 1,
        ),
    )
    return session.execute(query.where(CasoPessoa.unidade_id == unidade_id)).all()


def referrals(session: Session, unidade_id: int, first: date, last: date) -> Rows:
    """(id, versao, estat, data, situacao, unidade_destino_id) of the referrals that the unit sent in the window."""
    query = select(
        Encaminhamento.id,
        Encaminhamento.versao,
        Encaminhamento.estat,
        Encaminhamento.data,
        Encaminhamento.situacao,
        Encaminhamento.unidade_destino_id,
    ).where(Encaminhamento.unidade_origem_id == unidade_id)
    return session.execute(query.where(Encaminhamento.data >= first, Encaminhamento.data <= last)).all()


def activities(session: Session, unidade_id: int, first: date, last: date) -> Rows:
    """(id, tipo, data_inicio, publico, pessoas) of the activities that began in the window.

    One row for each kind of public reached; `publico` and `pessoas` are None for an activity that reached none.
    """
    query = select(Atividade.id, Atividade.tipo, Atividade.data_inicio, Alcance.publico, Alcance.pessoas)
    query = query.outerjoin(Alcance, Alcance.atividade_id == Atividade.id)
    query = query.where(Atividade.unidade_id == unidade_id, Atividade.situacao == ACTIVE)
    query = query.where(Atividade.data_inicio >= first, Atividade.data_inicio <= last)
    return session.execute(query.order_by(Atividade.id, Alcance.publico)).all()


def people(session: Session, unidade_id: int, ids: Collection[UUID]) -> Rows:
    """(id, versao, estat) of people of the unit; of all of them when many are asked for."""
    query = select(Pessoa.id, Pessoa.versao, Pessoa.estat).where(Pessoa.unidade_id == unidade_id)
    if len(ids) <= FEW:
        query = query.where(Pessoa.id.in_(ids))
    return session.execute(query).all()


def decided_pairs(session: Session, unidade_id: int) -> Rows:
    """(pessoa_a_id, pessoa_b_id, decisao) of every decision about two records of one unit, oldest first."""
    query = select(VinculoPessoa.pessoa_a_id, VinculoPessoa.pessoa_b_id, VinculoPessoa.decisao)
    return session.execute(query.where(VinculoPessoa.unidade_id == unidade_id).order_by(VinculoPessoa.id)).all()
