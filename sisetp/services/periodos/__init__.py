"""Months of each unit: completeness, signature and sending, the coordination's board and the deadlines."""

from sisetp.services.periodos.completude import Completude, Pendencia, gate
from sisetp.services.periodos.lembretes import lembretes
from sisetp.services.periodos.meses import MesLinha
from sisetp.services.periodos.passos import check, consolidate, mark_published, return_, send
from sisetp.services.periodos.prazos import Calendario, calendar, mark
from sisetp.services.periodos.quadro import MesNoQuadro, Quadro, board, board_month
from sisetp.services.periodos.unidade import MesDaUnidade, MesesDaUnidade, unit_month, unit_periods

__all__ = [
    "Calendario",
    "Completude",
    "MesDaUnidade",
    "MesLinha",
    "MesNoQuadro",
    "MesesDaUnidade",
    "Pendencia",
    "Quadro",
    "board",
    "board_month",
    "calendar",
    "check",
    "consolidate",
    "gate",
    "lembretes",
    "mark",
    "mark_published",
    "return_",
    "send",
    "unit_month",
    "unit_periods",
]
