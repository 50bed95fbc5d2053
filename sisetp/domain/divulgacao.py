"""Public releases on their way out, and the long work that prepares them: states and steps.

Nothing is published without the approval of two different people; what is published never changes again.
"""

from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.estados import Maquina, passos

PREPARANDO, BLOQUEADA, PRONTA = "PREPARANDO", "BLOQUEADA", "PRONTA"
APROVADA, PUBLICADA, DESCARTADA = "APROVADA", "PUBLICADA", "DESCARTADA"

EM_PREPARO = frozenset({PREPARANDO, BLOQUEADA, PRONTA, APROVADA})
"""States of a release that is neither out nor given up."""

NA_FILA, EM_CURSO, FEITA, FALHOU = "NA_FILA", "EM_CURSO", "FEITA", "FALHOU"
"""States of a task."""

MAQUINA = Maquina(
    nome="Divulgação",
    lista="situacao_divulgacao",
    iniciais=(PREPARANDO,),
    passos=passos(
        (PREPARANDO, PRONTA, "o preparo protege, certifica e audita"),
        (PREPARANDO, BLOQUEADA, "uma conferência ou a auditoria impede"),
        (BLOQUEADA, PREPARANDO, "prepara-se de novo"),
        (PRONTA, PREPARANDO, "prepara-se de novo"),
        (PRONTA, APROVADA, "a primeira pessoa aprova"),
        (APROVADA, PUBLICADA, "outra pessoa aprova, e sai"),
        (PREPARANDO, DESCARTADA, "descarta-se, com motivo"),
        (BLOQUEADA, DESCARTADA, "descarta-se, com motivo"),
        (PRONTA, DESCARTADA, "descarta-se, com motivo"),
        (APROVADA, DESCARTADA, "descarta-se, com motivo"),
    ),
)

TAREFA = Maquina(
    nome="Tarefa",
    lista="situacao_tarefa",
    iniciais=(NA_FILA,),
    passos=passos(
        (NA_FILA, EM_CURSO, "um processo começa"),
        (EM_CURSO, FEITA, "termina"),
        (EM_CURSO, FALHOU, "não consegue terminar"),
        (EM_CURSO, NA_FILA, "o processo morreu: volta à fila"),
    ),
)

_MESSAGES = {
    PREPARANDO: "Só se prepara de novo o que está bloqueado ou pronto.",
    PRONTA: "Esta divulgação não está em preparação.",
    BLOQUEADA: "Esta divulgação não está em preparação.",
    APROVADA: "Só se aprova uma divulgação pronta.",
    PUBLICADA: "Só se publica uma divulgação aprovada por uma pessoa.",
    DESCARTADA: "O que foi publicado ou descartado não se descarta.",
}


def exigir(de: str, para: str) -> None:
    """Refuse a step that is not drawn. Raises: RuleViolation on field `situacao`."""
    MAQUINA.exigir(de, para, _MESSAGES[para])


def refuse(campo: str, mensagem: str) -> RuleViolation:
    """The one error of a refused step, ready to raise."""
    return RuleViolation((FieldMessage(campo, mensagem),))
