"""Cases (procedimentos): list, page, opening, changes, life, handover and the paper for the file."""

from sisetp.web.casos import abertura, alterar, impressao, repasse, situacao, views
from sisetp.web.casos.area import blueprint

__all__ = ["abertura", "alterar", "blueprint", "impressao", "repasse", "situacao", "views"]
