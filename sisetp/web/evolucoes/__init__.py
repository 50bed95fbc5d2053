"""What is written in a case: evolutions, support plan, risks and others involved."""

from sisetp.web.evolucoes import envolvidos, mudancas, planos, riscos, views
from sisetp.web.evolucoes.area import blueprint

__all__ = ["blueprint", "envolvidos", "mudancas", "planos", "riscos", "views"]
