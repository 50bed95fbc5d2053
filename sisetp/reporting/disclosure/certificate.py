"""Witnesses and certificates: the proof that a hidden number may be zero and may be large, kept as bytes.

A witness is another possible year: people over atoms that agree with every published cell. A certificate says which
witness shows which side of which hidden form. `verify.verify` checks them without a solver. Source: secrecy design,
section 2 («Certificate suppression») and 5.2 (`certificado`).
"""

import json
import struct
import zlib
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from sisetp.domain.errors import Refused
from sisetp.reporting.disclosure.atoms import Codigos
from sisetp.reporting.disclosure.forms import Universo

_MAGIC = b"SISETPC1"
_LIMIT = 1 << 28


class Lado(StrEnum):
    """Which bound of a hidden form a witness shows."""

    BAIXO = "baixo"
    """Nobody: the form is 0."""
    ALTO = "alto"
    """At least `limiar` people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Testemunha:
    """One possible year: atom a, at `codigos[a]`, holds `pessoas[a]` people; shapes (n, n_dims) int16, (n,) float64.

    `detentor` is the unit whose own rows are kept at the truth, None when it was made for the public.
    """

    codigos: Codigos
    pessoas: NDArray[np.float64]
    detentor: str | None = None

    @property
    def inteira(self) -> bool:
        """Whether it is made of whole people; if not, it proves the bounds of the real-valued problem only."""
        return bool((self.pessoas == np.rint(self.pessoas)).all())


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificado:
    """`testemunha` is the position of the witness that shows `lado` of the form with hash `forma`."""

    forma: str
    lado: Lado
    limiar: int
    detentor: str | None
    testemunha: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Provas:
    """All the witnesses of a plan and what each one shows."""

    testemunhas: tuple[Testemunha, ...] = ()
    certificados: tuple[Certificado, ...] = ()


def pack(universo: Universo, provas: Provas) -> bytes:
    """Compact bytes: magic, SHA-256 of the rest, then a compressed header and arrays. Equal proofs, equal bytes."""
    header = {
        "universo": _fingerprint(universo),
        "testemunhas": [[len(found.pessoas), found.inteira, found.detentor] for found in provas.testemunhas],
        "certificados": [
            [proof.forma, proof.lado.value, proof.limiar, proof.detentor, proof.testemunha]
            for proof in provas.certificados
        ],
    }
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    parts = [struct.pack("<I", len(text)), text]
    for found in provas.testemunhas:
        parts.append(np.ascontiguousarray(found.codigos.T, "<i2").tobytes())
        parts.append(found.pessoas.astype("<i4" if found.inteira else "<f8").tobytes())
    body = zlib.compress(b"".join(parts), 6)
    return _MAGIC + sha256(body).digest() + body


def unpack(universo: Universo, blob: bytes) -> Provas:
    """Read proofs back. Raises: Refused for bytes that are not exactly what `pack` wrote for this universe."""
    start = len(_MAGIC) + 32
    body = blob[start:]
    if blob[: len(_MAGIC)] != _MAGIC or sha256(body).digest() != blob[len(_MAGIC) : start]:
        raise Refused("O certificado foi alterado ou está incompleto.")
    raw = _inflate(body)
    (size,) = struct.unpack_from("<I", raw)
    header = json.loads(raw[4 : 4 + size])
    if header["universo"] != _fingerprint(universo):
        raise Refused("O certificado é de outro universo de códigos.")
    return Provas(
        testemunhas=_witnesses(raw, 4 + size, header["testemunhas"], len(universo.dimensoes)),
        certificados=tuple(
            Certificado(forma=forma, lado=Lado(lado), limiar=limiar, detentor=detentor, testemunha=place)
            for forma, lado, limiar, detentor, place in header["certificados"]
        ),
    )


def digest(blob: bytes) -> str:
    """Hexadecimal SHA-256 of packed proofs, as the ledger keeps it."""
    return sha256(blob).hexdigest()


def _inflate(body: bytes) -> bytes:
    inflater = zlib.decompressobj()
    raw = inflater.decompress(body, _LIMIT)
    if not inflater.eof:
        raise Refused("O certificado é grande demais.")
    return raw


def _witnesses(raw: bytes, start: int, heads: list[tuple[int, bool, str | None]], dims: int) -> tuple[Testemunha, ...]:
    found = []
    for atoms, whole, insider in heads:
        codes = np.frombuffer(raw, "<i2", atoms * dims, start).reshape(dims, atoms).T.astype(np.int16)
        start += 2 * atoms * dims
        people = np.frombuffer(raw, "<i4" if whole else "<f8", atoms, start).astype(np.float64)
        start += (4 if whole else 8) * atoms
        found.append(Testemunha(codigos=codes, pessoas=people, detentor=insider))
    if start != len(raw):
        raise Refused("O certificado foi alterado ou está incompleto.")
    return tuple(found)


def _fingerprint(universo: Universo) -> str:
    return sha256(json.dumps([universo.ano, universo.dimensoes], ensure_ascii=False).encode()).hexdigest()
