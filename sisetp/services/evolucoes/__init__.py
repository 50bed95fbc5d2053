"""Evolutions of a case (form F): write, change, complete the next step, and read under secrecy levels."""

from sisetp.services.evolucoes.leitura import Historico, Timeline, VersaoAnterior, history, timeline
from sisetp.services.evolucoes.linhas import EvolucaoItem
from sisetp.services.evolucoes.mudancas import amend, cancel, complete_step, open_sheet
from sisetp.services.evolucoes.registro import register

__all__ = [
    "EvolucaoItem",
    "Historico",
    "Timeline",
    "VersaoAnterior",
    "amend",
    "cancel",
    "complete_step",
    "history",
    "open_sheet",
    "register",
    "timeline",
]
