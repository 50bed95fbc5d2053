"""The name search of one unit: lines kept in memory only, sealed in chunks under a key that dies with the process."""

import os
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK_BYTES: Final = 1024 * 1024
"""Largest plaintext of one chunk."""
LINE_BYTES: Final = 4096
"""Longest line."""
_ID_BYTES: Final = 16
_HEAD: Final = 2 * _ID_BYTES + 1
"""Hexadecimal id and its tab: patterns are never searched in it."""
_NONCE: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentLine:
    """One pessoa: id (16 bytes), normalised names, phonetic words, year of birth ("" when unknown)."""

    id: bytes
    nomes: str
    fonetica: str
    ano: str

    def encode(self) -> bytes:
        """Return `id hex \\t nomes \\t fonetica \\t ano \\n`. Raises: ValueError without any of the text."""
        body = f"{self.nomes}\t{self.fonetica}\t{self.ano}"
        if len(self.id) != _ID_BYTES or "\n" in body or body.count("\t") != 2:
            raise ValueError("a segment line has a 16-byte id and no tab or newline inside its parts")
        line = f"{self.id.hex()}\t{body}\n".encode()
        if len(line) > LINE_BYTES:
            raise ValueError("a segment line is too long")
        return line


def decode_line(line: bytes) -> SegmentLine:
    """Return the line without its newline decoded."""
    ident, nomes, fonetica, ano = line.decode().split("\t")
    return SegmentLine(id=bytes.fromhex(ident), nomes=nomes, fonetica=fonetica, ano=ano)


class SealedSegment:
    """Search lines of one unit. Ids (about 100 bytes of memory each) are in clear; names never are, but while scanned.

    Threads may share it: writers exclude each other, and a scan sees the chunks as they were when it began.
    """

    def __init__(self, unidade: int) -> None:
        self._aad = b"segmento" + unidade.to_bytes(4, "big")
        self._key = AESGCM(os.urandom(32))
        self._chunks: tuple[bytes, ...] = ()
        self._where: dict[bytes, int] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._where)

    def __contains__(self, ident: bytes) -> bool:
        return ident in self._where

    def add(self, lines: Iterable[SegmentLine]) -> None:
        """Add lines; a line whose id is already there replaces it. Raises: ValueError, with nothing changed."""
        encoded = {line.id: line.encode() for line in lines}
        if not encoded:
            return
        with self._lock:
            self._remove(encoded)
            self._append(encoded)

    def remove(self, ids: Collection[bytes]) -> None:
        """Remove the lines of these ids; unknown ids are ignored."""
        with self._lock:
            self._remove(ids)

    def scan(self, patterns: Sequence[bytes]) -> Iterator[SegmentLine]:
        """Yield each line that holds every pattern after its id; a leading tab anchors a pattern to a part's start.

        Raises: ValueError when there is no pattern, or one is empty or holds a newline.
        """
        if not patterns or not all(patterns) or any(b"\n" in pattern for pattern in patterns):
            raise ValueError("a search needs patterns, none of them empty or with a newline")
        rarest, *others = sorted(patterns, key=len, reverse=True)
        return self._scan(rarest, others)

    def _scan(self, rarest: bytes, others: Sequence[bytes]) -> Iterator[SegmentLine]:
        # The id's own tab is part of the searched text, so that "\tana" finds names that begin with "ana".
        for number, sealed in enumerate(self._chunks):
            chunk = self._open(number, sealed)
            end = 0
            while (hit := chunk.find(rarest, end)) >= 0:
                start = chunk.rfind(b"\n", 0, hit) + 1
                body = start + _HEAD - 1
                if hit < body:
                    end = body
                    continue
                end = chunk.index(b"\n", hit)
                if all(chunk.find(other, body, end) >= 0 for other in others):
                    yield decode_line(chunk[start:end])

    def _append(self, encoded: dict[bytes, bytes]) -> None:
        chunks = list(self._chunks)
        tail = [self._open(len(chunks) - 1, chunks.pop())] if chunks else []
        size = sum(map(len, tail))
        for ident, line in encoded.items():
            if size + len(line) > CHUNK_BYTES:
                chunks.append(self._seal(len(chunks), b"".join(tail)))
                tail, size = [], 0
            tail.append(line)
            size += len(line)
            self._where[ident] = len(chunks)
        chunks.append(self._seal(len(chunks), b"".join(tail)))
        self._chunks = tuple(chunks)

    def _remove(self, ids: Collection[bytes]) -> None:
        gone = {ident for ident in ids if ident in self._where}
        chunks = list(self._chunks)
        for number in {self._where[ident] for ident in gone}:
            kept = [
                line + b"\n"
                for line in self._open(number, chunks[number]).split(b"\n")[:-1]
                if bytes.fromhex(line[: _HEAD - 1].decode()) not in gone
            ]
            chunks[number] = self._seal(number, b"".join(kept))
        for ident in gone:
            del self._where[ident]
        self._chunks = tuple(chunks)

    def _seal(self, number: int, plaintext: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._key.encrypt(nonce, plaintext, self._aad + number.to_bytes(4, "big"))

    def _open(self, number: int, sealed: bytes) -> bytes:
        return self._key.decrypt(sealed[:_NONCE], sealed[_NONCE:], self._aad + number.to_bytes(4, "big"))
