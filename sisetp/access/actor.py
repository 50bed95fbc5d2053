"""Who is acting: a person at work in one posting, or the system itself under a declared name."""

from dataclasses import dataclass

from sisetp.access.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A signed-in user in exactly one posting (a unit and a role)."""

    user_id: int
    login: str
    nome: str
    role: Role
    unidade_id: int | None = None
    unidade_codigo: str | None = None
    uf: str | None = None
    profissao: str | None = None
    lotacao_id: int | None = None

    @property
    def name(self) -> str:
        """Name written in the audit trail."""
        return self.login


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemActor:
    """A command, a job or the sign-in itself; named in every audit event it causes.

    `units` are the units whose rows it may see; `None` means every unit and is for maintenance commands only.
    `user_id` is the person who asked on a page for what another process does: its events name both.
    """

    name: str
    units: frozenset[int] | None = frozenset()
    user_id: int | None = None


AnyActor = Actor | SystemActor
