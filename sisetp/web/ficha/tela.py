"""What the template of the ficha receives."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast
from zoneinfo import ZoneInfo

from flask import g

from sisetp.db.session import unit_of_work
from sisetp.domain import fields
from sisetp.domain.coerencia import PERFIS_DE_CHEGADA
from sisetp.domain.pessoa import FAIXAS_MENORES
from sisetp.services.mesa import Mesa, desk_of
from sisetp.web.actor import current_account, current_actor, current_clock
from sisetp.web.ficha import ciencia, perguntas
from sisetp.web.ficha.forms import FichaForm, modelo
from sisetp.web.ficha.mensagens import Aviso, por_alvo
from sisetp.web.ficha.recentes import recentes


def mesa_atual() -> Mesa:
    """Desk of the unit being served, read once a request."""
    if "sisetp_mesa" not in g:
        with unit_of_work(current_actor(), read_only=True) as session:
            g.sisetp_mesa = desk_of(session, current_actor())
    return cast(Mesa, g.sisetp_mesa)


def fuso_da_unidade() -> str:
    """IANA zone of the unit being served."""
    return mesa_atual().fuso


def dia_local() -> date:
    """Today, where the unit is."""
    return current_clock().today(fuso_da_unidade())


def contexto(ficha: FichaForm, found: tuple[Aviso, ...]) -> dict[str, Any]:
    """Context of `ficha/nova.html`: the form, its messages by target, the questions and their answers."""
    zone = ZoneInfo(fuso_da_unidade())
    now = current_clock().now().astimezone(zone)
    return {
        "ficha": ficha,
        "modelo": modelo(ficha.comum.dia),
        "erros": por_alvo(found),
        "resumo": [(item.alvo, item.mensagem) for item in found],
        "pergunta_de": perguntas.pergunta,
        "opcoes": _answers(ficha.comum.dia),
        "campo_de": fields.field,
        "total_perguntas": perguntas.TOTAL,
        "agora": now,
        "lotacao": ficha.lotacao or current_actor().lotacao_id or "",
        "recentes": recentes(current_actor().unidade_id),
        "uf": current_actor().uf or "",
        "postos": mesa_atual().postos,
        "perfis_de_chegada": sorted(PERFIS_DE_CHEGADA),
        "faixas_menores": sorted(FAIXAS_MENORES),
        "textos_de_ciencia": ciencia.TEXTOS,
        "avanca_sozinho": current_account().avanca_sozinho,
    }


def _answers(dia: date) -> Callable[[str], tuple[perguntas.Opcao, ...]]:
    def answers(lista: str) -> tuple[perguntas.Opcao, ...]:
        return perguntas.opcoes(lista, dia)

    return answers
