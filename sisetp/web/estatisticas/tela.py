"""What the page of a question shows: boxes filled as they were asked, filters to mark, the answer or what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sisetp.domain.errors import RuleViolation
from sisetp.domain.period import Period
from sisetp.reporting.consultation.answer import Resposta
from sisetp.reporting.consultation.question import CONTAS, PERCENTUAIS, TEMPOS, Pergunta, choices, known, offered
from sisetp.reporting.definitions.allowed import DIMENSOES
from sisetp.reporting.definitions.model import tipo_do_periodo
from sisetp.reporting.definitions.vocabulary import Conta, TipoPeriodo

Opcao = tuple[str, str]
_TIPOS = {TipoPeriodo.MES: "Meses", TipoPeriodo.SEMESTRE: "Semestres", TipoPeriodo.ANO: "Anos"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Caixa:
    """One select: its name, label, groups of options (group label «» for none), the chosen code and what is wrong."""

    nome: str
    rotulo: str
    grupos: tuple[tuple[str, tuple[Opcao, ...]], ...]
    valor: str = ""
    ajuda: str = ""
    erros: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id of its control, which the summary of errors links to."""
        return self.nome


@dataclass(frozen=True, slots=True, kw_only=True)
class Aberto:
    """One filter on the page: a dimension, its answers and which are marked."""

    nome: str
    rotulo: str
    respostas: tuple[Opcao, ...]
    marcadas: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tela:
    """The page: boxes, filters, messages by field, and the answer when there is one."""

    caixas: tuple[Caixa, ...]
    filtros: tuple[Aberto, ...]
    acrescentar: Caixa
    erros: tuple[tuple[str, str], ...]
    resposta: Resposta | None = None
    exporta: bool = False


def screen(
    pergunta: Pergunta,
    abertos: Sequence[str],
    periods: Sequence[Period],
    *,
    broken: RuleViolation | None = None,
    resposta: Resposta | None = None,
    exporta: bool = False,
) -> Tela:
    """Lay out the page of a question."""
    wrong: dict[str, list[str]] = {}
    for message in broken.messages if broken else ():
        wrong.setdefault(message.campo, []).append(message.mensagem)
    conta = known(pergunta.conta) or Conta.PESSOAS
    boxes = tuple(_boxes(pergunta, conta, periods, wrong))
    return Tela(
        caixas=boxes,
        filtros=_opened(pergunta, abertos, conta),
        acrescentar=_to_add(abertos, conta, wrong),
        erros=tuple((_target(name), text) for name, texts in wrong.items() for text in texts),
        resposta=resposta,
        exporta=exporta,
    )


def _boxes(
    pergunta: Pergunta, conta: Conta, periods: Sequence[Period], wrong: Mapping[str, list[str]]
) -> tuple[Caixa, ...]:
    dimensions = (("", (("", "Nada"),)), *_by_fact(conta))
    rows, columns = (*pergunta.por, "", "")[:2]
    whole: tuple[Opcao, ...] = (("", "O período inteiro"), *TEMPOS.items())

    def box(nome: str, rotulo: str, grupos: tuple[tuple[str, tuple[Opcao, ...]], ...], valor: str) -> Caixa:
        return Caixa(nome=nome, rotulo=rotulo, grupos=grupos, valor=valor, erros=tuple(wrong.get(nome, ())))

    counted = tuple((base.value, label) for base, label in CONTAS.items())
    return (
        box("conta", "O que contar", (("", counted),), pergunta.conta),
        box("periodo", "Período", _periods(periods), pergunta.periodo),
        box("linhas", "Nas linhas", dimensions, rows),
        box("colunas", "Nas colunas", dimensions, columns),
        box("tempo", "No tempo", (("", whole),), pergunta.tempo),
        box("percentual", "Percentuais", (("", tuple(PERCENTUAIS.items())),), pergunta.percentual),
    )


def _by_fact(conta: Conta) -> tuple[tuple[str, tuple[Opcao, ...]], ...]:
    """What the thing counted may be counted by, then what only others may: choosing one of those is explained."""
    own = choices(conta)
    names = {code for code, _ in own}
    groups = [("", own)]
    for other in CONTAS:
        rest = tuple(pair for pair in choices(other) if pair[0] not in names)
        names |= {code for code, _ in rest}
        if rest:
            groups.append((f"Só para: {CONTAS[other].partition(' (')[0]}", rest))
    return tuple(groups)


def _periods(periods: Sequence[Period]) -> tuple[tuple[str, tuple[Opcao, ...]], ...]:
    return tuple(
        (label, tuple((period.code, period.label) for period in periods if tipo_do_periodo(period) is kind))
        for kind, label in _TIPOS.items()
    )


def _opened(pergunta: Pergunta, abertos: Sequence[str], conta: Conta) -> tuple[Aberto, ...]:
    marked = dict(pergunta.filtros)
    kept = [DIMENSOES[name] for name in abertos if name in DIMENSOES and DIMENSOES[name] in offered(conta)]
    return tuple(
        Aberto(
            nome=entry.nome,
            rotulo=entry.rotulo,
            respostas=tuple((code, entry.rotulo_de(code)) for code in entry.codigos()),
            marcadas=frozenset(marked.get(entry.nome, ())),
        )
        for entry in kept
    )


def _to_add(abertos: Sequence[str], conta: Conta, wrong: Mapping[str, list[str]]) -> Caixa:
    left = tuple((entry.nome, entry.rotulo) for entry in offered(conta) if entry.nome not in abertos)
    groups = (("", (("", "Nenhum outro"), *left)),)
    return Caixa(nome="abrir", rotulo="Acrescentar um filtro", grupos=groups, erros=tuple(wrong.get("filtro", ())))


def _target(campo: str) -> str:
    return "abrir" if campo == "filtro" else campo
