"""Stable transliteration of other scripts to Latin letters, for comparing names; never shown to anyone.

Letters of Cyrillic, Greek and Arabic have a small table; other scripts use the character's Unicode name; CJK
ideographs, which have no reading without a dictionary, become letters spelling the code point.
"""

import unicodedata

_LATIN = str.maketrans(
    {"þ": "th", "ð": "d", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "æ": "ae", "œ": "oe", "ı": "i", "ŋ": "n", "ə": "a"}
)


def _table(letters: str, readings: str) -> dict[str, str]:
    """Pair letters with their readings; «-» is a letter without sound."""
    return dict(zip(letters, ("" if item == "-" else item for item in readings.split()), strict=True))


_CYRILLIC = _table(
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
    "a b v g d e io j z i i k l m n o p r s t u f k ts ch sh sh - i - e iu ia i i e g",
)
_GREEK = _table("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i t i k l m n x o p r s s t i f k ps o")
_ARABIC = _table(
    "اأإآٱبتثجحخدذرزسشصضطظعغفقكلمنهويىةءؤئپچژگکی",
    "a a i a a b t t j h k d d r z s sh s d t z a g f k k l m n h u i a a - u i p ch j g k i",
)
_TABLE = {**_CYRILLIC, **_GREEK, **_ARABIC}


def to_latin(text: str) -> str:
    """Return lower-case text with every letter of another script replaced by Latin letters."""
    return "".join(map(_letter, text.translate(_LATIN)))


def _letter(char: str) -> str:
    if char.isascii() or unicodedata.combining(char) or not char.isalpha():
        return char
    base = unicodedata.normalize("NFKD", char)[0]
    if base in _TABLE:
        return _TABLE[base]
    if char in _TABLE:
        return _TABLE[char]
    name = unicodedata.name(char, "")
    if name.startswith("LATIN"):
        return char
    if name.startswith("CJK"):
        return "".join(chr(ord("a") + int(digit, 16)) for digit in f"{ord(char):04x}")
    return "".join(letter for letter in name.rsplit(" ", 1)[-1].lower() if "a" <= letter <= "z")
