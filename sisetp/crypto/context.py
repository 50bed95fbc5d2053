"""Where a sealed blob belongs: bound to the ciphertext, so that a blob moved elsewhere does not open."""

from dataclasses import dataclass
from functools import lru_cache

from sisetp.crypto.framing import frame

INSTALACAO_BYTES = 16
_U16_MAX = 0xFFFF
_U32_MAX = 0xFFFF_FFFF
_U64_MAX = 0xFFFF_FFFF_FFFF_FFFF
_U64_LENGTH = b"\x00\x08"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealContext:
    """The place of one sealed blob.

    instalacao: 16 random bytes naming the installation. unidade: id of the unit (u32). tabela, classe: short names.
    registro: id of the row, as bytes. versao: optimistic-lock counter of the row (u64).
    """

    instalacao: bytes
    unidade: int
    tabela: str
    classe: str
    registro: bytes
    versao: int

    def encode(self) -> bytes:
        """Return the framed bytes of the six parts; different contexts never encode alike.

        Raises: ValueError when a part is empty or out of range.
        """
        size = len(self.registro)
        if not (0 < size <= _U16_MAX and 0 <= self.versao <= _U64_MAX):
            raise ValueError("registro or versao out of range")
        place = _place(self.instalacao, self.unidade, self.tabela, self.classe)
        return b"".join((place, size.to_bytes(2, "big"), self.registro, _U64_LENGTH, self.versao.to_bytes(8, "big")))


@lru_cache(maxsize=1024)
def _place(instalacao: bytes, unidade: int, tabela: str, classe: str) -> bytes:
    """Return the first four framed parts; few distinct ones exist, and none says anything about a person."""
    if len(instalacao) != INSTALACAO_BYTES:
        raise ValueError("instalacao must have 16 bytes")
    if not (tabela and classe and 0 <= unidade <= _U32_MAX):
        raise ValueError("unidade, tabela or classe out of range")
    return frame(instalacao, unidade.to_bytes(4, "big"), tabela.encode(), classe.encode())
