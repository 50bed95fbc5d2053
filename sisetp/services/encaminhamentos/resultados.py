"""What the pages of referrals receive. Codes are of the catalogue's lists; dates are local days, moments are aware."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CampoCompartilhado:
    """One field that is shared: its part (list `parte_compartilhada`), catalogue name, label and value in words."""

    parte: str
    nome: str
    rotulo: str
    valor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Exactly what would be shared, and until when an answer is expected; without sharing there is no `prazo`.

    `partes` are those that have something to share; `vazias` were asked for and have nothing in the record. `marca`
    says what was shown, to be given back when sending: what changed meanwhile is not sent unseen.
    """

    partes: tuple[str, ...]
    vazias: tuple[str, ...]
    campos: tuple[CampoCompartilhado, ...]
    prazo: date | None
    limite: date
    marca: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EncaminhamentoLine:
    """One referral in a list. `origem` and `unidade_destino` are unit codes; `servico` names an outside service.

    Whoever only follows (ATENDENTE) gets `motivo` and `desfecho` empty, and the three marks False. `atrasado` is past
    `prazo`, `vencido` past `limite`, both while open. `legivel` is False when the codes could not be opened.
    """

    id: UUID
    data: date
    situacao: str
    prazo: date | None
    limite: date | None
    encerrado_em: datetime | None
    origem: str
    destino: str
    unidade_destino: str | None
    servico: str
    motivo: str
    desfecho: str
    emergencia: bool
    transferencia: bool
    revisao_pendente: bool
    atrasado: bool
    vencido: bool
    legivel: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EncaminhamentoPage:
    """One page of referrals, newest first."""

    lines: tuple[EncaminhamentoLine, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiaLine:
    """One sending, without what was in it."""

    id: UUID
    sequencia: int
    created_at: datetime
    revogada_em: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EncaminhamentoDetail:
    """One referral as the actor may see it: `papel` is ORIGEM, ACOMPANHA (desk: status, dates, destination) or DESTINO.

    `acoes` are what the actor may do now: ACEITAR, RECUSAR, RESPONDER, PESSOA_RECUSOU, SEM_RETORNO, ACRESCENTAR,
    REVOGAR, REVISAR, VER_ENVIADO, VER_RECEBIDO, GUIA, OFICIO. What `papel` may not see is empty: the receiver gets no
    `registro_id`, `obs` nor `autorizado`; before it accepts also no `resposta`. `desfechos` are the outcomes that go
    with RESPONDER.
    """

    line: EncaminhamentoLine
    papel: str
    acoes: frozenset[str]
    desfechos: tuple[str, ...]
    versao: int
    autor: str
    autorizado: str
    base: str
    partes: tuple[str, ...]
    revisao: str
    registro_tipo: str
    registro_id: UUID | None
    obs: str
    resposta: str
    copias: tuple[CopiaLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiaAberta:
    """What one sending shared, opened: under which authorisation, and the fields in the order of the parts."""

    id: UUID
    sequencia: int
    created_at: datetime
    revogada_em: datetime | None
    autorizado: str
    base: str
    partes: tuple[str, ...]
    campos: tuple[CampoCompartilhado, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Papel:
    """A paper of a referral. GUIA is for the hand of the person and has nothing about her; OFICIO is for the service.

    `unidade`, `municipio` (IBGE) and `uf` are the origin's; `unidade_destino` is a unit code.
    """

    tipo: str
    emitida: datetime
    data: date
    prazo: date | None
    unidade: str
    municipio: int
    uf: str
    destino: str
    unidade_destino: str | None
    servico: str
    campos: tuple[CampoCompartilhado, ...]
