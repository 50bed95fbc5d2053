"""The public directory of units, and the editing of the own unit's card."""

from sisetp.web.diretorio import cartao, views
from sisetp.web.diretorio.views import blueprint

__all__ = ["blueprint", "cartao", "views"]
