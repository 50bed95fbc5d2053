"""Linear forms over one civil year's people: what a published cell counts, said so that equal forms are equal bytes.

An atom is one combination of codes, one per dimension; a person is in exactly one atom (decision 16). A form selects
the atoms whose code in each named dimension is in a set, and its value is how many people they hold. Dimensions of P3:
`mes` («01»…«12»: month of the first contact of the year), `lugar` (unit code), `sexo`, `faixa`, `raca`, `pais`,
`finalidade` (known only once the year is closed), and the vintage pair `nasceu`, `morreu` (editions, «1», «2», and
«fim» for a record that still counts). Source: secrecy design, sections 2 and 5.2.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Universo:
    """Dimensions of one year with their codes in order, and the (mes, lugar) pairs that can hold anybody.

    Who sent which month is public knowledge, so an atom outside `pares` is a structural zero. `tardios` are the pairs
    of `pares` that no edition before the revised one had: nobody there was born in edition 1.
    """

    ano: int
    dimensoes: tuple[tuple[str, tuple[str, ...]], ...]
    pares: frozenset[tuple[str, str]]
    tardios: frozenset[tuple[str, str]] = frozenset()

    def codigos(self, dimensao: str) -> tuple[str, ...]:
        """Codes of a dimension. Raises KeyError."""
        return dict(self.dimensoes)[dimensao]

    def possivel(self, atomo: Mapping[str, str]) -> bool:
        """Whether an atom, or the dimensions of one that are given, can hold anybody."""
        nasceu, morreu = atomo.get("nasceu"), atomo.get("morreu")
        if nasceu is not None and morreu is not None and nasceu >= morreu:
            return False  # a record leaves only after it came in; «fim» sorts after every edition
        if "mes" not in atomo or "lugar" not in atomo:
            return True
        par = (atomo["mes"], atomo["lugar"])
        return par in self.pares and (nasceu != "1" or par not in self.tardios)


@dataclass(frozen=True, slots=True)
class Forma:
    """`selecao`: (dimension, codes) pairs, both sorted; a dimension that is absent takes every code."""

    selecao: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def de(cls, selecao: Mapping[str, Iterable[str]]) -> "Forma":
        """Build from codes by dimension, in any order."""
        return cls(tuple(sorted((name, tuple(sorted(set(codes)))) for name, codes in selecao.items())))

    def codigos(self, dimensao: str) -> frozenset[str] | None:
        """Codes selected in a dimension; None when every code is."""
        return next((frozenset(codes) for name, codes in self.selecao if name == dimensao), None)

    def canonica(self, universo: Universo) -> str:
        """Canonical JSON of the atom set: full dimensions dropped, month and place as the possible pairs covered.

        Two forms with the same atoms have the same text, whatever the words they were asked with.
        """
        outras = [
            [name, list(codes)]
            for name, codes in self.selecao
            if name not in ("mes", "lugar") and set(codes) != set(universo.codigos(name))
        ]
        pares = [list(par) for par in sorted(self._pares(universo))]
        return json.dumps([universo.ano, outras, pares], ensure_ascii=False, separators=(",", ":"))

    def possivel(self, universo: Universo) -> bool:
        """Whether anybody can be in it: some atom of the form is not a structural zero."""
        if not all(codes for _, codes in self.selecao):
            return False
        nomes = dict(universo.dimensoes)
        if {"nasceu", "morreu"} <= set(nomes):
            nasceu = self.codigos("nasceu") or nomes["nasceu"]
            if min(nasceu) >= max(self.codigos("morreu") or nomes["morreu"]):
                return False
        return bool(self._pares(universo)) or not {"mes", "lugar"} <= set(nomes)

    def unidades(self, universo: Universo) -> frozenset[str]:
        """Units that anybody in it can have gone to, in its months."""
        return frozenset(lugar for _, lugar in self._pares(universo))

    def _pares(self, universo: Universo) -> list[tuple[str, str]]:
        """Possible (mes, lugar) pairs that the form covers."""
        meses, lugares = self.codigos("mes"), self.codigos("lugar")
        possiveis = universo.pares - universo.tardios if self.codigos("nasceu") == frozenset("1") else universo.pares
        return [
            (mes, lugar)
            for mes, lugar in possiveis
            if (meses is None or mes in meses) and (lugares is None or lugar in lugares)
        ]

    def hash(self, universo: Universo) -> str:
        """Hexadecimal SHA-256 of the canonical text: «igual é sempre igual»."""
        return sha256(self.canonica(universo).encode()).hexdigest()

    def json(self) -> str:
        """Text kept in the ledger; `Forma.de(json.loads(text))` gives the form back."""
        return json.dumps({name: list(codes) for name, codes in self.selecao}, ensure_ascii=False, sort_keys=True)
