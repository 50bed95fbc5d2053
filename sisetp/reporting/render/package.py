"""The open-data package of a document: data, dictionary and licence in one ZIP, described for machines.

Source: Frictionless Data Package, Table Schema and CSV Dialect. Equal documents give equal bytes.
"""

import json
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sisetp.reporting.render import words
from sisetp.reporting.render.csv import CABECALHO, render_csv
from sisetp.reporting.tables import Documento

TIPO = "application/zip"
_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can say: members carry no date of their own
_FIELDS = {
    "periodo": "Mês (AAAA-MM), semestre (AAAA-S1) ou ano (AAAA)",
    "nivel": "Alcance da tabela",
    "uf": "UF da linha, quando a linha é uma UF",
    "tabela": "Código da tabela",
    "linha": "Rótulo da linha",
    "coluna": "Rótulo da coluna",
    "valor": "Número publicado; vazio quando há marca",
    "suprimido": "«x» número não divulgado; «impossivel» combinação que não existe, ou lugar sem unidade da "
    "rede; «sem envio» unidade que não enviou",
    "modelo": "«visto» como no modelo oficial; «parcial» modelo visto em parte; «proposto» tabela sem modelo oficial; "
    "«adaptado» com categorias reunidas ou sem um cruzamento, para proteger as pessoas",
}


def render_package(documento: Documento) -> bytes:
    """Return the ZIP with `dados.csv` and `datapackage.json`, which holds the dictionary.

    Where people are invented the name of the data says so: programs read them by the descriptor, which says it too.
    """
    data = render_csv(replace(documento, demonstracao=""), bom=False)
    members = ((_path(documento), data), ("datapackage.json", descriptor(documento, data)))
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, content in members:
            member = ZipInfo(name, _DATE)
            member.compress_type = ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, content)
    return target.getvalue()


def descriptor(documento: Documento, data: bytes) -> bytes:
    """Return the descriptor, as UTF-8 JSON."""
    invented = documento.demonstracao
    package = {
        "name": f"sisetp-{documento.produto}-{documento.periodo_codigo}-{documento.edicao}".lower(),
        "title": " · ".join(filter(None, (documento.marca, invented, f"{documento.titulo} — {documento.periodo}"))),
        "description": " ".join((*((f"{invented}.",) if invented else ()), *documento.metodo)),
        "version": f"{documento.edicao}",
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/deed.pt-br"}],
        "resources": [
            {
                "name": "dados",
                "path": _path(documento),
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "hash": f"sha256:{sha256(data).hexdigest()}",
                "bytes": len(data),
                "dialect": {"delimiter": ";", "doubleQuote": True, "lineTerminator": "\r\n", "header": True},
                "schema": {
                    "fields": [
                        {
                            "name": name,
                            "type": "integer" if name == "valor" else "string",
                            "description": _FIELDS[name],
                        }
                        for name in CABECALHO
                    ],
                    "missingValues": [""],
                },
            }
        ],
        "tables": [
            {
                "code": tabela.codigo,
                "title": tabela.titulo,
                "counts": tabela.conta,
                "status": tabela.status_oficial,
                "steps": list(words.steps(tabela.degraus)),
                "rules": list(tabela.regras),
                "notes": list(tabela.notas),
            }
            for tabela in documento.tabelas
        ],
    }
    return json.dumps(package, ensure_ascii=False, indent=2).encode()


def _path(documento: Documento) -> str:
    return "dados-inventados.csv" if documento.demonstracao else "dados.csv"
