"""The analyst's consultation: the own unit exactly (P0), and everything published."""

from sisetp.web.estatisticas.views import blueprint

__all__ = ["blueprint"]
