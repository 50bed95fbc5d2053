"""The work of the nuclei in the demonstration: cases, their follow-up, referrals and rights, in batches."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy.orm import Session

from sisetp.access.actor import AnyActor
from sisetp.access.roles import Role
from sisetp.db.session import unit_of_work
from sisetp.services.demonstracao.carga import Destino
from sisetp.services.demonstracao.carga_casos import write_cases
from sisetp.services.demonstracao.carga_encaminhamentos import write_referrals
from sisetp.services.demonstracao.casos import CasoDemonstracao, casos
from sisetp.services.demonstracao.direitos import add_duplicates, add_rights
from sisetp.services.demonstracao.encaminhamentos import (
    EncaminhamentoDemonstracao,
    from_cases,
    from_desks,
    received,
)
from sisetp.services.demonstracao.equipes import load_team, professionals
from sisetp.services.demonstracao.escrita import Acervo
from sisetp.services.demonstracao.rede import servidores
from sisetp.services.demonstracao.transferencias import hand_over, transferable

_CASES, _DESKS = 15, 9  # per hundred people of the fichas
_FEWEST_CASES = 6
_BATCH = 100
_WRITERS = (Role.ATENDENTE, Role.TECNICO, Role.COORDENACAO)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plano:
    """What is to be written, decided by the seed, the day and the fichas."""

    postos: Sequence[EncaminhamentoDemonstracao]
    casos: Sequence[CasoDemonstracao]
    encaminhamentos: Sequence[EncaminhamentoDemonstracao]
    transferidos: Sequence[CasoDemonstracao]


@dataclass(frozen=True, slots=True, kw_only=True)
class Semeados:
    """How many were written."""

    casos: int
    evolucoes: int
    encaminhamentos: int
    requisicoes: int
    duplicidades: int


def plan(destino: Destino, *, pessoas: int, hoje: date) -> Plano:
    """Decide every case and referral; `pessoas` is the number of people of the fichas, already in `destino`."""
    total = max(_FEWEST_CASES, pessoas * _CASES // 100)
    moved = 1 + total // 60
    logins = _logins(destino.semente)
    desks = [
        item for codigo, people in sorted(destino.atendidas.items()) if codigo.startswith("PAAHM") for item in people
    ]
    postos = list(
        from_desks(
            semente=destino.semente, quantidade=pessoas * _DESKS // 100, hoje=hoje, atendidas=desks, logins=logins
        )
    )
    made = list(
        casos(
            semente=destino.semente,
            quantidade=total,
            hoje=hoje,
            atendidas=destino.atendidas,
            recebidas=received(postos, quantidade=max(1, total // 20), hoje=hoje),
            equipes=professionals(destino.semente),
        )
    )
    first = made[: total - moved]
    known = list(from_cases(semente=destino.semente, numero=len(postos), hoje=hoje, casos=first, logins=logins))
    chosen = transferable(first, known, quantidade=moved, hoje=hoje)
    kept = made[: total - len(chosen)]  # each one handed over is opened once more where it goes
    sent = list(from_cases(semente=destino.semente, numero=len(postos), hoje=hoje, casos=kept, logins=logins))
    return Plano(postos=postos, casos=kept, encaminhamentos=sent, transferidos=chosen)


def write(actor: AnyActor, destino: Destino, *, pessoas: int, hoje: date) -> Semeados:
    """Write everything in units of work of its own."""
    with unit_of_work(actor, read_only=True) as session:
        acervo = Acervo(destino=destino, equipe=load_team(session))
    decided = plan(destino, pessoas=pessoas, hoje=hoje)
    referrals = _write(actor, acervo, decided.postos, write_referrals)
    in_order = sorted(decided.casos, key=lambda item: (item.abertura, item.numero))
    contacts = _write(actor, acervo, in_order, write_cases)
    referrals += _write(actor, acervo, decided.encaminhamentos, write_referrals)
    moved = hand_over(acervo, decided.transferidos, hoje=hoje)
    cases = len(decided.casos)
    return Semeados(
        casos=cases + moved,
        evolucoes=contacts,
        encaminhamentos=referrals + moved,
        requisicoes=add_rights(acervo, hoje=hoje, quantidade=cases),
        duplicidades=add_duplicates(acervo, hoje=hoje),
    )


def _write(
    actor: AnyActor,
    acervo: Acervo,
    items: Sequence[T],
    writer: Callable[[Session, AnyActor, Acervo, Sequence[T]], int],
) -> int:
    total = 0
    for batch in _batches(items):
        with unit_of_work(actor) as session:
            total += writer(session, actor, acervo, batch)
    return total


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]


def _logins(semente: int) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for person in servidores(semente):
        if person.unidade is not None and person.papel in _WRITERS:
            found[person.unidade] = (*found.get(person.unidade, ()), person.login)
    return found
