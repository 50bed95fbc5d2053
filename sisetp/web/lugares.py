"""Places for the type-ahead boxes: one cached JSON for the browser, and the same labels understood by the server.

The browser sends the label as shown, so the boxes also work without script: whoever types «Governador Valadares» gets
the municipality when the name is unique, and is asked for the state when it is not.
"""

import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sisetp.domain.codelists import codelist
from sisetp.domain.geography import Lugar, apelidos
from sisetp.domain.names import normalise

PAIS, UF, MUNICIPIO = "pais", "uf", "municipio"
_LISTAS = {PAIS: "paises", UF: "ufs", MUNICIPIO: "municipios"}


class LugarDesconhecido(ValueError):
    """No place, or more than one, has this label; `mensagem` is for the page."""

    def __init__(self, mensagem: str) -> None:
        self.mensagem = mensagem
        super().__init__("unknown place")


@dataclass(frozen=True, slots=True, kw_only=True)
class Publicacao:
    """The JSON as served: plain and gzip bodies, and the validator of both."""

    corpo: bytes
    comprimido: bytes
    etag: str


def rotulo(tipo: str, codigo: str) -> str:
    """Label shown for a place. Raises KeyError."""
    nome = codelist(_LISTAS[tipo]).label(codigo, desk=True)
    if tipo == MUNICIPIO:
        item = codelist("municipios").get(codigo)
        return f"{nome} ({item.map})" if item else nome
    return f"{nome} (estado)" if tipo == UF else nome


def resolver(texto: str, tipos: tuple[str, ...]) -> Lugar:
    """Find the one place of these kinds with this label, name or abbreviation of state.

    Raises LugarDesconhecido.
    """
    wanted = normalise(texto)
    found = {(lugar.tipo, lugar.codigo): lugar for tipo in tipos for lugar in _indice(tipo).get(wanted, ())}
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        raise LugarDesconhecido(
            "Há mais de um lugar com esse nome: escreva também o estado, por exemplo «Bonito (MS)»."
        )
    raise LugarDesconhecido("Escolha um lugar da lista.")


@cache
def publicacao() -> Publicacao:
    """Countries, states and municipalities of today's lists, by label, compact (about 80 kB; 30 kB compressed)."""
    por_uf: dict[str, list[str]] = defaultdict(list)
    for item in codelist("municipios").items:
        por_uf[item.map].append(item.label)
    paises = codelist("paises").items
    conteudo = {
        "paises": [item.label for item in paises],
        "frequentes": [item.label for item in sorted(paises, key=lambda item: item.tecla or "~") if item.tecla],
        "ufs": {item.code: item.label for item in codelist("ufs").items},
        "municipios": por_uf,
    }
    corpo = json.dumps(conteudo, ensure_ascii=False, separators=(",", ":")).encode()
    return Publicacao(
        corpo=corpo,
        comprimido=gzip.compress(corpo, mtime=0),
        etag=hashlib.sha256(corpo).hexdigest()[:16],
    )


@cache
def _indice(tipo: str) -> Mapping[str, tuple[Lugar, ...]]:
    index: dict[str, list[Lugar]] = defaultdict(list)
    for item in codelist(_LISTAS[tipo]).items:
        uf = item.map if tipo == MUNICIPIO else ""
        lugar = Lugar(tipo=tipo, codigo=item.code, rotulo=rotulo(tipo, item.code), uf=uf)
        texts = {item.label, lugar.rotulo, f"{item.label} {uf}", *apelidos(tipo, item.code)}
        if tipo == UF:
            texts.add(item.code)
        for key in {normalise(text) for text in texts}:
            index[key].append(lugar)
    return {key: tuple(lugares) for key, lugares in index.items()}
