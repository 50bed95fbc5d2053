"""Small PNGs of screens: 256 colours chosen by how much of the screen they cover, written without an image library."""

import struct
import zlib

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
_COLOURS = 256
_BLOCK = 2048


def encode(pixels: Pixels) -> bytes:
    """Return a palette PNG of pixels of shape (height, width, 3); the commonest colours stay exact.

    Source: PNG specification (W3C, third edition), colour type 3, no filter.
    """
    height, width, _ = pixels.shape
    packed = pixels.reshape(-1, 3).astype(np.uint32) @ np.array([65536, 256, 1], dtype=np.uint32)
    colours, where, counts = np.unique(packed, return_inverse=True, return_counts=True)
    palette = np.sort(_palette(colours, counts))
    lines = _nearest(colours, palette)[where].astype(np.uint8).reshape(height, width)
    raw = np.hstack([np.zeros((height, 1), np.uint8), lines]).tobytes()
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"PLTE", _rgb(palette).tobytes()), (b"IDAT", zlib.compress(raw, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def _palette(colours: npt.NDArray[np.uint32], counts: npt.NDArray[np.intp]) -> npt.NDArray[np.uint32]:
    """The commonest colour of each group of look-alikes, then the groups that cover most of the screen."""
    groups = (_rgb(colours) >> 3).astype(np.uint32) @ np.array([1024, 32, 1], dtype=np.uint32)
    order = np.lexsort((-counts, groups))
    names, first = np.unique(groups[order], return_index=True)
    cover = np.bincount(np.searchsorted(names, groups), weights=counts)
    return colours[order][first][np.argsort(-cover)[:_COLOURS]]


def _nearest(colours: npt.NDArray[np.uint32], palette: npt.NDArray[np.uint32]) -> npt.NDArray[np.intp]:
    wanted, have = _rgb(colours).astype(np.int32), _rgb(palette).astype(np.int32)
    blocks = (wanted[start : start + _BLOCK] for start in range(0, len(wanted), _BLOCK))
    return np.concatenate([((block[:, None] - have) ** 2).sum(axis=2).argmin(axis=1) for block in blocks])


def _rgb(packed: npt.NDArray[np.uint32]) -> Pixels:
    return np.stack([packed >> 16 & 255, packed >> 8 & 255, packed & 255], axis=1).astype(np.uint8)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
