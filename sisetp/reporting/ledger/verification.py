"""Is the ledger what was approved? Chain, cells, sealed parts, files, frozen facts and the audit trail, one by one."""

import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, defer

from sisetp.db import audit_chain
from sisetp.db.models.audit_event import AuditEvent
from sisetp.db.models.publicacao import (
    ArquivoDivulgado,
    BasePublica,
    CelulaPublicada,
    Certificado,
    Divulgacao,
    Testemunha,
)
from sisetp.db.models.retrato import Congelado
from sisetp.db.runtime import DbRuntime
from sisetp.domain.audit import Action
from sisetp.domain.divulgacao import PUBLICADA
from sisetp.reporting.ledger.chain import GENESIS, release_hashes
from sisetp.reporting.ledger.model import Problema


def verify(session: Session) -> tuple[Problema, ...]:
    """Everything wrong in the ledger, oldest release first; nothing when it is whole. Opens no seal.

    Needs a session that sees every unit (frozen facts and the trail are compared too).
    """
    rows = list(session.scalars(_published()))
    return (
        *_trail(session),
        *_said(session, rows),
        *_linked(session, rows),
        *(problem for row in rows for problem in (*_bytes(session, row), *_frozen(session, row))),
        *_twice(session),
    )


def verify_published(session: Session) -> tuple[Problema, ...]:
    """Everything wrong in what readers see: the chain, cells and digests of files, and the event of each publication.

    A few statements, and what it takes to hash their rows: seals, frozen facts and the rest of the trail are left to
    `verify`, and the bytes of a file to who reads it. Any session that sees the trail of the installation will do.
    """
    rows = list(session.scalars(_published()))
    return (*_said(session, rows), *_linked(session, rows))


def verify_release(session: Session, row: Divulgacao) -> tuple[Problema, ...]:
    """As `verify_published`, of one release: what it costs does not grow with the ledger."""
    return (*_announced(row, _announcements(session, row.id)), *_content(row, release_hashes(session, (row,))))


def _published() -> Select[Divulgacao]:
    query = select(Divulgacao).where(Divulgacao.situacao == PUBLICADA).options(defer(Divulgacao.preparo))
    return query.order_by(Divulgacao.numero)


def _linked(session: Session, rows: Sequence[Divulgacao]) -> Iterator[Problema]:
    """The number, the link and the content of each release."""
    hashes, previous = release_hashes(session, rows), GENESIS
    for number, row in enumerate(rows, start=1):
        if row.numero != number:
            yield _problem(row, f"falta a divulgação {number} da corrente")
        if row.anterior != previous:
            yield _problem(row, "não se liga à divulgação anterior")
        yield from _content(row, hashes)
        previous = row.hash or ""


def _content(row: Divulgacao, hashes: Mapping[int, str]) -> Iterator[Problema]:
    if not row.hash or not hmac.compare_digest(row.hash, hashes[row.id]):
        yield _problem(row, "o conteúdo não é o que foi aprovado")


def _bytes(session: Session, row: Divulgacao) -> Iterator[Problema]:
    """Files, witnesses, certificates and bases against their digests."""
    for file in session.scalars(select(ArquivoDivulgado).where(ArquivoDivulgado.divulgacao_id == row.id)):
        if sha256(file.conteudo).hexdigest() != file.sha256:
            yield _problem(row, f"o arquivo {file.nome} foi alterado")
    witnesses = select(Testemunha).where(Testemunha.divulgacao_id == row.id)
    if any(sha256(found.dados).hexdigest() != found.digest for found in session.scalars(witnesses)):
        yield _problem(row, "uma testemunha foi alterada")
    proofs = select(Certificado).where(Certificado.divulgacao_id == row.id)
    if any(sha256(found.dados).hexdigest() != found.digest for found in session.scalars(proofs)):
        yield _problem(row, "os certificados foram alterados")
    bases = select(BasePublica).where(BasePublica.divulgacao_id == row.id)
    if any(sha256(found.dados).hexdigest() != found.digest for found in session.scalars(bases)):
        yield _problem(row, "a base pública foi alterada")


def _frozen(session: Session, row: Divulgacao) -> Iterator[Problema]:
    """Frozen segments that its bases were made from: there, and with the same bytes."""
    texts = session.scalars(select(BasePublica.segmentos).where(BasePublica.divulgacao_id == row.id))
    wanted: Mapping[int, str] = {int(key): digest for text in texts for key, digest in json.loads(text)}
    found = {
        frozen.id: sha256(frozen.dados).hexdigest()
        for frozen in session.scalars(select(Congelado).where(Congelado.id.in_(wanted)))
    }
    for key in sorted(wanted.keys() - found.keys()):
        yield _problem(row, f"falta o fato congelado {key}")
    for key in sorted(found):
        if found[key] != wanted[key]:
            yield _problem(row, f"o fato congelado {key} não é o que entrou na base")


def _twice(session: Session) -> Iterator[Problema]:
    """Forms with two values, or printed in one release and hidden in another: equal is always equal."""
    seen: dict[tuple[int, str], tuple[str, int | None]] = {}
    columns = (CelulaPublicada.ano, CelulaPublicada.forma_hash, CelulaPublicada.situacao, CelulaPublicada.valor)
    query = select(*columns, Divulgacao).join(Divulgacao, Divulgacao.id == CelulaPublicada.divulgacao_id)
    for ano, forma, situacao, valor, row in session.execute(query.order_by(Divulgacao.numero)):
        if seen.setdefault((ano, forma), (situacao, valor)) != (situacao, valor):
            yield _problem(row, "repete um número já divulgado com outro valor")
            return


def _trail(session: Session) -> Iterator[Problema]:
    """The chain of the installation."""
    runtime: DbRuntime = session.info["runtime"]
    breach = audit_chain.verify_chain(session, runtime, audit_chain.INSTALLATION)
    if breach is not None:
        yield Problema(
            numero=0, produto="", periodo="", mensagem=f"a trilha de auditoria não confere: {breach.mensagem}"
        )


def _said(session: Session, rows: list[Divulgacao]) -> Iterator[Problema]:
    """The event of each publication, with the same hash, in both directions."""
    said = _announcements(session)
    for row in rows:
        yield from _announced(row, said)
    for key in said.keys() - {str(row.id) for row in rows}:
        yield Problema(numero=0, produto="", periodo="", mensagem=f"a divulgação de número interno {key} desapareceu")


def _announced(row: Divulgacao, said: Mapping[str | None, str | None]) -> Iterator[Problema]:
    if not row.hash or said.get(str(row.id)) != row.hash:
        yield _problem(row, "não é a que a trilha de auditoria registrou")


def _announcements(session: Session, divulgacao_id: int | None = None) -> dict[str | None, str | None]:
    """Hash of each release by its id as the trail has it; None for an event that somebody without its key wrote."""
    query = select(AuditEvent).where(AuditEvent.acao == Action.PUBLICAR_DIVULGACAO.value).order_by(AuditEvent.id)
    if divulgacao_id is not None:
        query = query.where(AuditEvent.alvo_id == str(divulgacao_id))
    return {
        event.alvo_id: json.loads(event.detalhes).get("resumo") if audit_chain.is_genuine(session, event) else None
        for event in session.scalars(query)
    }


def _problem(row: Divulgacao, mensagem: str) -> Problema:
    return Problema(numero=row.numero or 0, produto=row.produto, periodo=row.periodo, mensagem=mensagem)
