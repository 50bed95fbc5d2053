"""People in cases (form E)."""

from sisetp.web.caso_pessoas import inclusao, views
from sisetp.web.caso_pessoas.area import blueprint

__all__ = ["blueprint", "inclusao", "views"]
