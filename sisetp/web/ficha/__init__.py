"""The ficha: open it, save it, recognise who came before, print it blank."""

from sisetp.web.ficha.views import blueprint

__all__ = ["blueprint"]
