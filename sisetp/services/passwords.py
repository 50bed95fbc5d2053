"""Passwords: what is accepted, how they are kept and the temporary ones that are shown once.

Hashes are Argon2id with the parameters of RFC 9106, section 4 (second recommended option); the sign-in library verifies
the same strings. Only an application built for tests uses cheap parameters.
"""

import secrets
import unicodedata
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from flask import current_app

MIN_LENGTH = 12
MAX_LENGTH = 128
_MIN_DIFFERENT = 6
_MIN_WORD = 4
_COMMON = ("senha", "password", "sisetp", "123456", "qwerty", "mudar")
# No vowels and no look-alikes: read aloud on the telephone without doubt, spelling no word.
_ALPHABET = "bcdfghjkmnpqrstvwxz23456789"
_TEMPORARY_GROUPS, _GROUP_LENGTH = 4, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Argon2id parameters: passes, memory in KiB and lanes."""

    time: int
    memory: int
    lanes: int


FULL_COST = Cost(time=3, memory=65536, lanes=4)
TEST_COST = Cost(time=1, memory=256, lanes=1)


def current_cost() -> Cost:
    """Parameters of the application in use: the full ones, unless it was built for tests."""
    return TEST_COST if current_app.testing else FULL_COST


def prepare(password: str) -> str:
    """Same password typed on different keyboards gives the same characters (NFKD, as the sign-in library does)."""
    return unicodedata.normalize("NFKD", password)


def hash_password(password: str) -> str:
    """Argon2id string of a password. Needs an application context."""
    cost = current_cost()
    hasher = PasswordHasher(time_cost=cost.time, memory_cost=cost.memory, parallelism=cost.lanes)
    return hasher.hash(prepare(password))


def matches(password_hash: str, password: str) -> bool:
    """Tell whether a password is the one kept as this Argon2id string."""
    try:
        return PasswordHasher().verify(password_hash, prepare(password))
    except VerificationError:
        return False


def temporary_password() -> str:
    """A random password of 76 bits, written in groups; valid until the first entry, when it must be changed."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_TEMPORARY_GROUPS))
    return "-".join(groups)


def weaknesses(password: str, *, login: str, nome: str) -> tuple[str, ...]:
    """What is wrong with a new password, in Portuguese; empty when it is good.

    Length over composition rules, and nothing that a colleague would guess first (NIST SP 800-63B, section 5.1.1.2).
    """
    messages = []
    if len(password) < MIN_LENGTH:
        messages.append(f"Use pelo menos {MIN_LENGTH} caracteres; uma frase curta serve bem.")
    if len(password) > MAX_LENGTH:
        messages.append(f"Use no máximo {MAX_LENGTH} caracteres.")
    if len(set(password)) < _MIN_DIFFERENT:
        messages.append(f"Use pelo menos {_MIN_DIFFERENT} caracteres diferentes.")
    plain = _squeezed(password)
    if any(word in plain for word in _guessable(login, nome)):
        messages.append("Não use o seu nome, o seu usuário nem palavras comuns como «senha».")
    return tuple(messages)


def _guessable(login: str, nome: str) -> set[str]:
    words = {_squeezed(part) for part in (*login.replace("_", ".").replace("-", ".").split("."), *nome.split())}
    return {word for word in words if len(word) >= _MIN_WORD} | set(_COMMON)


def _squeezed(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", text).casefold() if letter.isalnum())
