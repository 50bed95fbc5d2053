"""What a preparation is made from, and what it gives."""

from collections.abc import Mapping
from dataclasses import dataclass

from sisetp.domain.period import Period
from sisetp.reporting.definitions.model import Produto
from sisetp.reporting.disclosure.request import Anterior, Protegida
from sisetp.reporting.releases.atoms import Base
from sisetp.reporting.releases.base import Parte
from sisetp.reporting.releases.checks import Impedimento
from sisetp.reporting.releases.frame import Moldura
from sisetp.reporting.releases.known import CelulaConhecida, Externa
from sisetp.reporting.releases.parameters import ParametrosSigilo
from sisetp.reporting.releases.preparation import Preparo
from sisetp.reporting.releases.store import Alvo


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrada:
    """Everything a preparation is made from. `anteriores` are the steps that each table of the first edition took, for
    the revised one; `comeco`, where the search for a plan starts. `marca` identifies it: the same mark gives the same
    preparation."""

    alvo: Alvo
    periodo: Period
    produto: Produto
    parametros: ParametrosSigilo
    base: Base
    novas: tuple[Parte, ...]
    moldura: Moldura
    celulas: tuple[CelulaConhecida, ...]
    externas: tuple[Externa, ...]
    cabeca: str
    ultima_externa: int
    anterior: str
    cobertura: str
    unidades: tuple[tuple[str, str], ...]
    anteriores: Mapping[str, int] | None
    comeco: Anterior | None
    marca: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resultado:
    """A preparation and, when it must not come out, why. `reveladas` are the forms that the audit could work out."""

    preparo: Preparo
    impedimento: Impedimento | None
    reveladas: tuple[Protegida, ...] = ()
