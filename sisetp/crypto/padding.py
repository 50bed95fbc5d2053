"""Padding to length buckets, so that the size of a blob says little about what is in it (ISO/IEC 7816-4)."""

from sisetp.crypto.errors import EnvelopeError, EnvelopeKind

BUCKETS = (256, 512, 1024, 2048, 4096)
STEP = 4096
MAX_PADDED = 1024 * 1024
"""Largest padded plaintext, in bytes: 1 MiB. The longest plaintext is one byte shorter."""

_MARK = b"\x80"


def bucket_for(size: int) -> int:
    """Return the smallest bucket that holds `size` plaintext bytes and the mark.

    Raises: EnvelopeError(TAMANHO) above the maximum.
    """
    needed = size + 1
    for bucket in BUCKETS:
        if needed <= bucket:
            return bucket
    if needed > MAX_PADDED:
        raise EnvelopeError(EnvelopeKind.TAMANHO)
    return -(-needed // STEP) * STEP


def pad(plaintext: bytes) -> bytes:
    """Return plaintext ‖ 0x80 ‖ zeros up to its bucket. Raises: EnvelopeError(TAMANHO)."""
    return (plaintext + _MARK).ljust(bucket_for(len(plaintext)), b"\0")


def unpad(padded: bytes) -> bytes:
    """Return the plaintext. Raises: EnvelopeError(ADULTERADO) when the mark or the bucket is wrong."""
    body = padded.rstrip(b"\0")
    if not body.endswith(_MARK) or len(padded) != bucket_for(len(body) - 1):
        raise EnvelopeError(EnvelopeKind.ADULTERADO)
    return body[:-1]
