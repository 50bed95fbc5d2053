"""The data dictionary page: tables with their plain columns, what each seal holds, and the code lists."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, LargeBinary, String, Table, Text, Uuid
from sqlalchemy.types import TypeEngine

from sisetp.cli.paginas.tabelas import column_text, table_text
from sisetp.db import vault
from sisetp.db.base import Base
from sisetp.db.types import UtcDateTime
from sisetp.domain.codelists import CodeList, codelist, list_names
from sisetp.domain.estat_layout import LAYOUTS
from sisetp.domain.fields import CATALOGUE, Field, Seal
from sisetp.domain.inventory import FORM_TITLES

LONG_LISTS = {
    "paises": "sisetp/domain/data/paises.json",
    "idiomas": "sisetp/domain/data/idiomas.json",
    "municipios": "sisetp/domain/data/municipios.csv",
}
_NOTICE = "<!-- Página gerada por `make docs` a partir do código. Não edite: mude o código e gere de novo. -->"
_SEALS = {"ident": Seal.IDENT, "estat": Seal.ESTAT, "relato": Seal.RELATO}
_COPIES = {("versao", "justificativa"), ("copia", "enviado"), ("copia", "recebido")}
_PLAIN = "em claro"
_MANDATORY = {"O": "obrigatório", "C": "condicional", "F": "opcional", "A": "do sistema"}
_FIELD_KINDS = {
    "inteiro": "inteiro",
    "texto": "texto",
    "data": "data",
    "datahora": "data e hora",
    "referencia": "referência",
    "uuid": "identificador",
    "binario": "bytes",
}
_KINDS: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (Uuid, "identificador"),
    (LargeBinary, "bytes"),
    (Boolean, "sim ou não"),
    (Integer, "inteiro"),
    (DateTime, "data e hora (UTC)"),
    (Date, "data"),
    (Text, "texto"),
    (String, "texto"),
)
_INTRO = """# Dicionário de dados

O que existe nos bancos, coluna por coluna, e o que há dentro de cada lacre. «Em claro» quer dizer que quem lê o arquivo
do banco lê o valor; «lacre» quer dizer bytes cifrados, abertos por um só serviço, que escreve na auditoria
antes de abrir. As classes são as do catálogo de campos: ADM administrativa, EST estatística (códigos), ID
identificação, SENS sensível, TXT texto livre, TXT-S texto sob sigilo profissional.

- [Banco principal](#banco-principal)
- [Cofre](#cofre)
- [O que há dentro dos lacres](#o-que-há-dentro-dos-lacres)
- [Anexo: listas de códigos](#anexo-listas-de-códigos)"""


def dictionary_page() -> str:
    """Return the whole page as Markdown."""
    parts = [_NOTICE, _INTRO]
    parts += ["## Banco principal", *_tables(Base.metadata.sorted_tables)]
    parts += ["## Cofre", "Um segundo banco, gravado antes do principal; as cópias dos dois não ficam com as chaves."]
    parts += _tables(vault.metadata.sorted_tables)
    parts += ["## O que há dentro dos lacres", *_layouts(), *_forms()]
    parts += ["## Anexo: listas de códigos", *_lists()]
    return "\n\n".join(parts) + "\n"


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table; bars and line ends inside a cell are made harmless."""
    titles = list(header)
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _tables(tables: Iterable[Table]) -> Iterator[str]:
    for entry in sorted(tables, key=lambda entry: entry.name):
        yield f"### `{entry.name}`"
        yield table_text(entry.name)
        yield table(("Coluna", "Tipo", "Guarda", "Para quê"), (_column(column) for column in entry.columns))


def _column(column: Column[object]) -> tuple[str, str, str, str]:
    name, owner = column.name, column.table.name
    kind = _kind(column.type) + ("" if not column.nullable else ", pode ficar vazio")
    return f"`{name}`", kind, _guard(owner, name), column_text(owner, name)


def _guard(owner: str, name: str) -> str:
    if name in _SEALS or (owner, name) in _COPIES:
        return "**lacre**"
    if (owner, name) == ("cofre_chave", "wrap"):
        return "**chave embrulhada**"
    if (owner, name) == ("indice_cego", "token"):
        return "HMAC cortado"
    return "HMAC" if name.endswith("_token") else _PLAIN


def _kind(kind: TypeEngine[object]) -> str:
    plain = kind.impl_instance if isinstance(kind, UtcDateTime) else kind
    text = next(text for cls, text in _KINDS if isinstance(plain, cls))
    length = getattr(plain, "length", None)
    return f"{text} (até {length})" if length else text


def _layouts() -> Iterator[str]:
    yield (
        "O lacre `estat` tem tamanho fixo por tabela e versão do dicionário, para que o tamanho não conte nada: "
        + "; ".join(f"`{name}` {layout.size} bytes, versão {layout.version}" for name, layout in LAYOUTS.items())
        + ". O da pessoa leva também `pessoa_chave`, o pseudônimo de 16 bytes para contar pessoas. "
        "Em `caso_pessoa` e `encaminhamento` ele leva também, em 16 bytes, a pessoa ou o registro de que tratam."
    )


def _forms() -> Iterator[str]:
    for form, title in FORM_TITLES.items():
        yield f"### {form} — {title}"
        rows = (_field(entry) for entry in CATALOGUE.values() if entry.form == form)
        yield table(("Campo", "Rótulo", "Classe", "Guarda", "Lista ou tipo", "Resposta", "Retenção"), rows)


def _field(entry: Field) -> tuple[str, ...]:
    guard = _PLAIN if entry.seal is Seal.PLAIN else f"lacre `{entry.seal.value}`"
    lista = f"[`{entry.codelist}`](#lista-{entry.codelist})" if entry.codelist else _FIELD_KINDS[entry.kind.value]
    answer = _MANDATORY[entry.mandatory.value]
    return f"`{entry.name}`", entry.label, entry.data_class.value, guard, lista, answer, entry.retention


def _lists() -> Iterator[str]:
    yield (
        "Códigos nunca mudam de nome nem de número; só se encerram. «Rótulo do posto» é o que aparece no balcão, "
        "quando é outro. "
        "Uma instalação acrescenta ou encerra códigos em `listas.json`, na pasta da instância."
    )
    for name in list_names():
        current = codelist(name)
        yield f'### <a id="lista-{name}"></a>`{name}` — {current.title}'
        if name in LONG_LISTS:
            yield f"{len(current.items)} códigos, em `{LONG_LISTS[name]}`. Fonte: {current.source}."
        else:
            yield _list(current)


def _list(current: CodeList) -> str:
    rows = (
        (str(item.n), f"`{item.code}`", item.label, item.rotulo_posto or "", _validity(item.inicio, item.fim))
        for item in current.items
    )
    return table(("Nº", "Código", "Rótulo", "Rótulo do posto", "Validade"), rows)


def _validity(start: object, end: object) -> str:
    if start is None and end is None:
        return ""
    return f"{start or '…'} a {end or '…'}"
