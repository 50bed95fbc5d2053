"""A busy NETP for the big population: cases, evolutions of every secrecy, plans, referrals, months and audit events.

Rows open like any other. One case has 200 evolutions, and the unit's agenda has 300 things due.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from sisetp.crypto.blind_index import vinculo_input
from sisetp.crypto.sealed import Sealer, WrappedKey
from sisetp.domain import estat_layout
from sisetp.domain.estat_layout import Value
from sisetp.services.sealing import Relacao
from tests.benchmarks.rows import ENCODE, Place, Row, context, vault_row
from tests.support.clock import START

NETP = "NETP-SP"
BIG_CASE = uuid5(NAMESPACE_OID, "caso grande")
BIG_PERSON = uuid5(NAMESPACE_OID, "pessoa do caso grande")
TODAY = START.date()
DAYS = 3 * 365
_LEVELS = ("TECNICO", "SIG_PSI", "TECNICO", "SIG_AS")
_SAID = "Relato de demonstração de um contato, escrito para ter o tamanho de um relato de verdade. " * 8
_ENDED = ("CONCLUIDO", "CONCLUIDO", "NAO_ATENDIDO", "SEM_RETORNO", "RECUSADO")


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """How many of each; `agenda` things are due, `big` evolutions are of one case."""

    cases: int
    evolutions: int
    referrals: int
    events: int
    big: int = 200
    agenda: int = 300


FULL = Volume(cases=3_000, evolutions=15_000, referrals=4_000, events=20_000)
FEW = Volume(cases=30, evolutions=40, referrals=20, events=50, big=10, agenda=12)


def volume_of(people: int) -> Volume:
    """The full volume beside a population worth measuring, a few of each beside a handful of people."""
    return FULL if people >= 1_000 else FEW


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Who works in the NETP, and the unit that sends people to it."""

    psychologist: Place
    social_worker: Place
    airport: Place


def tables(sealer: Sealer, team: Team, pessoas: Sequence[UUID], volume: Volume) -> Iterator[tuple[str, Row]]:
    """Rows with the name of their table ("cofre" is the vault), in an order that keys allow."""
    unit, keys = team.psychologist.unidade, dict[UUID, WrappedKey]()
    cases = [_case(sealer, team, number, volume) for number in range(volume.cases)]
    for row in cases:
        keys[row["id"]] = key = sealer.new_key(unidade=unit, owner=row["id"].bytes, classe="relato")
        yield "cofre", vault_row(key)
        yield "caso", _sealed(sealer, "caso", row, key, {"resumo": "Síntese de demonstração."})
    for case, pessoa, row_id in _people(cases, pessoas):
        yield "caso_pessoa", _person(sealer, team, case, pessoa, row_id)
    for row, said in _evolutions(sealer, team, cases, volume):
        yield "evolucao", _sealed(sealer, "evolucao", row, keys[row["caso_id"]], said)
    for row in _plans(sealer, team, cases, volume):
        yield "plano_apoio", _sealed(sealer, "plano_apoio", row, keys[row["caso_id"]], {"objetivo": "Consulta."})
    for number in range(volume.referrals):
        row = _referral(sealer, team, number, cases, pessoas, volume)
        key = sealer.new_key(unidade=row["unidade_origem_id"], owner=row["id"].bytes, classe="relato")
        yield "cofre", vault_row(key)
        yield "encaminhamento", _sealed(sealer, "encaminhamento", row, key, {"destino_servico": "Serviço"})
    yield from (("evento_auditoria", event) for event in _events(team, cases, pessoas, volume))


def months(units: Sequence[int]) -> Iterator[Row]:
    """Every month of the three years of every unit, consolidated, but for the last two."""
    began = START - timedelta(days=DAYS)
    for unit in units:
        for number in range(began.year * 12 + began.month - 1, TODAY.year * 12 + TODAY.month - 2):
            yield {
                "unidade_id": unit,
                "ano": number // 12,
                "mes": number % 12 + 1,
                "situacao": "CONSOLIDADO",
                "versao": 4,
                "updated_at": START,
            }


