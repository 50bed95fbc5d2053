"""Demonstration data: invented people and users in the proportions of the published figures of the network.

Deterministic: the same seed, number of people and reference day give the same fichas (names, documents, answers,
moments, codes of the atendimentos, authors) in the same units. Row ids, keys, salts and nonces are random, so the
sealed bytes differ: compare what is decoded. Source: decision 25.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sisetp.access.actor import SystemActor
from sisetp.db import audit_chain
from sisetp.db.models.atendimento import Atendimento
from sisetp.db.models.unidade import Unidade
from sisetp.db.models.usuario import Usuario
from sisetp.db.session import unit_of_work
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import Refused
from sisetp.services.demonstracao import acervo
from sisetp.services.demonstracao.atividades import atividades, write_activities
from sisetp.services.demonstracao.carga import Destino, write_batch
from sisetp.services.demonstracao.equipes import approvers, load_team
from sisetp.services.demonstracao.fichas import FichaDemonstracao, fichas
from sisetp.services.demonstracao.mudancas import apply_changes
from sisetp.services.demonstracao.periodos import write_periods
from sisetp.services.demonstracao.rede import SENHA, Servidor, one_per_role
from sisetp.services.demonstracao.rede_local import write_network
from sisetp.services.demonstracao.usuarios import add_team, desks

__all__ = ["ACTOR", "SENHA", "Seeded", "Servidor", "approvers", "is_empty", "one_per_role", "seed"]

ACTOR = SystemActor(name="demonstracao", units=None)
_BATCH = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeded:
    """What was written."""

    pessoas: int
    atendimentos: int
    usuarios: int
    casos: int
    evolucoes: int
    encaminhamentos: int
    requisicoes: int
    duplicidades: int
    atividades: int
    comites: int
    fluxos: int
    cartoes: int


def is_empty(session: Session) -> bool:
    """Tell whether the installation has no atendimento and at most the first administrator."""
    users = session.scalar(select(func.count()).select_from(Usuario)) or 0
    return users <= 1 and session.scalars(select(Atendimento.id).limit(1)).first() is None


def seed(*, ambiente: str | None, pessoas: int, semente: int, clock: Clock) -> Seeded:
    """Write users and people, in units of work of their own.

    Raises: Refused outside a demonstration environment or over data that is already there.
    """
    if ambiente != "demonstracao":
        raise Refused("Dados de demonstração não entram em instalação de produção.")
    with unit_of_work(ACTOR) as session:
        if not is_empty(session):
            raise Refused("Esta instalação já tem dados; a demonstração só entra em instalação vazia.")
        autores = add_team(session, ACTOR, semente=semente, clock=clock)
        unidades = {row.codigo: row.id for row in session.scalars(select(Unidade))}
        destino = Destino(semente=semente, unidades=unidades, autores=autores, postos=desks(session))
    made = fichas(semente=semente, pessoas=pessoas, hoje=clock.today("America/Sao_Paulo"))
    atendimentos = sum(_write(destino, batch) for batch in _batches(made))
    _change(destino)
    work = acervo.write(ACTOR, destino, pessoas=pessoas, hoje=clock.today("America/Sao_Paulo"))
    with unit_of_work(ACTOR) as session:
        hoje = clock.today("America/Sao_Paulo")
        made_activities = list(atividades(semente=semente, hoje=hoje))
        written = write_activities(session, ACTOR, made_activities, unidades=unidades, autores=autores)
        comites, fluxos, cartoes = write_network(
            session, ACTOR, semente=semente, unidades=unidades, autores=autores, clock=clock
        )
    with unit_of_work(ACTOR) as session:
        write_periods(session, semente=semente, clock=clock)
        usuarios = session.scalar(select(func.count()).select_from(Usuario)) or 0
        audit_chain.append(
            session,
            ACTOR,
            Action.SEMEAR_DEMONSTRACAO,
            unidade_id=None,
            detalhes={"pessoas": pessoas, "atendimentos": atendimentos, "semente": semente},
        )
    return Seeded(
        pessoas=pessoas,
        atendimentos=atendimentos,
        usuarios=usuarios,
        casos=work.casos,
        evolucoes=work.evolucoes,
        encaminhamentos=work.encaminhamentos,
        requisicoes=work.requisicoes,
        duplicidades=work.duplicidades,
        atividades=written,
        comites=comites,
        fluxos=fluxos,
        cartoes=cartoes,
    )


def _write(destino: Destino, batch: list[FichaDemonstracao]) -> int:
    with unit_of_work(ACTOR) as session:
        return write_batch(session, ACTOR, destino, batch)


def _change(destino: Destino) -> None:
    with unit_of_work(ACTOR, read_only=True) as session:
        actors = load_team(session).coordenacoes
    for unidade_id, changes in sorted(destino.mudancas.items()):
        with unit_of_work(actors[unidade_id]) as session:
            apply_changes(session, actors[unidade_id], changes, semente=destino.semente)


def _batches(made: Iterator[FichaDemonstracao]) -> Iterator[list[FichaDemonstracao]]:
    while batch := list(islice(made, _BATCH)):
        yield batch
