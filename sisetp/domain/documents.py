"""Identity documents: normal form, check and mask. A wrong number is a message, never an exception with the number."""

import re
import unicodedata

from validate_docbr import CNS, CPF

SEM_NUMERO = frozenset({"SEM_DOC", "RETIDO", "NI"})

_DIGITS_ONLY = frozenset({"CPF", "CNS"})
# One letter, six digits, one check letter or digit, as printed on the CRNM («V123456-J»).
_RNM = re.compile(r"[A-Z]\d{6}[A-Z0-9]")
_CPF = CPF()
_CNS = CNS()


def normalise_document(tipo: str, numero: str) -> str:
    """Return the number without punctuation or blanks, upper case, in ASCII when it has a compatible form."""
    text = unicodedata.normalize("NFKC", numero).upper()
    kept = re.sub(r"[\W_]+", "", text)
    return re.sub(r"\D+", "", kept) if tipo in _DIGITS_ONLY else kept


def check_document(tipo: str, numero: str) -> str | None:
    """Return a Portuguese message when the number cannot be of that type, else None. An empty number is accepted."""
    if not numero.strip():
        return None
    if tipo in SEM_NUMERO:
        return "Com esta opção não há número de documento. Apague o número ou troque o tipo."
    if not tipo:
        return "Escolha o tipo do documento."
    value = normalise_document(tipo, numero)
    if not value.isascii() or not any(char.isdigit() for char in value):
        return "O número do documento deve ter algarismos, sem letras de outro alfabeto."
    if tipo in _DIGITS_ONLY and re.search(r"[^\W\d_]", numero):
        return "Este documento tem apenas algarismos."
    if tipo == "CPF" and not _CPF.validate(value):
        return "CPF inválido. Confira os 11 algarismos."
    if tipo == "CNS" and not _CNS.validate(value):
        return "Número do Cartão Nacional de Saúde inválido. Confira os 15 algarismos."
    if tipo == "RNM" and not _RNM.fullmatch(value):
        return "O RNM tem uma letra, seis algarismos e um dígito ou letra final, como em V123456-J."
    if not 3 <= len(value) <= 30:
        return "O número do documento deve ter de 3 a 30 letras e algarismos."
    return None


def mask_document(tipo: str, numero: str) -> str:
    """Return the number with only its last three characters visible; a CPF keeps the usual middle mask."""
    value = normalise_document(tipo, numero)
    if tipo == "CPF" and len(value) == 11:
        return f"***.{value[3:6]}.***-**"
    if len(value) <= 4:
        return "*" * len(value)
    return "*" * (len(value) - 3) + value[-3:]
