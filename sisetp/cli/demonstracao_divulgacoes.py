"""A few releases of the invented network, prepared from its frozen facts and let out by two of its people."""

from collections.abc import Iterator

from sisetp.cli import trabalho
from sisetp.cli.ligacao import Ligacao
from sisetp.config import Settings
from sisetp.db.session import unit_of_work
from sisetp.domain.clock import Clock
from sisetp.domain.divulgacao import PRONTA
from sisetp.reporting.releases import approve, files, second, views
from sisetp.reporting.releases.store import Alvo
from sisetp.services import demonstracao as dados
from sisetp.services import periodos

_ENOUGH = 2000
"""People under which nothing of an invented month could be shown."""


def publish(ligacao: Ligacao, pessoas: int) -> int:
    """Publish the last months of the last year and the first half of this one; returns how many releases went out.

    The annual bulletin is left for who tries the pages: preparing it takes most of a minute.

    What the network is too small for is discarded, as its people would.
    """
    if pessoas < _ENOUGH:
        return 0
    settings, clock = ligacao.settings(), ligacao.clock
    return sum(_publish(settings, alvo, clock) for alvo in _targets(clock))


def _targets(clock: Clock) -> Iterator[Alvo]:
    today = clock.now().date()
    last = today.year - 1
    for mes in (10, 11, 12):
        yield Alvo("boletim-mensal", f"{last}-{mes}")
    if today.month > 8:
        yield Alvo("boletim-semestral", f"{today.year}-S1")


def _publish(settings: Settings, alvo: Alvo, clock: Clock) -> bool:
    state = trabalho.prepare_release(settings, dados.ACTOR, alvo, lambda *_: None, clock=clock)
    with unit_of_work(trabalho.ESTATISTICA) as session:
        key = views.find(session, alvo)
        assert key is not None  # it has just been prepared
        if state != PRONTA:
            approve.discard(session, dados.ACTOR, key, None, "REFAZER")
            return False
        one, other = dados.approvers(session)
        versao = views.version(session, key)
        approve.approve_first(session, one, key, versao, clock=clock)
    with unit_of_work(trabalho.ESTATISTICA, read_only=True, snapshot=True) as session:
        checked = second.check(session, other, key, versao + 1, renderizadores=files.RENDERIZADORES)
    with unit_of_work(trabalho.ESTATISTICA) as session:
        out = second.approve(session, other, checked, clock=clock)
        for unidade_id, ano, mes in out.meses:
            periodos.mark_published(session, other, unidade_id, ano, mes, clock=clock)
    return True
