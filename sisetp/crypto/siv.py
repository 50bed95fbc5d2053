"""AES-SIV key wrapping (RFC 5297): deterministic, no nonce, any number of associated strings."""

from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from sisetp.crypto.errors import EnvelopeError, EnvelopeKind


def wrap(kek: AESSIV, secret: bytes, bound_to: Sequence[bytes]) -> bytes:
    """Return the wrapped secret: 16 bytes longer, bound to every associated string and to their order."""
    return kek.encrypt(secret, list(bound_to))


def unwrap(kek: AESSIV, wrapped: bytes, bound_to: Sequence[bytes]) -> bytes:
    """Return the secret. Raises: EnvelopeError(CHAVE) for a wrong key, another place or altered bytes."""
    try:
        return kek.decrypt(wrapped, list(bound_to))
    except (InvalidTag, ValueError):
        raise EnvelopeError(EnvelopeKind.CHAVE) from None
