"""Institutional activities (form I): what happened, where, for whom and how many people it reached; nobody is named."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sisetp.domain.codelists import codelist
from sisetp.domain.errors import FieldMessage, RuleViolation
from sisetp.domain.fields import field
from sisetp.domain.rotulado import Rotulado
from sisetp.domain.texto_aberto import open_text_problem

ATIVA: Final = "ATIVO"
CANCELADA: Final = "CANCELADO"
LONGEST = timedelta(days=366)
MAX_PESSOAS = 999_999
# An agreement, a material or an articulation may reach nobody directly.
SEM_PUBLICO_DIRETO = frozenset({"MATERIAL", "ACORDO", "ARTICULACAO"})


class MotivoCancelamento(Rotulado):
    """Why an activity no longer counts; the value is stored and audited."""

    DUPLICADA = "DUPLICADA", "Registrada duas vezes"
    ENGANO = "ENGANO", "Registrada por engano"
    NAO_HOUVE = "NAO_HOUVE", "A atividade não aconteceu"


@dataclass(frozen=True, slots=True, kw_only=True)
class DadosAtividade:
    """What is written of an activity.

    `tipo` is a code of `atividade`; `municipio` the IBGE code; `alcance` the people reached by code of `publico`;
    `data_fim` None = it lasted one day, or goes on.
    """

    tipo: str
    data_inicio: date | None
    data_fim: date | None
    tema: str
    municipio: str
    alcance: Mapping[str, int]
    campanha: str = ""
    parceiros: str = ""

    @property
    def pessoas(self) -> int:
        """People reached, of every kind."""
        return sum(self.alcance.values())


def check_atividade(dados: DadosAtividade, *, hoje: date) -> None:
    """Check an activity on the local date `hoje` of the unit.

    Raises: RuleViolation with all messages.
    """
    messages = [*_days(dados, hoje), *_codes(dados, hoje), *_texts(dados), *_reach(dados)]
    if messages:
        raise RuleViolation(tuple(messages))


def _days(dados: DadosAtividade, hoje: date) -> list[FieldMessage]:
    inicio, fim = dados.data_inicio, dados.data_fim
    if inicio is None:
        return [FieldMessage("data_inicio", "Diga o primeiro dia.")]
    if inicio > hoje:
        text = "Esta atividade ainda não aconteceu. Registre só o que já foi feito; o que está previsto fica de fora."
        return [FieldMessage("data_inicio", text)]
    if fim is None:
        return []
    if fim < inicio:
        return [FieldMessage("data_fim", "O fim não pode vir antes do início.")]
    if fim > hoje:
        return [FieldMessage("data_fim", "O fim está no futuro: deixe em branco enquanto a atividade durar.")]
    if fim - inicio > LONGEST:
        return [FieldMessage("data_fim", "A atividade dura mais de um ano: registre uma em cada ano.")]
    return []


def _codes(dados: DadosAtividade, hoje: date) -> list[FieldMessage]:
    messages = []
    on = dados.data_inicio or hoje
    if dados.tipo not in {item.code for item in codelist("atividade").current(on)}:
        messages.append(FieldMessage("tipo", "Escolha o tipo da atividade."))
    if dados.municipio not in codelist("municipios"):
        messages.append(FieldMessage("municipio", "Escolha o município na lista."))
    return messages


def _texts(dados: DadosAtividade) -> list[FieldMessage]:
    messages = []
    for name, text, needed in (
        ("tema", dados.tema, "Escreva o tema, em poucas palavras."),
        ("campanha", dados.campanha, ""),
        ("parceiros", dados.parceiros, ""),
    ):
        if problem := open_text_problem(text, field("I", name).max_length or 0, obrigatorio=needed):
            messages.append(FieldMessage(name, problem))
    return messages


def _reach(dados: DadosAtividade) -> list[FieldMessage]:
    if not dados.alcance:
        return [FieldMessage("publico", "Diga quantas pessoas foram alcançadas em pelo menos um público.")]
    if not dados.alcance.keys() <= {item.code for item in codelist("publico").items}:
        return [FieldMessage("publico", "Há um público desconhecido. Recarregue a página.")]
    if not all(0 <= number <= MAX_PESSOAS for number in dados.alcance.values()):
        return [FieldMessage("publico", f"Use números de 0 a {MAX_PESSOAS}.")]
    if dados.pessoas == 0 and dados.tipo not in SEM_PUBLICO_DIRETO:
        return [FieldMessage("publico", "Este tipo de atividade alcança pessoas: o total não pode ser zero.")]
    return []
