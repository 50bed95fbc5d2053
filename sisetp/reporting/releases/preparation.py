"""A prepared release: everything that publishing will write, kept in one seal until then."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np

from sisetp.reporting.disclosure import certificate
from sisetp.reporting.disclosure.certificate import Certificado, Lado, Provas, Testemunha
from sisetp.reporting.disclosure.forms import Forma, Universo
from sisetp.reporting.disclosure.request import Protegida
from sisetp.reporting.ledger.documents import cell, table
from sisetp.reporting.releases.base import Parte
from sisetp.reporting.releases.seals import pack, unpack
from sisetp.reporting.tables import Tabela


@dataclass(frozen=True, slots=True, kw_only=True)
class CelulaPreparada:
    """One cell of a prepared release; `situacao` as in the ledger (P, X, -), `valor` None unless it is published."""

    tabela: int
    linha: int
    coluna: int
    forma: Forma
    hash: str
    limiar: int
    situacao: str
    valor: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparo:
    """What was prepared. `cabeca` is the end of the chain it was prepared against, `externas` the last external row,
    `anterior` the hash of the release of the same product that its changes are told from (`GENESIS` for none).

    `alvo`, `definicoes`, `codigo`, `parametros` and `risco` are also columns of the release, where people read them:
    here they cannot be changed. `tabelas` are contents of the ledger (labels, notes, steps), in order; `capa` and
    `cobertura` those of the release. `partes` are the parts of the base that this release fixes. `protegidas` are forms
    that no table prints and that the proofs protect too. `aprovada` is the verdict of the independent audit.
    """

    cabeca: str
    externas: int
    anterior: str
    universo: Universo
    alvo: str
    definicoes: str
    codigo: str
    parametros: str
    risco: str
    capa: str
    cobertura: str
    tabelas: tuple[tuple[str, str], ...]
    celulas: tuple[CelulaPreparada, ...]
    provas: Provas
    partes: tuple[Parte, ...]
    duplas: tuple[tuple[str, str], ...]
    lugares: bool
    protegidas: tuple[Protegida, ...]
    aprovada: bool

    def bytes(self) -> bytes:
        """Canonical bytes, for sealing."""
        return pack(_plain(self))

    def hash(self) -> str:
        """Hexadecimal SHA-256 of the content: same frozen facts, definition and code, same hash."""
        return sha256(self.bytes()).hexdigest()

    def previews(self) -> tuple[Tabela, ...]:
        """Tables as they would be published: hidden cells have marks, and nothing of what is under them."""
        cells: dict[int, dict[tuple[int, int], Any]] = {}
        for entry in self.celulas:
            found = cell(entry.situacao, entry.valor, entry.hash)
            cells.setdefault(entry.tabela, {})[entry.linha, entry.coluna] = found
        return tuple(table(text, cells[order]) for order, (_, text) in enumerate(self.tabelas, start=1))


def from_bytes(payload: bytes) -> Preparo:
    """Read back what `Preparo.bytes` wrote. Raises: KeyError for what an older program prepared."""
    value: dict[str, Any] = unpack(payload)
    universo = universe_from(value["universo"])
    return Preparo(
        cabeca=value["cabeca"],
        externas=value["externas"],
        anterior=value["anterior"],
        universo=universo,
        alvo=value["alvo"],
        definicoes=value["definicoes"],
        codigo=value["codigo"],
        parametros=value["parametros"],
        risco=value["risco"],
        capa=value["capa"],
        cobertura=value["cobertura"],
        tabelas=tuple((codigo, text) for codigo, text in value["tabelas"]),
        celulas=tuple(_cell(entry) for entry in value["celulas"]),
        provas=certificate.unpack(universo, value["provas"].tobytes()),
        partes=tuple(part_from(entry) for entry in value["partes"]),
        duplas=tuple((one, other) for one, other in value["duplas"]),
        lugares=value["lugares"],
        protegidas=tuple(
            Protegida(forma=Forma.de(json.loads(forma)), limiar=limiar) for forma, limiar in value["protegidas"]
        ),
        aprovada=value["aprovada"],
    )


def universe_plain(universo: Universo) -> dict[str, Any]:
    """A universe as JSON values."""
    return {
        "ano": universo.ano,
        "dimensoes": [[name, list(codes)] for name, codes in universo.dimensoes],
        "pares": sorted(list(pair) for pair in universo.pares),
        "tardios": sorted(list(pair) for pair in universo.tardios),
    }


def universe_from(value: dict[str, Any]) -> Universo:
    """Read back what `universe_plain` wrote."""
    return Universo(
        ano=value["ano"],
        dimensoes=tuple((name, tuple(codes)) for name, codes in value["dimensoes"]),
        pares=frozenset((mes, lugar) for mes, lugar in value["pares"]),
        tardios=frozenset((mes, lugar) for mes, lugar in value["tardios"]),
    )


def witness_bytes(universo: Universo, witness: Testemunha) -> bytes:
    """One witness with the universe that its codes are positions of, so that it is read without anything else."""
    packed = certificate.pack(universo, Provas(testemunhas=(witness,)))
    return pack({"universo": universe_plain(universo), "provas": np.frombuffer(packed, np.uint8)})


def witness_from(payload: bytes) -> tuple[Universo, Testemunha]:
    """Read back what `witness_bytes` wrote. Raises: Refused."""
    value: dict[str, Any] = unpack(payload)
    universo = universe_from(value["universo"])
    return universo, certificate.unpack(universo, value["provas"].tobytes()).testemunhas[0]


def certificates_bytes(certificados: Sequence[Certificado]) -> bytes:
    """Certificates of a release, for sealing: which of its forms have any is a secret."""
    return pack([[c.forma, c.lado.value, c.limiar, c.detentor, c.testemunha] for c in certificados])


def certificates_from(payload: bytes) -> tuple[Certificado, ...]:
    """Read back what `certificates_bytes` wrote."""
    return tuple(
        Certificado(forma=forma, lado=Lado(lado), limiar=limiar, detentor=detentor, testemunha=place)
        for forma, lado, limiar, detentor, place in unpack(payload)
    )


def part_plain(part: Parte) -> dict[str, Any]:
    """A part of the base as JSON values and arrays."""
    return {
        "ano": part.ano,
        "mes": part.mes,
        "edicao": part.edicao,
        "segmentos": [list(entry) for entry in part.segmentos],
        "pares": [list(entry) for entry in part.pares],
        "colunas": dict(part.colunas),
    }


def part_from(value: dict[str, Any]) -> Parte:
    """Read back what `part_plain` wrote."""
    return Parte(
        ano=value["ano"],
        mes=value["mes"],
        edicao=value["edicao"],
        segmentos=tuple((key, digest) for key, digest in value["segmentos"]),
        pares=tuple((mes, unit) for mes, unit in value["pares"]),
        colunas=value["colunas"],
    )


def _plain(preparo: Preparo) -> dict[str, Any]:
    return {
        "cabeca": preparo.cabeca,
        "externas": preparo.externas,
        "anterior": preparo.anterior,
        "alvo": preparo.alvo,
        "definicoes": preparo.definicoes,
        "codigo": preparo.codigo,
        "parametros": preparo.parametros,
        "risco": preparo.risco,
        "universo": universe_plain(preparo.universo),
        "capa": preparo.capa,
        "cobertura": preparo.cobertura,
        "tabelas": [list(entry) for entry in preparo.tabelas],
        "celulas": [
            [
                entry.tabela,
                entry.linha,
                entry.coluna,
                entry.forma.json(),
                entry.hash,
                entry.limiar,
                entry.situacao,
                entry.valor,
            ]
            for entry in preparo.celulas
        ],
        "provas": np.frombuffer(certificate.pack(preparo.universo, preparo.provas), np.uint8),
        "partes": [part_plain(entry) for entry in preparo.partes],
        "duplas": [list(entry) for entry in preparo.duplas],
        "lugares": preparo.lugares,
        "protegidas": [[entry.forma.json(), entry.limiar] for entry in preparo.protegidas],
        "aprovada": preparo.aprovada,
    }


def _cell(entry: list[Any]) -> CelulaPreparada:
    tabela, linha, coluna, forma, digest, limiar, situacao, valor = entry
    return CelulaPreparada(
        tabela=tabela,
        linha=linha,
        coluna=coluna,
        forma=Forma.de(json.loads(forma)),
        hash=digest,
        limiar=limiar,
        situacao=situacao,
        valor=valor,
    )
