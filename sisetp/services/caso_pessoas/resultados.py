"""What these services return: frozen, and without a name unless somebody opened it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sisetp.domain.estat_layout import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class PessoaLinha:
    """One person on the page of a case: her number in it, codes and age band. `unreadable` says it could not be opened.

    `ordem` counts from 1 in the order in which people were put in the case, those taken out included.
    """

    id: UUID
    ordem: int
    situacao: str
    status_vitima: str = ""
    finalidade: str = ""
    formas: tuple[str, ...] = ()
    faixa_etaria: str = ""
    sexo: str = ""
    updated_at: datetime
    unreadable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PassoDaSituacao:
    """One value of `status_vitima`: since when, who said it and why. `de` is None for the first."""

    de: str | None
    para: str
    quando: datetime
    autor: str
    motivo: str = ""
    justificativa: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Triagem:
    """Signs marked in a ficha of the person: a hint, never a decision."""

    quando: datetime
    indicios: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PessoaNoCaso:
    """Form E of one person, identity closed. `perfil` has the codes of her register that the page shows."""

    id: UUID
    caso_id: UUID
    caso_numero: str
    caso_aberto: bool
    ordem: int
    situacao: str
    versao: int
    respostas: Mapping[str, Value]
    textos: Mapping[str, str]
    perfil: Mapping[str, Value]
    triagem: tuple[Triagem, ...]
    historico: tuple[PassoDaSituacao, ...]
    has_identity: bool
    reason_required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CasoDaPessoa:
    """One case that a person is or was in; `situacao` is that of the case."""

    caso_id: UUID
    caso_pessoa_id: UUID
    numero: str
    abertura: date
    situacao: str
    retirada: bool
