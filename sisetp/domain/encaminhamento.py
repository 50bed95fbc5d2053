"""The referral (form G): commands and life. It ends with an outcome, or by expiry.

Source: domain page, form G and rule 7.1(4); decision 14 («RECUSADO» is the person's refusal, «NAO_ATENDIDO» is the
receiver's, SEM_RETORNO ends a referral).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from sisetp.domain.estados import Maquina, Passo

ATENDIMENTO, CASO = "ATENDIMENTO", "CASO"
INFORMADO, ENVIADO, ACEITO = "INFORMADO", "ENVIADO", "ACEITO"
CONCLUIDO, NAO_ATENDIDO, RECUSADO, SEM_RETORNO = "CONCLUIDO", "NAO_ATENDIDO", "RECUSADO", "SEM_RETORNO"
ABERTOS = (INFORMADO, ENVIADO, ACEITO)
PENDENTES = (ENVIADO, ACEITO)
SIM, NAO, DISPENSADO = "S", "N", "DISPENSADO"
PENDENTE, CONFIRMADA, INDEVIDA = "PENDENTE", "CONFIRMADA", "INDEVIDA"
NENHUM, NETP, PAAHM, OUTRO, RETIROU = "NENHUM", "NETP", "PAAHM", "OUTRO", "RETIROU"

# Types of unit that each destination of the network stands for.
TIPOS_DE_UNIDADE: Mapping[str, frozenset[str]] = MappingProxyType(
    {NETP: frozenset({"NETP_E", "NETP_M"}), PAAHM: frozenset({PAAHM})}
)
# Outcomes that go with each end; SEM_RETORNO has none, because it ends by expiry.
DESFECHOS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        CONCLUIDO: ("ATENDIDA", "PARCIAL", OUTRO),
        NAO_ATENDIDO: ("SEM_VAGA", "FORA_PERFIL", "NAO_COMPARECEU", "NAO_LOCALIZADA", OUTRO),
        RECUSADO: ("DESISTIU", "NAO_QUIS", RETIROU),
        SEM_RETORNO: (),
    }
)

_ENDS = {
    CONCLUIDO: "registrar o atendimento",
    NAO_ATENDIDO: "não atender, com motivo",
    RECUSADO: "registrar que a pessoa não quis",
    SEM_RETORNO: "encerrar sem retorno",
}
MAQUINA = Maquina(
    nome="Encaminhamento",
    lista="status_enc",
    iniciais=(INFORMADO, ENVIADO),
    passos=(
        Passo(de=ENVIADO, para=ACEITO, rotulo="aceitar"),
        *(Passo(de=de, para=para, rotulo=rotulo) for de in ABERTOS for para, rotulo in _ENDS.items()),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnviarEncaminhamento:
    """A referral to be made from an atendimento or a case of the unit.

    `registro_tipo` is ATENDIMENTO or CASO; `pessoa` is the caso_pessoa id when it is a case, else None. `destino` is a
    code of list `encaminhamento`; with NETP or PAAHM `unidade_destino_id` is the unit, else `servico` is the service.
    `situacao` is ENVIADO, or INFORMADO when the person was only told and nothing is shared. `autorizado` (S, N,
    DISPENSADO), `base` (code of `base_legal`, only with DISPENSADO) and `partes` say what may be shared.
    `transferencia` hands the whole case over. Sharing under VIDA needs `risco_iminente` and `emergencia_confirmada`,
    asked one after the other. `motivo_abertura` is the reason for opening the identity of an old record in the preview.
    `chave_envio` makes sending idempotent. `conferido` is the mark of the preview that was seen, "" when none was.
    """

    registro_tipo: str
    registro_id: UUID
    pessoa: UUID | None = None
    destino: str
    unidade_destino_id: int | None = None
    servico: str = ""
    situacao: str = ENVIADO
    motivo: str = ""
    autorizado: str
    base: str = ""
    partes: tuple[str, ...] = ()
    resumo: str = ""
    obs: str = ""
    transferencia: bool = False
    risco_iminente: bool = False
    emergencia_confirmada: bool = False
    motivo_abertura: str = ""
    chave_envio: str
    conferido: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcrescentarCopia:
    """More data shared later in a referral that is still open; the fields are those of `EnviarEncaminhamento`."""

    encaminhamento_id: UUID
    autorizado: str
    base: str = ""
    partes: tuple[str, ...] = ()
    resumo: str = ""
    risco_iminente: bool = False
    emergencia_confirmada: bool = False
    chave_envio: str
    conferido: str = ""


def situacao_do_desfecho(desfecho: str) -> str | None:
    """Return the end that an outcome of list `desfecho_encaminhamento` means when a service answers, or None."""
    return next((end for end, outcomes in DESFECHOS.items() if desfecho in outcomes), None)
