"""The ledger of public releases: what was published, by whom, with which witnesses; written once.

A release being prepared keeps everything in one sealed blob (`preparo`); its cells, witnesses, base and files become
rows only when the second person approves. A hidden cell has no value (decision 19).
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sisetp.db.base import Base
from sisetp.db.types import UtcDateTime


class Divulgacao(Base):
    """One release of one product and period. JSON texts: `parametros`, `cobertura`, `capa` (title,
    level, method: no number), `risco`, `impedimento`.

    `hash` chains to `anterior` (the release published before) and is also in the audit event of the publication.
    """

    __tablename__ = "divulgacao"
    __table_args__ = (Index("ix_divulgacao_periodo", "produto", "periodo", "edicao", "situacao"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    produto: Mapped[str] = mapped_column(String(30))
    ano: Mapped[int]
    periodo: Mapped[str] = mapped_column(String(8))
    edicao: Mapped[int]
    situacao: Mapped[str] = mapped_column(String(12))
    definicoes: Mapped[str | None] = mapped_column(String(64))
    codigo: Mapped[str] = mapped_column(String(40))
    parametros: Mapped[str] = mapped_column(Text)
    cobertura: Mapped[str] = mapped_column(Text)
    capa: Mapped[str | None] = mapped_column(Text)
    risco: Mapped[str | None] = mapped_column(Text)
    impedimento: Mapped[str | None] = mapped_column(Text)
    preparo: Mapped[bytes | None] = mapped_column(LargeBinary)
    preparo_hash: Mapped[str | None] = mapped_column(String(64))
    preparada_por: Mapped[str] = mapped_column(String(60))
    preparada_em: Mapped[datetime] = mapped_column(UtcDateTime)
    aprovador1_id: Mapped[int | None] = mapped_column(ForeignKey("usuario.id"))
    aprovada1_em: Mapped[datetime | None] = mapped_column(UtcDateTime)
    aprovador2_id: Mapped[int | None] = mapped_column(ForeignKey("usuario.id"))
    publicada_em: Mapped[datetime | None] = mapped_column(UtcDateTime)
    numero: Mapped[int | None] = mapped_column(unique=True)
    anterior: Mapped[str | None] = mapped_column(String(64))
    hash: Mapped[str | None] = mapped_column(String(64))
    versao: Mapped[int]


class TabelaPublicada(Base):
    """One table of a release: its labels, notes and coarsening steps as JSON (`conteudo`), without numbers."""

    __tablename__ = "tabela_publicada"
    __table_args__ = (UniqueConstraint("divulgacao_id", "ordem"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    divulgacao_id: Mapped[int] = mapped_column(ForeignKey("divulgacao.id"))
    ordem: Mapped[int]
    codigo: Mapped[str] = mapped_column(String(30))
    conteudo: Mapped[str] = mapped_column(Text)


class CelulaPublicada(Base):
    """One cell: the linear form it counts and, when published, its value. `situacao`: P, X (hidden), - (impossible)."""

    __tablename__ = "celula_publicada"
    __table_args__ = (
        UniqueConstraint("divulgacao_id", "tabela", "linha", "coluna"),
        Index("ix_celula_publicada_forma", "ano", "forma_hash"),
        CheckConstraint("(situacao = 'P') = (valor IS NOT NULL)", name="valor_so_publicado"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    divulgacao_id: Mapped[int] = mapped_column(ForeignKey("divulgacao.id"))
    ano: Mapped[int]
    tabela: Mapped[int]
    linha: Mapped[int]
    coluna: Mapped[int]
    forma_hash: Mapped[str] = mapped_column(String(64))
    forma: Mapped[str] = mapped_column(Text)
    limiar: Mapped[int]
    situacao: Mapped[str] = mapped_column(String(1))
    valor: Mapped[int | None]


class Testemunha(Base):
    """One witness: a counter-table that agrees with everything published; sealed."""

    __tablename__ = "testemunha"
    __table_args__ = (UniqueConstraint("divulgacao_id", "ordem"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    divulgacao_id: Mapped[int] = mapped_column(ForeignKey("divulgacao.id"))
    ordem: Mapped[int]
    dados: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))


class Certificado(Base):
    """What each witness proves, all of it in one seal: only forms under their thresholds have certificates, so saying
    which ones have would tell them from what is hidden to protect them."""

    __tablename__ = "certificado"

    id: Mapped[int] = mapped_column(primary_key=True)
    divulgacao_id: Mapped[int] = mapped_column(ForeignKey("divulgacao.id"), unique=True)
    dados: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))


class BasePublica(Base):
    """The people counted for the first time in one month of the year, fixed by the release that first used it.

    `segmentos` is JSON: id and digest of each frozen segment that it was made from. `dados` is a snapshot seal.
    """

    __tablename__ = "base_publica"
    __table_args__ = (UniqueConstraint("ano", "mes", "edicao"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    divulgacao_id: Mapped[int] = mapped_column(ForeignKey("divulgacao.id"))
    ano: Mapped[int]
    mes: Mapped[int]
    edicao: Mapped[int]
    segmentos: Mapped[str] = mapped_column(Text)
    dados: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))


class ArquivoDivulgado(Base):
    """One file of a release, made from ledger rows only."""

    __tablename__ = "arquivo_divulgado"
    __table_args__ = (UniqueConstraint("divulgacao_id", "formato"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    divulgacao_id: Mapped[int] = mapped_column(ForeignKey("divulgacao.id"))
    formato: Mapped[str] = mapped_column(String(10))
    nome: Mapped[str] = mapped_column(String(80))
    tipo: Mapped[str] = mapped_column(String(80))
    conteudo: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))


class PublicacaoExterna(Base):
    """A cell about the same people that somebody else published (or that leaked): an interval, both ends included."""

    __tablename__ = "publicacao_externa"
    __table_args__ = (Index("ix_publicacao_externa_ano", "ano", "forma_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ano: Mapped[int]
    fonte: Mapped[str] = mapped_column(String(200))
    descricao: Mapped[str] = mapped_column(String(300))
    forma_hash: Mapped[str] = mapped_column(String(64))
    forma: Mapped[str] = mapped_column(Text)
    minimo: Mapped[int]
    maximo: Mapped[int | None]
    registrada_por: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AlarmeSigilo(Base):
    """Forms that an external publication broke after they had been hidden; the list is sealed (`detalhe`)."""

    __tablename__ = "alarme_sigilo"

    id: Mapped[int] = mapped_column(primary_key=True)
    ano: Mapped[int] = mapped_column(index=True)
    quebradas: Mapped[int]
    detalhe: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    visto_por_id: Mapped[int | None] = mapped_column(ForeignKey("usuario.id"))
    visto_em: Mapped[datetime | None] = mapped_column(UtcDateTime)
