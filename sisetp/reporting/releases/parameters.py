"""Rules of secrecy of public releases: `reports/parametros.toml`, adjusted by an instance, never below the floors.

Source: secrecy design, section 5.1 («P3 parameters»). Every output prints the ones it was made with.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sisetp.config import ROOT
from sisetp.domain.errors import Refused
from sisetp.reporting.definitions.vocabulary import Limiar

BASE = ROOT / "reports" / "parametros.toml"
OVERLAY = "sigilo.toml"
"""Name of the file of an instance folder that adjusts the base."""

PISO = 3
"""No threshold below this, ever: with fewer, two people in a group would each learn the other."""

_TETO = 100
_PARTES = (5, 50)
_PROGRAMAS = (0, 20_000)
_ROTULOS = {
    Limiar.PADRAO: "Menor número mostrado",
    Limiar.UNIDADE: "Menor número mostrado por unidade",
    Limiar.MENORES: "Menor número mostrado de idade por finalidade",
    Limiar.NACIONALIDADE: "Menor número mostrado de nacionalidade por UF",
}


class RegraDetentor(StrEnum):
    """Which units are protected from each other, as each knows its own records; from the weakest to the strongest."""

    DESLIGADA = "desligada"
    UF = "uf"
    """The two units of a state that has exactly two."""
    LUGAR = "lugar"
    """Also the two units of any place and months where no other one has people."""

    @property
    def forca(self) -> int:
        """The stronger, the larger."""
        return list(RegraDetentor).index(self)


_DETENTOR = {
    RegraDetentor.DESLIGADA: "desligada",
    RegraDetentor.UF: "nas UFs com exatamente duas",
    RegraDetentor.LUGAR: "onde só há as duas",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ParametrosSigilo:
    """Parameters in force. `ocultas_maximo` is a percentage of the cells of a table."""

    versao: int
    limiares: Mapping[Limiar, int]
    ocultas_maximo: int
    regra_detentor: RegraDetentor
    limpeza: int

    def limiar(self, classe: Limiar | None) -> int:
        """Threshold of a class of table; tables that say none have the default."""
        return self.limiares[classe or Limiar.PADRAO]

    def em_palavras(self) -> tuple[tuple[str, str], ...]:
        """Name and value of each rule in Portuguese, for every output."""
        return (
            *((_ROTULOS[classe], f"{self.limiares[classe]} pessoas") for classe in Limiar),
            ("Células ocultas por tabela, no máximo", f"{self.ocultas_maximo}%"),
            ("Proteção entre duas unidades", _DETENTOR[self.regra_detentor]),
            ("Versão das regras de sigilo", str(self.versao)),
        )

    def json(self) -> str:
        """Canonical text kept with the release."""
        values = {
            "versao": self.versao,
            "limiar": {classe.value: self.limiares[classe] for classe in Limiar},
            "ocultas_maximo": self.ocultas_maximo,
            "regra_detentor": self.regra_detentor.value,
            "limpeza": self.limpeza,
        }
        return json.dumps(values, sort_keys=True)


def from_json(text: str) -> ParametrosSigilo:
    """Read back what `ParametrosSigilo.json` wrote; before there were three rules of insiders, it was on or off."""
    values = json.loads(text)
    limiares = {Limiar(name): number for name, number in values.pop("limiar").items()}
    written = values.pop("regra_detentor")
    rule = {True: RegraDetentor.UF, False: RegraDetentor.DESLIGADA}.get(written) or RegraDetentor(written)
    return ParametrosSigilo(limiares=MappingProxyType(limiares), regra_detentor=rule, **values)


def load(overlay: Path | None = None, *, base: Path = BASE) -> ParametrosSigilo:
    """Read the parameters of the release, adjusted by the file of the instance when there is one.

    Raises: Refused with file, key and reason for an unknown key, a wrong type, or a value beyond its floor or ceiling.
    """
    values, source = _read(base), base
    if overlay is not None and overlay.exists():
        extra = _read(overlay)
        _check_keys(extra, values, overlay)
        values = {name: _over(value, extra.get(name)) for name, value in values.items()}
        source = overlay
    return _checked(values, source)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as cause:
        raise Refused(f"{path.name}: as regras de sigilo não puderam ser lidas.") from cause


def _check_keys(extra: Mapping[str, Any], known: Mapping[str, Any], path: Path, place: str = "") -> None:
    for name, value in extra.items():
        key = f"{place}{name}"
        if name not in known:
            raise Refused(f"{path.name}: {key}: regra desconhecida.")
        if isinstance(known[name], dict):
            if not isinstance(value, dict):
                raise Refused(f"{path.name}: {key}: deve ser uma seção.")
            _check_keys(value, known[name], path, f"{key}.")


def _over(value: Any, extra: Any) -> Any:
    if extra is None:
        return value
    return {**value, **extra} if isinstance(value, dict) else extra


def _checked(values: Mapping[str, Any], path: Path) -> ParametrosSigilo:
    try:
        limiar, plano = values["limiar"], values["plano"]
        padrao = _number(path, "limiar.padrao", limiar["padrao"], (PISO, _TETO))
        limiares = {
            classe: _number(path, f"limiar.{classe.value}", limiar[classe.value], (padrao, _TETO)) for classe in Limiar
        }
        return ParametrosSigilo(
            versao=_number(path, "versao", values["versao"], (1, 10_000)),
            limiares=MappingProxyType(limiares),
            ocultas_maximo=_number(path, "escada.ocultas_maximo", values["escada"]["ocultas_maximo"], _PARTES),
            regra_detentor=_rule(path, "plano.regra_detentor", plano["regra_detentor"]),
            limpeza=_number(path, "plano.limpeza", plano["limpeza"], _PROGRAMAS),
        )
    except (KeyError, TypeError) as cause:
        raise Refused(f"{path.name}: falta uma regra de sigilo ou uma seção.") from cause


def _number(path: Path, key: str, value: Any, limits: tuple[int, int]) -> int:
    low, high = limits
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refused(f"{path.name}: {key}: deve ser um número inteiro.")
    if not low <= value <= high:
        raise Refused(f"{path.name}: {key}: deve estar entre {low} e {high}; {value} não é aceito.")
    return value


def _rule(path: Path, key: str, value: Any) -> RegraDetentor:
    if isinstance(value, bool):  # as it was said before there were three rules
        return RegraDetentor.LUGAR if value else RegraDetentor.DESLIGADA
    if value not in list(RegraDetentor):
        words = ", ".join(f"«{rule}»" for rule in RegraDetentor)
        raise Refused(f"{path.name}: {key}: deve ser um destes: {words}.")
    return RegraDetentor(value)
