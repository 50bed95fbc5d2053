"""A full register (form C) for tests: codes, identity and texts that only it asks, each text marked."""

from dataclasses import replace
from typing import Any

from sisetp.domain.cadastro import GravarCadastro, Porta
from sisetp.domain.ficha import Value
from tests.support.fichas import IDENTITY

CODES: dict[str, Value] = {
    "escolaridade": "EM_C",
    "orientacao_sexual": "BI",
    "povo": "QUILOMBOLA",
    "estado_civil": "SOLT",
    "filhos": 2,
    "renda": "ATE_1SM",
    "deficiencia": ("VISUAL",),
    "gestante": "N",
    "idioma_2": "es",
    "naturalidade_municipio": "3106200",
    "endereco_municipio": "3550308",
}
EXTRAS = {
    "nome_mae": "Celeste Demonstração Silva",
    "nascimento_estimado": "N",
    "doc_pais": "BR",
    "endereco_texto": "Rua das Palmeiras, 42",
    "responsavel": "",
}
TEXTS = {
    "etnia": "Kalunga-canario",
    "ocupacao": "Costureira-canario",
    "saude": "Hipertensao-canario",
    "religiao": "Jejum-canario",
}
WHOLE = replace(IDENTITY, **EXTRAS)  # type: ignore[arg-type]


def gravar(porta: Porta, **changes: Any) -> GravarCadastro:
    """Command that completes a register just made, through a door."""
    values: dict[str, Any] = {
        "versao": 1,
        "motivo": "COMPLEMENTO",
        "identidade": WHOLE,
        "respostas": CODES,
        "textos": TEXTS,
        **changes,
    }
    return GravarCadastro(porta=porta, **values)
