"""Words of the pages of referrals: statuses with their tones, late marks, destinations and what was shared."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from sisetp.domain.codelists import codelist
from sisetp.domain.encaminhamento import ABERTOS, CASO, DISPENSADO
from sisetp.domain.errors import FieldMessage
from sisetp.services.encaminhamentos import CampoCompartilhado, EncaminhamentoLine, Papel

_TONS: Mapping[str, str] = MappingProxyType(
    {
        "INFORMADO": "info",
        "ENVIADO": "info",
        "ACEITO": "info",
        "CONCLUIDO": "success",
        "NAO_ATENDIDO": "warning",
        "RECUSADO": "warning",
        "SEM_RETORNO": "danger",
    }
)
# What each part is, in the words of who has to decide whether it goes.
O_QUE_VAI: Mapping[str, str] = MappingProxyType(
    {
        "IDENTIDADE": "Para que o serviço saiba quem chega.",
        "CONTATO": "Para que o serviço possa chamar a pessoa.",
        "PERFIL": "Sem nome nem contato.",
        "NECESSIDADES": "Para que ninguém repita o que já foi feito.",
        "TRIAGEM": "Para que a pessoa não tenha de responder tudo de novo.",
        "CASO": "Só para quem vai acompanhar o caso.",
        "RESUMO": "O texto que você escrever abaixo, e só ele.",
    }
)

# Labels of the catalogue that ask something of who fills a form, or are not neutral: what is shared is also printed.
_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "nome_social": "Nome (como quer ser chamada)",
        "nome_civil": "Nome civil",
        "status_vitima": "Avaliação da equipe",
        "reincidencia": "Já passou por isso antes?",
    }
)


def rotulo(lista: str, codigo: str | None) -> str:
    """Neutral label of a code; the code itself when no list knows it."""
    if not codigo:
        return ""
    known = codelist(lista)
    return known.label(codigo, desk=True) if codigo in known else codigo


def para_onde(line: EncaminhamentoLine) -> str:
    """Destination by its sigla, or the kind of outside service with its name."""
    if line.unidade_destino:
        return line.unidade_destino
    words = rotulo("encaminhamento", line.destino)
    return " · ".join(text for text in (words, line.servico) if text)


def demora(line: EncaminhamentoLine) -> str:
    """Late mark in words, or ""."""
    if line.vencido:
        return "Sem resposta além do limite"
    return "Resposta atrasada" if line.atrasado else ""


def destino_no_papel(paper: Papel) -> str:
    """Where to go, as printed: siglas and short names; a unit is never expanded."""
    if paper.unidade_destino:
        return paper.unidade_destino
    return " · ".join(text for text in (rotulo("encaminhamento", paper.destino), paper.servico) if text)


def tom(line: EncaminhamentoLine) -> str:
    """Tone of the status."""
    return _TONS.get(line.situacao, "info")


def aberto(line: EncaminhamentoLine) -> bool:
    """Tell whether something is still expected."""
    return line.situacao in ABERTOS


def blocos(campos: Iterable[CampoCompartilhado]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Shared fields as (part, ((label, value), …)), in the order in which they come."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for campo in campos:
        grouped.setdefault(campo.parte, []).append((_WORDS.get(campo.nome, campo.rotulo), campo.valor))
    return tuple((rotulo("parte_compartilhada", part), tuple(pairs)) for part, pairs in grouped.items())


def partes_de(registro_tipo: str) -> tuple[str, ...]:
    """Parts that a record can have: only a case has data of a case."""
    every = tuple(item.code for item in codelist("parte_compartilhada").items)
    return every if registro_tipo == CASO else tuple(code for code in every if code != CASO)


def autorizacao(autorizado: str, base: str) -> str:
    """Whether the person authorised, or which legal basis stands for it."""
    words = rotulo("autorizacao", autorizado)
    return f"{words}: {rotulo('base_legal', base)}" if autorizado == DISPENSADO and base else words


def por_campo(messages: Iterable[FieldMessage]) -> Mapping[str, tuple[str, ...]]:
    """Messages of a refused step by the name of their box."""
    grouped: dict[str, tuple[str, ...]] = {}
    for item in messages:
        grouped[item.campo] = (*grouped.get(item.campo, ()), item.mensagem)
    return grouped
