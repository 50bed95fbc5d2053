"""Is the ledger what was approved? Chain, cells, sealed parts, files, frozen facts and the audit trail, one by one."""

import hmac
import json
from collections.abc import Iterator, Mapping
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
from sisetp.reporting.ledger.chain import GENESIS, release_hash
from sisetp.reporting.ledger.model import Problema


def verify(session: Session) -> tuple[Problema, ...]:
    """Everything wrong in the ledger, oldest release first; nothing when it is whole. Opens no seal.

    Needs a session that sees every unit (frozen facts and the trail are compared too).
    """
    rows = list(session.scalars(_published()))
    return (
        *_trail(session, rows),
        *(problem for row in _chained(rows) for problem in _release(session, *row)),
        *_twice(session),
    )


def _published() -> Select[Divulgacao]:
    query = select(Divulgacao).where(Divulgacao.situacao == PUBLICADA).options(defer(Divulgacao.preparo))
    return query.order_by(Divulgacao.numero)


def _chained(rows: list[Divulgacao]) -> Iterator[tuple[Divulgacao, int, str]]:
    """Each release with the number and the link that it should have."""
    previous = GENESIS
    for number, row in enumerate(rows, start=1):
        yield row, number, previous
        previous = row.hash or ""


def _release(session: Session, row: Divulgacao, number: int, previous: str) -> Iterator[Problema]:
    if row.numero != number:
        yield _problem(row, f"falta a divulgação {number} da corrente")
    if row.anterior != previous:
        yield _problem(row, "não se liga à divulgação anterior")
    if not row.hash or not hmac.compare_digest(row.hash, release_hash(session, row)):
        yield _problem(row, "o conteúdo não é o que foi aprovado")
    yield from _bytes(session, row)
    yield from _frozen(session, row)


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


def _trail(session: Session, rows: list[Divulgacao]) -> Iterator[Problema]:
    """The chain of the installation, and the event of each publication with the same hash, in both directions."""
    runtime: DbRuntime = session.info["runtime"]
    breach = audit_chain.verify_chain(session, runtime, audit_chain.INSTALLATION)
    if breach is not None:
        yield Problema(
            numero=0, produto="", periodo="", mensagem=f"a trilha de auditoria não confere: {breach.mensagem}"
        )
    query = select(AuditEvent).where(AuditEvent.acao == Action.PUBLICAR_DIVULGACAO.value).order_by(AuditEvent.id)
    said = {event.alvo_id: json.loads(event.detalhes).get("resumo") for event in session.scalars(query)}
    for row in rows:
        if said.pop(str(row.id), None) != row.hash:
            yield _problem(row, "não é a que a trilha de auditoria registrou")
    for key in said:
        yield Problema(numero=0, produto="", periodo="", mensagem=f"a divulgação de número interno {key} desapareceu")


def _problem(row: Divulgacao, mensagem: str) -> Problema:
    return Problema(numero=row.numero or 0, produto=row.produto, periodo=row.periodo, mensagem=mensagem)
