"""The keyring on disk: JSON, key material wrapped under the root key, the whole under a MAC.

Each key is AES-SIV wrapped with its id, plane, kind, unit and epoch as associated data, so entries cannot be
exchanged; the MAC (HMAC-SHA-256 under a key derived from the root) covers every entry, its state and the version.
"""

import json
from collections import Counter
from dataclasses import dataclass, replace
from hmac import compare_digest, digest
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from sisetp.crypto.context import INSTALACAO_BYTES
from sisetp.crypto.errors import EnvelopeError, KeyringError
from sisetp.crypto.kdf import hkdf
from sisetp.crypto.keys import Key, KeyInfo, KeyState, Plane, material_bytes
from sisetp.crypto.private_file import Fingerprint, read_private, write_private
from sisetp.crypto.siv import unwrap, wrap

FORMAT: Final = 1
MAX_ID: Final = 0xFFFF


@dataclass(frozen=True, slots=True)
class Entry:
    """One key as it is kept: its description and its wrapped material (empty when destroyed)."""

    info: KeyInfo
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """A verified keyring file. versao grows by one at each writing; proximo_id is never lowered."""

    instalacao: bytes
    versao: int
    proximo_id: int
    entries: tuple[Entry, ...]


class RootKeys:
    """The two keys derived from the root: one wraps material, one authenticates the file."""

    def __init__(self, root: bytes, instalacao: bytes) -> None:
        self._instalacao = instalacao
        self._siv = AESSIV(hkdf(root, salt=instalacao, info=b"sisetp chaveiro material v1", length=64))
        self._mac = hkdf(root, salt=instalacao, info=b"sisetp chaveiro mac v1", length=32)

    def mac(self, body: bytes) -> bytes:
        """Return the 32-byte MAC of the canonical body of the file."""
        return digest(self._mac, body, "sha256")

    def wrap(self, info: KeyInfo, material: bytes) -> Entry:
        """Return the entry to be kept."""
        return Entry(info, wrap(self._siv, material, self._bound_to(info)))

    def unwrap(self, entry: Entry) -> Key:
        """Return the usable key. Raises: KeyringError."""
        try:
            material = unwrap(self._siv, entry.wrapped, self._bound_to(entry.info))
        except EnvelopeError:
            raise KeyringError(f"A chave {entry.info.id} do chaveiro não abre.") from None
        if len(material) != material_bytes(entry.info.plano):
            raise KeyringError(f"A chave {entry.info.id} do chaveiro tem tamanho errado.")
        return Key(info=entry.info, material=material)

    def _bound_to(self, info: KeyInfo) -> tuple[bytes, ...]:
        numbers = tuple(n.to_bytes(4, "big") for n in (info.id, info.unidade, info.epoca))
        return (self._instalacao, info.plano.value.encode(), info.tipo.encode(), *numbers)


def read(path: Path, root: bytes, *, minimum_version: int) -> tuple[Document, RootKeys, Fingerprint]:
    """Read and verify the file.

    Raises: KeyringError for wrong permissions or owner, malformed content, wrong MAC, repeated ids, two active keys
    for one purpose, or a version below `minimum_version` (an old copy put back).
    """
    content, seen = read_private(path)
    try:
        raw: dict[str, Any] = json.loads(content)
        mac = bytes.fromhex(raw.pop("mac"))
        instalacao = bytes.fromhex(raw["instalacao"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise KeyringError("O chaveiro está malformado.") from None
    keys = RootKeys(root, instalacao)
    if not compare_digest(mac, keys.mac(_canonical(raw))):
        raise KeyringError("O chaveiro foi alterado, ou a chave raiz não é a dele.")
    document = _parse(raw, instalacao)
    _check(document, minimum_version)
    return document, keys, seen


def write(path: Path, document: Document, keys: RootKeys) -> Document:
    """Write the document with its version raised by one, and return it as written."""
    document = replace(document, versao=document.versao + 1)
    _check(document, 0)
    raw: dict[str, Any] = {
        "formato": FORMAT,
        "instalacao": document.instalacao.hex(),
        "versao": document.versao,
        "proximo_id": document.proximo_id,
        "chaves": [_entry_json(entry) for entry in document.entries],
    }
    raw["mac"] = keys.mac(_canonical(raw)).hex()
    write_private(path, json.dumps(raw, indent=1).encode() + b"\n")
    return document


def _canonical(raw: dict[str, Any]) -> bytes:
    return json.dumps(raw, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def _entry_json(entry: Entry) -> dict[str, Any]:
    info = entry.info
    return {
        "id": info.id,
        "plano": info.plano.value,
        "tipo": info.tipo,
        "unidade": info.unidade,
        "epoca": info.epoca,
        "estado": info.estado.value,
        "material": entry.wrapped.hex(),
    }


def _parse(raw: dict[str, Any], instalacao: bytes) -> Document:
    try:
        if raw["formato"] != FORMAT:
            raise KeyringError("O formato do chaveiro não é conhecido por esta versão.")
        entries = tuple(_parse_entry(item) for item in raw["chaves"])
        return Document(instalacao, int(raw["versao"]), int(raw["proximo_id"]), entries)
    except (ValueError, KeyError, TypeError):
        raise KeyringError("O chaveiro está malformado.") from None


def _parse_entry(item: dict[str, Any]) -> Entry:
    info = KeyInfo(
        id=int(item["id"]),
        plano=Plane(item["plano"]),
        tipo=str(item["tipo"]),
        unidade=int(item["unidade"]),
        epoca=int(item["epoca"]),
        estado=KeyState(item["estado"]),
    )
    return Entry(info, bytes.fromhex(item["material"]))


def _check(document: Document, minimum_version: int) -> None:
    if len(document.instalacao) != INSTALACAO_BYTES:
        raise KeyringError("O chaveiro está malformado.")
    if document.versao < minimum_version:
        raise KeyringError(f"O chaveiro é uma cópia antiga: versão {document.versao}, esperada {minimum_version}.")
    infos = [entry.info for entry in document.entries]
    ids = {info.id for info in infos}
    if len(ids) != len(infos) or any(not 0 < i < document.proximo_id <= MAX_ID + 1 for i in ids):
        raise KeyringError("O chaveiro tem identificadores de chave repetidos ou inválidos.")
    active = Counter((i.plano, i.tipo, i.unidade) for i in infos if i.estado is KeyState.ATIVA)
    if any(count > 1 for count in active.values()):
        raise KeyringError("O chaveiro tem duas chaves ativas para o mesmo fim.")
    if any((entry.info.estado is KeyState.DESTRUIDA) is bool(entry.wrapped) for entry in document.entries):
        raise KeyringError("O chaveiro tem uma chave destruída com material, ou uma chave sem material.")
