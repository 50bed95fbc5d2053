"""Cells about the same people that somebody else published, or that leaked: entered by an operator, audited at once.

What they break in releases that are already out becomes an alarm, sealed; the next release is planned and audited with
them. Source: secrecy design, 5.2 (`publicacao_externa`) and attack L5.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from sisetp.access.actor import Actor, AnyActor
from sisetp.access.permissions import Permission
from sisetp.access.policy import require
from sisetp.db import audit_chain
from sisetp.db.models.publicacao import AlarmeSigilo, PublicacaoExterna
from sisetp.domain.audit import Action
from sisetp.domain.clock import Clock
from sisetp.domain.errors import NotFound, Refused
from sisetp.reporting.definitions.groupings import REGIAO_DA_UF
from sisetp.reporting.disclosure.auditor import checks
from sisetp.reporting.disclosure.auditor.model import Caso
from sisetp.reporting.disclosure.forms import Forma
from sisetp.reporting.releases import frozen, known, seals
from sisetp.reporting.releases.atoms import atoms_of
from sisetp.reporting.releases.frame import Moldura
from sisetp.reporting.releases.parameters import RegraDetentor

_ALARME = "alarme_sigilo"
_LUGARES = ("uf", "regiao")
_MAIOR = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CelulaExterna:
    """One cell as the file says it: codes by dimension, and the interval that it is known to be in."""

    descricao: str
    codigos: Mapping[str, tuple[str, ...]]
    minimo: int
    maximo: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicacaoDeTerceiros:
    """One file: year, source, and its cells."""

    ano: int
    fonte: str
    celulas: tuple[CelulaExterna, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Registro:
    """What entering a file did: cells stored, and groups that were safe and are not any more."""

    celulas: int
    quebradas: int


def read(path: Path) -> PublicacaoDeTerceiros:
    """Read a file. Raises: Refused with file, key and reason."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as cause:
        raise Refused(f"{path.name}: o arquivo não pôde ser lido como TOML.") from cause
    cells = raw.get("celulas")
    if not isinstance(cells, list) or not cells:
        raise Refused(f"{path.name}: celulas: falta pelo menos uma célula ([[celulas]]).")
    return PublicacaoDeTerceiros(
        ano=_whole(path, "ano", raw.get("ano"), 2000, 2099),
        fonte=_words(path, "fonte", raw.get("fonte"), 200),
        celulas=tuple(_cell(path, f"celulas[{place}]", entry) for place, entry in enumerate(cells)),
    )


def register(session: Session, actor: AnyActor, given: PublicacaoDeTerceiros, *, clock: Clock) -> Registro:
    """Store the cells and audit the year again with them; a retroactive alarm when they break what was safe.

    The session sees every unit. Raises: Refused for a code that the year does not have.
    """
    audit_chain.lock(session, None)
    before, moldura = _case(session, given.ano)
    for entry in given.celulas:
        forma = _form(entry, moldura)
        session.add(
            PublicacaoExterna(
                ano=given.ano,
                fonte=given.fonte,
                descricao=entry.descricao,
                forma_hash=forma.hash(moldura.universo()),
                forma=forma.json(),
                minimo=entry.minimo,
                maximo=entry.maximo,
                registrada_por=actor.name,
                created_at=clock.now(),
            )
        )
    session.flush()
    after, _ = _case(session, given.ano)
    broken = checks.retroactive_alarm(before, after) if before.linhas else ()
    if broken:
        raise_alarm(session, given.ano, [f"{found.descricao}: {found.tipo.value}" for found in broken], clock=clock)
    audit_chain.append(
        session,
        actor,
        Action.REGISTRAR_EXTERNA,
        unidade_id=None,
        detalhes={"ano": given.ano, "celulas": len(given.celulas), "quebradas": len(broken)},
    )
    return Registro(celulas=len(given.celulas), quebradas=len(broken))


def raise_alarm(session: Session, ano: int, grupos: Sequence[str], *, clock: Clock) -> int:
    """Keep an alarm about groups said in words, sealed; returns its id."""
    now = clock.now()
    blob = seals.seal(session, _ALARME, str(int(now.timestamp())), ano, seals.pack(list(grupos)))
    row = AlarmeSigilo(ano=ano, quebradas=len(grupos), detalhe=blob, created_at=now)
    session.add(row)
    session.flush()
    return row.id


