"""Rows of releases: found, locked, opened; the preparation sealed in and out."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from sisetp.db import audit_chain
from sisetp.db.models.publicacao import Divulgacao
from sisetp.domain.divulgacao import APROVADA, DESCARTADA, PRONTA
from sisetp.domain.errors import Conflict, NotFound, Unreadable
from sisetp.reporting.deliveries import sealed_hash
from sisetp.reporting.releases import seals
from sisetp.reporting.releases.preparation import Preparo, from_bytes

_TABELA = "divulgacao"


@dataclass(frozen=True, slots=True)
class Alvo:
    """What a release is of: product, period code and edition (2 is the annual revised one)."""

    produto: str
    periodo: str
    edicao: int = 1

    def texto(self) -> str:
        """One line that `Alvo.de` reads back; kept with the task."""
        return f"{self.produto} {self.periodo} {self.edicao}"

    @classmethod
    def de(cls, texto: str) -> "Alvo":
        """Read a line. Raises: ValueError."""
        produto, periodo, edicao = texto.split(" ")
        return cls(produto, periodo, int(edicao))

    @property
    def ano(self) -> int:
        """Civil year of the people counted."""
        return int(self.periodo[:4])


def present(session: Session, alvo: Alvo) -> Divulgacao | None:
    """The release of a target that was not discarded: in preparation, or out."""
    query = select(Divulgacao).where(
        Divulgacao.produto == alvo.produto,
        Divulgacao.periodo == alvo.periodo,
        Divulgacao.edicao == alvo.edicao,
        Divulgacao.situacao != DESCARTADA,
    )
    return session.scalars(query.order_by(Divulgacao.id.desc())).first()


def seen(session: Session, divulgacao_id: int, versao: int) -> Divulgacao:
    """One release as a page showed it, to be read only. Raises: NotFound; Conflict when it is another version now."""
    row = session.get(Divulgacao, divulgacao_id)
    if row is None:
        raise NotFound
    if row.versao != versao:
        raise Conflict(())
    return row


def taken(session: Session, divulgacao_id: int, versao: int | None) -> Divulgacao:
    """One release for a step, alone: nobody else takes one at the same time.

    Raises: NotFound; Conflict when the row is no longer the version that the person saw.
    """
    audit_chain.lock(session, None)
    row = session.get(Divulgacao, divulgacao_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    if versao is not None and row.versao != versao:
        raise Conflict(())
    return row


def others_in_the_way(session: Session, alvo: Alvo) -> tuple[Divulgacao, ...]:
    """Releases of the same year that are prepared and neither out nor given up, but for this one.

    Two releases protected against the same ledger would not be protected against each other.
    """
    query = select(Divulgacao).where(Divulgacao.ano == alvo.ano, Divulgacao.situacao.in_((PRONTA, APROVADA)))
    mine = (alvo.produto, alvo.periodo, alvo.edicao)
    rows = session.scalars(query.order_by(Divulgacao.id))
    return tuple(row for row in rows if (row.produto, row.periodo, row.edicao) != mine)


def seal_in(session: Session, row: Divulgacao, preparo: Preparo) -> None:
    """Put a preparation into its row, which must have its id, and who prepared it and when: the seal holds both.

    Its hash, which stays after publication and is in the trail, is keyed: who has the database and knows the year but
    for one person could otherwise prepare both years and see which hash it is.
    """
    row.preparo = seals.seal(session, _TABELA, *_place(row), preparo.bytes())
    row.preparo_hash = sealed_hash(session, preparo.hash())


def open_preparation(session: Session, row: Divulgacao) -> Preparo:
    """The preparation of a row. Raises: Unreadable when there is none, it is not the one that was sealed, or a column
    of the row that people read is not what was prepared."""
    broken = Unreadable(f"{_TABELA} {row.id}")
    if row.preparo is None:
        raise broken
    try:
        preparo = from_bytes(seals.unseal(session, _TABELA, *_place(row), row.preparo))
    except (Unreadable, KeyError) as cause:  # KeyError: sealed by an older program
        raise broken from cause
    if sealed_hash(session, preparo.hash()) != row.preparo_hash or not says(preparo, row):
        raise broken
    return preparo


def says(preparo: Preparo, row: Divulgacao) -> bool:
    """Tell whether the columns of a release that people read are those that were prepared."""
    alvo = Alvo(row.produto, row.periodo, row.edicao)
    shown = (row.definicoes, row.codigo, row.parametros, row.risco, row.capa, row.cobertura)
    made = (preparo.definicoes, preparo.codigo, preparo.parametros, preparo.risco, preparo.capa, preparo.cobertura)
    return (alvo.texto(), alvo.ano, shown) == (preparo.alvo, row.ano, made)


def _place(row: Divulgacao) -> tuple[str, int]:
    """Record and moment that the seal of a preparation is bound to."""
    return f"{row.id}/{row.preparada_por}", int(row.preparada_em.timestamp())
