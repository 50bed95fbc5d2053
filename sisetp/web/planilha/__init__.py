"""The national spreadsheet: what to ask, who has not sent, what was handed over."""

from sisetp.web.planilha.views import blueprint

__all__ = ["blueprint"]
