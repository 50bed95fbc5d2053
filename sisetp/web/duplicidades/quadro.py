"""Two records in rows of three cells: what is asked, what each says, and whether it differs."""

from dataclasses import dataclass
from datetime import date

from sisetp.domain.codelists import codelist
from sisetp.domain.estat_layout import Value
from sisetp.domain.fields import Field, Seal, fields_of
from sisetp.domain.pessoa import Identidade
from sisetp.services.duplicidades.comparar import CadastroAberto

_FORMS = ("A", "C")


@dataclass(frozen=True, slots=True, kw_only=True)
class Linha:
    """One row: question and both answers as text; "" is no answer, which differs from nothing."""

    pergunta: str
    um: str
    outro: str

    @property
    def difere(self) -> bool:
        """True when both say something and not the same."""
        return bool(self.um and self.outro) and self.um != self.outro


def linhas(abertos: tuple[CadastroAberto, CadastroAberto]) -> tuple[Linha, ...]:
    """Identity and coded answers of two records, leaving out what neither says."""
    rows: dict[str, Linha] = {}
    for entry in (entry for form in _FORMS for entry in fields_of(form)):
        first, second = (_texto(entry, one) for one in abertos)
        if (first or second) and entry.name not in rows:
            rows[entry.name] = Linha(pergunta=entry.question, um=first, outro=second)
    return tuple(rows.values())


def rotulo(lista: str, codigo: str) -> str:
    """Label of a code, ended ones included."""
    known = codelist(lista)
    return known.label(codigo, desk=True) if codigo in known else codigo


def _texto(entry: Field, aberto: CadastroAberto) -> str:
    if entry.seal is Seal.IDENT:
        said = getattr(aberto.identidade or Identidade(), entry.name, None)
        if entry.codelist and said:
            return rotulo(entry.codelist, str(said))
        return said.strftime("%d/%m/%Y") if isinstance(said, date) else str(said or "")
    return _codigo(entry, aberto.respostas.get(entry.name)) if entry.seal is Seal.ESTAT else ""


def _codigo(entry: Field, value: Value) -> str:
    if value is None or isinstance(value, bytes):
        return ""
    if entry.codelist is None or isinstance(value, int):
        return str(value)
    codes = value if isinstance(value, tuple) else (value,)
    return "; ".join(rotulo(entry.codelist, code) for code in codes if code)
