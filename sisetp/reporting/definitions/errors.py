"""The one error of a wrong definition: which file, which key, why."""

from sisetp.domain.errors import Refused


class DefinitionError(Refused):
    """A definition is refused. `chave` is the path of the key («tabelas[0].linhas[0].dimensao»), empty for the file."""

    def __init__(self, arquivo: str, chave: str, motivo: str) -> None:
        self.arquivo = arquivo
        self.chave = chave
        self.motivo = motivo
        super().__init__(": ".join(part for part in (arquivo, chave, motivo) if part))
