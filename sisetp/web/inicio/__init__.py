"""Home page: what do I do now?"""

from sisetp.web.inicio.views import blueprint

__all__ = ["blueprint"]
