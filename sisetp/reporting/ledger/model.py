"""What the ledger answers: releases, their files, series and what is wrong. Nothing here knows a hidden number."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Formato:
    """One file of a release, without its bytes. `tamanho` in bytes; `sha256` in hexadecimal."""

    formato: str
    nome: str
    tipo: str
    tamanho: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DivulgacaoPublicada:
    """One release that is out. `numero` is its place in the chain; `periodo` the code, `periodo_rotulo` in words."""

    id: int
    numero: int
    produto: str
    titulo: str
    ano: int
    periodo: str
    periodo_rotulo: str
    edicao: int
    publicada_em: datetime
    hash: str
    anterior: str
    formatos: tuple[Formato, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArquivoPublicado:
    """One file with its bytes, as it was approved."""

    nome: str
    tipo: str
    conteudo: bytes
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problema:
    """Something wrong in the ledger: the release (0 for the chain as a whole) and what, in Portuguese, no number."""

    numero: int
    produto: str
    periodo: str
    mensagem: str

    def em_palavras(self) -> str:
        """One line."""
        place = f"divulgação {self.numero} ({self.produto} {self.periodo})" if self.numero else "corrente"
        return f"{place}: {self.mensagem}"
