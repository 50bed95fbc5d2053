"""What a dimension is: a coded answer, a place or a time by which facts may be counted; and its nested groupings.

The list itself, the only one, is in `allowed.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from sisetp.domain.codelists import codelist
from sisetp.reporting.definitions.vocabulary import Conta
from sisetp.reporting.facts import Tabela as Fato

SEM_RESPOSTA = "SEM_RESPOSTA"
"""Code of an empty answer, in dimensions whose list has no «não informado». Its number in the facts is 0."""


class Natureza(StrEnum):
    """Where the code of a row comes from."""

    CODIGO = "codigo"
    CONJUNTO = "conjunto"
    """A bit set: number n is bit n-1, no bit is an empty answer. A row may be in several categories."""
    MARCA = "marca"
    """A 0/1 column."""
    LUGAR = "lugar"
    """The unit of the segment, or the state or region of that unit."""
    TEMPO = "tempo"
    """The month of the segment (of the first contact, for `vitima`), or its semester or year."""


@dataclass(frozen=True, slots=True)
class Grupo:
    """One group of codes, with its own stable code."""

    codigo: str
    rotulo: str
    codigos: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agrupamento:
    """A named partition of the codes of a dimension. With `hierarquia`, every category of a table nests in it.

    `resto` is the code of the group that takes the codes no group names, so that an installation may add codes.
    """

    nome: str
    rotulo: str
    grupos: tuple[Grupo, ...]
    resto: str = ""
    hierarquia: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimensao:
    """One dimension of the allow-list.

    `colunas` names its column in each kind of fact that has it (every kind has place and time, so they name none
    but what differs). `campos` are the catalogue fields it comes from, none for place and time. `vazio` is the code
    that an empty answer counts as. `forma` is its name in public linear forms, empty when no public release may use
    it. `fixos` are the codes of a dimension without a code list; a dimension with neither is open: its codes are the
    units, or the years, that there are. `rotulos` replaces labels of the list that say more than a table should.
    `acolhe`: code of the answer, or group, that takes in who did not say where that is too few to stand alone.
    `repetida`: an activity has one row for each code, so activities (not the people reached) repeat over them.
    """

    nome: str
    rotulo: str
    natureza: Natureza
    lista: str = ""
    fixos: tuple[tuple[str, str, int], ...] = ()
    colunas: Mapping[Fato, str] = field(default_factory=lambda: MappingProxyType({}))
    campos: tuple[tuple[str, str], ...] = ()
    vazio: str = SEM_RESPOSTA
    forma: str = ""
    agrupamentos: tuple[Agrupamento, ...] = ()
    acolhe: str = ""
    repetida: bool = False
    rotulos: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def publica(self) -> bool:
        """Tell whether a public release may use it (decisions 16 and 17)."""
        return bool(self.forma)

    def multipla(self, conta: Conta) -> bool:
        """Tell whether one thing counted may be in several categories, so that they do not add up."""
        return self.natureza is Natureza.CONJUNTO or (self.repetida and conta is Conta.ATIVIDADES)

    @property
    def aberta(self) -> bool:
        """Tell whether its codes are only known from the data (units, years)."""
        return not self.lista and not self.fixos

    def existe_em(self, fato: Fato) -> bool:
        """Tell whether facts of a kind have it."""
        return fato in self.colunas or self.natureza in (Natureza.LUGAR, Natureza.TEMPO)

    def codigos(self) -> tuple[str, ...]:
        """Codes in the order of the list, ended ones included, and the empty answer when it has a code of its own."""
        if not self.lista:
            return tuple(code for code, _, _ in self.fixos)
        codes = tuple(item.code for item in codelist(self.lista).items)
        return codes if self.vazio in codes or not self.colunas else (*codes, self.vazio)

    def numeros(self, codigo: str) -> tuple[int, ...]:
        """Numbers that a code has in the facts: 0 is the empty answer. Raises KeyError."""
        if not self.lista:
            return ({code: n for code, _, n in self.fixos}[codigo],)
        if codigo == SEM_RESPOSTA and self.vazio == SEM_RESPOSTA:
            return (0,)
        number = codelist(self.lista).number(codigo)
        return (0, number) if codigo == self.vazio else (number,)

    def rotulo_de(self, codigo: str) -> str:
        """Label of a code in a table. Raises KeyError."""
        if codigo in self.rotulos:
            return self.rotulos[codigo]
        if not self.lista:
            return {code: label for code, label, _ in self.fixos}[codigo]
        return "Sem resposta" if codigo == SEM_RESPOSTA else codelist(self.lista).label(codigo)

    def agrupamento(self, nome: str) -> Agrupamento:
        """One of its groupings, every code in a group when it has a `resto`. Raises KeyError."""
        entry = {entry.nome: entry for entry in self.agrupamentos}[nome]
        named = {code for group in entry.grupos for code in group.codigos}
        unnamed = tuple(code for code in self.codigos() if code not in named)
        groups = tuple(
            replace(group, codigos=(*group.codigos, *unnamed)) if group.codigo == entry.resto else group
            for group in entry.grupos
        )
        return replace(entry, grupos=groups)
