"""Public releases on their way out, and the long work that prepares them: states and steps.

Nothing is published without the approval of two different people; what is published never changes again.
"""

from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.estados import Maquina, Passo

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
    passos=(
        Passo(de=PREPARANDO, para=PRONTA, rotulo="o preparo protege, certifica e audita"),
        Passo(de=PREPARANDO, para=BLOQUEADA, rotulo="uma conferência ou a auditoria impede"),
        Passo(de=BLOQUEADA, para=PREPARANDO, rotulo="prepara-se de novo"),
        Passo(de=PRONTA, para=PREPARANDO, rotulo="prepara-se de novo"),
        Passo(de=PRONTA, para=APROVADA, rotulo="a primeira pessoa aprova"),
        Passo(de=APROVADA, para=PUBLICADA, rotulo="outra pessoa aprova, e sai"),
        Passo(de=PREPARANDO, para=DESCARTADA, rotulo="descarta-se, com motivo"),
        Passo(de=BLOQUEADA, para=DESCARTADA, rotulo="descarta-se, com motivo"),
        Passo(de=PRONTA, para=DESCARTADA, rotulo="descarta-se, com motivo"),
        Passo(de=APROVADA, para=DESCARTADA, rotulo="descarta-se, com motivo"),
    ),
)

TAREFA = Maquina(
    nome="Tarefa",
    lista="situacao_tarefa",
    iniciais=(NA_FILA,),
    passos=(
        Passo(de=NA_FILA, para=EM_CURSO, rotulo="um processo começa"),
        Passo(de=EM_CURSO, para=FEITA, rotulo="termina"),
        Passo(de=EM_CURSO, para=FALHOU, rotulo="não consegue terminar"),
        Passo(de=EM_CURSO, para=NA_FILA, rotulo="o processo morreu: volta à fila"),
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
