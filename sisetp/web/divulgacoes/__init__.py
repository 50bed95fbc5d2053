"""Public releases on their way out: what is due, prepare, follow, approve twice, discard; the close of a year."""

from sisetp.web.divulgacoes import ano, decisao, painel, tarefa
from sisetp.web.divulgacoes.area import blueprint

__all__ = ["ano", "blueprint", "decisao", "painel", "tarefa"]
