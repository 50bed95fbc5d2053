"""Small years made by hand for the auditor: people by code, tables counted from them, cells hidden by a rule."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sisetp.reporting.disclosure.auditor.model import Caso, LinhaAuditada, Moldura, Suporte

Codes = Mapping[str, Sequence[str]]
LIMIAR = 5

DIMENSOES = (
    ("mes", tuple(f"{month:02d}" for month in range(1, 13))),
    ("lugar", ("A1", "A2", "B1", "C1", "C2", "C3")),
    ("sexo", ("F", "M", "NI")),
    ("faixa", ("0-11", "12-17", "18-29", "30-39", "40-49", "50-59", "60+")),
    ("pais", ("BR", "VE", "CO", "HT", "CU")),
    ("nasceu", ("1", "2")),
    ("morreu", ("2", "fim")),
)
UFS = {"A1": "AA", "A2": "AA", "B1": "BB", "C1": "CC", "C2": "CC", "C3": "CC"}
NAMES = tuple(name for name, _ in DIMENSOES)
EDICAO_1 = {"nasceu": ("1",)}
EDICAO_2 = {"morreu": ("fim",)}


def below(value: int) -> bool:
    """Hide what is small, zeros included."""
    return value < LIMIAR


@dataclass
class Mundo:
    """People of one year and the cells published about them."""

    pessoas: Counter[tuple[str, ...]] = field(default_factory=Counter)
    linhas: list[LinhaAuditada] = field(default_factory=list)

    def chegam(self, quantas: int, **codes: str) -> "Mundo":
        """Add people with these codes; what is not said is the first code of the dimension."""
        plain = {"nasceu": "1", "morreu": "fim"}
        self.pessoas[tuple(codes.get(name, plain.get(name, values[0])) for name, values in DIMENSOES)] += quantas
        return self

    def conta(self, form: Codes) -> int:
        """How many people a form holds."""
        return sum(
            people
            for atom, people in self.pessoas.items()
            if all(code in form[name] for name, code in zip(NAMES, atom, strict=True) if name in form)
        )

    def tabela(
        self,
        divulgacao: str,
        tabela: str,
        linhas: Mapping[str, Codes],
        colunas: Mapping[str, Codes],
        *,
        hidden: Callable[[int], bool] = below,
        also: Iterable[tuple[str, str]] = (),
        vale: Codes | None = None,
        limiar: int = LIMIAR,
    ) -> "Mundo":
        """Publish a cross table: cells that `hidden` says, and those in `also`, get an x."""
        for row, row_codes in linhas.items():
            for column, column_codes in colunas.items():
                form = {**(EDICAO_1 if vale is None else vale), **row_codes, **column_codes}
                value = self.conta(form)
                silent = hidden(value) or (row, column) in set(also)
                self.linhas.append(
                    LinhaAuditada(
                        divulgacao=divulgacao,
                        tabela=tabela,
                        linha=row,
                        coluna=column,
                        forma_json=texto(form),
                        situacao="X" if silent else "P",
                        valor=None if silent else value,
                        limiar=limiar,
                    )
                )
        return self

    def moldura(self) -> Moldura:
        """The frame: every unit sent every month."""
        codes = dict(DIMENSOES)
        pairs = frozenset((month, unit) for month in codes["mes"] for unit in codes["lugar"])
        return Moldura(ano=2026, dimensoes=DIMENSOES, pares=pairs, uf=UFS)

    def caso(self, *, detentor: bool = False) -> Caso:
        """What the auditor is asked."""
        return Caso(
            moldura=self.moldura(),
            linhas=tuple(self.linhas),
            suporte=Suporte(codigos=tuple(self.pessoas), contagens=tuple(self.pessoas.values())),
            detentor=detentor,
        )


def texto(form: Codes) -> str:
    """Text of a form, as in the ledger."""
    return json.dumps({name: sorted(codes) for name, codes in sorted(form.items())}, ensure_ascii=False)


def por(dimension: str, groups: Mapping[str, Sequence[str]], *, total: bool = True) -> dict[str, Codes]:
    """Labels → forms of one dimension, with the total first."""
    whole: dict[str, Codes] = {"Total": {}} if total else {}
    return whole | {label: {dimension: tuple(codes)} for label, codes in groups.items()}


def um_a_um(dimension: str) -> dict[str, Codes]:
    """One label per code of a dimension, with the total first."""
    return por(dimension, {code: (code,) for code in dict(DIMENSOES)[dimension]})
