"""Names: cleaning what was typed, normal form for comparison, and a Portuguese/Spanish phonetic key.

The phonetic key merges common spellings (João, Joao, Juan; Souza, Sousa; Thiago, Tiago; Muñoz, Munhoz). It is one way
and coarse on purpose; whoever uses it compares the opened names afterwards.
"""

import re
import unicodedata
from functools import lru_cache

from sisetp.domain.transliteration import to_latin

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼʻ′"))
_PARTICLES = frozenset({"de", "da", "do", "das", "dos", "e", "del", "la", "los", "las", "y", "di", "van", "von"})
_SUFFIXES = frozenset({"filho", "filha", "junior", "jr", "neto", "neta", "sobrinho", "sobrinha", "segundo", "terceiro"})

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE = frozenset(
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2028\u2029\u2060\u2061\u2062\u2063\u2064\u3164\ufeff\uffa0"
)
_JOINERS = frozenset("\u200c\u200d")
_JOINING_SCRIPTS = (
    *("ARABIC", "SYRIAC", "NKO", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA"),
    *("TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "KHMER"),
)

# Applied in order to a lower-case ASCII word; see the tests for what each line is for.
_PHONETIC_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"^m[oue]h?am+[aeiu]d$", "muamad"),
        (r"(gon|louren|mendon|bragan|esperan|valen|gra)c(?=[ao])", r"\1s"),
        (r"cao$|cam$", "sao"),
        (r"^x(?=[aeiou])", "j"),
        (r"ph", "f"),
        (r"chr", "cr"),
        (r"sch|sh|ch", "x"),
        (r"th", "t"),
        (r"ct", "t"),
        (r"lh", "l"),
        (r"nh", "n"),
        (r"h", ""),
        (r"w", "v"),
        (r"y", "i"),
        (r"sc(?=[ei])|c(?=[ei])", "s"),
        (r"qu(?=[ei])|q|ck|c", "k"),
        (r"gu(?=[ei])", "G"),
        (r"g(?=[ei])", "j"),
        (r"G", "g"),
        (r"x$|z", "s"),
        (r"(.)\1+", r"\1"),
        (r"m(?=[bpdtkgfvsjlnrx])", "n"),
        (r"(ao|aun|an|am)$", "aN"),
        (r"[ei][mn]$", "iN"),
        (r"[ou][mn]$", "uN"),
        (r"o", "u"),
        (r"e", "i"),
        (r"(.)\1+", r"\1"),
    )
)


class HostileText(ValueError):
    """The text has invisible or control characters; the message is Portuguese and does not repeat the text."""


def clean_text(value: str) -> str:
    """Return the text in NFC, line ends as newline, without surrounding blanks.

    Raises HostileText on bidi control characters, zero-width and other invisible characters, C0/C1 controls except
    newline and tab, surrogates and noncharacters. Right-to-left scripts are welcome; joiners inside the scripts that
    write with them are dropped.
    """
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    kept = []
    for index, char in enumerate(text):
        if char in _JOINERS:
            if not _joins(text, index):
                raise HostileText("O texto tem caracteres invisíveis. Digite de novo, sem copiar e colar.")
            continue
        if _is_hostile(char):
            raise HostileText("O texto tem caracteres invisíveis ou de controle. Digite de novo, sem copiar e colar.")
        kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def normalise(name: str) -> str:
    """Return the name in lower-case Latin letters and single spaces: no accents, apostrophes joined, hyphens split.

    Other scripts are transliterated in a stable way, for comparison only.
    """
    latin = to_latin(unicodedata.normalize("NFC", name).translate(_APOSTROPHES).casefold())
    plain = "".join(char for char in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^a-z]+", " ", plain.casefold()).split())


def phonetic(word: str) -> str:
    """Return the phonetic key of one word; of several words, their keys joined by a space."""
    return " ".join(key for part in normalise(word).split() if (key := _key(part)))


def first_last(name: str) -> tuple[str, str]:
    """Return the normalised first name and last surname; the last is empty when there is only one word.

    Particles («da», «de») and kinship suffixes («Filho», «Neto») are skipped as last surname.
    """
    words = normalise(name).split()
    if not words:
        return "", ""
    rest = [word for word in words[1:] if word not in _PARTICLES]
    surnames = [word for word in rest if word not in _SUFFIXES] or rest
    return words[0], surnames[-1] if surnames else ""


@lru_cache(maxsize=4096)
def _key(word: str) -> str:
    """Return the key of one normalised word. Name words repeat a lot; a word alone tells nothing of a person."""
    for pattern, replacement in _PHONETIC_RULES:
        word = pattern.sub(replacement, word)
    return word.lower()


def _is_hostile(char: str) -> bool:
    if char in "\n\t":
        return False
    code = ord(char)
    return (
        char in _BIDI
        or char in _INVISIBLE
        or unicodedata.category(char) in ("Cc", "Cs")
        or 0xFFF9 <= code <= 0xFFFB
        or 0xE0000 <= code <= 0xE0FFF
        or 0xFE00 <= code <= 0xFE0F
        or 0xFDD0 <= code <= 0xFDEF
        or code & 0xFFFE == 0xFFFE
    )


def _joins(text: str, index: int) -> bool:
    """Tell whether the characters on both sides of a joiner belong to a script written with joiners."""
    neighbours = (text[index - 1 : index], text[index + 1 : index + 2])
    return all(side and unicodedata.name(side, "").startswith(_JOINING_SCRIPTS) for side in neighbours)
