"""The person attended: identity, display name, age and age band."""

from dataclasses import dataclass, replace
from datetime import date

MAX_AGE = 120

# Official table 2 of the annual data report: first age of each band, oldest first.
_BANDS = ((60, "F60"), (50, "F50_59"), (40, "F40_49"), (30, "F30_39"), (18, "F18_29"), (12, "F12_17"), (0, "F00_11"))
SO_NO_CADASTRO = ("nome_mae", "nascimento_estimado", "doc_pais", "endereco_texto", "responsavel")
FAIXAS_MENORES = frozenset({"F00_11", "F12_17"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Identidade:
    """Identity of a person, as typed. Text fields may be empty; `nascimento` may be None.

    One name given is stored in `nome_civil`; with two, `nome_social` is how the person wants to be called. The last
    five are asked only by the full register (form C).
    """

    nome_social: str = ""
    nome_civil: str = ""
    nascimento: date | None = None
    doc_tipo: str = ""
    doc_numero: str = ""
    contato: str = ""
    contato_seguro: str = ""
    nome_mae: str = ""
    nascimento_estimado: str = ""
    doc_pais: str = ""
    endereco_texto: str = ""
    responsavel: str = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing at all was given."""
        return self == Identidade()


def with_register(identidade: Identidade, known: Identidade | None) -> Identidade:
    """Return an identity as the ficha asks it with what only the full register asks, kept from the one known."""
    if known is None:
        return identidade
    return replace(identidade, **{name: getattr(known, name) for name in SO_NO_CADASTRO})


def names_from_form(chamada: str, civil: str) -> tuple[str, str]:
    """Return (nome_social, nome_civil) from the two boxes of the form.

    «Nome (como quer ser chamada)» and «Nome civil, se for outro»: one name only becomes the civil name.
    """
    first, second = " ".join(chamada.split()), " ".join(civil.split())
    if first and second and first != second:
        return first, second
    return "", first or second


def display_name(identidade: Identidade) -> str:
    """Return the name shown first: the social name, else the civil one (Decreto 8.727/2016, art. 3)."""
    return identidade.nome_social or identidade.nome_civil


def age_on(nascimento: date, day: date) -> int:
    """Return the age in completed years on a day; negative when born after it. 29 Feb ages on 1 March."""
    return day.year - nascimento.year - ((day.month, day.day) < (nascimento.month, nascimento.day))


def faixa_de(idade: int) -> str:
    """Return the official age band code of an age. Raises ValueError outside 0–120."""
    if not 0 <= idade <= MAX_AGE:
        raise ValueError("age outside 0-120")
    return next(code for first, code in _BANDS if idade >= first)


def is_minor(idade: int | None, faixa: str | None) -> bool:
    """Tell whether the person is under 18, by age when known, else by the age band."""
    return idade < 18 if idade is not None else faixa in FAIXAS_MENORES
