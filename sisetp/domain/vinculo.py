"""Two records of one person inside a unit: what is decided about a pair, and which records go together.

Nothing of either record is overwritten: a decision is a line of its own, the last one about a pair counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sisetp.domain.codelists import codelist
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.estados import Maquina, Passo

LIGADA, DISTINTA, DESFEITA = "LIGADA", "DISTINTA", "DESFEITA"
VINCULO = Maquina(
    nome="Decisão sobre dois cadastros",
    lista="decisao_vinculo",
    iniciais=(LIGADA, DISTINTA),
    passos=(
        Passo(de=LIGADA, para=DESFEITA, rotulo="Desfazer a ligação"),
        Passo(de=DISTINTA, para=LIGADA, rotulo="Reconhecer a mesma pessoa"),
        Passo(de=DISTINTA, para=DESFEITA, rotulo="Deixar sem decisão"),
        Passo(de=DESFEITA, para=LIGADA, rotulo="Ligar de novo"),
        Passo(de=DESFEITA, para=DISTINTA, rotulo="Marcar como pessoas diferentes"),
    ),
)
_REPETIDA = "Esta decisão não cabe agora: veja o que já foi decidido sobre os dois cadastros."
_SEPARADAS = "Dentro deste grupo há cadastros já marcados como pessoas diferentes. Desfaça aquela decisão primeiro."
_POR_OUTRO = "Estes cadastros estão ligados por meio de outro. Desfaça primeiro a ligação que os une."


class Par(NamedTuple):
    """Two pessoas of one unit, the smaller id first."""

    a: UUID
    b: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidirVinculo:
    """A decision (list `decisao_vinculo`) and its reason (list `motivo_vinculo`) about one pair."""

    par: Par
    decisao: str
    motivo: str


def par_de(um: UUID, outro: UUID) -> Par:
    """Return the pair in its order. Raises: ValueError when both are the same record."""
    if um == outro:
        raise ValueError("a pair has two records")
    return Par(min(um, outro), max(um, outro))


def grupo_de(pessoa: UUID, ligados: Iterable[Par]) -> frozenset[UUID]:
    """Return the records that go with one, itself included: links are followed from one to the next."""
    found, edges = {pessoa}, list(ligados)
    while True:
        reached = {end for edge in edges if found & set(edge) for end in edge} - found
        if not reached:
            return frozenset(found)
        found |= reached


def check_decision(command: DecidirVinculo, decididos: Mapping[Par, str], *, today: date) -> None:
    """Refuse a decision out of order, without a reason, or against the others of the group.

    `decididos` has the decision that counts for every pair around the two records. Raises: RuleViolation.
    """
    if command.motivo not in {item.code for item in codelist("motivo_vinculo").current(today)}:
        raise RuleViolation((FieldMessage("motivo", "Escolha um motivo da lista."),))
    before = decididos.get(command.par)
    known = command.decisao in VINCULO.iniciais if before is None else VINCULO.permite(before, command.decisao)
    if not known:
        raise RuleViolation((FieldMessage("decisao", _REPETIDA),))
    ligados = [pair for pair, decision in decididos.items() if decision == LIGADA]
    if command.decisao == DISTINTA and command.par.b in grupo_de(command.par.a, ligados):
        raise RuleViolation((FieldMessage("decisao", _POR_OUTRO),))
    if command.decisao == LIGADA:
        together = grupo_de(command.par.a, [*ligados, command.par])
        apart = (pair for pair, decision in decididos.items() if decision == DISTINTA and pair != command.par)
        if any(together >= set(pair) for pair in apart):
            raise RuleViolation((FieldMessage("decisao", _SEPARADAS),))
