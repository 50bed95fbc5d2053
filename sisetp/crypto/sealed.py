"""The one door to the seals: wraps keys, seals and opens records and codes, makes tokens and MACs.

Statistics keys use random 96-bit nonces: at most 2**30 messages per key. Each process counts what it seals and stops
there; the rows of the unit since the last epoch, which only the database knows, are what an operator must watch.
"""

import os
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hmac import digest
from struct import Struct
from struct import error as StructError
from typing import Final, TypeVar

from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV

from sisetp.crypto.blind_index import KINDS, truncate
from sisetp.crypto.context import SealContext
from sisetp.crypto.dek_cache import DekCache
from sisetp.crypto.envelope import KEY_BYTES, key_id_of, open_fixed, open_sealed, seal, seal_fixed
from sisetp.crypto.errors import EnvelopeError, EnvelopeKind, KeyExhausted, KeyMissing
from sisetp.crypto.framing import frame
from sisetp.crypto.keyring import Keyring
from sisetp.crypto.keys import Key, Plane, year_slot
from sisetp.crypto.siv import unwrap, wrap
from sisetp.crypto.snapshot import key_id_of as snapshot_key_id
from sisetp.crypto.snapshot import open_pages, seal_pages

C = TypeVar("C")

MESSAGES_PER_KEY: Final = 2**30
PESSOA_CHAVE_BYTES: Final = 16
YEAR_PSEUDONYM_BYTES: Final = 8
FIRST_DEK: Final = 1

_KEK: Final = Plane.UNIDADE.value
_ESTAT: Final = Plane.ESTAT.value
_NUMBERS: Final = Struct(">IHH")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrappedKey:
    """A DEK as the vault keeps it. owner: id of the pessoa, atendimento or caso. wrap: 48 bytes of AES-SIV."""

    owner: bytes
    classe: str
    dek_version: int
    unidade: int
    kek_id: int
    wrap: bytes = field(repr=False)


