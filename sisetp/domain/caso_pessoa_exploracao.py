"""Purpose, forms, acts and means of exploitation: what must agree (Código Penal, art. 149-A; Palermo, art. 3).

Every form of exploitation belongs to one purpose: the items of the list `forma_exploracao` say which in their `map`
(«->TRAB_ESCRAVO; …»). The forms that point to «ND» say nothing of the purpose and go with any.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from sisetp.domain.codelists import codelist
from sisetp.domain.errors import FieldMessage
from sisetp.domain.ficha import Value
from sisetp.domain.respostas import is_answered

NAO_DETERMINADA = "ND"
CONFIRMADA, DESCARTADA = "CONFIRMADA", "DESCARTADA"
FORMAS_DE_MENOR = frozenset({"ESCA", "TI"})
FINALIDADES_LABORAIS = frozenset({"TRAB_ESCRAVO", "SERVIDAO"})
_POINTS_TO = re.compile(r"->([A-Z_]+)")


def finalidade_das_formas() -> Mapping[str, str]:
    """Return the purpose of every form of exploitation; one added by the installation without a purpose goes to ND."""
    matches = {item.code: _POINTS_TO.match(item.map) for item in codelist("forma_exploracao").items}
    return MappingProxyType({code: match[1] if match else NAO_DETERMINADA for code, match in matches.items()})


def check_exploracao(respostas: Mapping[str, Value], *, adulta: bool | None) -> list[FieldMessage]:
    """Return the messages about purpose, forms, acts, means, sector and who identified.

    `adulta` tells whether the person was 18 or older when it began; None when the age is not known.
    """
    return [
        *_purposes(respostas),
        *_forms(respostas, adulta),
        *_sector(respostas),
        *_confirmed(respostas, adulta),
    ]


def _purposes(respostas: Mapping[str, Value]) -> list[FieldMessage]:
    main, others = respostas.get("finalidade"), many(respostas, "finalidades_sec")
    if NAO_DETERMINADA in others:
        return [FieldMessage("finalidades_sec", "«Não determinada» só cabe como finalidade principal.")]
    if main in others:
        return [FieldMessage("finalidades_sec", "A finalidade principal não se repete entre as secundárias.")]
    if main == NAO_DETERMINADA and others:
        text = "Se já se conhece uma finalidade, ela é a principal; com «Não determinada» não há secundárias."
        return [FieldMessage("finalidade", text)]
    return []


def _forms(respostas: Mapping[str, Value], adulta: bool | None) -> list[FieldMessage]:
    messages = []
    marked = {str(respostas.get("finalidade") or ""), *many(respostas, "finalidades_sec"), NAO_DETERMINADA}
    forms, purposes, table = codelist("forma_exploracao"), codelist("finalidade"), finalidade_das_formas()
    for code in many(respostas, "formas"):
        purpose = table.get(code, NAO_DETERMINADA)
        if purpose not in marked:
            text = f"«{forms.label(code)}» pede a finalidade «{purposes.label(purpose)}», principal ou secundária."
            messages.append(FieldMessage("formas", text))
        if code in FORMAS_DE_MENOR and adulta:
            text = f"«{forms.label(code)}» é de criança ou adolescente, e a idade é de pessoa adulta."
            messages.append(FieldMessage("formas", text))
    return messages


def _sector(respostas: Mapping[str, Value]) -> list[FieldMessage]:
    main = str(respostas.get("finalidade") or "")
    answered = is_answered(respostas.get("setor"))
    if main == "TRAB_ESCRAVO" and not answered and respostas.get("status_vitima") != DESCARTADA:
        return [FieldMessage("setor", "Escolha o setor do trabalho, ou «Não informado».")]
    if answered and not {main, *many(respostas, "finalidades_sec")} & FINALIDADES_LABORAIS:
        return [FieldMessage("setor", "O setor só se preenche quando há finalidade de trabalho ou de servidão.")]
    return []


def _confirmed(respostas: Mapping[str, Value], adulta: bool | None) -> list[FieldMessage]:
    if respostas.get("status_vitima") != CONFIRMADA:
        return []
    messages = []
    if not is_answered(respostas.get("orgao_identificador")):
        messages.append(FieldMessage("orgao_identificador", "Diga que órgão fez a identificação."))
    if adulta and not is_answered(respostas.get("acoes")):
        messages.append(FieldMessage("acoes", "Na vítima identificada, marque ao menos uma ação do art. 149-A."))
    if adulta and not set(many(respostas, "meios")) - {"NI"}:
        text = "Na pessoa adulta identificada, marque ao menos um meio; só antes dos 18 anos ele não é exigido."
        messages.append(FieldMessage("meios", text))
    return messages


def many(respostas: Mapping[str, Value], name: str) -> tuple[str, ...]:
    """Return a multiple answer as a tuple, empty when it was not given."""
    value = respostas.get(name)
    return value if isinstance(value, tuple) else ()
