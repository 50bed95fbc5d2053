"""The twelve questions of the ficha and what folds under «Mais campos», as the templates show them.

Answers shown as chips are the codes that have a `tecla` in their list, in a fixed order (fingers learn places); the
rest opens with «Mais…» (key 0). The order comes from the code list, where the network's figures put the most used
first; an installation changes it with its overlay file. It is not counted from the unit's own records: answers are
sealed, and opening hundreds of them to draw a form would cost time and widen what the page touches. For places,
see `recentes.py`: the unit's latest choices come first, then its own state, which the session already knows.
"""

from dataclasses import dataclass
from datetime import date

from sisetp.domain.codelists import Code, codelist
from sisetp.domain.fields import Field, field

LETRAS: dict[str, str] = {
    "A": "nome_social",
    "B": "perfil",
    "C": "porta_entrada",
    "D": "sexo",
    "E": "faixa_etaria",
    "F": "raca_cor",
    "G": "nacionalidade",
    "H": "pais_procedencia",
    "I": "necessidades",
    "J": "encaminhamentos",
    "K": "indicios",
    "L": "ciencia",
}
LEGENDAS = {"A": "Quem é a pessoa", "H": "De onde vem e para onde vai"}
DICAS = {
    "B": "perfil principal",
    "E": "calculada pelo nascimento",
    "F": "pergunte: autodeclaração",
    "I": "uma ou mais",
    "J": "uma ou mais",
    "K": "o que apareceu na conversa",
}
TOTAL = len(LETRAS)
# Lists short enough to be shown whole even though their codes have no key.
_SEMPRE_INTEIRAS = frozenset({"setor", "escolaridade", "relacao_procurada"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Opcao:
    """One answer of a question; `resto` is shown only when «Mais…» is opened or when it is chosen."""

    codigo: str
    rotulo: str
    tecla: str
    resto: bool
    exclusiva: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pergunta:
    """One lettered question."""

    letra: str
    campo: Field
    legenda: str
    dica: str


def pergunta(letra: str) -> Pergunta:
    """Return one of the questions A–L. Raises KeyError."""
    campo = field("A", LETRAS[letra])
    legenda = LEGENDAS.get(letra, campo.question)
    return Pergunta(letra=letra, campo=campo, legenda=legenda, dica=DICAS.get(letra, ""))


def opcoes(lista: str, dia: date) -> tuple[Opcao, ...]:
    """Answers of a list on a day: those with a key in key order, then the rest in list order, desk labels."""
    codes = codelist(lista)
    current = codes.current(dia)
    some_have_keys = any(code.tecla for code in current) and lista not in _SEMPRE_INTEIRAS
    positions = {code.code: position for position, code in enumerate(current)}
    ordered = sorted(current, key=lambda code: (_rank(code, codes.exclusivos), positions[code.code]))
    return tuple(
        Opcao(
            codigo=code.code,
            rotulo=codes.label(code.code, desk=True),
            tecla=code.tecla or "",
            resto=some_have_keys and not code.tecla,
            exclusiva=code.code in codes.exclusivos,
        )
        for code in ordered
    )


def _rank(code: Code, exclusivos: frozenset[str]) -> tuple[int, str]:
    """Digits 1–9 first, letters next in list order, the answers that stand alone or «0», then codes without a key."""
    if not code.tecla:
        return 3, ""
    if code.code in exclusivos or code.tecla == "0":
        return 2, code.tecla.replace("0", ":")
    return (0, code.tecla) if code.tecla.isdigit() else (1, "")
