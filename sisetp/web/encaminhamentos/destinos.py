"""Where a person can be sent: the open units of the network and the kinds of outside service, as one list.

One choice says both the kind of destination and the unit, so the form needs neither a second box nor a script.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sisetp.domain.codelists import codelist
from sisetp.services.unidades import UnidadeLine

NETWORK = ("NETP", "PAAHM")
_NOBODY = "NENHUM"
_UNIT = "U"


@dataclass(frozen=True, slots=True, kw_only=True)
class Destino:
    """One destination: value sent by the form, words shown, its code of list `encaminhamento` and the unit, if any."""

    valor: str
    rotulo: str
    codigo: str
    unidade_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Destinos:
    """What the list shows, in groups; `nucleo` is the value of the only NETP of the state, or ""."""

    grupos: tuple[tuple[str, tuple[Destino, ...]], ...]
    nucleo: str

    def get(self, valor: str) -> Destino | None:
        """The destination with a value of the form, or None."""
        return next((item for _, items in self.grupos for item in items if item.valor == valor), None)


def destinos(unidades: Sequence[UnidadeLine], *, propria: int, uf: str, hoje: date) -> Destinos:
    """Destinations of a unit of a state on its local day: units of the state first, closed ones and itself left out."""
    network = [
        item
        for line in sorted(unidades, key=lambda line: line.codigo)
        if line.id != propria and line.inicio <= hoje and line.fim is None
        for item in _unit(line)
    ]
    near = {line.id for line in unidades if line.uf == uf}
    here = tuple(item for item in network if item.unidade_id in near)
    away = tuple(item for item in network if item.unidade_id not in near)
    cores = [item.valor for item in here if item.codigo == "NETP"]
    groups = (("Rede, neste estado", here), ("Outros serviços", _services(hoje)), ("Rede, outros estados", away))
    return Destinos(
        grupos=tuple((title, items) for title, items in groups if items), nucleo=cores[0] if len(cores) == 1 else ""
    )


def _unit(line: UnidadeLine) -> tuple[Destino, ...]:
    kinds = codelist("tipo_unidade")
    codigo = {
        kinds.label("NETP_E"): "NETP",
        kinds.label("NETP_M"): "NETP",
        kinds.label("PAAHM"): "PAAHM",
    }.get(line.tipo)
    if codigo is None:
        return ()
    words = f"{line.codigo} · {line.municipio} ({line.uf})"
    return (Destino(valor=f"{_UNIT}{line.id}", rotulo=words, codigo=codigo, unidade_id=line.id),)


def _services(hoje: date) -> tuple[Destino, ...]:
    known = codelist("encaminhamento")
    return tuple(
        Destino(valor=item.code, rotulo=known.label(item.code, desk=True), codigo=item.code)
        for item in known.current(hoje)
        if item.code not in (*NETWORK, _NOBODY)
    )
