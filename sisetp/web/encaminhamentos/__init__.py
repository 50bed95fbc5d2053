"""Referrals: making, following, answering, sharing more, taking back, and their papers."""

from sisetp.web.encaminhamentos import acoes, acrescimo, envio, impressos, listas, rotulos
from sisetp.web.encaminhamentos.area import blueprint

__all__ = ["acoes", "acrescimo", "blueprint", "envio", "impressos", "listas"]

# The list of referrals is also part of the pages of atendimentos and cases, which other areas render.
for _name in ("rotulo", "para_onde", "demora", "aberto", "tom"):
    blueprint.add_app_template_global(getattr(rotulos, _name), f"encaminhamento_{_name}")
