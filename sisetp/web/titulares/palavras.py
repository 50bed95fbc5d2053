"""Answers in words on a paper that goes home with the person: never the two words that could put her in danger.

What the catalogue calls by its legal name for the team is said here as one would say it to her (decision 22).
"""

from collections.abc import Mapping

from sisetp.domain.codelists import codelist
from sisetp.domain.estat_layout import Value
from sisetp.domain.fields import Field, Seal, fields_of
from sisetp.domain.inventory import data_inventory

_PERGUNTAS = {
    ("E", "status_vitima"): "Avaliação da situação",
    ("E", "reincidencia"): "Já passou por isso antes?",
    ("E", "aliciamento"): "Como foi o convite",
    ("E", "relacao_aliciador"): "Relação com quem convidou",
}
_RESPOSTAS = {
    ("status_vitima", "POSSIVEL"): "Possível (indícios)",
    ("status_vitima", "CONFIRMADA"): "Confirmada",
}
_DA_TELA = frozenset({"duracao_s"})  # how long the desk took says nothing about her
_MESES = frozenset({"periodo_inicio", "periodo_fim"})
_FORMS_OF_A_PERSON = {
    "A": "Atendimento",
    "B": "Retorno ao Brasil",
    "C": "Cadastro",
    "E": "Acompanhamento",
    "F": "Contatos do acompanhamento",
    "G": "Encaminhamentos",
    "J": "Autorizações e pedidos",
}


def pares(forms: str, respostas: Mapping[str, Value]) -> tuple[tuple[str, str], ...]:
    """(question, answer) of the coded answers given, in the order of the forms; each name once."""
    shown: dict[str, tuple[str, str]] = {}
    for entry in (entry for form in forms for entry in fields_of(form) if entry.seal is Seal.ESTAT):
        answer = _resposta(entry, respostas.get(entry.name))
        if answer and entry.name not in shown and entry.name not in _DA_TELA:
            shown[entry.name] = (_PERGUNTAS.get(entry.key, entry.question), answer)
    return tuple(shown.values())


def rotulo(lista: str, codigo: str) -> str:
    """Neutral label of a code, ended ones included; "" for none."""
    known = codelist(lista)
    if codigo not in known:
        return codigo
    return _RESPOSTAS.get((lista, codigo)) or known.label(codigo, desk=True)


def rotulos(lista: str, codigos: tuple[str, ...]) -> str:
    """Neutral labels of several codes on one line."""
    return "; ".join(rotulo(lista, codigo) for codigo in codigos)


def finalidades() -> tuple[tuple[str, str, str], ...]:
    """(what, legal bases, how long) of each form that holds data of the person, from the data inventory."""
    rows = data_inventory()
    found = []
    for form, titulo in _FORMS_OF_A_PERSON.items():
        bases = dict.fromkeys(row.legal_basis for row in rows if row.form == form)
        terms = dict.fromkeys(row.retention for row in rows if row.form == form)
        found.append((titulo, "; ".join(bases), "; ".join(terms)))
    return tuple(found)


def _resposta(entry: Field, value: Value) -> str:
    if value is None or isinstance(value, bytes) or value == "" or value == ():
        return ""
    if entry.name in _MESES and isinstance(value, int):
        return f"{value % 100:02}/{value // 100}"
    if entry.codelist is None:
        return str(value)
    return rotulos(entry.codelist, value) if isinstance(value, tuple) else rotulo(entry.codelist, str(value))
