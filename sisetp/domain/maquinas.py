"""Every state machine of the system, one line each: the page of diagrams and its test come from this registry."""

from sisetp.domain import caso, divulgacao, encaminhamento, periodo, titular, vinculo
from sisetp.domain.estados import Maquina

MAQUINAS: tuple[Maquina, ...] = (
    caso.MAQUINA,
    divulgacao.MAQUINA,
    divulgacao.TAREFA,
    encaminhamento.MAQUINA,
    periodo.MAQUINA,
    titular.REQUISICAO,
    vinculo.VINCULO,
)
