"""Injective framing: joining parts so that no two different sequences give the same bytes."""

_MAX_PART = 0xFFFF


def frame(*parts: bytes) -> bytes:
    """Return, for each part, its length (u16 big endian) followed by its bytes.

    Raises: ValueError when a part is longer than 65 535 bytes.
    """
    pieces: list[bytes] = []
    for part in parts:
        size = len(part)
        if size > _MAX_PART:
            raise ValueError("a framed part is longer than 65535 bytes")
        pieces.append(size.to_bytes(2, "big"))
        pieces.append(part)
    return b"".join(pieces)
