"""The area of the months: one blueprint, three kinds of page."""

from flask import Blueprint, request

blueprint = Blueprint("periodos", __name__)

MES = "<int(max=2099):ano>/<int(max=12):mes>"
UNIDADE = "<int(max=2147483647):unidade_id>"

# Shape said besides the word, never colour alone.
SIMBOLOS = {
    "ABERTO": "○",
    "ENVIADO": "↑",
    "DEVOLVIDO": "↩",
    "CONFERIDO": "✓",
    "CONSOLIDADO": "■",
    "PUBLICADO": "★",
}
TONS = {"DEVOLVIDO": "warning", "CONFERIDO": "success", "CONSOLIDADO": "success", "PUBLICADO": "success"}


def ano_pedido() -> int | None:
    """Year asked for in the address; None for the page's own choice."""
    text = request.args.get("ano", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None
