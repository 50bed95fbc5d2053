"""What services return to pages and commands: frozen dataclasses, never rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sisetp.domain.estat_layout import Value
from sisetp.domain.ficha import PessoaProcurada
from sisetp.domain.pessoa import Identidade
from sisetp.domain.rede import DadosCartao


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """Outcome of a submitted ficha: ids and codes of the records; `repeated` when they existed already."""

    atendimentos: tuple[tuple[UUID, str], ...]
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFilter:
    """What a list asks: local days, both ends included; "" and None ask nothing. `situacao` "" is every status."""

    inicio: date
    fim: date
    codigo: str = ""
    autor_id: int | None = None
    situacao: str = "ATIVO"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtendimentoLine:
    """One line of the unit's list; `perfil` is a code, None outside the twelve months in which it is opened.

    `unreadable` tells that the answers of a recent record could not be opened: the line says so, it is not blank.
    """

    id: UUID
    codigo: str
    inicio: datetime
    autor: str
    situacao: str
    perfil: str | None
    grupo: bool
    modo_ident: str | None
    unreadable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the list; `total` counts all that the filter finds."""

    lines: tuple[AtendimentoLine, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineItem:
    """An atendimento of the same pessoa in the same unit; `perfil` is a code, opened for the last twelve months.

    `linked` tells that it belongs to another record, which the unit recognised as the same person.
    `unreadable` tells that a recent one could not be opened: the line says so, it is not blank.
    """

    id: UUID
    codigo: str
    inicio: datetime
    perfil: str | None
    situacao: str
    current: bool
    linked: bool = False
    unreadable: bool = False


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
    may_open_texts: bool
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
    """A person this unit already knows, shown with the minimum: when, how many, nothing said.

    `ultima` is the last contact or, for somebody without a ficha, when she was put in the unit's register.
    """

    pessoa_id: UUID
    fichas: int
    ultima: datetime
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHit:
    """One search result: name as used, year of birth, last atendimento; capped in number.

    Somebody put in a case without a ficha has no atendimento; `caso_id` is then given to who may see the case.
    """

    pessoa_id: UUID
    nome: str
    ano_nascimento: int | None
    atendimento_id: UUID | None
    codigo: str
    ultima: datetime | None
    fichas: int
    caso_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """Hits in order of likeness; `more` when the cap cut the list; `unreadable` people were left out of the search."""

    hits: tuple[PersonHit, ...]
    more: bool
    unreadable: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefill:
    """What «usar este cadastro» brings into a new ficha."""

    pessoa_id: UUID
    identidade: Identidade | None
    respostas: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedIdentity:
    """An opened identity. `nome` is the one used; `nome_civil` is "" until opened on its own, when there are two."""

    nome: str
    has_other_name: bool
    nome_civil: str
    nascimento: date | None
    doc_tipo: str
    doc_numero: str
    contato: str
    contato_seguro: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedTexts:
    """Opened free texts by field name, and the written reasons of amendments as (version, text)."""

    textos: Mapping[str, str]
    justificativas: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSought:
    """What is known of the people somebody asks to locate."""

    pessoas: tuple[PessoaProcurada, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendSheet:
    """Everything an amendment starts from. `textos` is None when the actor may not read them: they stay as stored."""

    id: UUID
    codigo: str
    inicio: datetime
    versao: int
    pessoa_versao: int
    respostas: Mapping[str, Value]
    textos: Mapping[str, str] | None
    identidade: Identidade | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDifference:
    """One field that two people left different: what is stored now and what was just sent.

    `mudado` tells that the second editor really changed it: it is not only what she had read before the first saved.
    """

    campo: str
    atual: Value | date
    enviado: Value | date
    mudado: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What the second of two editors sees: the stored state, and the fields in which the two differ."""

    atual: AmendSheet
    diferencas: tuple[FieldDifference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedFicha:
    """The ficha for the unit's file: everything opened; `textos` is None when they were not asked or not allowed."""

    detail: AtendimentoDetail
    identidade: OpenedIdentity | None
    textos: Mapping[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guia:
    """A referral slip for the person's hand: code, day and destination codes; no name, no reason.

    `nucleo` is the public card of the state's nucleus, when that is a destination and its card is known.
    """

    codigo: str
    emitida: datetime
    unidade: str
    municipio: int
    uf: str
    destinos: tuple[str, ...]
    nucleo: DadosCartao | None
