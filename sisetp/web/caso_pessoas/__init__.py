"""People in cases (form E) and their full register (form C)."""

from sisetp.web.caso_pessoas import cadastro, inclusao, views
from sisetp.web.caso_pessoas.area import blueprint

__all__ = ["blueprint", "cadastro", "inclusao", "views"]
