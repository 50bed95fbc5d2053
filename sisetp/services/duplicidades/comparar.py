"""Two records of the unit side by side: first closed, then opened, with a reason when they are old (decision 11)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain
from sisetp.db.models.pessoa import Pessoa
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.codelists import Code
from sisetp.domain.errors import FieldMessage, NotFound, RuleViolation
from sisetp.domain.estat_layout import Value
from sisetp.domain.pessoa import Identidade
from sisetp.domain.vinculo import LIGADA, VINCULO, Par, grupo_de, par_de
from sisetp.services import sealing
from sisetp.services.duplicidades.ligacoes import decisions_around, linked_pairs
from sisetp.services.duplicidades.lista import signs_of
from sisetp.services.fichas import FichaRef, fichas_of
from sisetp.services.identidades import opening_reasons

_OUT_OF_SIGHT = "pessoa_chave"


@dataclass(frozen=True, slots=True, kw_only=True)
class CadastroFechado:
    """One of the two records before anything is opened: its fichas that count, newest first."""

    pessoa_id: UUID
    created_at: datetime
    fichas: tuple[FichaRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CadastroAberto:
    """One of the two records opened: identity (None while not identified) and coded answers by catalogue name."""

    identidade: Identidade | None
    respostas: dict[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparacao:
    """A pair for its page. `decisao` counts now ("" for none), `seguintes` may follow it; `abertos` in the order of
    the pair, None while closed. `por_outro`: together only through other links.
    """

    par: Par
    um: CadastroFechado
    outro: CadastroFechado
    decisao: str
    seguintes: tuple[str, ...]
    por_outro: bool
    motivo_exigido: bool
    motivos: tuple[Code, ...]
    sinais: tuple[str, ...] = ()
    abertos: tuple[CadastroAberto, CadastroAberto] | None = None


def preview(
    session: Session, actor: Actor, um: UUID, outro: UUID, *, clock: Clock, reason_after_days: int
) -> Comparacao:
    """The two records closed: codes, dates and what was decided.

    Raises: AccessDenied, NotFound (also for one record given twice).
    """
    rows = find(session, actor, Permission.DUPLICIDADE_VER, um, outro)
    return _describe(session, actor, rows, clock=clock, reason_after_days=reason_after_days)


def compare(
    session: Session, actor: Actor, um: UUID, outro: UUID, motivo: str, *, clock: Clock, reason_after_days: int
) -> Comparacao:
    """The two records opened: identity and coded answers, an event about each.

    Raises: AccessDenied, NotFound, RuleViolation without a needed reason, Unreadable.
    """
    rows = find(session, actor, Permission.DUPLICIDADE_VER, um, outro)
    require(actor, Permission.IDENTIDADE_ABRIR, unidade_id=rows[0].unidade_id)
    closed = _describe(session, actor, rows, clock=clock, reason_after_days=reason_after_days)
    if (motivo or closed.motivo_exigido) and motivo not in {item.code for item in closed.motivos}:
        raise RuleViolation((FieldMessage("motivo", "Escolha por que precisa abrir estes cadastros."),))
    for row in rows:
        audit_chain.append(
            session,
            actor,
            Action.COMPARAR_CADASTROS,
            unidade_id=row.unidade_id,
            alvo_tipo="pessoa",
            alvo_id=row.id,
            pessoa_id=row.id,
            detalhes={"pessoas": [str(key) for key in closed.par], "motivo": motivo or None},
        )
    known = sealing.open_identities(session, rows)
    first, second = (_opened(session, row, known.get(row.id)) for row in rows)
    signs = signs_of(first.identidade, second.identidade) if first.identidade and second.identidade else ()
    return Comparacao(
        **{name: getattr(closed, name) for name in closed.__slots__ if name not in ("sinais", "abertos")},
        sinais=signs,
        abertos=(first, second),
    )


def find(session: Session, actor: Actor, permission: Permission, um: UUID, outro: UUID) -> tuple[Pessoa, Pessoa]:
    """The two rows in the order of the pair. Raises: AccessDenied; NotFound unless both are of the actor's unit."""
    require(actor, permission)
    rows = {row.id: row for row in session.scalars(select(Pessoa).where(Pessoa.id.in_([um, outro])))}
    if len(rows) != 2 or any(row.unidade_id != actor.unidade_id for row in rows.values()):
        raise NotFound
    pair = par_de(um, outro)
    require(actor, permission, unidade_id=rows[pair.a].unidade_id)
    return rows[pair.a], rows[pair.b]


def _describe(
    session: Session, actor: Actor, rows: tuple[Pessoa, Pessoa], *, clock: Clock, reason_after_days: int
) -> Comparacao:
    pair = Par(rows[0].id, rows[1].id)
    fichas = fichas_of(session, list(pair))
    first, second = (
        CadastroFechado(pessoa_id=row.id, created_at=row.created_at, fichas=tuple(fichas.get(row.id, ())))
        for row in rows
    )
    oldest = min(_last_contact(first), _last_contact(second))
    decided = decisions_around(session, pair)
    decision = decided.get(pair, "")
    return Comparacao(
        par=pair,
        um=first,
        outro=second,
        decisao=decision,
        seguintes=tuple(step.para for step in VINCULO.seguintes(decision)) if decision else VINCULO.iniciais,
        por_outro=decision != LIGADA and pair.b in grupo_de(pair.a, linked_pairs(decided)),
        motivo_exigido=clock.now() - oldest > timedelta(days=reason_after_days),
        motivos=opening_reasons(session, actor, clock=clock),
    )


def _last_contact(record: CadastroFechado) -> datetime:
    return record.fichas[0].inicio if record.fichas else record.created_at


def _opened(session: Session, row: Pessoa, known: Identidade | None) -> CadastroAberto:
    answers = sealing.open_codes(session, row)
    return CadastroAberto(
        identidade=known, respostas={name: value for name, value in answers.items() if name != _OUT_OF_SIGHT}
    )
