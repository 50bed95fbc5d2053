"""Rows of invented people for Core inserts: sealed exactly as the services seal them, and the same in plaintext."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sisetp.crypto.blind_index import cpf_input, documento_input, nome_ano_input
from sisetp.crypto.context import SealContext
from sisetp.crypto.sealed import Sealer, WrappedKey
from sisetp.domain import estat_layout
from sisetp.domain.estat_layout import Value
from tests.benchmarks.crowd import Somebody

Row = dict[str, Any]
ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a person is written: unit, author and moment."""

    unidade: int
    autor: int
    quando: datetime


@dataclass(frozen=True, slots=True)
class SealedPerson:
    """Rows of one person: `pessoa`, its key in the vault, its index tokens."""

    pessoa: Row
    chave: Row
    tokens: list[Row]


def identity(who: Somebody) -> dict[str, str]:
    """What the `ident` seal holds, with the names the services use."""
    known = who.identidade
    born = known.nascimento.isoformat() if known.nascimento else ""
    return {
        "nome_civil": known.nome_civil,
        "nascimento": born,
        "doc_tipo": known.doc_tipo,
        "doc_numero": known.doc_numero,
        "contato": known.contato,
        "contato_seguro": known.contato_seguro,
    }


def profile(who: Somebody, pessoa_chave: bytes) -> dict[str, Value]:
    """What the `estat` seal of a pessoa holds."""
    return {
        "pessoa_chave": pessoa_chave,
        "modo_ident": "IDENT",
        "sexo": "M" if who.homem else "F",
        "raca_cor": "PARDA",
        "fonte_raca": "AUTO",
        "faixa_etaria": who.faixa,
        "idade": who.idade,
        "nacionalidade": "BR",
        "escolaridade": "EM_C",
        "doc_tipo": who.identidade.doc_tipo,
    }


def index_inputs(who: Somebody) -> list[tuple[str, bytes]]:
    """Kind and input of each index of a person: the document, and the name with the year of birth."""
    known = who.identidade
    born = known.nascimento.year if known.nascimento else 0
    kind = "cpf" if known.doc_tipo == "CPF" else "documento"
    document = cpf_input(known.doc_numero) if kind == "cpf" else documento_input("", known.doc_tipo, known.doc_numero)
    return [(kind, document), ("nome_ano", nome_ano_input(who.first, who.last, born))]


def sealed_person(sealer: Sealer, who: Somebody, place: Place, *, marca: int) -> SealedPerson:
    """Seal one person: new key, identity, profile and tokens."""
    key = uuid4()
    wrapped = sealer.new_key(unidade=place.unidade, owner=key.bytes, classe="ident")
    ident = sealer.seal_record(
        wrapped, context(sealer, place.unidade, "pessoa", "ident", key), ENCODE({"v": 1, **identity(who)}).encode()
    )
    codes = estat_layout.encode("pessoa", profile(who, sealer.random_pessoa_chave()))
    estat = sealer.seal_codes(context(sealer, place.unidade, "pessoa", "estat", key), codes)
    tokens: list[Row] = [
        {
            "unidade_id": place.unidade,
            "tipo": kind,
            "versao": 1,
            "token": sealer.index_token(place.unidade, kind, value),
            "pessoa_id": key,
        }
        for kind, value in index_inputs(who)
    ]
    return SealedPerson({**_common(key, place, marca), "ident": ident, "estat": estat}, vault_row(wrapped), tokens)


def plain_person(who: Somebody, place: Place, *, marca: int, pessoa_chave: bytes) -> tuple[Row, list[Row]]:
    """The same person in plaintext columns, with the same three kinds of index values."""
    key = uuid4()
    values: Mapping[str, object] = {**profile(who, pessoa_chave), **identity(who)}
    tokens: list[Row] = [
        {"unidade_id": place.unidade, "tipo": kind, "versao": 1, "token": value, "pessoa_id": key}
        for kind, value in index_inputs(who)
    ]
    return {**_common(key, place, marca), **values}, tokens


def context(sealer: Sealer, unidade: int, tabela: str, classe: str, registro: UUID) -> SealContext:
    """Context of the first version of a row."""
    return SealContext(
        instalacao=sealer.instalacao,
        unidade=unidade,
        tabela=tabela,
        classe=classe,
        registro=registro.bytes,
        versao=1,
    )


def vault_row(key: WrappedKey) -> Row:
    """Row of the vault for a wrapped key."""
    return {
        "owner": key.owner,
        "classe": key.classe,
        "dek_version": key.dek_version,
        "unidade": key.unidade,
        "kek_id": key.kek_id,
        "wrap": key.wrap,
    }


def _common(key: UUID, place: Place, marca: int) -> Row:
    return {
        "id": key,
        "unidade_id": place.unidade,
        "versao": 1,
        "marca": marca,
        "autor_id": place.autor,
        "created_at": place.quando,
        "updated_at": place.quando,
    }
