"""What can go wrong with keys and seals. No message ever carries a key, a plaintext or a ciphertext."""

from enum import StrEnum

from sisetp.domain.errors import Refused, SisetpError


class EnvelopeKind(StrEnum):
    """Why a blob was refused: for counters and tests, never for the person at the screen."""

    FORMATO = "formato"
    VERSAO = "versao"
    CONTEXTO = "contexto"
    ADULTERADO = "adulterado"
    CHAVE = "chave"
    TAMANHO = "tamanho"


class EnvelopeError(SisetpError):
    """A sealed blob was refused. The text is the same for every kind: an attacker learns nothing from it."""

    def __init__(self, kind: EnvelopeKind) -> None:
        super().__init__("Não foi possível abrir ou lacrar o registro.")
        self.kind = kind


class KeyMissing(SisetpError):
    """The key asked for is not in this process: its plane is not loaded, or the key does not exist or was destroyed."""

    def __init__(self, plane: str, *, unidade: int | None = None, key_id: int | None = None) -> None:
        super().__init__(f"Chave ausente neste processo (plano {plane}).")
        self.plane = plane
        self.unidade = unidade
        self.key_id = key_id


class KeyExhausted(SisetpError):
    """A statistics key reached its message limit in this process and must be renewed."""

    def __init__(self, key_id: int) -> None:
        super().__init__(f"A chave {key_id} atingiu o limite de uso e precisa ser renovada.")
        self.key_id = key_id


class KeyringError(Refused):
    """The keyring or the root key cannot be used. The message is Portuguese and tells the operator why."""
