"""The form of an amendment: every editable answer of the catalogue, prefilled from what was opened, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField

from sisetp.domain.atendimento import AmendAtendimento
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.ficha import Value
from sisetp.domain.fields import Field, Kind
from sisetp.domain.geography import buscar, municipio
from sisetp.domain.names import normalise
from sisetp.domain.respostas import text_fields
from sisetp.services.results import AmendSheet, Comparison
from sisetp.web.atendimentos.forms import IdentidadeForm, choose, fill_choices, identity_of
from sisetp.web.atendimentos.rotulos import GRUPOS, campo, rotulo
from sisetp.web.recebido import clean, number

TEXTOS = tuple(name for name in text_fields() if name != "motivo_retroativo")
IDENTIDADE = (
    *("modo_ident", "nome_social", "nome_civil", "nascimento", "doc_tipo", "doc_numero"),
    *("contato_seguro", "contato"),
)
_NOMES = ("nome_social", "nome_civil")
BLOCOS = tuple((titulo, tuple(name for name in names if name not in IDENTIDADE)) for titulo, names in GRUPOS)
EDITAVEIS = tuple(name for _titulo, names in BLOCOS for name in names)
_CONTROLE = ("csrf_token", "acao", "versao", "pessoa_versao")
ATUAL, ESCOLHA = "atual-", "escolha-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diferenca:
    """One field of the conflict page: label, both values as read, and the stored one as the form would send it.

    `meu`: the editor changed it herself, so her value is the one proposed.
    """

    campo: str
    rotulo: str
    atual: str
    enviado: str
    valores: tuple[str, ...]
    meu: bool


@cache
def _form_class() -> type[IdentidadeForm]:
    boxes: dict[str, Any] = {name: _box(campo(name)) for name in (*EDITAVEIS, *TEXTOS)}
    extra = {
        "versao": HiddenField(),
        "pessoa_versao": HiddenField(),
        "dia": HiddenField(),
        "motivo": SelectField("Motivo da alteração", validate_choice=False),
        "justificativa": TextAreaField(
            "Explicação", description="Obrigatória quando o motivo é «Outro». Sem nomes de outras pessoas."
        ),
    }
    return type("AlteracaoForm", (IdentidadeForm,), {**boxes, **extra})


def formulario(sent: MultiDict[str, str], hoje: date) -> IdentidadeForm:
    """The form over the values given; codes are those in force on the day of the contact, and those already there."""
    form = _form_class()(sent)
    day = _day(form.dia.data, hoje)
    fill_choices(form, day)
    choose(form.motivo, "motivo_alteracao", hoje)
    for name in EDITAVEIS:
        entry = campo(name)
        if entry.kind in (Kind.CODIGO, Kind.MULTI) and entry.codelist != "municipios":
            choose(form[name], entry.codelist or "", day, empty=entry.kind is Kind.CODIGO)
    return form


def preenchido(sheet: AmendSheet, dia: date) -> MultiDict[str, str]:
    """The values of a form that starts from what was opened."""
    values: MultiDict[str, str] = MultiDict()
    for name, texts in _valores(sheet).items():
        values.setlist(name, list(texts))
    values.update({"versao": str(sheet.versao), "pessoa_versao": str(sheet.pessoa_versao), "dia": dia.isoformat()})
    return values


def escolhido(sent: MultiDict[str, str]) -> MultiDict[str, str]:
    """The values sent, with those the editor chose to leave as stored put back: `escolha-<campo>` says which."""
    values: MultiDict[str, str] = MultiDict(sent)
    for name in (*IDENTIDADE, *EDITAVEIS, *TEXTOS):
        if sent.get(ESCOLHA + name) == "atual":
            values.setlist(name, sent.getlist(ATUAL + name))
    return values


def to_command(atendimento_id: UUID, form: IdentidadeForm, sent: MultiDict[str, str]) -> AmendAtendimento:
    """The amendment asked. Boxes that the page did not have are left as stored. Raises: RuleViolation about shape."""
    messages: list[FieldMessage] = []
    boxes = [name for name in EDITAVEIS if name in sent or campo(name).kind is Kind.MULTI]
    answers = {name: _read(campo(name), form[name].data, messages) for name in boxes}
    if messages:
        raise RuleViolation(tuple(messages))
    named = "nome_social" in sent
    answers |= {name: form[name].data or None for name in ("modo_ident", "doc_tipo") if name in sent}
    return AmendAtendimento(
        atendimento_id=atendimento_id,
        versao=number(form.versao.data),
        pessoa_versao=number(form.pessoa_versao.data),
        motivo=form.motivo.data or "",
        justificativa=clean(form.justificativa.data),
        respostas=answers,
        textos={name: clean(form[name].data) for name in TEXTOS if name in sent},
        identidade=identity_of(form) if named else None,
    )


def diferencas(seen: Comparison, sent: MultiDict[str, str]) -> tuple[Diferenca, ...]:
    """The fields in which the stored state and the one sent differ, as the conflict page shows them."""
    stored = _valores(seen.atual)
    names = {item.campo: item.mudado for item in seen.diferencas}
    if not names.keys().isdisjoint(_NOMES):
        names |= dict.fromkeys(_NOMES, any(names.get(name) for name in _NOMES))
    found = []
    for name in (*IDENTIDADE, *EDITAVEIS, *TEXTOS):
        mine, theirs = tuple(text for text in sent.getlist(name) if text), stored.get(name, ())
        if name in names and set(mine) != set(theirs):
            entry = campo(name)
            found.append(
                Diferenca(
                    campo=name,
                    rotulo=entry.question,
                    atual=_shown(entry, theirs),
                    enviado=_shown(entry, mine),
                    valores=theirs,
                    meu=names[name],
                )
            )
    return tuple(found)


def mantidos(sent: MultiDict[str, str]) -> tuple[tuple[str, str], ...]:
    """Everything the editor sent, to travel with the conflict page: nothing typed is lost."""
    return tuple(
        (name, text)
        for name, text in sent.items(multi=True)
        if name not in _CONTROLE and not name.startswith((ATUAL, ESCOLHA))
    )


def _valores(sheet: AmendSheet) -> Mapping[str, tuple[str, ...]]:
    values = {name: _written(campo(name), sheet.respostas.get(name)) for name in EDITAVEIS}
    values |= {name: _texts((sheet.textos or {}).get(name, "")) for name in TEXTOS if sheet.textos is not None}
    known = sheet.identidade
    if known is None:
        return values
    chamada, civil = (known.nome_social, known.nome_civil) if known.nome_social else (known.nome_civil, "")
    born = known.nascimento.strftime("%d/%m/%Y") if known.nascimento else ""
    boxes = {"modo_ident": str(sheet.respostas.get("modo_ident") or ""), "nome_social": chamada, "nome_civil": civil}
    boxes |= {"nascimento": born, "doc_tipo": known.doc_tipo or str(sheet.respostas.get("doc_tipo") or "")}
    boxes |= {"doc_numero": known.doc_numero, "contato": known.contato, "contato_seguro": known.contato_seguro}
    return values | {name: _texts(text) for name, text in boxes.items()}


def _box(entry: Field) -> Any:
    if entry.kind is Kind.MULTI:
        return SelectMultipleField(entry.question, validate_choice=False)
    if entry.kind is Kind.CODIGO and entry.codelist != "municipios":
        return SelectField(entry.question, validate_choice=False)
    return TextAreaField(entry.question) if entry.name == "obs" else StringField(entry.question)


def _read(entry: Field, data: Any, messages: list[FieldMessage]) -> Value:
    if entry.kind is Kind.MULTI:
        return tuple(dict.fromkeys(data or ()))
    text = clean(data)
    if not text:
        return None
    if entry.kind is Kind.INTEIRO:
        if text.isascii() and text.isdigit() and len(text) < 7:
            return int(text)
        messages.append(FieldMessage(entry.name, "Digite um número inteiro."))
        return None
    if entry.codelist != "municipios":
        return text
    found = [
        place
        for place in buscar(text[:80])
        if normalise(text) in (normalise(place.rotulo), normalise(place.rotulo[:-5]))
    ]
    if len(found) != 1:
        messages.append(FieldMessage(entry.name, "Escolha o município da lista, com o estado: «Bonito (MS)»."))
        return None
    return found[0].codigo


def _written(entry: Field, value: Any) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    town = municipio(value) if entry.codelist == "municipios" and isinstance(value, str) else None
    return _texts(f"{town.nome} ({town.uf})" if town else "" if value is None else str(value))


def _texts(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _shown(entry: Field, values: Sequence[str]) -> str:
    if entry.codelist is None or entry.codelist == "municipios":
        return ", ".join(values)
    return ", ".join(rotulo(entry.codelist, code) for code in values)


def _day(text: str | None, default: date) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return default
