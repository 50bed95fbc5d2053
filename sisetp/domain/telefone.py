"""Telephones of the public directory: what is accepted, how it is dialled. No telephone of a person passes here."""

import re

# Area code and number (8 digits from 2 to 5, or 9 digits from 9), 0800, or the three digits of a public service.
_WITH_AREA = re.compile(r"[1-9][1-9](?:[2-5]\d{7}|9\d{8})", re.ASCII)
_TOLL_FREE = re.compile(r"0800\d{6,7}", re.ASCII)
_SERVICE = re.compile(r"1\d{2}", re.ASCII)
# (00) is no area code: a number that rings nowhere, for training and demonstration.
_FICTITIOUS = re.compile(r"000000\d{4}", re.ASCII)
_WRITTEN = re.compile(r"[0-9() .\-]*", re.ASCII)

FORMATO = "Use o telefone com DDD, como (41) 3210-0000, um 0800 ou um número de três algarismos."


def phone_problem(texto: str) -> str | None:
    """Return the message for a telephone that cannot be dialled in Brazil, or None. Empty is accepted."""
    if not texto.strip():
        return None
    return None if _WRITTEN.fullmatch(texto.strip()) and _kind(_digits(texto)) else FORMATO


def phone_text(texto: str) -> str:
    """Return an accepted telephone as it is written: `(41) 3210-0000`, `0800 123 4567`, `190`."""
    digits = _digits(texto)
    if _SERVICE.fullmatch(digits):
        return digits
    if _TOLL_FREE.fullmatch(digits):
        return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    return f"({digits[:2]}) {digits[2:-4]}-{digits[-4:]}" if digits else ""


def phone_link(texto: str) -> str:
    """Return the address that dials it: `tel:+554132100000`; services and 0800 have no country code."""
    digits = _digits(texto)
    return f"tel:{digits}" if _SERVICE.fullmatch(digits) or _TOLL_FREE.fullmatch(digits) else f"tel:+55{digits}"


def _digits(texto: str) -> str:
    return re.sub(r"\D+", "", texto, flags=re.ASCII)


def _kind(digits: str) -> bool:
    return any(pattern.fullmatch(digits) for pattern in (_WITH_AREA, _TOLL_FREE, _SERVICE, _FICTITIOUS))