class Sealer:
    """Seals and opens with the keys of one keyring. Threads may share it; a forked child starts with no DEK.

    instalacao: the 16 bytes that name the installation, for SealContext.
    """

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self.instalacao = keyring.instalacao
        self._deks = DekCache()
        self._sivs: dict[int, AESSIV] = {}
        self._gcms: dict[int, AESGCM] = {}
        self._seen = keyring.versao
        self._sealed: Counter[int] = Counter()
        self._lock = threading.Lock()

    def new_key(self, *, unidade: int, owner: bytes, classe: str, dek_version: int = FIRST_DEK) -> WrappedKey:
        """Make a random DEK for an owner and class, wrapped under the unit's present KEK. Raises: KeyMissing."""
        kek = self._keyring.active(Plane.UNIDADE, _KEK, unidade)
        return self._wrapped(os.urandom(KEY_BYTES), kek, owner, classe, dek_version)

    def rewrap(self, wrapped: WrappedKey) -> WrappedKey:
        """Return the same DEK under the unit's present KEK. Raises: KeyMissing, EnvelopeError."""
        kek = self._keyring.active(Plane.UNIDADE, _KEK, wrapped.unidade)
        return self._wrapped(self._dek(wrapped), kek, wrapped.owner, wrapped.classe, wrapped.dek_version)

    def seal_record(self, wrapped: WrappedKey, context: SealContext, plaintext: bytes) -> bytes:
        """Seal a record (suite 0x01). Raises: KeyMissing, EnvelopeError."""
        self._check_place(wrapped, context)
        return seal(self._dek(wrapped), wrapped.dek_version, context, plaintext)

    def open_record(self, wrapped: WrappedKey, context: SealContext, blob: bytes) -> bytes:
        """Open a record (suite 0x01). Raises: KeyMissing, EnvelopeError."""
        self._check_place(wrapped, context)
        return open_sealed(self._dek(wrapped), context, blob)

    def seal_codes(self, context: SealContext, payload: bytes) -> bytes:
        """Seal codes under the unit's statistics key (suite 0x02). Raises: KeyMissing, KeyExhausted, EnvelopeError."""
        self._check_installation(context)
        key = self._keyring.active(Plane.ESTAT, _ESTAT, context.unidade)
        self._count(key.info.id)
        return seal_fixed(self._cached(self._gcms, key, AESGCM), key.info.id, context, payload)

    def open_codes(self, context: SealContext, blob: bytes) -> bytes:
        """Open codes with the key whose id the blob carries, and no other. Raises: KeyMissing, EnvelopeError."""
        self._check_installation(context)
        key = self._keyring.by_id(Plane.ESTAT, key_id_of(blob))
        if key.info.unidade != context.unidade:
            raise EnvelopeError(EnvelopeKind.CONTEXTO)
        return open_fixed(self._cached(self._gcms, key, AESGCM), context, blob)

    def codes_sealed(self) -> Mapping[int, int]:
        """Return how many messages this process sealed under each statistics key id."""
        return dict(self._sealed)

    def index_token(self, unidade: int, kind: str, value: bytes) -> bytes:
        """Return the unit's blind-index token of an input built by `blind_index`. Raises: KeyMissing."""
        if kind not in KINDS:
            raise KeyMissing(Plane.INDICE.value, unidade=unidade)
        key = self._keyring.active(Plane.INDICE, kind, unidade)
        return truncate(digest(key.material, value, "sha256"), KINDS[kind])

    def pessoa_chave(self, first: str, last: str, nascimento_iso: str) -> bytes:
        """Return the 16-byte counting pseudonym of a phonetic first and last name and a full date of birth.

        Raises: KeyMissing, ValueError when the first name is empty or the date is not AAAA-MM-DD.
        """
        if not first or date.fromisoformat(nascimento_iso).isoformat() != nascimento_iso:
            raise ValueError("the pseudonym needs a first name and a full ISO date of birth")
        message = b"sisetp\0pessoa\0" + frame(first.encode(), last.encode(), nascimento_iso.encode())
        return self._national(Plane.PSEUDONIMO, message)[:PESSOA_CHAVE_BYTES]

    def random_pessoa_chave(self) -> bytes:
        """Return 16 random bytes, for a person who cannot be recognised again."""
        return os.urandom(PESSOA_CHAVE_BYTES)

    def year_pseudonym(self, ano: int, pessoa_chave: bytes) -> int:
        """Return the 64-bit pseudonym under which a person is counted in one civil year; years cannot be joined.

        Raises: KeyMissing when the year has no key in this process, or it was destroyed.
        """
        key = self._keyring.active(*year_slot(ano))
        return int.from_bytes(digest(key.material, pessoa_chave, "sha256")[:YEAR_PSEUDONYM_BYTES], "big")

    def seal_snapshot(self, context: SealContext, payload: bytes) -> bytes:
        """Seal frozen facts or a prepared release (suite 0x03). Raises: KeyMissing, EnvelopeError."""
        self._check_installation(context)
        key = self._keyring.active(Plane.RETRATO, Plane.RETRATO.value)
        return seal_pages(key.material, key.info.id, context, payload)

    def open_snapshot(self, context: SealContext, blob: bytes) -> bytes:
        """Open what `seal_snapshot` sealed. Raises: KeyMissing, EnvelopeError."""
        self._check_installation(context)
        key = self._keyring.by_id(Plane.RETRATO, snapshot_key_id(blob))
        return open_pages(key.material, context, blob)

    def audit_mac(self, data: bytes) -> bytes:
        """Return the 32-byte MAC of an audit event. Raises: KeyMissing."""
        return self._national(Plane.AUDITORIA, b"sisetp\0evento\0" + data)

    def head_mac(self, data: bytes) -> bytes:
        """Return the 32-byte MAC of the head of an audit chain. Raises: KeyMissing."""
        return self._national(Plane.AUDITORIA, b"sisetp\0cabeca\0" + data)

    def delivery_mac(self, data: bytes) -> bytes:
        """Return the 32-byte MAC of something that was handed over. Raises: KeyMissing."""
        return self._national(Plane.AUDITORIA, b"sisetp\0entrega\0" + data)

    @property
    def keyring_version(self) -> int:
        """Version of the keyring file as last read."""
        return self._keyring.versao

    def refresh(self) -> bool:
        """Read the keyring again when its file was replaced; returns whether it was. Raises: KeyringError."""
        return self._keyring.reload_if_changed()

    def forget(self) -> None:
        """Forget every unwrapped DEK now."""
        self._deks.clear()

    def _wrapped(self, dek: bytes, kek: Key, owner: bytes, classe: str, dek_version: int) -> WrappedKey:
        place = self._bound_to(owner, classe, dek_version, kek.info.unidade, kek.info.id)
        made = WrappedKey(
            owner=owner,
            classe=classe,
            dek_version=dek_version,
            unidade=kek.info.unidade,
            kek_id=kek.info.id,
            wrap=wrap(self._cached(self._sivs, kek, AESSIV), dek, place),
        )
        self._deks.put(made, dek)
        return made

    def _dek(self, wrapped: WrappedKey) -> bytes:
        """Return the DEK. The whole WrappedKey names it in the cache, so a wrap moved elsewhere is never a hit."""
        self._drop_stale()
        dek = self._deks.get(wrapped)
        if dek is None:
            kek = self._keyring.by_id(Plane.UNIDADE, wrapped.kek_id)
            place = self._bound_to(wrapped.owner, wrapped.classe, wrapped.dek_version, wrapped.unidade, wrapped.kek_id)
            dek = unwrap(self._cached(self._sivs, kek, AESSIV), wrapped.wrap, place)
            self._deks.put(wrapped, dek)
        return dek

    def _bound_to(self, owner: bytes, classe: str, dek_version: int, unidade: int, kek_id: int) -> tuple[bytes, ...]:
        """Return the associated data of a wrap: the parts of fixed width together (24 bytes), then owner and class."""
        try:
            numbers = _NUMBERS.pack(unidade, dek_version, kek_id)
        except StructError:
            raise EnvelopeError(EnvelopeKind.CHAVE) from None
        return (self.instalacao + numbers, owner, classe.encode())

    def _cached(self, cache: dict[int, C], key: Key, make: Callable[[bytes], C]) -> C:
        cipher = cache.get(key.info.id)
        if cipher is None:
            cipher = cache[key.info.id] = make(key.material)
        return cipher

    def _drop_stale(self) -> None:
        """Forget ciphers and DEKs of a keyring that was replaced: a key may have been destroyed."""
        if self._seen != self._keyring.versao:
            self._seen = self._keyring.versao
            self._sivs.clear()
            self._gcms.clear()
            self._deks.clear()

    def _national(self, plane: Plane, message: bytes) -> bytes:
        return digest(self._keyring.active(plane, plane.value).material, message, "sha256")

    def _count(self, key_id: int) -> None:
        with self._lock:
            if self._sealed[key_id] >= MESSAGES_PER_KEY:
                raise KeyExhausted(key_id)
            self._sealed[key_id] += 1

    def _check_place(self, wrapped: WrappedKey, context: SealContext) -> None:
        self._check_installation(context)
        if wrapped.unidade != context.unidade or wrapped.classe != context.classe:
            raise EnvelopeError(EnvelopeKind.CONTEXTO)

    def _check_installation(self, context: SealContext) -> None:
        if context.instalacao != self.instalacao:
            raise EnvelopeError(EnvelopeKind.CONTEXTO)
