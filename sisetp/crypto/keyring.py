"""The keyring: every key of the installation, outside the database and its backups."""

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from sisetp.crypto.context import INSTALACAO_BYTES
from sisetp.crypto.errors import KeyMissing, KeyringError
from sisetp.crypto.keyring_file import Document, Entry, RootKeys, read, write
from sisetp.crypto.keys import (
    ALL_PLANES,
    NATIONAL_SLOTS,
    Key,
    KeyInfo,
    KeyState,
    Plane,
    material_bytes,
    unit_slots,
    year_slot,
)
from sisetp.crypto.private_file import Fingerprint, fingerprint, folder_lock
from sisetp.crypto.providers import RootProvider

Slot = tuple[Plane, str, int]


@dataclass(frozen=True, slots=True)
class _Loaded:
    document: Document
    seen: Fingerprint
    by_id: dict[int, Key]
    active: dict[tuple[str, int], Key]


class Keyring:
    """The keys of the planes that this process loaded. Threads may share it.

    instalacao: the 16 bytes that name the installation. versao: the version of the file as loaded.
    """

    def __init__(self, path: Path, provider: RootProvider, planes: frozenset[Plane], loaded: _Loaded) -> None:
        self._path = path
        self._provider = provider
        self.planes = planes
        self._loaded = loaded
        self.instalacao = loaded.document.instalacao
        self.versao = loaded.document.versao

    def active(self, plane: Plane, tipo: str, unidade: int = 0) -> Key:
        """Return the key that seals now; an unknown one makes the file be read again. Raises: KeyMissing."""
        purpose = (tipo, unidade)
        key = self._loaded.active.get(purpose)
        if key is None and self._reread(plane):
            key = self._loaded.active.get(purpose)
        if key is None or key.info.plano is not plane:
            raise KeyMissing(plane.value, unidade=unidade)
        return key

    def by_id(self, plane: Plane, key_id: int) -> Key:
        """Return the key with this id, active or read-only; never tries another. Raises: KeyMissing."""
        key = self._loaded.by_id.get(key_id)
        if key is None and self._reread(plane):
            key = self._loaded.by_id.get(key_id)
        if key is None or key.info.plano is not plane:
            raise KeyMissing(plane.value, key_id=key_id)
        return key

    def reload_if_changed(self) -> bool:
        """Read the file again when it was replaced; an older version is refused.

        Returns: whether it was read. Raises: KeyringError.
        """
        before = self._loaded
        try:
            unchanged = fingerprint(self._path) == before.seen
        except OSError:
            raise KeyringError("O arquivo do chaveiro desapareceu.") from None
        if unchanged:
            return False
        loaded = _load(self._path, self._provider, self.planes, before.document.versao)
        if loaded.document.instalacao != before.document.instalacao:
            raise KeyringError("O chaveiro foi trocado pelo de outra instalação.")
        self._loaded = loaded
        self.versao = loaded.document.versao
        return True

    def _reread(self, plane: Plane) -> bool:
        return plane in self.planes and self.reload_if_changed()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyringStatus:
    """What the status command shows: no key material."""

    instalacao: bytes
    versao: int
    keys: tuple[KeyInfo, ...]


def load(
    path: Path, provider: RootProvider, *, planes: Collection[Plane] = ALL_PLANES, minimum_version: int = 0
) -> Keyring:
    """Open the keyring with the keys of `planes` only; the others are verified but never decrypted.

    Raises: KeyringError.
    """
    chosen = frozenset(planes)
    return Keyring(path, provider, chosen, _load(path, provider, chosen, minimum_version))


def create(path: Path, provider: RootProvider, *, instalacao: bytes) -> None:
    """Write a new keyring with the national keys and no unit. Raises: KeyringError when the file exists."""
    if len(instalacao) != INSTALACAO_BYTES:
        raise ValueError("instalacao must have 16 bytes")
    with folder_lock(path):
        if os.path.lexists(path):
            raise KeyringError(f"{path} já existe; um chaveiro nunca é sobrescrito.")
        keys = RootKeys(provider.root_key(), instalacao)
        write(path, _with_new(Document(instalacao, 0, 1, ()), keys, NATIONAL_SLOTS), keys)


def add_unit(path: Path, provider: RootProvider, unidade_id: int) -> tuple[KeyInfo, ...]:
    """Create the keys that the unit lacks; returns them (none when it has all). Raises: KeyringError."""
    if not 0 < unidade_id <= 0xFFFF_FFFF:
        raise ValueError("unidade_id out of range")
    return _add_missing(path, provider, unit_slots(unidade_id))


def add_national(path: Path, provider: RootProvider, *, years: Iterable[int]) -> tuple[KeyInfo, ...]:
    """Create the national keys that are missing, and the counting key of each year that never had one.

    Returns: the keys made. Raises: KeyringError.
    """
    return _add_missing(path, provider, (*NATIONAL_SLOTS, *(year_slot(ano) for ano in sorted(set(years)))))


