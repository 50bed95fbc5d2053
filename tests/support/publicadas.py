"""Releases that are out, written straight into the ledger's tables and chained: what public pages read."""

import json
from collections.abc import Mapping
from hashlib import sha256

from flask import Flask

from sisetp.db.models.publicacao import ArquivoDivulgado, CelulaPublicada, Divulgacao, TabelaPublicada
from sisetp.db.session import unit_of_work
from sisetp.domain.audit import Action
from sisetp.domain.divulgacao import APROVADA
from sisetp.reporting.ledger import documents
from sisetp.reporting.releases import publish as publishing
from sisetp.reporting.releases.approve import record
from sisetp.reporting.render.pdf import MEDIA_TYPE, pdf
from sisetp.reporting.tables import Documento, Marca
from tests.support.documentos import por_sexo, publicado
from tests.support.staff import OPERATOR

_SITUACAO = {Marca.NUMERO: "P", Marca.OCULTA: "X", Marca.IMPOSSIVEL: "-"}


def publish(app: Flask, documento: Documento, *, files: Mapping[str, tuple[str, str, bytes]] | None = None) -> int:
    """Put a document out and return the id of its release. `files`: format → name, media type and bytes; a PDF else."""
    with app.app_context(), unit_of_work(OPERATOR) as session:
        row = _release(documento)
        session.add(row)
        session.flush()
        for order, tabela in enumerate(documento.tabelas, start=1):  # as a release numbers them
            conteudo = documents.content(tabela)
            session.add(TabelaPublicada(divulgacao_id=row.id, ordem=order, codigo=tabela.codigo, conteudo=conteudo))
            session.add_all(
                CelulaPublicada(
                    divulgacao_id=row.id,
                    ano=row.ano,
                    tabela=order,
                    linha=i,
                    coluna=j,
                    forma_hash=sha256(f"{row.id} {order} {i} {j}".encode()).hexdigest(),
                    forma="{}",
                    limiar=5,
                    situacao=_SITUACAO[celula.marca],
                    valor=celula.valor,
                )
                for i, cells in enumerate(tabela.celulas)
                for j, celula in enumerate(cells)
            )
        made = files or {"pdf": (f"boletim-{row.periodo.lower()}.pdf", MEDIA_TYPE, pdf(documento))}
        for formato, (nome, tipo, conteudo_bytes) in made.items():
            digest = sha256(conteudo_bytes).hexdigest()
            session.add(
                ArquivoDivulgado(
                    divulgacao_id=row.id,
                    formato=formato,
                    nome=nome,
                    tipo=tipo,
                    conteudo=conteudo_bytes,
                    sha256=digest,
                )
            )
        session.flush()
        session.refresh(row)
        publishing.link(session, row)
        record(session, OPERATOR, Action.PUBLICAR_DIVULGACAO, row, resumo=row.hash)
        return row.id


def one_out(app: Flask) -> int:
    """A small release with one file, «csv»."""
    return publish(app, publicado(tabelas=(por_sexo(),)), files={"csv": ("dados.csv", "text/csv", b"periodo;valor")})


def _release(documento: Documento) -> Divulgacao:
    capa = {
        "titulo": documento.titulo,
        "subtitulo": documento.subtitulo,
        "nivel": documento.nivel,
        "parametros": documento.parametros,
        "metodo": documento.metodo,
        "destaques": documento.destaques,
        "mudancas": documento.mudancas,
    }
    sent = documento.cobertura
    return Divulgacao(
        produto=documento.produto,
        ano=int(documento.periodo_codigo[:4]),
        periodo=documento.periodo_codigo,
        edicao=documento.edicao,
        situacao=APROVADA,
        codigo=documento.versao,
        parametros="{}",
        cobertura=json.dumps({"enviaram": sent.enviaram, "esperadas": sent.esperadas, "faltam": sent.faltam}),
        capa=json.dumps(capa, ensure_ascii=False),
        preparada_por="sistema",
        preparada_em=documento.gerado_em,
        publicada_em=documento.gerado_em,
        versao=1,
    )
