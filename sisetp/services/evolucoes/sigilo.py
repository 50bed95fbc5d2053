"""Who reads which evolution: the level is sealed with the row and decides before anything else leaves it.

A psychologist's or social worker's note is read by that profession in the unit, the substitute included (Resolução
CFESS 1.098/2025; Resolução CFP 1/2009); everybody else learns that there was a contact, when and by whom.
"""

from collections.abc import Mapping

from sisetp.access.actor import Actor
from sisetp.access.policy import reads_secrecy
from sisetp.access.roles import Secrecy
from sisetp.domain.estat_layout import Value

LABELS = {
    Secrecy.SIG_PSI: "Registro técnico-sigiloso — Psicologia",
    Secrecy.SIG_AS: "Registro técnico-sigiloso — Serviço Social",
}


def levels(actor: Actor) -> frozenset[str]:
    """Codes of the levels at which the actor writes and reads."""
    return frozenset(level.value for level in Secrecy if reads_secrecy(actor, level))


def reads(actor: Actor, codes: Mapping[str, Value]) -> bool:
    """Tell whether the actor reads a row with these opened codes; a row without a level is read by nobody."""
    level = codes.get("nivel_sigilo")
    return isinstance(level, str) and reads_secrecy(actor, Secrecy(level))


def label(codes: Mapping[str, Value]) -> str:
    """What is said in place of a secret row; empty at the technical level."""
    level = codes.get("nivel_sigilo")
    return LABELS.get(Secrecy(str(level)), "") if level else ""
