"""Months of the unit, the coordination's board and the deadlines."""

from sisetp.web.periodos import prazos, quadro, unidade
from sisetp.web.periodos.area import blueprint

__all__ = ["blueprint", "prazos", "quadro", "unidade"]
