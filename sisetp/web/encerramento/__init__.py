"""What a unit has to settle before it ends."""

from sisetp.web.encerramento.views import blueprint

__all__ = ["blueprint"]
