"""The groupings of dimensions. Ages, purposes, sexes and places each have one hierarchy, nested (decision 21).

Numbers published under two codings that do not nest give away the difference between them (secrecy design, O1 and O2).
"""

from sisetp.domain.codelists import codelist
from sisetp.domain.geography import BRASIL, PAIS_NAO_INFORMADO
from sisetp.reporting.definitions.dimensions import SEM_RESPOSTA, Agrupamento, Grupo

REGIOES = (
    ("N", "Norte", 1),
    ("NE", "Nordeste", 2),
    ("SE", "Sudeste", 3),
    ("S", "Sul", 4),
    ("CO", "Centro-Oeste", 5),
)
"""IBGE regions: code, name and the first digit of the numbers of their states."""

REGIAO_DA_UF = {
    item.code: region for item in codelist("ufs").items for region, _, digit in REGIOES if item.n // 10 == digit
}


def _regioes(*outros: Grupo) -> Agrupamento:
    groups = tuple(
        Grupo(code, label, tuple(uf for uf, region in REGIAO_DA_UF.items() if region == code))
        for code, label, _ in REGIOES
    )
    return Agrupamento("regiao", "Região", (*groups, *outros), hierarquia=True)


REGIAO = _regioes()
REGIAO_DA_RESPOSTA = _regioes(Grupo(SEM_RESPOSTA, "Sem resposta", (SEM_RESPOSTA,)))

SEXO3 = Agrupamento(
    "sexo3",
    "Sexo",
    (
        Grupo("F", "Feminino", ("F",)),
        Grupo("M", "Masculino", ("M",)),
        Grupo("NI", "Ignorado/Não informado", ("I", "NI")),
    ),
    resto="NI",
    hierarquia=True,
)

FAIXA3 = Agrupamento(
    "faixa3",
    "Idade",
    (
        Grupo("F00_17", "0 a 17 anos", ("F00_11", "F12_17")),
        Grupo("F18_39", "18 a 39 anos", ("F18_29", "F30_39")),
        Grupo("F40", "40 anos ou mais", ("F40_49", "F50_59", "F60")),
        Grupo("NI", "Não informado", ("NI",)),
    ),
    hierarquia=True,
)

FINALIDADE3 = Agrupamento(
    "finalidade3",
    "Finalidade",
    (
        Grupo("SEXUAL", "Exploração sexual", ("EXP_SEXUAL",)),
        Grupo("LABORAL", "Trabalho em condições análogas à de escravo", ("TRAB_ESCRAVO",)),
        Grupo("OUTRAS", "Outras finalidades", ("ORGAOS", "SERVIDAO", "ADOCAO")),
        Grupo("ND", "Não determinada / em apuração", ("ND",)),
    ),
    resto="OUTRAS",
    hierarquia=True,
)

BRASILEIRA = Agrupamento(
    "brasileira",
    "Nacionalidade",
    (
        Grupo("BRASILEIRA", "Brasileira", (BRASIL,)),
        Grupo("OUTRA", "Outra nacionalidade ou apátrida", ()),
        Grupo(PAIS_NAO_INFORMADO, "Não informada", (PAIS_NAO_INFORMADO,)),
    ),
    resto="OUTRA",
)

IDENTIFICADA = Agrupamento(
    "identificada",
    "Identificação",
    (
        Grupo("SIM", "Identificada", ("IDENT",)),
        Grupo("NAO", "Não identificada ou só prenome", ("SO_PRENOME", "NAO_IDENT", SEM_RESPOSTA)),
    ),
    resto="NAO",
)

INDICIO_SIM_NAO = Agrupamento(
    "indicio_sim_nao",
    "Triagem de indícios",
    (
        Grupo("SIM", "Com algum indício", ()),
        Grupo("NAO", "Nenhum indício", ("NENHUM",)),
        Grupo("NAO_APLIC", "Triagem não aplicada", ("NAO_APLIC", SEM_RESPOSTA)),
    ),
    resto="SIM",
)

DEFICIENCIA_SIM_NAO = Agrupamento(
    "deficiencia_sim_nao",
    "Deficiência",
    (
        Grupo("SIM", "Com deficiência", ()),
        Grupo("NAO", "Sem deficiência", ("NAO",)),
        Grupo("NI", "Não informado", ("NI",)),
    ),
    resto="SIM",
)

PERFIL4 = Agrupamento(
    "perfil4",
    "Perfil",
    (
        Grupo("EXPLORACAO", "Situações de exploração ou contrabando", ("VITIMA_TP", "CONTRABANDO", "TRAB_ESCRAVO")),
        Grupo("RETORNO", "Brasileiros(as) que retornam", ("DEPORTADO", "NAO_ADMITIDO", "REPATRIADO", "RETORNO_VOL")),
        Grupo(
            "MOBILIDADE",
            "Migrantes, refugiados(as) e viajantes",
            ("INADMITIDO", "SOL_REFUGIO", "REFUGIADO", "ACOLHIDA_HUM", "APATRIDA", "MIGRANTE", "EMIGRANTE"),
        ),
        Grupo("OUTROS", "Outros", ("CRIANCA_DESAC", "FAMILIAR", "DESAPARECIDO", "OUTRO", SEM_RESPOSTA)),
    ),
    resto="OUTROS",
)
