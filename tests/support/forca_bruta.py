"""The official tables by brute force: every record opened one by one and counted in plain dicts and sets.

Nothing of the extraction, of the frozen facts or of the cube is used here: codes come from `services.sealing`, tables
are written out by hand from what their definitions say. People are known by their counting key.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.db.models import Atendimento, Atividade, Caso, CasoPessoa, Encaminhamento, Evolucao, Pessoa, VinculoPessoa
from sisetp.db.models.atividade import Alcance
from sisetp.db.models.unidade import Unidade
from sisetp.domain.codelists import codelist
from sisetp.domain.vinculo import LIGADA, Par, grupo_de
from sisetp.services import sealing
from tests.support.forca_bruta_casos import ler_caso

Registro = dict[str, Any]
FINALIDADES = ("ORGAOS", "TRAB_ESCRAVO", "SERVIDAO", "ADOCAO", "EXP_SEXUAL")
CONTADAS = ("CONFIRMADA", "POSSIVEL")


@dataclass
class Lidos:
    """Records of one unit as they are now, each with its local date («dia») and the key of the person («quem»)."""

    unidade_id: int
    codigo: str
    uf: str
    contatos: list[Registro] = field(default_factory=list)
    encaminhamentos: list[Registro] = field(default_factory=list)
    atividades: list[Registro] = field(default_factory=list)
    vitimas: list[Registro] = field(default_factory=list)
    casos: list[Registro] = field(default_factory=list)


def ler(session: Session, unidade_id: int, ano: int) -> Lidos:
    """Open everything of one unit and civil year."""
    return _Leitor(session, unidade_id, ano).tudo()


class _Leitor:
    def __init__(self, session: Session, unidade_id: int, ano: int) -> None:
        self.session, self.ano = session, ano
        self.unidade = session.get_one(Unidade, unidade_id)
        self.pessoas = {row.id: sealing.open_codes(session, row) for row in self._de(Pessoa)}
        last = {
            Par(row.pessoa_a_id, row.pessoa_b_id): row.decisao
            for row in session.scalars(select(VinculoPessoa).order_by(VinculoPessoa.id))
            if row.unidade_id == unidade_id
        }
        self.ligadas = [pair for pair, decision in last.items() if decision == LIGADA]
        self.casos = {row.id: row for row in self._de(Caso)}
        self.nos_casos: dict[UUID, list[CasoPessoa]] = defaultdict(list)
        for row in sorted(self._de(CasoPessoa), key=lambda row: (row.created_at, row.id)):
            self.nos_casos[row.caso_id].append(row)

    def tudo(self) -> Lidos:
        found = Lidos(self.unidade.id, self.unidade.codigo, self.unidade.uf)
        found.contatos = list(self._contatos())
        found.encaminhamentos = list(self._encaminhamentos())
        found.atividades = list(self._atividades())
        found.vitimas = list(self._vitimas(found.contatos))
        found.casos = [ler_caso(self.session, row, self._dia) for row in self.casos.values()]
        return found

    def _contatos(self) -> Iterator[Registro]:
        for row in self._de(Atendimento):
            dia = self._dia(row.inicio)
            if row.situacao == "ATIVO" and dia.year == self.ano:
                codes = sealing.open_codes(self.session, row)
                codes["deficiencia"] = self.pessoas[row.pessoa_id].get("deficiencia")
                yield codes | self._feito(row.pessoa_id, dia, 0)
        for row in sorted(self._de(Evolucao), key=lambda row: (row.data, row.id)):
            dia = self._dia(row.data)
            if row.situacao == "ATIVO" and dia.year == self.ano:
                yield from self._acompanhamentos(row, dia)

    def _acompanhamentos(self, row: Evolucao, dia: date) -> Iterator[Registro]:
        codes = sealing.open_codes(self.session, row)
        inside = self.nos_casos[row.caso_id]
        named = [item for item in inside if item.id.bytes == codes["caso_pessoa_id"]]
        known = [item for item in inside if item.situacao == "ATIVO"]
        for item in named or [item for item in known if self._dia(item.created_at) <= dia] or known:
            pessoa_id = _uuid(sealing.open_codes(self.session, item)["pessoa_id"])
            door = sealing.open_codes(self.session, self.casos[row.caso_id])["porta_entrada"]
            about = self.pessoas[pessoa_id] | {"perfil": None, "indicios": (), "encaminhamentos": (), "vulner": ()}
            own = {"necessidades": codes["necessidades"], "tipo_acompanhamento": codes["tipo"], "porta_entrada": door}
            yield about | own | self._feito(pessoa_id, dia, 1)

    def _feito(self, pessoa_id: UUID, dia: date, acompanhamento: int) -> Registro:
        return {"quem": self._quem(pessoa_id), "dia": dia, "acompanhamento": acompanhamento}

    def _encaminhamentos(self) -> Iterator[Registro]:
        query = select(Encaminhamento).where(Encaminhamento.unidade_origem_id == self.unidade.id)
        for row in self.session.scalars(query):
            if row.data.year == self.ano:
                codes = sealing.open_codes(self.session, row)
                yield (
                    codes
                    | {"quem": self._quem(_uuid(codes["pessoa_id"])), "dia": row.data}
                    | {
                        "situacao": row.situacao,
                        "rede": row.unidade_destino_id is not None,
                    }
                )

    def _atividades(self) -> Iterator[Registro]:
        for row in self._de(Atividade):
            if row.situacao == "ATIVO" and row.data_inicio.year == self.ano:
                query = select(Alcance).where(Alcance.atividade_id == row.id)
                reached = {item.publico: item.pessoas or 0 for item in self.session.scalars(query)}
                yield {"dia": row.data_inicio, "tipo": row.tipo, "publicos": reached}

    def _vitimas(self, contatos: list[Registro]) -> Iterator[Registro]:
        first: dict[bytes, date] = {}
        for item in contatos:
            first[item["quem"]] = min(item["dia"], first.get(item["quem"], item["dia"]))
        for row in (row for rows in self.nos_casos.values() for row in rows if row.situacao == "ATIVO"):
            codes, opened = sealing.open_codes(self.session, row), self.casos[row.caso_id].abertura
            pessoa_id = _uuid(codes["pessoa_id"])
            who = self._quem(pessoa_id)
            if who in first or opened.year == self.ano:
                own = {"quem": who, "dia": first.get(who, opened), "novo": opened.year == self.ano}
                yield self.pessoas[pessoa_id] | codes | own

    def _quem(self, pessoa_id: UUID) -> bytes:
        together = [self.pessoas[other] for other in grupo_de(pessoa_id, self.ligadas)]
        identified = [codes for codes in together if codes["modo_ident"] == "IDENT"]
        return min(codes["pessoa_chave"] for codes in identified or together)  # type: ignore[type-var, return-value]

    def _dia(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.unidade.fuso)).date()

    def _de(self, model: Any) -> list[Any]:
        return [row for row in self.session.scalars(select(model)) if row.unidade_id == self.unidade.id]


def _uuid(value: object) -> UUID:
    assert isinstance(value, bytes)
    return UUID(bytes=value)


Matriz = list[list[int]]
FAIXAS = ("F00_11", "F12_17", "F18_29", "F30_39", "F40_49", "F50_59", "F60", "NI")
RACAS = ("BRANCA", "PRETA", "AMARELA", "PARDA", "INDIGENA", "NI")
SEXOS = ("F", "M", "NI")


def rad(unidades: Iterable[Lidos], tabela: str) -> Matriz:
    """RAD-1 to RAD-4 as the model prints them: purposes and total by the columns of the table."""
    counted = [
        (unit.unidade_id, item) for unit in unidades for item in unit.vitimas if item["status_vitima"] in CONTADAS
    ]
    people = [item for item in primeiros(counted) if item["finalidade"] in FINALIDADES]
    columns: dict[str, tuple[tuple[str, ...], Pergunta]] = {
        "RAD-1": (("",), lambda item: ""),
        "RAD-2": (FAIXAS, lambda item: item["faixa_etaria"] or "NI"),
        "RAD-3": (RACAS, lambda item: item["raca_cor"] or "NI"),
        "RAD-4": (SEXOS, sexo3),
    }
    names, column = columns[tabela]
    table = [
        [sum(column(item) == name and item["finalidade"] == row for item in people) for name in names]
        for row in FINALIDADES
    ]
    return [*table, [sum(column(item) == name for item in people) for name in names]]


def rsa_1(unidades: Iterable[Lidos], meses: Iterable[int]) -> Matriz:
    """People by profile and sex, with totals; nobody in «sem resposta» has no row for it."""
    people = primeiros(contatos(unidades, meses))
    profiles = [item.code for item in codelist("perfil").items]
    if any(item["perfil"] is None for item in people):
        profiles.append(None)  # type: ignore[arg-type]
    rows = [[item for item in people if item["perfil"] == code] for code in profiles]
    return [[*(sum(sexo3(item) == sex for item in found) for sex in SEXOS), len(found)] for found in (*rows, people)]


def rsa_3(unidades: Iterable[Lidos], meses: Iterable[int]) -> Matriz:
    """Services: people and contacts of each, and of all."""
    found = contatos(unidades, meses)
    served = {item["quem"] for _, item in found if item["necessidades"]}
    rows = []
    for service in codelist("necessidade").items:
        asked = [item for _, item in found if service.code in item["necessidades"]]
        rows.append([len({item["quem"] for item in asked}), len(asked)])
    everybody = {item["quem"] for _, item in found}
    nothing = [len(everybody - served), sum(not item["necessidades"] for _, item in found)]
    return [*rows, *([nothing] if any(nothing) else []), [len(everybody), len(found)]]


def rsa_6(unidades: Iterable[Lidos], meses: Iterable[int]) -> Matriz:
    """Activities and people reached, by kind."""
    found = [item for unit in unidades for item in unit.atividades if item["dia"].month in meses]
    kinds = [[item for item in found if item["tipo"] == code.code] for code in codelist("atividade").items]
    return [[len(items), sum(sum(item["publicos"].values()) for item in items)] for items in (*kinds, found)]


def rm_1(unidades: Iterable[Lidos], mes: int) -> Matriz:
    """Contacts, follow-ups among them, people, sum of the units' people, people without a name."""
    units = list(unidades)
    found = contatos(units, [mes])
    unnamed = {item["quem"] for _, item in found if item["modo_ident"] in ("SO_PRENOME", "NAO_IDENT")}
    return [
        [len(found)],
        [sum(item["acompanhamento"] for _, item in found)],
        [len({item["quem"] for _, item in found})],
        [len({(unit, item["quem"]) for unit, item in found})],
        [len(unnamed)],
    ]


