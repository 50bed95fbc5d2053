"""Files of a release: made from its document, which is made from ledger rows, and from nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sisetp.domain.errors import Refused
from sisetp.reporting.render import csv, package, pdf, xlsx
from sisetp.reporting.tables import Documento

_NOME = "sisetp-{produto}-{periodo}{edicao}{previa}{inventado}.{extensao}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Renderizador:
    """One kind of file: its code in the ledger, extension, media type and what makes its bytes."""

    formato: str
    extensao: str
    tipo: str
    render: Callable[[Documento], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arquivo:
    """One file made."""

    formato: str
    nome: str
    tipo: str
    conteudo: bytes
    sha256: str


RENDERIZADORES = (
    Renderizador(formato="pdf", extensao="pdf", tipo=pdf.MEDIA_TYPE, render=pdf.pdf),
    Renderizador(formato="xlsx", extensao="xlsx", tipo=xlsx.TIPO, render=xlsx.render_xlsx),
    Renderizador(formato="csv", extensao="csv", tipo=csv.TIPO, render=csv.render_csv),
    Renderizador(formato="zip", extensao="zip", tipo=package.TIPO, render=package.render_package),
)
"""Files that every release goes out with: the bulletin, the workbook, the open data and its described package."""


def make(documento: Documento, renderizadores: Sequence[Renderizador]) -> tuple[Arquivo, ...]:
    """Every file of a document, in order. Raises: Refused when one cannot be written (a full disk): none is kept."""
    return tuple(make_one(documento, renderizador) for renderizador in renderizadores)


def make_one(documento: Documento, renderizador: Renderizador) -> Arquivo:
    """One file of a document; the name of a marked copy says so too. Raises: as `make`."""
    try:
        content = renderizador.render(documento)
    except OSError as cause:
        raise Refused("Um arquivo não pôde ser gravado (disco cheio?). Nada foi publicado.") from cause
    edition = "" if documento.edicao == 1 else f"-edicao-{documento.edicao}"
    nome = _NOME.format(
        produto=documento.produto.lower(),
        periodo=documento.periodo_codigo.lower(),
        edicao=edition,
        previa="-previa" if documento.marca else "",
        inventado="-demonstracao" if documento.demonstracao else "",
        extensao=renderizador.extensao,
    )
    return Arquivo(
        formato=renderizador.formato,
        nome=nome,
        tipo=renderizador.tipo,
        conteudo=content,
        sha256=sha256(content).hexdigest(),
    )
