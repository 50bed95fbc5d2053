"""Boxes in which a page asks why: a reason of the catalogue, in the order given, and its explanation."""

from wtforms import SelectField, TextAreaField
from wtforms.fields import SelectChoice

from sisetp.domain.codelists import codelist

_ESCOLHA = SelectChoice("", "Escolha…")


def caixa_de_motivo(lista: str, codigos: tuple[str, ...] = ()) -> SelectField:
    """Reasons of a list, or only `codigos` of it, in that order."""
    items = [item for item in codelist(lista).items if not codigos or item.code in codigos]
    items.sort(key=lambda item: codigos.index(item.code) if codigos else item.n)
    choices = [_ESCOLHA, *(SelectChoice(item.code, item.label) for item in items)]
    return SelectField("Motivo", choices=choices, validate_choice=False, render_kw={"required": True})


def caixa_de_justificativa(ajuda: str) -> TextAreaField:
    """The explanation beside a reason."""
    return TextAreaField("Explicação", description=ajuda, render_kw={"rows": 2, "maxlength": 300})
