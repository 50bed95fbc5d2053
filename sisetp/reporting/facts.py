"""Facts: what the statistics know, as columns of small integers.

One row per contact, case, referral, activity or victim. Codes are the stable numbers of the code lists (0 = empty);
sets of codes are bit masks (bit n-1 for number n). `pessoa` is the year's pseudonym: it counts people once and never
leaves `reporting`. There is no id, no date beyond month and day, no text and no place finer than the unit (the state,
for where people come from and go to).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Coluna = NDArray[np.unsignedinteger]


class Tabela(StrEnum):
    """Kinds of fact; the value is stored with the sealed segment."""

    CONTATO = "contato"
    """One service contact: an atendimento (form A) or, for each person it concerns, an evolution of a case (form F)."""
    CASO = "caso"
    """One case that was open on some day of the month."""
    ENCAMINHAMENTO = "encaminhamento"
    """One formal referral of the month (form G)."""
    ATIVIDADE = "atividade"
    """One kind of public of one activity of the month (form I)."""
    VITIMA = "vitima"
    """One person in one case with at least one contact in the year; frozen only at the close of the year."""


@dataclass(frozen=True, slots=True)
class Campo:
    """One column: name, width in bits, code list (None for numbers and flags) and whether it is a set of codes."""

    nome: str
    bits: int
    lista: str | None = None
    conjunto: bool = False

    @property
    def dtype(self) -> np.dtype[np.unsignedinteger]:
        """Type of the column in memory."""
        return np.dtype(f"u{self.bits // 8}")


def _code(nome: str, lista: str = "") -> Campo:
    return Campo(nome, 8, lista or nome)


def _wide(nome: str, lista: str) -> Campo:
    return Campo(nome, 16, lista)


def _set(nome: str, lista: str = "") -> Campo:
    return Campo(nome, 64, lista or nome, conjunto=True)


_PESSOA = Campo("pessoa", 64)
_PERFIL_DA_PESSOA = (
    _code("sexo"),
    _code("identidade_genero"),
    _code("faixa_etaria"),
    _code("raca_cor"),
    _code("escolaridade"),
    _wide("nacionalidade", "paises"),
)

ESQUEMA = 1
"""Version of the schemas below; a frozen segment says which one it was written with. A used schema is never edited."""

ESQUEMAS: Mapping[Tabela, tuple[Campo, ...]] = {
    Tabela.CONTATO: (
        _PESSOA,
        Campo("dia", 8),  # day of the month in the unit's time zone, 1–31: orders first contacts
        Campo("acompanhamento", 8),  # 0 = atendimento (form A), 1 = evolution of a case (form F)
        _code("modo_ident"),
        _code("canal"),
        _code("perfil"),
        _set("perfis_adic", "perfil"),
        _code("porta_entrada"),
        *_PERFIL_DA_PESSOA,
        _wide("idioma", "idiomas"),
        _wide("pais_procedencia", "paises"),
        _code("uf_procedencia", "ufs"),
        _code("destino_uf", "ufs"),
        _code("acompanhado"),
        _code("motivo_retorno"),
        _code("tipo_acompanhamento"),
        _set("deficiencia"),
        _set("necessidades", "necessidade"),
        _set("encaminhamentos", "encaminhamento"),
        _set("indicios", "indicio"),
        _set("vulner"),
    ),
    Tabela.CASO: (
        Campo("aberto_antes", 8),  # 1 = open when the month began
        Campo("aberto_no_mes", 8),
        Campo("reaberto_no_mes", 8),
        Campo("encerrado_no_mes", 8),
        Campo("aberto_no_fim", 8),
        _code("encerramento_motivo", "motivo_encerramento"),
        _code("porta_entrada"),
        _code("risco"),
        Campo("dias", 16),  # days from opening to closing, when closed in the month
    ),
    Tabela.ENCAMINHAMENTO: (
        _PESSOA,
        _code("destino", "encaminhamento"),
        _code("motivo", "motivo_encaminhamento"),
        _code("situacao", "status_enc"),
        _code("desfecho", "desfecho_encaminhamento"),
        Campo("entre_unidades", 8),  # 1 = to another unit of the network
    ),
    Tabela.ATIVIDADE: (
        Campo("primeira", 8),  # 1 in the first row of each activity: activities = their sum
        _code("tipo", "atividade"),
        _code("publico"),
        Campo("pessoas", 32),
    ),
    Tabela.VITIMA: (
        _PESSOA,
        Campo("mes", 8),  # first contact of the year in this unit
        Campo("dia", 8),
        Campo("caso_novo", 8),  # 1 = the case was opened in the year
        _code("status_vitima"),
        _code("finalidade"),
        _set("finalidades_sec", "finalidade"),
        _set("formas", "forma_exploracao"),
        _code("ambito"),
        _code("setor"),
        *_PERFIL_DA_PESSOA,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fatos:
    """Rows of one kind as columns of one length, named as in the schema.

    `unidade_id`, `ano` and `mes` say whose and when; `mes` is 0 for what is known at the close of the year.
    """

    tabela: Tabela
    unidade_id: int
    ano: int
    mes: int
    colunas: Mapping[str, Coluna]

    def __post_init__(self) -> None:
        campos = ESQUEMAS[self.tabela]
        if tuple(self.colunas) != tuple(campo.nome for campo in campos):
            raise ValueError(f"facts of {self.tabela}: columns are not those of the schema")
        if any(self.colunas[campo.nome].dtype != campo.dtype for campo in campos):
            raise ValueError(f"facts of {self.tabela}: a column has another width")
        if len({len(column) for column in self.colunas.values()}) != 1:
            raise ValueError(f"facts of {self.tabela}: columns of different lengths")

    def __len__(self) -> int:
        return len(next(iter(self.colunas.values())))
