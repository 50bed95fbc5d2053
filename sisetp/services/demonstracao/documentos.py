"""Document and telephone numbers that look right and belong to nobody: a range is reserved for the demonstration.

CPF: nine digits beginning with 999, then the two real check digits (Receita Federal, module 11). Passports begin with
ZZ, a code ISO 3166-1 leaves to private use; RNM with Z; telephones with 90000.
"""

from sisetp.services.demonstracao.sorteio import Sorteio

_CPF_RANGE = "999"


def cpf(sorteio: Sorteio) -> str:
    """Return eleven digits with valid check digits."""
    digits = [int(char) for char in f"{_CPF_RANGE}{sorteio.below(10**6):06d}"]
    for _ in range(2):
        weights = range(len(digits) + 1, 1, -1)
        rest = sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) * 10 % 11
        digits.append(rest % 10)
    return "".join(map(str, digits))


def document(sorteio: Sorteio, pais: str) -> tuple[str, str]:
    """Return (tipo_documento, number); some people have none."""
    if pais == "BR":
        tipo = sorteio.weighted((("CPF", 70), ("PASSAPORTE", 20), ("SEM_DOC", 6), ("RG_CIN", 4)))
    else:
        tipo = sorteio.weighted(
            (("PASSAPORTE", 52), ("ID_ESTR", 14), ("DPRNM", 14), ("RNM", 6), ("SEM_DOC", 10), ("RETIDO", 4))
        )
    return tipo, _number(sorteio, tipo)


def telephone(sorteio: Sorteio) -> str:
    """Return a Brazilian mobile number of a block that is not in service."""
    return f"(11) 90000-{sorteio.below(10**4):04d}"


def _number(sorteio: Sorteio, tipo: str) -> str:
    number = sorteio.below(10**7)
    if tipo == "CPF":
        return cpf(sorteio)
    if tipo == "PASSAPORTE":
        return f"ZZ{number:07d}"
    if tipo == "RNM":
        return f"Z{number % 10**6:06d}Z"
    return "" if tipo in ("SEM_DOC", "RETIDO") else f"99{number:07d}"
