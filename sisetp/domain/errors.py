"""Domain errors, raised low and translated once at the edges (pages and commands).

No error text carries a name, a document, a code answered or free text: an exception may end in a log.
"""

from dataclasses import dataclass


class SisetpError(Exception):
    """Base of every error this application raises on purpose."""


@dataclass(frozen=True, slots=True)
class FieldMessage:
    """A message in Portuguese beside one field; `campo` is a catalogue name, prefixed `p<index>.` for a person."""

    campo: str
    mensagem: str


class RuleViolation(SisetpError):
    """One or more rules were broken; carries ALL messages, so the form shows them at once."""

    def __init__(self, messages: tuple[FieldMessage, ...]) -> None:
        self.messages = messages
        super().__init__(f"{len(messages)} rule(s) broken: {', '.join(sorted({m.campo for m in messages}))}")


class AccessDenied(SisetpError):
    """The actor lacks a permission."""

    def __init__(self, permission: str) -> None:
        self.permission = permission
        super().__init__(f"access denied: {permission}")


class NotFound(SisetpError):
    """The row does not exist, or belongs to a unit the actor cannot see (pages answer 404 for both)."""


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """One field changed by two people: the stored value and the one just sent, both as shown on the page."""

    campo: str
    atual: str
    enviado: str


class Conflict(SisetpError):
    """Someone else saved the record first; the page shows the difference field by field."""

    def __init__(self, fields: tuple[FieldConflict, ...]) -> None:
        self.fields = fields
        super().__init__(f"version conflict on {len(fields)} field(s)")


class Unreadable(SisetpError):
    """A sealed record cannot be opened. The text names the record id and nothing else."""

    def __init__(self, record_id: str) -> None:
        self.record_id = record_id
        super().__init__(record_id)


class Refused(SisetpError):
    """An operator command is refused (exit code 1); the message is in Portuguese."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class LedgerAltered(Refused):
    """What was published is no longer what was approved: nothing of it leaves. `numeros`: the releases (0: chain)."""

    def __init__(self, numeros: tuple[int, ...]) -> None:
        self.numeros = numeros
        super().__init__("O livro das divulgações não confere: nenhum número sai dele até que se saiba por quê.")
