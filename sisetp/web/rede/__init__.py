"""The local network: committees and referral flows of each UF."""

from sisetp.web.rede import mudancas, views
from sisetp.web.rede.area import blueprint

__all__ = ["blueprint", "mudancas", "views"]
