"""Activities of the unit: list, one activity, register, amend, cancel."""

from sisetp.web.atividades import mudancas, views
from sisetp.web.atividades.area import blueprint

__all__ = ["blueprint", "mudancas", "views"]