def _case(sealer: Sealer, team: Team, number: int, volume: Volume) -> Row:
    opened = TODAY - timedelta(days=DAYS - number * (DAYS - 40) // volume.cases)
    state = "ENCERRADO" if number % 7 else "SUSPENSO" if number % 700 == 7 else "ATIVO"
    place = team.psychologist if number % 2 == 0 else team.social_worker
    key = uuid4() if number else BIG_CASE
    codes: dict[str, Value] = {"porta_entrada": "PF", "risco": "MEDIO"}
    return {
        **_common(key, place, number),
        "numero": f"{NETP}-{opened.year}-{number:05d}",
        "ano": opened.year,
        "sequencia": number,
        "abertura": opened,
        "responsavel_id": place.autor,
        "autor_id": place.autor,
        "situacao": state,
        "encerramento": opened + timedelta(days=30) if state == "ENCERRADO" else None,
        "origem_token": None,
        "ident": None,
        "estat": _codes(sealer, place.unidade, "caso", key, codes),
    }


def _people(cases: Sequence[Row], pessoas: Sequence[UUID]) -> Iterator[tuple[Row, UUID, UUID]]:
    """One person in each case, and six in the big one."""
    yield cases[0], pessoas[0], BIG_PERSON
    for pessoa in pessoas[1:6]:
        yield cases[0], pessoa, uuid4()
    for number, case in enumerate(cases[1:], start=6):
        yield case, pessoas[number % len(pessoas)], uuid4()


def _person(sealer: Sealer, team: Team, case: Row, pessoa: UUID, key: UUID) -> Row:
    place = team.psychologist
    codes: dict[str, Value] = {
        "pessoa_id": pessoa.bytes,
        "status_vitima": "CONFIRMADA",
        "orgao_identificador": "AFT",
        "finalidade": "TRAB_ESCRAVO",
        "formas": ("DEGR", "DIVIDA"),
        "acoes": ("ALICIAR",),
        "meios": ("FRAUDE",),
        "setor": "AGRO",
        "ambito": "INTERNO",
        "periodo_inicio": 202601,
        "periodo_fim": 202608,
    }
    return {
        **_common(key, place, case["sequencia"]),
        "caso_id": case["id"],
        "pessoa_token": _token(sealer, place.unidade, Relacao.CASO_PESSOA, pessoa),
        "situacao": "ATIVO",
        "autor_id": place.autor,
        "estat": _codes(sealer, place.unidade, "caso_pessoa", key, codes),
        "relato": None,
    }


def _evolutions(
    sealer: Sealer, team: Team, cases: Sequence[Row], volume: Volume
) -> Iterator[tuple[Row, dict[str, str]]]:
    draw, living = random.Random(3), _living(cases)
    steps = volume.agenda * 2 // 3
    for number in range(volume.evolutions):
        big, due = number < volume.big, volume.big <= number < volume.big + steps
        case = cases[0] if big else living[number % len(living)] if due else draw.choice(cases[1:])
        place, level = (team.psychologist, team.social_worker)[number % 2], _LEVELS[number % 4]
        if level == "SIG_PSI":
            place = team.psychologist
        key, codes = uuid4(), dict[str, Value](tipo="CONTATO", nivel_sigilo=level, risco="MEDIO")
        codes |= {"necessidades": ("ACOLHIDA", "SAUDE"), "caso_pessoa_id": BIG_PERSON.bytes if big else None}
        day = TODAY + timedelta(days=number % 40 - 15) if due else None
        said = {"relato": _SAID, **({"proximo": "Ligar para a rede e confirmar a vaga."} if due else {})}
        yield (
            {
                **_common(key, place, number),
                "caso_id": case["id"],
                "data": START - timedelta(hours=3 + number * DAYS * 24 // volume.evolutions),
                "profissional_id": place.autor,
                "situacao": "ATIVO",
                "proximo_data": day,
                "proximo_feito_em": None,
                "estat": _codes(sealer, place.unidade, "evolucao", key, codes),
            },
            said,
        )


def _living(cases: Sequence[Row]) -> list[Row]:
    """Open cases but for the big one."""
    return [case for case in cases[1:] if case["situacao"] == "ATIVO"]


def _plans(sealer: Sealer, team: Team, cases: Sequence[Row], volume: Volume) -> Iterator[Row]:
    living, place = _living(cases), team.social_worker
    for number in range(volume.agenda // 6):
        key = uuid4()
        yield {
            **_common(key, place, number),
            "caso_id": living[number % len(living)]["id"],
            "inicio": TODAY - timedelta(days=30),
            "prazo": TODAY + timedelta(days=number % 40 - 15),
            "encerrado_em": None,
            "autor_id": place.autor,
            "estat": _codes(sealer, place.unidade, "plano_apoio", key, {"tipo": "SAUDE"}),
        }


def _referral(
    sealer: Sealer, team: Team, number: int, cases: Sequence[Row], pessoas: Sequence[UUID], volume: Volume
) -> Row:
    """Half received from the airport, some of it waiting; half sent by the NETP to services."""
    received, waits = number % 2 == 0, number < volume.agenda // 6
    place, key = team.airport if received else team.social_worker, uuid4()
    record, pessoa = cases[number % len(cases)]["id"] if not received else uuid4(), pessoas[number % len(pessoas)]
    sent = TODAY - timedelta(days=number % 20 if waits else 40 + number * 900 // volume.referrals)
    codes: dict[str, Value] = {
        "destino": "NETP" if received else "CREAS",
        "autorizado": "S",
        "partes": ("IDENTIDADE", "RESUMO"),
        "transferencia": "N",
        "registro_tipo": "ATENDIMENTO" if received else "CASO",
        "registro_id": record.bytes,
        "pessoa_id": pessoa.bytes,
    }
    common = _common(key, place, number)
    common.pop("unidade_id")
    return {
        **common,
        "unidade_origem_id": place.unidade,
        "unidade_destino_id": team.psychologist.unidade if received else None,
        "situacao": "ENVIADO" if waits else _ENDED[number % len(_ENDED)],
        "data": sent,
        "prazo": TODAY + timedelta(days=number % 40 - 15) if waits and received else sent + timedelta(days=10),
        "limite": sent + timedelta(days=30),
        "encerrado_em": None if waits else START - timedelta(days=30),
        "registro_token": _token(sealer, place.unidade, Relacao.ENCAMINHAMENTO_REGISTRO, record),
        "pessoa_token": _token(sealer, place.unidade, Relacao.ENCAMINHAMENTO_PESSOA, pessoa),
        "autor_id": place.autor,
        "created_at": START - timedelta(days=(TODAY - sent).days),
        "estat": _codes(sealer, place.unidade, "encaminhamento", key, codes),
    }


def _events(team: Team, cases: Sequence[Row], pessoas: Sequence[UUID], volume: Volume) -> Iterator[Row]:
    """Openings of cases, and one in a hundred of the person of the big case, without chain or number."""
    for number in range(volume.events):
        of_her = number % 100 == 0
        place = team.psychologist if number % 2 else team.social_worker
        case = cases[0] if of_her else cases[number % len(cases)]
        yield {
            "quando": START - timedelta(hours=1 + number * DAYS * 24 // volume.events),
            "usuario_id": place.autor,
            "unidade_id": place.unidade,
            "acao": "abrir_ident" if of_her else "ver_caso",
            "alvo_tipo": "caso_pessoa" if of_her else "caso",
            "alvo_id": str(BIG_PERSON if of_her else case["id"]),
            "pessoa_id": None,
            "detalhes": ENCODE({"versao": 1}),
        }


def _sealed(sealer: Sealer, table: str, row: Row, key: WrappedKey, said: dict[str, str]) -> Row:
    place = context(sealer, row.get("unidade_id") or row["unidade_origem_id"], table, "relato", row["id"])
    return {**row, "relato": sealer.seal_record(key, place, ENCODE({"v": 1, **said}).encode())}


def _codes(sealer: Sealer, unidade: int, table: str, key: UUID, values: dict[str, Value]) -> bytes:
    return sealer.seal_codes(context(sealer, unidade, table, "estat", key), estat_layout.encode(table, values))


def _token(sealer: Sealer, unidade: int, relacao: Relacao, key: UUID) -> bytes:
    return sealer.index_token(unidade, "vinculo", vinculo_input(relacao.value, key.bytes))


def _common(key: UUID, place: Place, number: int) -> Row:
    moment = START - timedelta(days=DAYS, minutes=-number)
    return {"id": key, "unidade_id": place.unidade, "versao": 1, "created_at": moment, "updated_at": moment}
