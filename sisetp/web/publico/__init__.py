"""Pages for anybody: privacy notice and liveness."""

from sisetp.web.publico.views import blueprint

__all__ = ["blueprint"]
