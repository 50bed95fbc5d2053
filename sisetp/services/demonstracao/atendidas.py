"""Who was attended in the invented fichas: what cases and referrals of the demonstration start from."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sisetp.domain.ficha import PessoaNaFicha


@dataclass(frozen=True, slots=True, kw_only=True)
class Atendida:
    """One person of a ficha written before: unit code, local day and aware moment of the contact, and stored rows."""

    unidade: str
    dia: date
    inicio: datetime
    pessoa: PessoaNaFicha
    pessoa_id: UUID
    atendimento_id: UUID
