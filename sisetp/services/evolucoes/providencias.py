"""Next steps as the agenda shows them: the text only to who reads the level of its evolution."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.db.models.caso import Evolucao
from sisetp.services.evolucoes import sigilo
from sisetp.services.evolucoes.linhas import open_row
from sisetp.services.linhas_do_caso import open_what_can


@dataclass(frozen=True, slots=True, kw_only=True)
class Providencia:
    """A next step: its `texto` when this reader reads the level (`legivel`); `ilegivel` when it cannot be opened."""

    texto: str
    legivel: bool
    ilegivel: bool


def known_to(session: Session, actor: Actor, rows: Sequence[Evolucao]) -> list[Evolucao]:
    """Rows whose level the actor reads, by their codes alone: no text is opened."""
    lines = [open_row(session, row) for row in rows]
    return [line.row for line in lines if line.codes is not None and sigilo.reads(actor, line.codes)]


def next_steps(session: Session, actor: Actor, rows: Sequence[Evolucao]) -> dict[UUID, Providencia]:
    """Next steps of these evolutions by row id, keys fetched at once; the event was appended by the caller."""
    opened = {row.id: open_row(session, row) for row in rows}
    readable = [line.row for line in opened.values() if line.codes is not None and sigilo.reads(actor, line.codes)]
    texts, broken = open_what_can(session, readable)
    read = {row.id for row in readable}
    return {
        key: Providencia(
            texto=texts.get(key, {}).get("proximo", ""),
            legivel=key in read,
            ilegivel=key in broken or line.codes is None,
        )
        for key, line in opened.items()
    }
