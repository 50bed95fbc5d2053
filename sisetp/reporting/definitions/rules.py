"""The counting rules as texts, attached to each table by what it counts; printed in every output (dominio, 6.2).

The wording differs by audience: inside the network people are distinct in the period, in public each person counts once
in the civil year, where and when she first came (decision 16).
"""

from collections.abc import Iterator

from sisetp.domain.codelists import codelist
from sisetp.reporting.definitions.dimensions import Natureza
from sisetp.reporting.definitions.model import Eixo, Quadro
from sisetp.reporting.definitions.vocabulary import DISTINTAS, Conta, Nivel, RegraContagem
from sisetp.reporting.facts import Tabela as Fato
from sisetp.reporting.tables import Publico

UMA_VEZ_NO_ANO = (
    "Cada pessoa conta uma vez no ano, no mês e na unidade do primeiro contato do ano: por isso os meses somam o ano "
    "e os lugares somam o Brasil."
)
ATENDIMENTO = "Atendimento é cada contato de serviço, com ficha de acolhimento ou de acompanhamento de caso."
PESSOA = (
    "Pessoa atendida é cada pessoa distinta no período; quem voltou conta uma vez só. Pessoas e atendimentos não são o "
    "mesmo número."
)
SEM_IDENTIFICACAO = "Quem não se identificou conta uma vez a cada atendimento: não há como saber se já esteve na rede."
PRIMEIRO_CONTATO = (
    "Cada pessoa entra com as respostas do seu primeiro contato no período; nas perguntas de resposta múltipla, com "
    "tudo o que respondeu no período."
)
LUGARES_NAO_SOMAM = (
    "Uma pessoa atendida em duas unidades conta em cada uma delas e uma vez só na UF, na região e no Brasil: o total "
    "não é a soma das unidades."
)
TEMPOS_NAO_SOMAM = "Uma pessoa atendida em dois meses conta em cada um deles e uma vez só no total do período."
MULTIPLA = "A pergunta aceita mais de uma resposta: as linhas não somam o total."
SEM_INFORMACAO = "O que não foi informado aparece sempre e nunca é distribuído entre as outras respostas."
SEM_INFORMACAO_PUBLICA = (
    "O que não foi informado aparece sempre e nunca é distribuído entre as outras respostas; quando são poucos, é "
    "somado a uma delas, e o rótulo diz as duas."
)
DATA = "A data de referência é a do contato, na hora local da unidade."
DATA_DO_FATO = "A data de referência é a da abertura ou do encerramento do caso, do encaminhamento ou da atividade."
IDADE = "A idade é a do primeiro contato no período."
IDADE_NO_ANO = "A idade é a do primeiro contato no ano."
LUGAR = "A UF e a região são as da unidade que atendeu."
CASO_NOVO = "Contam só as vítimas de casos abertos no ano."
CASO = "Caso é o procedimento aberto na unidade; um caso pode ter mais de uma pessoa."
DIAS = "O tempo médio vai da abertura ao encerramento dos casos encerrados no período, em dias."
ENCAMINHAMENTO = "Cada destino é um encaminhamento: a mesma pessoa pode ter vários."
ALCANCE = "Pessoas alcançadas são as informadas pelas unidades em cada atividade; a mesma pessoa pode estar em várias."

_PALAVRAS = {
    Conta.ATENDIMENTOS: "atendimentos no período",
    Conta.CASOS: "casos no período",
    Conta.ENCAMINHAMENTOS: "encaminhamentos no período",
    Conta.ATIVIDADES: "atividades no período",
    Conta.ALCANCE: "pessoas alcançadas por atividades no período",
}


def counting_words(quadro: Quadro, publico: Publico) -> str:
    """Return what a table counts, in words: «pessoas distintas no período», «pessoas pela primeira vez no ano»."""
    if quadro.base is Conta.VITIMAS:
        return "vítimas, pessoas pela primeira vez no ano" if publico is Publico.PUBLICO else "vítimas distintas no ano"
    if quadro.base is Conta.PESSOAS:
        return "pessoas pela primeira vez no ano" if publico is Publico.PUBLICO else "pessoas distintas no período"
    return _PALAVRAS[quadro.base]


def adds_up(quadro: Quadro, eixo: Eixo, publico: Publico) -> bool:
    """Tell whether the categories of an axis add up to its total for an audience."""
    if eixo.dimensao.multipla(quadro.base):
        return False
    spread = eixo.dimensao.natureza in (Natureza.LUGAR, Natureza.TEMPO)
    distinct = not DISTINTAS.isdisjoint(measure.conta for measure in quadro.medidas)
    return publico is Publico.PUBLICO or not (spread and distinct)


def counting_rules(quadro: Quadro, publico: Publico, nivel: Nivel) -> tuple[str, ...]:
    """Return the rules printed under a table, in order. `nivel` is the place the whole output is about."""
    return tuple(dict.fromkeys(_rules(quadro, publico, nivel)))


def _rules(quadro: Quadro, publico: Publico, nivel: Nivel) -> Iterator[str]:
    counted = {measure.conta for measure in quadro.medidas}
    natures = {axis.dimensao.natureza for axis in quadro.eixos}
    public = publico is Publico.PUBLICO
    if public:
        yield UMA_VEZ_NO_ANO
    elif counted & {Conta.PESSOAS, Conta.ATENDIMENTOS, Conta.PESSOAS_SOMA}:
        yield from (ATENDIMENTO, PESSOA)
    if Conta.VITIMAS in counted:
        yield _victims(quadro)
        if quadro.regra_contagem is RegraContagem.CASO_NOVO:
            yield CASO_NOVO
    if counted & {Conta.PESSOAS, Conta.VITIMAS}:
        yield SEM_IDENTIFICACAO
    if not public and counted & DISTINTAS:
        if quadro.eixos:
            yield PRIMEIRO_CONTATO
        if nivel is not Nivel.UNIDADE:
            yield LUGARES_NAO_SOMAM
        if Natureza.TEMPO in natures:
            yield TEMPOS_NAO_SOMAM
    yield from _of_facts(counted)
    if quadro.multipla:
        yield MULTIPLA
    if any(axis.dimensao.campos for axis in quadro.eixos):
        yield SEM_INFORMACAO_PUBLICA if public else SEM_INFORMACAO
    if any(axis.dimensao.nome == "faixa_etaria" for axis in quadro.eixos):
        yield IDADE_NO_ANO if public or quadro.base is Conta.VITIMAS else IDADE
    if any(axis.dimensao.nome in ("uf", "regiao") for axis in quadro.eixos):
        yield LUGAR
    if any(measure.fato in (Fato.CONTATO, Fato.VITIMA) for measure in quadro.medidas):
        yield DATA
    else:
        yield DATA_DO_FATO


def _of_facts(counted: set[Conta]) -> Iterator[str]:
    if any(conta.value.startswith("casos") for conta in counted):
        yield CASO
    if Conta.CASOS_DIAS in counted:
        yield DIAS
    if counted & {Conta.ENCAMINHAMENTOS, Conta.ENCAMINHADAS}:
        yield ENCAMINHAMENTO
    if Conta.ALCANCE in counted:
        yield ALCANCE


def _victims(quadro: Quadro) -> str:
    labels = codelist("status_vitima")
    statuses = ", ".join(f"«{labels.label(code)}»" for code in quadro.status_contados)
    return f"Vítima é a pessoa com ao menos um contato no ano e situação {statuses}, contada uma vez."
