"""Pairs of records of the unit that may be one person: equal index tokens give candidates, opened identities decide."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain
from sisetp.db.models.pessoa import IndiceCego, Pessoa
from sisetp.db.models.vinculo import VinculoPessoa
from sisetp.domain.audit import Action
from sisetp.domain.pessoa import Identidade
from sisetp.domain.vinculo import DESFEITA, DISTINTA, LIGADA, Par, grupo_de, par_de
from sisetp.services import indices, sealing
from sisetp.services.fichas import FichaRef, fichas_of

PAGE_PAIRS = 100
_TOKENS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadastro:
    """One record of a person as a list shows it: the newest ficha that counts, and how many there are."""

    pessoa_id: UUID
    fichas: int
    ultima: FichaRef | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParLinha:
    """Two records, what of them coincides (in words) and the decision that counts, "" when there is none."""

    par: Par
    um: Cadastro
    outro: Cadastro
    sinais: tuple[str, ...]
    decisao: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicidades:
    """A page of pairs to be decided and, on the first page, the pairs already decided."""

    a_decidir: tuple[ParLinha, ...]
    decididos: tuple[ParLinha, ...]
    number: int
    pages: int


def list_page(session: Session, actor: Actor, *, number: int) -> Duplicidades:
    """Pairs of the actor's unit, without a name. One page opens at most twice `PAGE_PAIRS` identities.

    Raises: AccessDenied, Unreadable.
    """
    require(actor, Permission.DUPLICIDADE_VER, unidade_id=actor.unidade_id)
    decided = _decided(session)
    waiting = _waiting(_candidates(session), decided)
    pages = max(1, -(-len(waiting) // PAGE_PAIRS))
    number = min(max(number, 1), pages)
    chosen = waiting[(number - 1) * PAGE_PAIRS : number * PAGE_PAIRS]
    people = {key for pair in chosen for key in pair}
    signs = _true_pairs(session, chosen, people)
    audit_chain.append(
        session,
        actor,
        Action.VER_DUPLICIDADES,
        unidade_id=actor.unidade_id,
        detalhes={"quantidade": len(people), "pares": len(signs), "pagina": number},
    )
    closed = {pair: decision for pair, decision in decided.items() if decision != DESFEITA} if number == 1 else {}
    shown = _records(session, {key for pair in (*signs, *closed) for key in pair})
    return Duplicidades(
        a_decidir=tuple(_line(shown, pair, signs[pair]) for pair in signs),
        decididos=tuple(_line(shown, pair, (), decision) for pair, decision in closed.items()),
        number=number,
        pages=pages,
    )


def signs_of(um: Identidade, outro: Identidade) -> tuple[str, ...]:
    """What coincides between two opened identities, in words; nothing when the tokens met by chance."""
    found = []
    if indices.same_document(um, outro):
        found.append("CPF" if um.doc_tipo == "CPF" else "documento")
    if indices.same_name_and_birth(um, outro):
        found.append("nome e nascimento")
    return tuple(found)


def _candidates(session: Session) -> list[Par]:
    """Pairs with an equal token, those with the longest (surest) kind of token first.

    Both steps run inside the index (unit, kind, token): repeated tokens are counted, then only their rows are read.
    The unit comes from the scope of the session alone: named twice, SQLite would read the whole unit.
    """
    query = select(IndiceCego.tipo, IndiceCego.token).group_by(IndiceCego.tipo, IndiceCego.token)
    repeated: dict[str, list[bytes]] = {}
    for tipo, token in session.execute(query.having(func.count() > 1)):
        repeated.setdefault(tipo, []).append(token)
    holders: dict[tuple[str, bytes], list[UUID]] = {}
    for tipo, tokens in repeated.items():
        of_kind = select(IndiceCego.token, IndiceCego.pessoa_id).where(IndiceCego.tipo == tipo)
        for start in range(0, len(tokens), _TOKENS_AT_ONCE):
            some = tokens[start : start + _TOKENS_AT_ONCE]
            for token, pessoa_id in session.execute(of_kind.where(IndiceCego.token.in_(some))):
                holders.setdefault((tipo, token), []).append(pessoa_id)
    order = {"nome_ano": 0, "documento": 1, "cpf": 2}
    pairs: dict[Par, None] = {}
    for key in sorted(holders, key=lambda key: (order.get(key[0], 3), key[1])):
        pairs.update(dict.fromkeys(Par(*both) for both in combinations(sorted(set(holders[key])), 2)))
    return list(pairs)


def _decided(session: Session) -> dict[Par, str]:
    """Last decision about every pair of the unit."""
    rows = session.scalars(select(VinculoPessoa).order_by(VinculoPessoa.id))
    return {Par(row.pessoa_a_id, row.pessoa_b_id): row.decisao for row in rows}


def _waiting(pairs: list[Par], decided: Mapping[Par, str]) -> list[Par]:
    """Pairs nobody decided, or whose link was undone, that are not together through other links."""
    linked = [pair for pair, decision in decided.items() if decision == LIGADA]
    joined = {key for pair in linked for key in pair}
    return [
        pair
        for pair in pairs
        if decided.get(pair) not in (LIGADA, DISTINTA)
        and not (set(pair) <= joined and pair.b in grupo_de(pair.a, linked))
    ]


def _true_pairs(session: Session, pairs: list[Par], people: Collection[UUID]) -> dict[Par, tuple[str, ...]]:
    rows = list(session.scalars(select(Pessoa).where(Pessoa.id.in_(list(people))))) if people else []
    opened = sealing.open_identities(session, rows)
    signs = {pair: signs_of(opened[pair.a], opened[pair.b]) for pair in pairs if set(pair) <= opened.keys()}
    return {pair: found for pair, found in signs.items() if found}


def _records(session: Session, people: Collection[UUID]) -> dict[UUID, Cadastro]:
    fichas = fichas_of(session, list(people))
    return {
        key: Cadastro(pessoa_id=key, fichas=len(fichas.get(key, [])), ultima=next(iter(fichas.get(key, [])), None))
        for key in people
    }


def _line(shown: Mapping[UUID, Cadastro], pair: Par, sinais: tuple[str, ...], decisao: str = "") -> ParLinha:
    return ParLinha(par=par_de(*pair), um=shown[pair.a], outro=shown[pair.b], sinais=sinais, decisao=decisao)
