"""What services return to pages and commands: frozen dataclasses, never rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sisetp.domain.estat_layout import Value
from sisetp.domain.pessoa import Identidade


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """Outcome of a submitted ficha: ids and codes of the records; `repeated` when they existed already."""

    atendimentos: tuple[tuple[UUID, str], ...]
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AtendimentoLine:
    """One line of the unit's list; `perfil` is None outside the twelve months in which it is opened."""

    id: UUID
    codigo: str
    inicio: datetime
    autor: str
    situacao: str
    perfil: str | None
    grupo: bool
    modo_ident: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the list; `total` counts all that the filter finds."""

    lines: tuple[AtendimentoLine, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineItem:
    """An atendimento of the same pessoa in the same unit."""

    id: UUID
    codigo: str
    inicio: datetime
    perfil: str | None
    situacao: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AtendimentoDetail:
    """One atendimento with its coded answers; identity and texts stay closed until somebody opens them."""

    id: UUID
    codigo: str
    unidade_id: int
    pessoa_id: UUID
    inicio: datetime
    created_at: datetime
    updated_at: datetime
    autor: str
    autor_id: int
    posto: str | None
    situacao: str
    versao: int
    pessoa_versao: int
    respostas: Mapping[str, Value]
    has_identity: bool
    has_texts: bool
    has_sought: bool
    grupo: tuple[tuple[UUID, str], ...]
    timeline: tuple[TimelineItem, ...]
    amendments: tuple["Amendment", ...]
    reason_required: bool
    sugestoes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """One older version: who changed it, when and under which reason code; values stay sealed."""

    id: int
    versao: int
    created_at: datetime
    autor: str
    motivo: str
    tabela: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A person already attended in this unit, shown with the minimum: when, how many, nothing said."""

    pessoa_id: UUID
    fichas: int
    ultima: datetime
    atendimento_id: UUID
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHit:
    """One search result: name as used, year of birth, last atendimento; capped in number."""

    pessoa_id: UUID
    nome: str
    ano_nascimento: int | None
    atendimento_id: UUID
    codigo: str
    ultima: datetime
    fichas: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """Hits in order of likeness; `more` when the cap cut the list."""

    hits: tuple[PersonHit, ...]
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefill:
    """What «usar este cadastro» brings into a new ficha."""

    pessoa_id: UUID
    identidade: Identidade | None
    respostas: Mapping[str, Value]
