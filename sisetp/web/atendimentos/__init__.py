"""Atendimentos after they are saved: list, detail, openings, changes and prints."""

from sisetp.web.atendimentos import aberturas, identificar, impressos, mudancas, views
from sisetp.web.atendimentos.area import blueprint

__all__ = ["aberturas", "blueprint", "identificar", "impressos", "mudancas", "views"]
