"""The bulletin as PDF/UA-1: tagged, with its fonts inside, and the same bytes for the same document anywhere."""

import json
from functools import cache
from pathlib import Path

import typst

from sisetp.domain.errors import Refused
from sisetp.reporting.render.boletim import content
from sisetp.reporting.render.built import FONTS
from sisetp.reporting.tables import Documento

_TEMPLATE = Path(__file__).parent / "typst" / "boletim.typ"
MEDIA_TYPE = "application/pdf"


def pdf(documento: Documento) -> bytes:
    """The bulletin of a document. Its texts reach the template as JSON, so none of them is ever read as markup.

    Raises: Refused when the appearance was not built, or a text has a character that none of the fonts draws.
    """
    if not FONTS.is_dir():
        raise Refused("As fontes do boletim não foram construídas. Use «make assets».")
    compiler = typst.Compiler(input=_template(), font_paths=_fonts())
    try:
        made = compiler.compile(
            format="pdf",
            sys_inputs={"dados": json.dumps(content(documento), ensure_ascii=False)},
            pdf_standards="ua-1",
            timestamp=int(documento.gerado_em.timestamp()),
        )
    except typst.TypstError as cause:
        raise Refused("O boletim não pôde ser composto; veja se algum rótulo tem caractere incomum.") from cause
    if not isinstance(made, bytes):
        raise TypeError("one document makes one file")
    return made


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """Ours and the ones inside the typesetter: never those of the machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])
