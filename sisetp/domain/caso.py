"""The case (procedimento, form D): its life as a table, the commands that change it and what its rules look at.

Source: domain page, section 7.2 D; HTCDS 2.0 for the statuses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from uuid import UUID

from sisetp.domain.estados import Maquina, Passo

ATIVO, ACOMP, SUSPENSO, ENCERRADO, TRANSFERIDO = "ATIVO", "ACOMP", "SUSPENSO", "ENCERRADO", "TRANSFERIDO"
ABERTOS = (ATIVO, ACOMP, SUSPENSO)
ATENDIMENTO, ENCAMINHAMENTO, NOTICIA = "ATENDIMENTO", "ENCAMINHAMENTO", "NOTICIA"
ORIGENS = (ATENDIMENTO, ENCAMINHAMENTO, NOTICIA)
NUCLEOS = frozenset({"NETP_E", "NETP_M"})
DIAS_SEM_RETORNO = 90
SEM_DESFECHO = ("ENVIADO", "ACEITO")

_STEPS = {
    ATIVO: "retomar o atendimento",
    ACOMP: "passar a acompanhamento",
    SUSPENSO: "suspender",
    ENCERRADO: "encerrar",
    TRANSFERIDO: "concluir a transferência",
}
MAQUINA = Maquina(
    nome="Caso",
    lista="status_caso",
    iniciais=(ATIVO,),
    passos=(
        *(Passo(de=de, para=para, rotulo=_STEPS[para]) for de in ABERTOS for para in _STEPS if de != para),
        Passo(de=ENCERRADO, para=ATIVO, rotulo="reabrir"),
    ),
)
# Why the older version was kept. The reason of a closing is an answer about people: it stays sealed with the case.
_KEPT: Mapping[str, str] = MappingProxyType({ENCERRADO: "ENCERRAMENTO", TRANSFERIDO: "ENCERRAMENTO"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AbrirCaso:
    """A case to be opened: `origem_id` is the atendimento or referral it starts from, None for a NOTICIA.

    `chave_envio` is the key of the submission: the same key from the same author is the same case.
    """

    abertura: date | None
    porta_entrada: str
    risco: str
    responsavel_id: int
    n_processo: str = ""
    resumo: str = ""
    origem_tipo: str = NOTICIA
    origem_id: UUID | None = None
    chave_envio: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlterarCaso:
    """New state of the fields of form D. `n_processo` and `resumo` are None when not opened: they stay as stored."""

    caso_id: UUID
    versao: int
    abertura: date | None
    porta_entrada: str
    risco: str
    motivo: str
    justificativa: str = ""
    n_processo: str | None = None
    resumo: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MudarSituacao:
    """A step of the case's life. `data` and `encerramento_motivo` (code) are for its end only."""

    caso_id: UUID
    versao: int
    para: str
    justificativa: str = ""
    encerramento_motivo: str = ""
    data: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrocarResponsavel:
    """A case handed over to another professional of the unit."""

    caso_id: UUID
    versao: int
    responsavel_id: int
    justificativa: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepassarCasos:
    """Every open case of a professional who leaves, handed over to another one of the unit."""

    de: int
    para: int
    justificativa: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegrasCaso:
    """What the rules need of the unit: its days, whether it is open, its kind, and who may be in charge of a case."""

    hoje: date
    inicio: date
    tipo: str
    aberta: bool
    equipe: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class EncaminhamentoAberto:
    """A referral of the case that counts for its end: destination as people read it, day of sending and status.

    `transferencia`: it hands the whole case over; `destino_aberto`: the unit it goes to still works.
    """

    destino: str
    data: date
    situacao: str
    transferencia: bool = False
    destino_aberto: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Pendencias:
    """What keeps a case from ending: people still in analysis and referrals; those that ended are there only when
    they hand the case over.
    """

    em_analise: int = 0
    encaminhamentos: tuple[EncaminhamentoAberto, ...] = ()

    def abertos(self) -> tuple[EncaminhamentoAberto, ...]:
        """Referrals without an outcome."""
        return tuple(item for item in self.encaminhamentos if item.situacao in SEM_DESFECHO)

    def atrasados(self, hoje: date) -> tuple[EncaminhamentoAberto, ...]:
        """Referrals without an outcome sent more than 90 days ago: a warning, rule 7.1(8)."""
        return tuple(item for item in self.abertos() if (hoje - item.data).days > DIAS_SEM_RETORNO)


def motivo_guardado(de: str, para: str) -> str:
    """Code (`motivo_alteracao`) under which the version before a step is kept."""
    return "REABERTURA" if de == ENCERRADO else _KEPT.get(para, "SITUACAO")
