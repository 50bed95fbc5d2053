"""Commands about one atendimento: what the pages hand to the services."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sisetp.domain.pessoa import Identidade

Value = str | int | tuple[str, ...] | None

MAX_PESSOAS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class PessoaProcurada:
    """The person sought in a request of location (form P), never mixed with the person attended."""

    nome: str
    relacao: str
    contato_solicitante: str
    nascimento: date | None = None
    idade: int | None = None
    ultimo_local: str = ""
    ultima_noticia: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PessoaNaFicha:
    """One person of the ficha. `respostas` has coded answers of forms A and B, `textos` their free texts.

    `pessoa_id` links to a record of the same unit («usar este cadastro»).
    """

    modo_ident: str
    identidade: Identidade | None = None
    respostas: Mapping[str, Value] = field(default_factory=dict)
    textos: Mapping[str, str] = field(default_factory=dict)
    pessoa_id: UUID | None = None
    procurada: PessoaProcurada | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAtendimento:
    """What a desk officer tells about one arrival: one to 30 people. `inicio` is aware, in UTC.

    `chave_envio` makes the save idempotent; `duracao_s` is the time to fill, in seconds.
    """

    unidade_id: int
    chave_envio: str
    inicio: datetime
    posto_id: int | None = None
    motivo_retroativo: str = ""
    duracao_s: int = 0
    pessoas: tuple[PessoaNaFicha, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendAtendimento:
    """The whole new state of one person's atendimento, with reason. `versao` and `pessoa_versao` are those read."""

    atendimento_id: UUID
    versao: int
    motivo: str
    justificativa: str = ""
    respostas: Mapping[str, Value]
    textos: Mapping[str, str]
    identidade: Identidade | None
    pessoa_versao: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelAtendimento:
    """Cancel one atendimento (soft), with a reason of list `motivo_cancelamento`."""

    atendimento_id: UUID
    versao: int
    motivo: str
    justificativa: str = ""
