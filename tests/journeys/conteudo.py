"""A núcleo with something on every page: a case in full, referrals both ways, a request, similar records, a month."""

from dataclasses import dataclass
from uuid import UUID

from flask import Flask

from sisetp.access.actor import Actor
from sisetp.services import caso_pessoas, encaminhamentos
from tests.support.caso_pessoas import WORK, included, saving, seen
from tests.support.clock import MovableClock
from tests.support.desk import attend, call
from tests.support.direitos import pair_of, request_of
from tests.support.encaminhamentos import sent, to_service
from tests.support.evolucoes import evolve, parts_of

TEXT = "Ligou a irmã: chega na segunda-feira, pela manhã, e pede que alguém a espere na rodoviária."


@dataclass(frozen=True, slots=True, kw_only=True)
class Conteudo:
    """Addresses of what was made; `ficha`, `recebido` and `enviado` are paths, `caso` is the path of the case."""

    ficha: str
    caso: str
    pessoa: str
    evolucao: str
    plano: str
    envolvido: str
    enviado: str
    recebido: str
    pedido: str
    par: str


def fill(app: Flask, clock: MovableClock, head: Actor, psychologist: Actor, desk: Actor) -> Conteudo:
    """Make it, in the unit of the head; `desk` is an officer of another unit, who refers somebody there."""
    caso, pessoa, _ = included(app, head, clock)
    call(app, head, caso_pessoas.save, saving(seen(app, head, clock, caso, pessoa), WORK), clock=clock)
    today = clock.today("America/Sao_Paulo")
    evolve(app, psychologist, caso, clock, tipo="ATEND_PSICO", nivel_sigilo="SIG_PSI", relato=TEXT)
    own = evolve(app, head, caso, clock, relato=TEXT, proximo="Esperar a irmã", proximo_data=today, risco="ALTO")
    parts = parts_of(app, caso)
    away = _send(app, head, clock, caso, pessoa)
    came = sent(app, desk, clock)
    call(app, head, encaminhamentos.accept, came, clock=clock)
    sent(app, desk, clock)
    ficha, _twin = (attend(app, head, clock) for _ in range(2))
    pair = pair_of(app, ficha)
    return Conteudo(
        ficha=f"/atendimentos/{ficha}",
        caso=f"/casos/{caso}",
        pessoa=f"/casos/{caso}/pessoas/{pessoa}",
        evolucao=f"/casos/{caso}/evolucoes/{own}",
        plano=f"/casos/{caso}/plano/{parts['plano']}",
        envolvido=f"/casos/{caso}/envolvidos/{parts['envolvido']}",
        enviado=f"/encaminhamentos/{away}",
        recebido=f"/encaminhamentos/{came}",
        pedido=f"/titulares/{request_of(app, ficha)}",
        par=f"/duplicidades/{pair['a']}/{pair['b']}",
    )


def _send(app: Flask, head: Actor, clock: MovableClock, caso: UUID, pessoa: UUID) -> UUID:
    command = to_service(caso, registro_tipo="CASO", pessoa=pessoa)
    return call(app, head, encaminhamentos.send, command, clock=clock)
