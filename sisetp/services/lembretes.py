"""What the home page reminds somebody of: a sentence, how many, where to act and whether it is late."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Lembrete:
    """One reminder. `texto` is a whole sentence without names; `caminho` is a path of this application."""

    texto: str
    caminho: str
    quantidade: int | None = None
    urgente: bool = False
