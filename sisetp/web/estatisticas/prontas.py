"""Ready-made questions: one click from what people ask every month to its answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from sisetp.domain.period import Period
from sisetp.reporting.consultation.question import Pergunta
from sisetp.reporting.definitions.model import tipo_do_periodo
from sisetp.reporting.definitions.vocabulary import Conta, TipoPeriodo


@dataclass(frozen=True, slots=True, kw_only=True)
class Pronta:
    """One ready-made question: what it asks, in a sentence, and the question itself."""

    titulo: str
    texto: str
    pergunta: Pergunta


def ready_made(periods: Sequence[Period]) -> tuple[Pronta, ...]:
    """Questions about the running month and year of a unit; none before it has a period."""
    months = [period for period in periods if tipo_do_periodo(period) is TipoPeriodo.MES]
    years = [period for period in periods if tipo_do_periodo(period) is TipoPeriodo.ANO]
    if not months or not years:
        return ()
    mes, ano = months[0], years[0]
    return (
        _pronta("Quem atendemos este mês?", f"Pessoas por idade e sexo, {mes.label}", mes, "faixa_etaria", "sexo"),
        _pronta("De onde vêm?", f"Pessoas por UF de procedência, com mapa, {ano.label}", ano, "uf_procedencia"),
        _pronta("De que países são?", f"Pessoas por nacionalidade, {ano.label}", ano, "nacionalidade"),
        _pronta("Quem encaminhou?", f"Pessoas por quem encaminhou, {ano.label}", ano, "porta_entrada"),
        _pronta("Do que precisam?", f"Pessoas por necessidade, {ano.label}", ano, "necessidades"),
        _pronta(
            "Para onde encaminhamos?",
            f"Encaminhamentos por destino e situação, {ano.label}",
            ano,
            "destino",
            "situacao",
            conta=Conta.ENCAMINHAMENTOS,
        ),
        _pronta(
            "Como foi o ano, mês a mês?",
            f"Atendimentos e acompanhamentos, {ano.label}",
            ano,
            conta=Conta.ATENDIMENTOS,
            tempo="mes",
        ),
    )


def suggested(periods: Sequence[Period]) -> Pergunta:
    """What the boxes ask before anybody changes them: people by age and sex in the newest month."""
    months = [period.code for period in periods if tipo_do_periodo(period) is TipoPeriodo.MES]
    return Pergunta(periodo=months[0] if months else "", por=("faixa_etaria", "sexo"))


def _pronta(
    titulo: str, texto: str, periodo: Period, *por: str, conta: Conta = Conta.PESSOAS, tempo: str = ""
) -> Pronta:
    asked = Pergunta(conta=conta.value, periodo=periodo.code, por=por, tempo=tempo)
    return Pronta(titulo=titulo, texto=texto, pergunta=asked)
