"""State machines as tables: which status may follow which, and how the step is called. Diagrams come from here."""

from collections.abc import Iterator
from dataclasses import dataclass

from sisetp.domain.errors import FieldMessage, RuleViolation


@dataclass(frozen=True, slots=True, kw_only=True)
class Passo:
    """One allowed step: status before, status after, and what a person calls it."""

    de: str
    para: str
    rotulo: str


def passos(*linhas: tuple[str, str, str]) -> tuple[Passo, ...]:
    """Steps, one a line: status before, status after, and what a person calls it."""
    return tuple(Passo(de=de, para=para, rotulo=rotulo) for de, para, rotulo in linhas)


@dataclass(frozen=True, slots=True, kw_only=True)
class Maquina:
    """A noun's life: where it may begin, its steps, and the message for a step that is not drawn.

    `nome` is the noun in Portuguese; `lista` is the code list that names the statuses.
    """

    nome: str
    lista: str
    iniciais: tuple[str, ...]
    passos: tuple[Passo, ...]

    @property
    def estados(self) -> tuple[str, ...]:
        """Every status, in the order in which the table names them."""
        named = (*self.iniciais, *(end for step in self.passos for end in (step.de, step.para)))
        return tuple(dict.fromkeys(named))

    @property
    def finais(self) -> tuple[str, ...]:
        """Statuses that nothing follows."""
        leaving = {step.de for step in self.passos}
        return tuple(state for state in self.estados if state not in leaving)

    def seguintes(self, de: str) -> tuple[Passo, ...]:
        """Steps that may be taken from a status."""
        return tuple(step for step in self.passos if step.de == de)

    def permite(self, de: str, para: str) -> bool:
        """Tell whether a step is drawn."""
        return any(step.de == de and step.para == para for step in self.passos)

    def exigir(self, de: str, para: str, mensagem: str) -> None:
        """Refuse a step that is not drawn. Raises: RuleViolation with the message, on field `situacao`."""
        if not self.permite(de, para):
            raise RuleViolation((FieldMessage("situacao", mensagem),))

    def mermaid(self) -> Iterator[str]:
        """Lines of a Mermaid state diagram of this table."""
        yield "stateDiagram-v2"
        for state in self.iniciais:
            yield f"    [*] --> {state}"
        for step in self.passos:
            yield f"    {step.de} --> {step.para}: {step.rotulo}"
        for state in self.finais:
            yield f"    {state} --> [*]"
