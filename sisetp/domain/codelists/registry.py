"""Reads the lists from package data, and the overlay by which an installation adds or ends codes without a release."""

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from sisetp.domain.codelists.model import Code, CodeList

_overlay: dict[str, CodeList] = {}


def codelist(name: str) -> CodeList:
    """Return a list by name, with the installation's overlay applied. Raises KeyError for an unknown list."""
    return _overlay.get(name) or _shipped(name)


def list_names() -> tuple[str, ...]:
    """Return the names of all lists, in the order of the data file; the municipalities come last."""
    return (*_shipped_lists(), "municipios")


def load_overlay(path: Path) -> tuple[str, ...]:
    """Apply a JSON overlay `{"listas": {name: {"items": [{code, n, label, …}]}}}`; return the names changed.

    An item with a new code is added (its `n` must be new); an item with a known code may only change validity,
    desk label or key. Raises ValueError when it renames or renumbers a code, KeyError for an unknown list.
    """
    raw = json.loads(path.read_text(encoding="utf-8"))
    changed = {name: _merged(_shipped(name), part["items"]) for name, part in raw["listas"].items()}
    _overlay.clear()
    _overlay.update(changed)
    return tuple(changed)


def reset_overlay() -> None:
    """Forget the overlay: the lists are again those of the release."""
    _overlay.clear()


def _merged(base: CodeList, raw_items: list[Mapping[str, Any]]) -> CodeList:
    items = {item.code: item for item in base.items}
    for raw in raw_items:
        known = items.get(raw["code"])
        if known is None:
            items[raw["code"]] = _code(raw)
            continue
        if raw.get("n", known.n) != known.n or raw.get("label", known.label) != known.label:
            raise ValueError(f"code list {base.name}: a code can be ended, never renamed or renumbered")
        items[known.code] = replace(
            known,
            inicio=_day(raw["inicio"]) if "inicio" in raw else known.inicio,
            fim=_day(raw["fim"]) if "fim" in raw else known.fim,
            rotulo_posto=raw.get("rotulo_posto", known.rotulo_posto),
            tecla=raw.get("tecla", known.tecla),
        )
    return CodeList(
        name=base.name,
        title=base.title,
        items=tuple(items.values()),
        exclusivos=base.exclusivos,
        source=base.source,
        note=base.note,
    )


def _shipped(name: str) -> CodeList:
    return _municipios() if name == "municipios" else _shipped_lists()[name]


@cache
def _shipped_lists() -> Mapping[str, CodeList]:
    lists: dict[str, CodeList] = {}
    for file in ("listas.json", "paises.json", "idiomas.json"):
        raw = json.loads(files("sisetp.domain.data").joinpath(file).read_text(encoding="utf-8"))
        for name, part in raw["listas"].items():
            lists[name] = CodeList(
                name=name,
                title=part["title"],
                items=tuple(_code(item) for item in part["items"]),
                exclusivos=frozenset(part.get("exclusivos", ())),
                source=part.get("source", ""),
                note=part.get("note", ""),
            )
    return lists


@cache
def _municipios() -> CodeList:
    """The IBGE municipalities as a list: the code is the seven-digit IBGE code, the number is the same, as an int."""
    text = files("sisetp.domain.data").joinpath("municipios.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter=";")
    return CodeList(
        name="municipios",
        title="Municípios (IBGE)",
        source="IBGE",
        items=tuple(
            Code(code=row["codigo_ibge"], n=int(row["codigo_ibge"]), label=row["nome"], map=row["uf"]) for row in rows
        ),
    )


def _code(raw: Mapping[str, Any]) -> Code:
    return Code(
        code=raw["code"],
        n=raw["n"],
        label=raw["label"],
        rotulo_posto=raw.get("rotulo_posto"),
        inicio=_day(raw.get("inicio")),
        fim=_day(raw.get("fim")),
        map=raw.get("map", ""),
        tecla=raw.get("tecla"),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