def broken_forms(session: Session, actor: Actor, alarme_id: int) -> tuple[str, ...]:
    """What an alarm is about, one line per group, without numbers; opening it is an event.

    Raises: AccessDenied, NotFound, Unreadable.
    """
    require(actor, Permission.DIVULGACAO_VER)
    row = _alarm(session, alarme_id)
    _record(session, actor, Action.ABRIR_ALARME, row)
    moment = str(int(row.created_at.timestamp()))
    return tuple(seals.unpack(seals.unseal(session, _ALARME, moment, row.ano, row.detalhe)))


def acknowledge(session: Session, actor: Actor, alarme_id: int, *, clock: Clock) -> None:
    """Take note of an alarm, once and for all; who did it first stays. Raises: AccessDenied, NotFound."""
    require(actor, Permission.DIVULGACAO_VER)
    row = _alarm(session, alarme_id)
    if row.visto_por_id is None:
        row.visto_por_id, row.visto_em = actor.user_id, clock.now()
        session.flush()
        _record(session, actor, Action.CIENCIA_ALARME, row)


def _alarm(session: Session, alarme_id: int) -> AlarmeSigilo:
    row = session.get(AlarmeSigilo, alarme_id)
    if row is None:
        raise NotFound
    return row


def _record(session: Session, actor: Actor, action: Action, row: AlarmeSigilo) -> None:
    audit_chain.append(
        session,
        actor,
        action,
        unidade_id=None,
        alvo_tipo="alarme",
        alvo_id=str(row.id),
        detalhes={"ano": row.ano},
    )


def _case(session: Session, ano: int) -> tuple[Caso, Moldura]:
    base = frozen.fixed_base(session, ano)
    moldura = base.moldura(frozen.places(session))
    caso = known.audit_case(
        moldura.universo(),
        moldura.uf_por_unidade(),
        atoms_of(base, moldura),
        known.cells_of(session, ano),
        known.externals_of(session, ano),
        regra=RegraDetentor.LUGAR,
    )
    return caso, moldura


def _form(entry: CelulaExterna, moldura: Moldura) -> Forma:
    universo = moldura.universo()
    chosen: dict[str, frozenset[str]] = {"nasceu": frozenset({"1"})}
    for name, codes in entry.codigos.items():
        dimension, wanted = _spread(name, frozenset(codes), moldura)
        lists = dict(universo.dimensoes)
        unknown = wanted - set(lists.get(dimension, ()))
        if dimension not in lists or unknown:
            raise Refused(f"celulas: «{entry.descricao}»: {name}: código que o ano não conhece.")
        chosen[dimension] = chosen.get(dimension, wanted) & wanted
    return Forma.de(chosen)


def _spread(name: str, codes: frozenset[str], moldura: Moldura) -> tuple[str, frozenset[str]]:
    """States and regions as the units in them."""
    if name not in _LUGARES:
        return name, codes
    place = {unit.codigo: unit.uf if name == "uf" else REGIAO_DA_UF[unit.uf] for unit in moldura.lugares}
    return "lugar", frozenset(unit for unit, code in place.items() if code in codes)


def _cell(path: Path, key: str, raw: Any) -> CelulaExterna:
    if not isinstance(raw, dict) or not isinstance(raw.get("codigos", {}), dict):
        raise Refused(f"{path.name}: {key}: deve ser uma seção com descricao, valor e codigos.")
    exact = "valor" in raw
    if exact and ("minimo" in raw or "maximo" in raw):
        raise Refused(f"{path.name}: {key}: diga valor, ou minimo e maximo, não os dois.")
    low = _whole(
        path, f"{key}.valor" if exact else f"{key}.minimo", raw.get("valor" if exact else "minimo", 0), 0, _MAIOR
    )
    high = low if exact else raw.get("maximo")
    if high is not None:
        high = _whole(path, f"{key}.maximo", high, low, _MAIOR)
    return CelulaExterna(
        descricao=_words(path, f"{key}.descricao", raw.get("descricao"), 300),
        codigos={name: _codes(path, f"{key}.codigos.{name}", codes) for name, codes in raw.get("codigos", {}).items()},
        minimo=low,
        maximo=high,
    )


def _codes(path: Path, key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(code, str) for code in value):
        raise Refused(f"{path.name}: {key}: deve ser uma lista de códigos.")
    return tuple(value)


def _words(path: Path, key: str, value: Any, most: int) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > most:
        raise Refused(f"{path.name}: {key}: deve ser um texto de até {most} letras.")
    return value.strip()


def _whole(path: Path, key: str, value: Any, low: int, high: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise Refused(f"{path.name}: {key}: deve ser um número inteiro entre {low} e {high}.")
    return value
