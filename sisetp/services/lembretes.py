"""What the home page reminds somebody of: a sentence, how many, where to act and whether it is late."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Lembrete:
    """One reminder. `texto` is a sentence without names; `caminho` is a path of this application.

    With `quantidade`, the number is the first word of the sentence and `texto` is its rest («2», «fichas esperam…»).
    """

    texto: str
    caminho: str
    quantidade: int | None = None
    urgente: bool = False


def contado(quantidade: int, um: str, muitos: str, *, caminho: str, urgente: bool = False) -> tuple[Lembrete, ...]:
    """A reminder of so many things, agreeing with their number; none when there are none."""
    if not quantidade:
        return ()
    texto = um if quantidade == 1 else muitos
    return (Lembrete(texto=texto, caminho=caminho, quantidade=quantidade, urgente=urgente),)
