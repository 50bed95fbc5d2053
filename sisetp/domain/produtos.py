"""What each field of the catalogue is collected for, in words: names of the outputs that `feeds` mentions by code."""

import re

PRODUTOS = {
    "RAD": "Relatório Anual de Dados",
    "RAI": "Relatório Institucional anual",
    "RSA": "Relatório semestral de atividades",
    "RM-1": "Boletim mensal: atendimentos e pessoas",
    "RM-2": "Boletim mensal: perfil demográfico",
    "RM-3": "Boletim mensal: nacionalidade, procedência e idioma",
    "RM-4": "Boletim mensal: quem encaminhou, necessidades e encaminhamentos",
    "RM-5": "Boletim mensal: pessoas que retornam",
    "RM-6": "Boletim mensal: operação do posto",
    "RM-7": "Boletim mensal: casos",
    "RM-8": "Boletim trimestral: características dos casos",
    "RM": "Boletim mensal",
    "HTCDS": "Norma internacional de dados de casos (HTCDS)",
    "CTDC": "Base internacional de dados de casos (CTDC)",
    "UNODC": "Questionário do UNODC (Nações Unidas)",
    "RIPD": "Relatório de impacto à proteção de dados",
    "dedupe": "Contagem sem repetição",
    "agenda": "Agenda da equipe",
    "todas": "Todas as saídas",
}
# A code with its table: «RM-5», «RAD-1..E», «RAD ext.», «HTCDS v2», «dedupe nacional».
_CODE = re.compile(r"(?P<table>RM-[1-8](?!\.\.))|(?P<family>[A-Za-z]+)")


def finalidades(feeds: tuple[str, ...]) -> str:
    """Return the purposes in words, each once and in the order given; a phrase of no known output stays as it is."""
    return "; ".join(dict.fromkeys(_in_words(code) for code in feeds)) or "Atendimento da pessoa"


def _in_words(code: str) -> str:
    match = _CODE.match(code)
    known = PRODUTOS.get(match.group()) if match else None
    return known or code[:1].upper() + code[1:]
