"""Reads a folder of definitions whole, or refuses it: no product is ever half loaded."""

import tomllib
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from sisetp.config import ROOT
from sisetp.reporting.definitions.checks import check_catalogue, check_product
from sisetp.reporting.definitions.cursor import Cursor
from sisetp.reporting.definitions.errors import DefinitionError
from sisetp.reporting.definitions.model import Catalogo, Produto
from sisetp.reporting.definitions.products import read_product

DEFINICOES = ROOT / "reports" / "definicoes"
"""Where the definitions of this release are."""


def load(folder: Path = DEFINICOES) -> Catalogo:
    """Return every product of `*.toml` in a folder, by code. Raises DefinitionError: the first one found."""
    catalogue, errors = examine(folder)
    if errors:
        raise errors[0]
    return catalogue


def examine(folder: Path) -> tuple[Catalogo, tuple[DefinitionError, ...]]:
    """Return the catalogue of a folder and everything wrong with it, at most one error a file.

    With any error the catalogue is empty. Files are read in the order of their names.
    """
    files = sorted(folder.glob("*.toml"))
    if not files:
        return Catalogo(), (DefinitionError(str(folder), "", "a pasta não tem nenhuma definição (*.toml)"),)
    products: list[Produto] = []
    errors: list[DefinitionError] = []
    for path in files:
        try:
            product = read_file(path)
        except DefinitionError as error:
            errors.append(error)
        else:
            products.append(product)
    errors += [] if errors else check_catalogue(products)
    return (Catalogo(), tuple(errors)) if errors else (_catalogue(products), ())


def read_file(path: Path) -> Produto:
    """Return the product of one file, checked by itself. Raises DefinitionError."""
    content = path.read_bytes()
    try:
        raw = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise DefinitionError(path.name, "", f"o arquivo não está em UTF-8 (byte {error.start})") from None
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(path.name, "", f"não é TOML: {error}") from None
    product = read_product(Cursor(path.name, raw), sha256(content).hexdigest())
    for found in check_product(product):
        raise found
    return product


def _catalogue(products: Iterable[Produto]) -> Catalogo:
    return Catalogo(MappingProxyType({product.codigo: product for product in products}))
