"""The agenda: what falls due, for whom, and in which part of the page it goes."""

from datetime import date, timedelta
from enum import StrEnum

HORIZONTE_DIAS = 30
SEM_CONTATO_DIAS = 30


class Grupo(StrEnum):
    """Part of the agenda, in the order of the page."""

    ATRASADO = "ATRASADO"
    HOJE = "HOJE"
    SEMANA = "SEMANA"
    DEPOIS = "DEPOIS"

    @property
    def rotulo(self) -> str:
        """Heading on screen."""
        return _ROTULOS[self]


_ROTULOS = {
    Grupo.ATRASADO: "Atrasadas",
    Grupo.HOJE: "Hoje",
    Grupo.SEMANA: "Até o fim da semana",
    Grupo.DEPOIS: "Depois, até 30 dias",
}


def horizonte(hoje: date) -> date:
    """Last day that the agenda shows."""
    return hoje + timedelta(days=HORIZONTE_DIAS)


def grupo_de(prazo: date, hoje: date) -> Grupo:
    """Part of the agenda of something due on a day; the week ends on Sunday."""
    if prazo < hoje:
        return Grupo.ATRASADO
    if prazo == hoje:
        return Grupo.HOJE
    return Grupo.SEMANA if prazo <= hoje + timedelta(days=6 - hoje.weekday()) else Grupo.DEPOIS
