"""Forms made from the field catalogue: one box for each field asked, shape checked here, rules left to the domain.

Codes are selects or chips, places and languages type-aheads, texts and dates boxes. A form can start from stored
answers and gives answers and texts back under the names of the catalogue.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask import Flask
from wtforms import Form, HiddenField

from sisetp.domain.codelists import codelist
from sisetp.domain.estat_layout import Value
from sisetp.domain.ficha import Value as Answer
from sisetp.domain.fields import Field, Kind, Mandatory, Seal, field
from sisetp.web.campos import CodigoField, DataField, FichaField, InteiroField, LugarField, MultiField, TextoField
from sisetp.web.lugares import MUNICIPIO, PAIS, UF, rotulo

_LUGARES = {"paises": PAIS, "ufs": UF, "municipios": MUNICIPIO}
_LINHAS_A_PARTIR_DE = 200


class FormularioDoCatalogo(Form):  # type: ignore[misc]  # the library publishes no types
    """A form over one form of the catalogue; `dia` is the local date on which codes must be in force."""

    versao = HiddenField()
    entradas: Mapping[str, Field]

    def __init__(self, formdata: Any = None, *, dia: date, **kwargs: Any) -> None:
        self.dia = dia
        super().__init__(formdata, **kwargs)

    def iniciar(self, valores: Mapping[str, Value | date]) -> None:
        """Show stored values, codes no longer in force included."""
        for nome in self.entradas:
            texts = _texts(self[nome], valores.get(nome))
            if texts:
                self[nome].raw_data, self[nome].data = texts, _data(self[nome], valores[nome])

    def respostas(self) -> dict[str, Answer]:
        """Coded answers and numbers by name; "" or () where nothing was answered."""
        return {nome: _answer(self[nome]) for nome, entrada in self.entradas.items() if entrada.seal is Seal.ESTAT}

    def textos(self) -> dict[str, str]:
        """Free texts by name."""
        return {nome: self[nome].data for nome, entrada in self.entradas.items() if entrada.seal is Seal.RELATO}

    def outros(self) -> dict[str, Any]:
        """What is neither a code of `estat` nor a text of `relato`: identity, dates, numbers of plain columns."""
        sealed = (Seal.ESTAT, Seal.RELATO)
        return {nome: _answer(self[nome]) for nome, entrada in self.entradas.items() if entrada.seal not in sealed}


def init_forms(app: Flask) -> None:
    """Give templates `opcoes_do_catalogo(caixa, dia)`, which the macro of a box asks for."""
    app.add_template_global(opcoes, "opcoes_do_catalogo")


def formulario(letra: str, nomes: Iterable[str]) -> type[FormularioDoCatalogo]:
    """Class of the form that asks these fields of one form of the catalogue, in this order. Raises: KeyError."""
    entradas = {nome: field(letra, nome) for nome in nomes}
    boxes = {nome: _box(entrada) for nome, entrada in entradas.items()}
    return type("Formulario" + letra, (FormularioDoCatalogo,), {**boxes, "entradas": entradas})


def opcoes(caixa: Any, dia: date) -> tuple[tuple[str, str, bool], ...]:
    """(code, label, chosen) of a box of codes: those in force on the day and those it already has."""
    lista = codelist(caixa.lista)
    chosen = set(caixa.raw_data or ())
    return tuple(
        (item.code, item.label, item.code in chosen)
        for item in lista.items
        if item.valid_on(dia) or item.code in chosen
    )


def _box(entrada: Field) -> Any:
    kwargs: dict[str, Any] = {
        "label": entrada.question,
        "description": entrada.help,
        "render_kw": {"required": True} if entrada.mandatory is Mandatory.O and entrada.kind is not Kind.MULTI else {},
    }
    if entrada.codelist in _LUGARES:
        return LugarField(tipos=(_LUGARES[entrada.codelist],), **kwargs)
    if entrada.kind is Kind.CODIGO:
        assert entrada.codelist is not None
        return CodigoField(lista=entrada.codelist, **kwargs)
    if entrada.kind is Kind.MULTI:
        assert entrada.codelist is not None
        return MultiField(lista=entrada.codelist, **kwargs)
    if entrada.kind is Kind.INTEIRO:
        return InteiroField(minimo=entrada.min or 0, maximo=entrada.max or 999999, **kwargs)
    if entrada.kind is Kind.DATA:
        return DataField(**kwargs)
    limit = entrada.max_length or 120
    return TextoField(maximo=limit, linhas=limit >= _LINHAS_A_PARTIR_DE, **kwargs)


def _answer(caixa: FichaField) -> Any:
    return caixa.data.codigo if isinstance(caixa, LugarField) and caixa.data is not None else caixa.data


def _texts(caixa: FichaField, value: Value | date) -> list[str]:
    if value is None or value == "" or value == () or isinstance(value, bytes):
        return []
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, date):
        return [value.strftime("%d/%m/%Y")]
    return [rotulo(caixa.tipos[0], str(value))] if isinstance(caixa, LugarField) else [str(value)]


def _data(caixa: FichaField, value: Value | date) -> Any:
    return caixa.read(_texts(caixa, value)[0]) if isinstance(caixa, LugarField) else value
