"""Answers as the desk reads them: labels of the catalogue, in the order of the ficha; ended codes keep their label."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sisetp.domain.codelists import codelist
from sisetp.domain.estat_layout import Value
from sisetp.domain.fields import CATALOGUE, Field, Mandatory
from sisetp.domain.respostas import answer_fields, text_fields

_CPF = re.compile(r"([0-9]{3})([0-9]{3})([0-9]{3})([0-9]{2})", re.ASCII)
SITUACOES = {"ATIVO": ("Registrado", "success"), "CANCELADO": ("Cancelado", "danger")}
_PASSAGEM = (
    *("perfil", "perfis_adic", "pais_procedencia", "uf_procedencia", "destino_uf", "destino_municipio"),
    *("transporte", "porta_entrada", "acompanhado", "qtd_pessoas", "canal"),
)
_PESSOA = (
    *("faixa_etaria", "idade", "sexo", "identidade_genero", "raca_cor", "nacionalidade", "nacionalidade_2"),
    *("idioma", "doc_tipo", "escolaridade", "modo_ident"),
)
_ATENDIMENTO = ("necessidades", "encaminhamentos", "indicios", "vulner", "ciencia")
_RETORNO = (
    *("motivo_retorno", "tempo_exterior", "local_exterior_pais", "atividade_ext", "jornada", "detencao"),
    *("detencao_dias", "violencia_retorno", "moradia_destino", "intencao"),
)
GRUPOS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Chegada", _PASSAGEM),
    ("Pessoa atendida", _PESSOA),
    ("Atendimento", _ATENDIMENTO),
    ("Retorno ao Brasil", _RETORNO),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grupo:
    """One block of answers: title and (label, shown value) pairs."""

    titulo: str
    pares: tuple[tuple[str, str], ...]


def grupos(respostas: Mapping[str, Value]) -> tuple[Grupo, ...]:
    """Answers in blocks; an optional answer not given is left out, a mandatory one is shown as missing."""
    known = answer_fields()
    blocks = []
    for titulo, names in GRUPOS:
        pairs = [(known[name].question, valor(known[name], respostas.get(name)), known[name]) for name in names]
        shown = tuple((label, text) for label, text, field in pairs if text or field.mandatory is Mandatory.O)
        if shown:
            blocks.append(Grupo(titulo=titulo, pares=shown))
    return tuple(blocks)


def textos(escritos: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Free texts with their labels, in the order of the ficha."""
    return tuple((entry.question, escritos[name]) for name, entry in text_fields().items() if escritos.get(name))


def valor(field: Field, value: Value | date) -> str:
    """One value as text: labels of codes, dates in Brazilian form; "" when there is none."""
    if value is None or isinstance(value, bytes):
        return ""
    if isinstance(value, tuple):
        return ", ".join(_label(field, code) for code in value)
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return _label(field, value) if isinstance(value, str) and field.codelist else str(value)


def campo(nome: str) -> Field:
    """Field of form A or B by name. Raises KeyError."""
    return CATALOGUE.get(("A", nome)) or CATALOGUE["B", nome]


def rotulo(lista: str, codigo: str | None) -> str:
    """Desk label of a code, ended ones included; the code itself when no list knows it."""
    if not codigo:
        return ""
    known = codelist(lista)
    return known.label(codigo, desk=True) if codigo in known else codigo


def documento(tipo: str, numero: str) -> str:
    """Type and number of a document on one line, the number as typed; a CPF with its usual points and hyphen."""
    digits = _CPF.fullmatch(numero) if tipo == "CPF" else None
    shown = "{}.{}.{}-{}".format(*digits.groups()) if digits else numero
    return f"{rotulo('tipo_documento', tipo)} {shown}".strip()


def com_indicios(respostas: Mapping[str, Value]) -> bool:
    """Tell whether the screening marked any sign; it suggests where to send the person and decides nothing."""
    marked = respostas.get("indicios")
    return isinstance(marked, tuple) and bool(set(marked) - codelist("indicio").exclusivos)


def destinos(codigos: Sequence[str]) -> tuple[str, ...]:
    """Destinations as printed for the person: siglas and short names; an expanded NETP is never one of them."""
    return tuple(rotulo("encaminhamento", codigo) for codigo in codigos)


def _label(field: Field, code: str) -> str:
    assert field.codelist is not None
    text = rotulo(field.codelist, code)
    item = codelist(field.codelist).get(code)
    return f"{text} ({item.map})" if item is not None and field.codelist == "municipios" else text
