"""The files of a report, by format."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sisetp.reporting.render import csv, xlsx
from sisetp.reporting.tables import Documento


@dataclass(frozen=True, slots=True)
class Formato:
    """One format: its name on the page, its media type and what makes it."""

    rotulo: str
    tipo: str
    fazer: Callable[[Documento], bytes]


FORMATOS: Mapping[str, Formato] = MappingProxyType(
    {
        "xlsx": Formato("Planilha XLSX", xlsx.TIPO, xlsx.render_xlsx),
        "csv": Formato("Dados em CSV", csv.TIPO, csv.render_csv),
    }
)
