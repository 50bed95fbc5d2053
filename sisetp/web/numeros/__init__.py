"""Published numbers, for anybody."""

from sisetp.web.numeros.views import blueprint

__all__ = ["blueprint"]
