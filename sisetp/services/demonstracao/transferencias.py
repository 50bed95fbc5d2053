"""Cases handed over between nuclei, through the real services: sent, accepted, opened there and concluded here."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sisetp.access.actor import Actor
from sisetp.db.session import unit_of_work
from sisetp.domain import encaminhamento as enc
from sisetp.domain import partilha
from sisetp.domain.caso import ENCAMINHAMENTO, TRANSFERIDO, AbrirCaso, MudarSituacao
from sisetp.domain.clock import FixedClock
from sisetp.services import encaminhamentos
from sisetp.services.casos import abertura, situacao
from sisetp.services.demonstracao.casos import CasoDemonstracao
from sisetp.services.demonstracao.encaminhamentos import EncaminhamentoDemonstracao
from sisetp.services.demonstracao.escrita import Acervo
from sisetp.services.demonstracao.linha_do_tempo import moment

_DAYS_BEFORE = 12
_DESTINATIONS = ("NETP-PR", "NETP-MG", "NETP-CE", "NETP-RJ")
_PARTES = (partilha.IDENTIDADE, partilha.CONTATO, partilha.PERFIL, partilha.CASO)
_EXPLANATION = "Nota de demonstração: a pessoa passou a morar em outro estado."


def transferable(
    made: Sequence[CasoDemonstracao], sent: Sequence[EncaminhamentoDemonstracao], *, quantidade: int, hoje: date
) -> tuple[CasoDemonstracao, ...]:
    """Open cases without a referral waiting nor a contact in the last days; the second showcase is the first."""
    waiting = {item.caso for item in sent if item.termina in enc.ABERTOS}
    quiet = moment("NETP-SP", hoje - timedelta(days=_DAYS_BEFORE), 0)
    found = [
        item
        for item in made
        if item.aberto
        and item.pessoas
        and item.numero not in waiting
        and max(item.evolucoes[-1].data, item.estados[-1].quando, item.pessoas[0].estados[-1].quando) < quiet
        and not any(contact.proximo_data and contact.feito_em is None for contact in item.evolucoes)
    ]
    return tuple(sorted(found, key=lambda item: (item.numero != 1, item.numero))[:quantidade])


def hand_over(acervo: Acervo, chosen: Sequence[CasoDemonstracao], *, hoje: date) -> int:
    """Hand each case over; the first waits for its origin to conclude it. Returns how many cases were opened."""
    for place, item in enumerate(chosen):
        others = [codigo for codigo in _DESTINATIONS if codigo != item.unidade]
        origem, destino = acervo.equipe.head(item.unidade), acervo.equipe.head(others[place % len(others)])
        sent = _send(acervo, item, origem, destino, _clock(item, hoje, 9))
        with unit_of_work(destino) as session:
            encaminhamentos.accept(session, destino, sent, clock=_clock(item, hoje, 7))
        _open(destino, sent, _clock(item, hoje, 6), hoje - timedelta(days=6))
        if place:
            _conclude(acervo, item, origem, destino, sent, hoje)
    return len(chosen)


def _send(acervo: Acervo, item: CasoDemonstracao, origem: Actor, destino: Actor, clock: FixedClock) -> UUID:
    caso = acervo.casos[item.numero]
    command = enc.EnviarEncaminhamento(
        registro_tipo=enc.CASO,
        registro_id=caso.id,
        pessoa=caso.pessoas[0].caso_pessoa_id,
        destino=enc.NETP,
        unidade_destino_id=destino.unidade_id,
        motivo="MUDANCA",
        autorizado=enc.SIM,
        partes=_PARTES,
        transferencia=True,
        motivo_abertura="ENCAMINHAMENTO",
        chave_envio=f"demonstracao-{item.numero}",
    )
    with unit_of_work(origem) as session:
        return encaminhamentos.send(session, origem, command, clock=clock)


def _open(destino: Actor, sent: UUID, clock: FixedClock, day: date) -> None:
    command = AbrirCaso(
        abertura=day,
        porta_entrada="REDE",
        risco="MEDIO",
        responsavel_id=destino.user_id,
        resumo="Nota de demonstração: caso recebido de outro núcleo, com autorização da pessoa.",
        origem_tipo=ENCAMINHAMENTO,
        origem_id=sent,
    )
    with unit_of_work(destino) as session:
        abertura.open_case(session, destino, command, clock=clock)


def _conclude(acervo: Acervo, item: CasoDemonstracao, origem: Actor, destino: Actor, sent: UUID, hoje: date) -> None:
    with unit_of_work(destino) as session:
        encaminhamentos.answer(session, destino, sent, desfecho="ATENDIDA", clock=_clock(item, hoje, 5))
    end = MudarSituacao(
        caso_id=acervo.casos[item.numero].id,
        versao=len(item.estados),
        para=TRANSFERIDO,
        justificativa=_EXPLANATION,
        encerramento_motivo="TRANSF",
        data=hoje - timedelta(days=4),
    )
    with unit_of_work(origem) as session:
        situacao.change_status(session, origem, end, clock=_clock(item, hoje, 4))


def _clock(item: CasoDemonstracao, hoje: date, days: int) -> FixedClock:
    return FixedClock(moment(item.unidade, hoje - timedelta(days=days), 14))