def destroy_year(path: Path, provider: RootProvider, ano: int) -> None:
    """Erase the counting key of a year for ever: nobody can join its people to another year's any more.

    Raises: KeyringError when the year has no key or it is gone already.
    """
    plane, tipo, _national = year_slot(ano)
    with folder_lock(path):
        document, keys, _ = read(path, provider.root_key(), minimum_version=0)
        info = next((e.info for e in document.entries if e.info.plano is plane and e.info.tipo == tipo), None)
        if info is None or info.estado is KeyState.DESTRUIDA:
            raise KeyringError(f"Não há chave de contagem do ano {ano} para destruir.")
        write(path, _with_state(document, info.id, KeyState.DESTRUIDA), keys)


def renew(path: Path, provider: RootProvider, plane: Plane, unidade_id: int) -> KeyInfo:
    """Start a new epoch of a unit's KEK or statistics key; the present key becomes read-only.

    Returns: the new key. Raises: KeyringError when the unit has no such active key.
    """
    if plane not in (Plane.UNIDADE, Plane.ESTAT):
        raise KeyringError("Só as chaves de unidade e de estatística têm épocas.")
    with folder_lock(path):
        document, keys, _ = read(path, provider.root_key(), minimum_version=0)
        present = next((e.info for e in document.entries if _is_active(e.info, plane, unidade_id)), None)
        if present is None:
            raise KeyringError(f"A unidade {unidade_id} não tem chave ativa nesse plano.")
        retired = _with_state(document, present.id, KeyState.LEITURA)
        slot = (plane, plane.value, unidade_id)
        return write(path, _with_new(retired, keys, [slot]), keys).entries[-1].info


def destroy(path: Path, provider: RootProvider, key_id: int) -> None:
    """Erase the material of a read-only key for ever. Raises: KeyringError when it is not read-only."""
    with folder_lock(path):
        document, keys, _ = read(path, provider.root_key(), minimum_version=0)
        info = next((e.info for e in document.entries if e.info.id == key_id), None)
        if info is None or info.estado is not KeyState.LEITURA:
            raise KeyringError(f"A chave {key_id} não está em estado de leitura; só assim pode ser destruída.")
        write(path, _with_state(document, key_id, KeyState.DESTRUIDA), keys)


def status(path: Path, provider: RootProvider) -> KeyringStatus:
    """Return what the keyring holds, verified. Raises: KeyringError."""
    document, _, _ = read(path, provider.root_key(), minimum_version=0)
    infos = tuple(entry.info for entry in document.entries)
    return KeyringStatus(instalacao=document.instalacao, versao=document.versao, keys=infos)


def _add_missing(path: Path, provider: RootProvider, slots: Iterable[Slot]) -> tuple[KeyInfo, ...]:
    with folder_lock(path):
        document, keys, _ = read(path, provider.root_key(), minimum_version=0)
        held = {(e.info.plano, e.info.tipo, e.info.unidade) for e in document.entries}
        missing = [slot for slot in slots if slot not in held]
        if not missing:
            return ()
        written = write(path, _with_new(document, keys, missing), keys)
    return tuple(entry.info for entry in written.entries[-len(missing) :])


def _load(path: Path, provider: RootProvider, planes: frozenset[Plane], minimum_version: int) -> _Loaded:
    document, keys, seen = read(path, provider.root_key(), minimum_version=minimum_version)
    usable = [e for e in document.entries if e.info.plano in planes and e.info.estado is not KeyState.DESTRUIDA]
    by_id = {entry.info.id: keys.unwrap(entry) for entry in usable}
    active = {(key.info.tipo, key.info.unidade): key for key in by_id.values() if key.info.estado is KeyState.ATIVA}
    return _Loaded(document, seen, by_id, active)


def _is_active(info: KeyInfo, plane: Plane, unidade: int) -> bool:
    return info.plano is plane and info.unidade == unidade and info.estado is KeyState.ATIVA


def _with_new(document: Document, keys: RootKeys, slots: Iterable[Slot]) -> Document:
    entries = list(document.entries)
    next_id = document.proximo_id
    for plane, tipo, unidade in slots:
        epoca = 1 + sum((e.info.plano, e.info.tipo, e.info.unidade) == (plane, tipo, unidade) for e in entries)
        info = KeyInfo(id=next_id, plano=plane, tipo=tipo, unidade=unidade, epoca=epoca, estado=KeyState.ATIVA)
        entries.append(keys.wrap(info, os.urandom(material_bytes(plane))))
        next_id += 1
    return replace(document, proximo_id=next_id, entries=tuple(entries))


def _with_state(document: Document, key_id: int, state: KeyState) -> Document:
    def changed(entry: Entry) -> Entry:
        if entry.info.id != key_id:
            return entry
        wrapped = b"" if state is KeyState.DESTRUIDA else entry.wrapped
        return Entry(replace(entry.info, estado=state), wrapped)

    return replace(document, entries=tuple(changed(entry) for entry in document.entries))
