"""Write a release into the ledger: tables, cells, proofs, base, files and the link of the chain, in one transaction."""

import json
from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.db.models.publicacao import (
    ArquivoDivulgado,
    BasePublica,
    CelulaPublicada,
    Certificado,
    Divulgacao,
    TabelaPublicada,
    Testemunha,
)
from sisetp.db.models.retrato import Congelado
from sisetp.domain.divulgacao import PUBLICADA, refuse
from sisetp.reporting import ledger
from sisetp.reporting.releases import files, seals
from sisetp.reporting.releases.preparation import Preparo, certificates_bytes, part_plain, witness_bytes

TESTEMUNHA, CERTIFICADO, BASE = "testemunha", "certificado", "base_publica"
"""Names under which witnesses, certificates and bases are sealed; the record is the release and the place in it."""


def check_values(session: Session, preparo: Preparo) -> None:
    """Refuse a form that is already out with another value, or shown where it was hidden: equal is always equal.

    Raises: RuleViolation on `celulas`.
    """
    columns = (CelulaPublicada.forma_hash, CelulaPublicada.situacao, CelulaPublicada.valor)
    query = select(*columns).where(CelulaPublicada.ano == preparo.universo.ano)
    known = {forma: (situacao, valor) for forma, situacao, valor in session.execute(query)}
    for entry in preparo.celulas:
        said = known.setdefault(entry.hash, (entry.situacao, entry.valor))
        if said != (entry.situacao, entry.valor):
            raise refuse("celulas", "Um número desta divulgação já saiu de outro jeito: prepare de novo.")


def check_frozen(session: Session, preparo: Preparo) -> None:
    """Refuse a release made from frozen facts that were altered, or are gone, since it was prepared.

    Raises: RuleViolation on `preparo`.
    """
    used = dict(entry for part in preparo.partes for entry in part.segmentos)
    rows = session.scalars(select(Congelado).where(Congelado.id.in_(used)))
    if {row.id: sha256(row.dados).hexdigest() for row in rows} != used:
        raise refuse(
            "preparo", "Os fatos congelados desta divulgação foram alterados ou sumiram: nada se publica assim."
        )


def write(session: Session, row: Divulgacao, preparo: Preparo, arquivos: Sequence[files.Arquivo]) -> None:
    """Insert everything but the release itself."""
    _tables(session, row, preparo)
    _proofs(session, row, preparo)
    _base(session, row, preparo)
    for entry in arquivos:
        session.add(
            ArquivoDivulgado(
                divulgacao_id=row.id,
                formato=entry.formato,
                nome=entry.nome,
                tipo=entry.tipo,
                conteudo=entry.conteudo,
                sha256=entry.sha256,
            )
        )
    session.flush()


def link(session: Session, row: Divulgacao) -> None:
    """Give a release its number and its place in the chain, and close it: after this nothing of it may change."""
    before = ledger.last(session)
    row.numero = (before.numero or 0) + 1 if before else 1
    row.anterior = before.hash if before else ledger.GENESIS
    row.preparo = None
    row.hash = ledger.release_hash(session, row)
    row.situacao = PUBLICADA
    session.flush()


def _tables(session: Session, row: Divulgacao, preparo: Preparo) -> None:
    for order, (codigo, conteudo) in enumerate(preparo.tabelas, start=1):
        session.add(TabelaPublicada(divulgacao_id=row.id, ordem=order, codigo=codigo, conteudo=conteudo))
    for entry in preparo.celulas:
        session.add(
            CelulaPublicada(
                divulgacao_id=row.id,
                ano=preparo.universo.ano,
                tabela=entry.tabela,
                linha=entry.linha,
                coluna=entry.coluna,
                forma_hash=entry.hash,
                forma=entry.forma.json(),
                limiar=entry.limiar,
                situacao=entry.situacao,
                valor=entry.valor,
            )
        )


def _proofs(session: Session, row: Divulgacao, preparo: Preparo) -> None:
    for order, witness in enumerate(preparo.provas.testemunhas):
        blob = seals.seal(session, TESTEMUNHA, f"{row.id}/{order}", 0, witness_bytes(preparo.universo, witness))
        digest = sha256(blob).hexdigest()
        session.add(Testemunha(divulgacao_id=row.id, ordem=order, dados=blob, digest=digest))
    proven = certificates_bytes(preparo.provas.certificados)
    blob = seals.seal(session, CERTIFICADO, str(row.id), 0, proven)
    session.add(Certificado(divulgacao_id=row.id, dados=blob, digest=sha256(blob).hexdigest()))


def _base(session: Session, row: Divulgacao, preparo: Preparo) -> None:
    for part in preparo.partes:
        blob = seals.seal(session, BASE, f"{part.ano}/{part.mes}", part.edicao, seals.pack(part_plain(part)))
        session.add(
            BasePublica(
                divulgacao_id=row.id,
                ano=part.ano,
                mes=part.mes,
                edicao=part.edicao,
                segmentos=json.dumps([list(entry) for entry in part.segmentos]),
                dados=blob,
                digest=sha256(blob).hexdigest(),
            )
        )
