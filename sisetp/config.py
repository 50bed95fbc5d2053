"""Frozen settings, read once from the environment and from the instance folder."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sisetp.domain.errors import Refused

ROOT = Path(__file__).resolve().parent.parent
MIGRATIONS = ROOT / "migrations"
VAULT_MIGRATIONS = ROOT / "migrations" / "cofre"
DEMONSTRACAO = "demonstracao"
"""`ambiente` of an installation whose people are invented."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything an installation can choose; times in seconds unless the name says otherwise.

    `limits_url` is where failed sign-ins are counted: memory is right for one process only; several share a store.
    `trusted_proxies` is how many reverse proxies in front may say the caller's address.
    """

    instance: Path
    database_url: str
    vault_url: str
    ambiente: str | None = None
    instalacao: str | None = None
    secure_cookies: bool = True
    session_idle_s: int = 30 * 60
    session_absolute_s: int = 10 * 3600
    identity_reason_after_days: int = 30
    max_body_bytes: int = 1024 * 1024
    log_level: str = "INFO"
    root_key_provider: str = "arquivo"
    trusted_proxies: int = 0
    limits_url: str = "memory://"

    @property
    def keyring_path(self) -> Path:
        """Keyring file, outside the database and its backups."""
        return self.instance / "chaves" / "chaveiro.json"

    @property
    def root_key_path(self) -> Path:
        """Root key file of the `arquivo` provider."""
        return self.instance / "chaves" / "raiz.key"

    @property
    def secret_path(self) -> Path:
        """Secret that signs form tokens."""
        return self.instance / "chaves" / "segredo.key"

    @property
    def marker_path(self) -> Path:
        """File written by `sisetp iniciar`: environment and installation id."""
        return self.instance / "sisetp.toml"

    @property
    def overlay_path(self) -> Path:
        """Optional code-list additions of this installation."""
        return self.instance / "listas.json"

    @property
    def initialised(self) -> bool:
        """True once `sisetp iniciar` has written the marker."""
        return self.ambiente is not None


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings of this process.

    Raises: Refused when the marker file cannot be read or names an unknown environment.
    """
    env = os.environ if environ is None else environ
    instance = Path(env.get("SISETP_INSTANCE") or ROOT / "instance").resolve()
    marker = _read_marker(instance / "sisetp.toml")
    return Settings(
        instance=instance,
        database_url=env.get("SISETP_DATABASE_URL") or f"sqlite:///{instance / 'sisetp.db'}",
        vault_url=env.get("SISETP_VAULT_URL") or f"sqlite:///{instance / 'cofre.db'}",
        ambiente=marker.get("ambiente"),
        instalacao=marker.get("instalacao"),
        secure_cookies=env.get("SISETP_LOOPBACK") != "1",
        log_level=env.get("SISETP_LOG_LEVEL", "INFO"),
        root_key_provider=env.get("SISETP_RAIZ", "arquivo"),
        trusted_proxies=_count(env.get("SISETP_PROXIES", "0")),
        limits_url=env.get("SISETP_LIMITES_URL", "memory://"),
    )


def _count(text: str) -> int:
    if not text.isdigit():
        raise Refused("SISETP_PROXIES deve ser um número inteiro, por exemplo 1.")
    return int(text)


def _read_marker(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        marker = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as cause:
        raise Refused("O arquivo sisetp.toml da instância não pôde ser lido.") from cause
    if marker.get("ambiente") not in {"producao", "demonstracao"}:
        raise Refused("O arquivo sisetp.toml não diz «producao» nem «demonstracao».")
    return {key: str(value) for key, value in marker.items()}
