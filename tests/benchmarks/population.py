"""A whole installation with many people, built once per machine by Core inserts and kept in the temporary folder.

Records open and are found like any other. The audit events have the size and number of real ones, but only their last
hash is authentic: nothing here verifies the chain.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import cast
from uuid import uuid4

from flask import Flask
from sqlalchemy import Connection, Engine, Table, insert, select, update

from sisetp.app import create_app, load_keys
from sisetp.crypto.sealed import Sealer
from sisetp.db.audit_heads import head_payload
from sisetp.db.base import Base, db
from sisetp.db.vault import cabeca, chave
from sisetp.domain import estat_layout
from sisetp.domain.estat_layout import Value
from tests.benchmarks import casos
from tests.benchmarks.casos import DAYS, NETP, Team
from tests.benchmarks.crowd import Somebody, crowd
from tests.benchmarks.rows import ENCODE, Place, Row, context, sealed_person, vault_row
from tests.support.clock import START, MovableClock
from tests.support.fichas import ANSWERS
from tests.support.installation import Template, close, sqlite_settings
from tests.support.staff import add_staff

GUARULHOS, GUARULHOS_SHARE = "PAAHM-GRU", 0.30
LOGIN = "banco.de.provas"
PSYCHOLOGIST, HEAD_OF_GUARULHOS, NATIONAL = "banco.de.provas.psi", "banco.de.provas.gru", "banco.de.provas.cgetp"
_CHUNK = 5_000
_ORDER = (
    *("pessoa", "indice_cego", "atendimento"),
    *("caso", "caso_pessoa", "evolucao", "plano_apoio", "encaminhamento", "evento_auditoria"),
)
_ALPHABET = "0123456789BCDFGHJKMNPQRSTVWXYZ"
_SOURCES = (
    "sisetp/db/models",
    "sisetp/crypto",
    "sisetp/domain/estat_layout.py",
    "sisetp/domain/estat_tables.py",
    "sisetp/domain/names.py",
    "migrations",
)
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(slots=True, kw_only=True)
class _Batch:
    """Rows of one chunk, by table."""

    rows: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, *rows: Row) -> None:
        self.rows.setdefault(table, []).extend(rows)


def installation(template: Template, people: int) -> Path:
    """Folder of an installation with `people` people; made now when no earlier session left it."""
    home = Path(tempfile.gettempdir()) / f"sisetp-bench-{os.getuid()}"
    home.mkdir(mode=0o700, exist_ok=True)
    mark = _fingerprint()
    kept = home / f"{mark}-{people}"
    if not kept.exists():
        for old in home.iterdir():
            if not old.name.startswith(mark) and old.suffix != ".parcial":
                shutil.rmtree(old)
        making = home / f"{uuid4().hex}.parcial"
        shutil.copytree(template.settings.instance, making)
        _fill(making, people)
        making.rename(kept)
    return kept


def _fill(folder: Path, people: int) -> None:
    settings = sqlite_settings(folder)
    sealer = load_keys(settings)
    app = create_app(settings, clock=MovableClock(START - timedelta(days=DAYS)), sealer=sealer, testing=True)
    units, team = _authors(app), _team(app)
    with app.app_context():
        main, vault = db.engine, app.extensions["sisetp.db"].vault.engine
        counts: dict[int, int] = dict.fromkeys((place.unidade for place in units), 0)
        for chunk in _chunks(people, units):
            batch = _Batch()
            for who, place in chunk:
                counts[place.unidade] += 1
                _person(batch, sealer, who, place, counts[place.unidade])
            _write(main, vault, batch)
        events = dict(counts)
        events[team.psychologist.unidade] += _cases(main, vault, sealer, team, people, events)
        with main.begin() as connection:
            connection.execute(insert(_table("periodo")), list(casos.months(sorted(counts))))
        _close_units(main, vault, sealer, counts, events)
    close(app)


def _team(app: Flask) -> Team:
    """Two professionals of the NETP; and who signs in at Guarulhos and at the coordination of the network."""
    people = [
        ("TECNICO", NETP, "PSI", PSYCHOLOGIST),
        ("TECNICO", NETP, "AS", None),
        ("ATENDENTE", GUARULHOS, None, None),
    ]
    add_staff(app, "COORDENACAO", GUARULHOS, login=HEAD_OF_GUARULHOS)
    add_staff(app, "CGETP_GESTAO", None, login=NATIONAL)
    actors = [add_staff(app, role, code, profissao=what, login=login) for role, code, what, login in people]
    places = (Place(unidade=actor.unidade_id or 0, autor=actor.user_id, quando=START) for actor in actors)
    return Team(**dict(zip(("psychologist", "social_worker", "airport"), places, strict=True)))


def _cases(main: Engine, vault: Engine, sealer: Sealer, team: Team, people: int, counts: Mapping[int, int]) -> int:
    """Write what the NETP did and return how many audit events that was."""
    volume, unit, pessoa = casos.volume_of(people), team.psychologist.unidade, _table("pessoa")
    with main.connect() as connection:
        known = list(connection.scalars(select(pessoa.c.id).where(pessoa.c.unidade_id == unit).limit(volume.cases)))
    batch, seq = _Batch(), counts[unit]
    for name, row in casos.tables(sealer, team, known, volume):
        seq += name == "evento_auditoria"
        batch.add(name, _chained(row, unit, seq) if name == "evento_auditoria" else row)
    _write(main, vault, batch)
    return volume.events


def _authors(app: Flask) -> list[Place]:
    """One author in each unit; the one of Guarulhos signs in during the measurements."""
    with app.app_context(), db.engine.connect() as connection:
        unidade = Base.metadata.tables["unidade"]
        codes = [row.codigo for row in connection.execute(select(unidade.c.codigo).order_by(unidade.c.id))]
    actors = [add_staff(app, "ATENDENTE", code, login=LOGIN if code == GUARULHOS else None) for code in codes]
    places = [Place(unidade=actor.unidade_id or 0, autor=actor.user_id, quando=START) for actor in actors]
    return sorted(places, key=lambda place: actors[places.index(place)].unidade_codigo != GUARULHOS)


def _chunks(people: int, units: Sequence[Place]) -> Iterator[list[tuple[Somebody, Place]]]:
    chunk: list[tuple[Somebody, Place]] = []
    every = round(1 / GUARULHOS_SHARE, 3)
    for index, who in enumerate(crowd(people, seed=2)):
        at_airport = int((index + 1) / every) > int(index / every)
        base = units[0] if at_airport else units[1 + index % (len(units) - 1)]
        moment = START - timedelta(seconds=60 + (index * 7_919_317) % (DAYS * 86_400))
        chunk.append((who, Place(unidade=base.unidade, autor=base.autor, quando=moment)))
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _person(batch: _Batch, sealer: Sealer, who: Somebody, place: Place, number: int) -> None:
    made = sealed_person(sealer, who, place, marca=number)
    batch.add("pessoa", made.pessoa)
    batch.add("cofre", made.chave)
    batch.add("indice_cego", *made.tokens)
    key = uuid4()
    relato = None
    if number % 3 == 0:
        wrapped = sealer.new_key(unidade=place.unidade, owner=key.bytes, classe="relato")
        batch.add("cofre", vault_row(wrapped))
        text = ENCODE({"v": 1, "obs": f"Relato de demonstração número {number}, sem conteúdo."}).encode()
        relato = sealer.seal_record(wrapped, context(sealer, place.unidade, "atendimento", "relato", key), text)
    given = cast(Mapping[str, Value], ANSWERS)
    answers: dict[str, Value] = {**given, "modo_ident": "IDENT", "idade": who.idade, "duracao_s": 70}
    codes = estat_layout.encode("atendimento", answers)
    estat = sealer.seal_codes(context(sealer, place.unidade, "atendimento", "estat", key), codes)
    row = {"id": key, "unidade_id": place.unidade, "codigo": _code(number), "pessoa_id": made.pessoa["id"]}
    row |= {"autor_id": place.autor, "posto_id": None, "grupo_id": None, "inicio": place.quando, "situacao": "ATIVO"}
    row |= {"versao": 1, "estat": estat, "relato": relato, "created_at": place.quando, "updated_at": place.quando}
    batch.add("atendimento", row)
    batch.add("evento_auditoria", _event(place, number, row))


def _event(place: Place, number: int, row: Mapping[str, object]) -> Row:
    seals = {f"{table}:{uuid4().hex}:{name}": os.urandom(32).hex() for table in ("pessoa", "at") for name in "ie"}
    event: Row = {
        "quando": place.quando.replace(microsecond=0),
        "usuario_id": place.autor,
        "unidade_id": place.unidade,
        "acao": "gravar",
        "alvo_tipo": "atendimento",
        "alvo_id": str(row["id"]),
        "pessoa_id": row["pessoa_id"],
        "detalhes": ENCODE({"versao": 1, "selos": seals}),
    }
    return _chained(event, place.unidade, number)


def _chained(event: Row, unidade: int, seq: int) -> Row:
    """An event with a place in the chain of its unit; its hashes have the size of real ones."""
    end = {"prev_hash": bytes(32), "hash": sha256(str(seq).encode()).digest(), "mac": bytes(32)}
    return {**event, "cadeia": f"UNIDADE-{unidade}", "seq": seq, "ator": LOGIN, **end}


def _write(main: Engine, vault: Engine, batch: _Batch) -> None:
    with vault.begin() as connection:
        connection.execute(insert(chave), batch.rows.pop("cofre"))
    with main.begin() as connection:
        for name in (name for name in _ORDER if name in batch.rows):
            connection.execute(insert(_table(name)), batch.rows[name])


def _close_units(
    main: Engine, vault: Engine, sealer: Sealer, counts: Mapping[int, int], events: Mapping[int, int]
) -> None:
    """Marks of the search segments and ends of the audit chains: people and events of each unit."""
    with main.begin() as connection, vault.begin() as safe:
        for unidade, count in counts.items():
            connection.execute(insert(_table("marca_segmento")), {"unidade_id": unidade, "valor": count})
            _end_chain(connection, safe, sealer, f"UNIDADE-{unidade}", events[unidade])


def _end_chain(main: Connection, vault: Connection, sealer: Sealer, name: str, count: int) -> None:
    end = sha256(str(count).encode()).digest()
    table = _table("cadeia_auditoria")
    if not main.execute(update(table).where(table.c.cadeia == name).values(seq=count, hash=end)).rowcount:
        main.execute(insert(table), {"cadeia": name, "seq": count, "hash": end})
    values = {"seq": count, "hash": end, "mac": sealer.head_mac(head_payload(name, count, end))}
    if not vault.execute(update(cabeca).where(cabeca.c.cadeia == name).values(**values)).rowcount:
        vault.execute(insert(cabeca), {"cadeia": name, **values})


def _code(number: int) -> str:
    digits = []
    for _ in range(7):
        number, digit = divmod(number, len(_ALPHABET))
        digits.append(_ALPHABET[digit])
    code = "".join(reversed(digits))
    return f"{code[:3]}-{code[3:]}"


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _fingerprint() -> str:
    """Digest of the code that decides what the population looks like."""
    digest = sha256()
    here = Path(__file__).parent
    paths = [here / name for name in ("population.py", "rows.py", "crowd.py", "casos.py")]
    for name in _SOURCES:
        place = _ROOT / name
        paths += sorted(place.rglob("*.py")) if place.is_dir() else [place]
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
