"""The blank sheet: the questions and answers of the screen, from the same source, to print on two A4 pages."""

from dataclasses import dataclass
from datetime import date

from sisetp.domain.fields import Field, Kind, field
from sisetp.web.ficha import perguntas
from sisetp.web.ficha.perguntas import LETRAS, Opcao, pergunta

_LINHAS = {
    "A": ("nome_social", "nome_civil", "nascimento", "doc_tipo", "doc_numero"),
    "G": ("nacionalidade",),
    "H": ("pais_procedencia", "destino_municipio"),
}
_MAIS_A = ("acompanhado", "canal", "identidade_genero", "vulner", "idioma", "transporte", "via_chegada")
_CONTATO = ("contato_seguro", "contato", "obs")
_B = (
    *("motivo_retorno", "tempo_exterior", "local_exterior_pais", "local_exterior_texto", "atividade_ext", "jornada"),
    *("detencao", "detencao_dias", "violencia_retorno", "moradia_destino", "intencao", "escolaridade"),
)
_A_MAO = frozenset({"paises", "ufs", "municipios", "idiomas", "setor", "tipo_documento"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question on paper: answers to tick, or a line to write on when there is none."""

    letra: str
    rotulo: str
    dica: str
    opcoes: tuple[Opcao, ...]
    linhas: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Secao:
    """A titled part of the sheet."""

    titulo: str
    itens: tuple[Item, ...]


def secoes(dia: date) -> tuple[Secao, ...]:
    """The sheet: the twelve questions, the optional ones of the ficha and the return complement."""
    return (
        Secao(titulo="Ficha", itens=tuple(_lettered(letra, dia) for letra in LETRAS)),
        Secao(titulo="Mais campos", itens=_plain("A", (*_MAIS_A, *_CONTATO), dia)),
        Secao(titulo="Para quem retorna do exterior", itens=_plain("B", _B, dia)),
    )


def _lettered(letra: str, dia: date) -> Item:
    asked = pergunta(letra)
    names = _LINHAS.get(letra, ())
    return Item(
        letra=letra,
        rotulo=asked.legenda,
        dica="" if letra == "E" else asked.dica,
        opcoes=() if names else _answers(asked.campo, dia),
        linhas=tuple(field("A", name).label for name in names),
    )


def _plain(form: str, names: tuple[str, ...], dia: date) -> tuple[Item, ...]:
    entries = (field(form, name) for name in names)
    return tuple(Item(letra="", rotulo=e.label, dica="", opcoes=_answers(e, dia), linhas=()) for e in entries)


def _answers(entry: Field, dia: date) -> tuple[Opcao, ...]:
    if entry.kind not in (Kind.CODIGO, Kind.MULTI) or entry.codelist is None or entry.codelist in _A_MAO:
        return ()
    return perguntas.opcoes(entry.codelist, dia)
