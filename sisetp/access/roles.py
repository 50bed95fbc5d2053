"""Roles of the network and the professions that open secret notes.

Source: domain page, section 6.4; for the secrecy levels, Resolução CFESS 1.098/2025 and Resoluções CFP 1/2009, 6/2019.
"""

from enum import StrEnum


class Role(StrEnum):
    """What a person does in the network; a posting (lotação) gives exactly one."""

    ATENDENTE = "ATENDENTE"
    TECNICO = "TECNICO"
    COORDENACAO = "COORDENACAO"
    ANALISTA = "ANALISTA"
    CGETP_GESTAO = "CGETP_GESTAO"
    CGETP_ADMIN = "CGETP_ADMIN"
    ENCARREGADO = "ENCARREGADO"

    @property
    def label(self) -> str:
        """Name of the role on screen."""
        return _LABELS[self]

    @property
    def national(self) -> bool:
        """True when the role is held without a unit."""
        return self in _NATIONAL


class Secrecy(StrEnum):
    """Secrecy level of a narrative (list `nivel_sigilo`)."""

    TECNICO = "TECNICO"
    SIG_AS = "SIG_AS"
    SIG_PSI = "SIG_PSI"


_LABELS = {
    Role.ATENDENTE: "Atendente",
    Role.TECNICO: "Técnico(a)",
    Role.COORDENACAO: "Coordenação da unidade",
    Role.ANALISTA: "Analista",
    Role.CGETP_GESTAO: "CGETP — gestão",
    Role.CGETP_ADMIN: "CGETP — administração",
    Role.ENCARREGADO: "Encarregado e auditoria",
}
_NATIONAL = frozenset({Role.CGETP_GESTAO, Role.CGETP_ADMIN, Role.ENCARREGADO})

# Roles that open identities: nobody gives one of these alone (decision 10).
READERS = frozenset({Role.ATENDENTE, Role.TECNICO, Role.COORDENACAO})

# A profession opens its own secret level and no other (CFESS 1.098/2025; CFP 1/2009).
PROFESSION_SECRECY = {"AS": Secrecy.SIG_AS, "PSI": Secrecy.SIG_PSI}