def rm_2(unidades: Iterable[Lidos], mes: int) -> Matriz:
    """People by age and sex, every sex of the list apart, with totals."""
    people = primeiros(contatos(unidades, [mes]))
    rows = [[item for item in people if (item["faixa_etaria"] or "NI") == code] for code in FAIXAS]
    sexes = ("F", "M", "I", "NI")
    return [
        [*(sum((item["sexo"] or "NI") == sex for item in found) for sex in sexes), len(found)]
        for found in (*rows, people)
    ]


Pergunta = Callable[[Registro], str]


def sexo3(item: Registro) -> str:
    """F, M, or everything else together."""
    return item["sexo"] if item["sexo"] in ("F", "M") else "NI"


def contatos(unidades: Iterable[Lidos], meses: Iterable[int]) -> list[tuple[int, Registro]]:
    """Contacts of some months with the id of their unit."""
    wanted = set(meses)
    return [(unit.unidade_id, item) for unit in unidades for item in unit.contatos if item["dia"].month in wanted]


ORDEM = (
    *(
        ("modo_ident", ""),
        ("canal", ""),
        ("perfil", ""),
        ("porta_entrada", ""),
        ("sexo", ""),
        ("identidade_genero", ""),
    ),
    *(("faixa_etaria", ""), ("raca_cor", ""), ("escolaridade", ""), ("nacionalidade", "paises")),
    *(("idioma", "idiomas"), ("pais_procedencia", "paises"), ("uf_procedencia", "ufs"), ("destino_uf", "ufs")),
)
"""Answers that decide between contacts of one person, day and unit: the one with the smaller numbers comes first."""
ORDEM_DA_VITIMA = (("status_vitima", ""), ("finalidade", ""))


def primeiros(registros: Iterable[tuple[int, Registro]]) -> list[Registro]:
    """The first record of each person: by day, then unit id, then desk before follow-up, then numbers of answers."""
    first: dict[bytes, tuple[tuple[Any, ...], Registro]] = {}
    for unit, item in registros:
        names = ORDEM_DA_VITIMA if "finalidade" in item else ORDEM
        kind = item.get("acompanhamento", item.get("novo"))
        when = (item["dia"], unit, kind, *(_numero(lista or name, item.get(name)) for name, lista in names))
        if item["quem"] not in first or when < first[item["quem"]][0]:
            first[item["quem"]] = (when, item)
    return [item for _, item in first.values()]


def _numero(lista: str, codigo: Any) -> int:
    return codelist(lista).number(codigo) if codigo else 0
