"""What the invented cases are made of: proportions of the published figures, codes and short invented texts.

Sources (domain page, section 2): nuclei 2019: 105 sexual, 85 slave labour, 12 forced criminality and 15 unknown of 217,
of which PR 112; 2005–2011: Suriname 133, Switzerland 127, Spain 104, Netherlands 71 of 475 Brazilians; consular posts
2024: Philippines, Laos, Cambodia, Nigeria, Belgium, Italy; recruitment (Painel MJSP): labour by acquaintances, then
social networks, then groups; sexual by social media, then acquaintances, then family. Other weights are guesses.
"""

from collections.abc import Mapping

from sisetp.services.demonstracao.chegadas import EXPLORACAO_SEXUAL, TRABALHO_ESCRAVO, Chegada
from sisetp.services.demonstracao.sorteio import Weights

SEXUAL, LABORAL, CRIME, NAO_SABIDA = "SEXUAL", "LABORAL", "CRIME", "NAO_SABIDA"
ESPECIES: Weights = ((SEXUAL, 105), (LABORAL, 85), (CRIME, 12), (NAO_SABIDA, 15))
FINALIDADE: Mapping[str, str] = {SEXUAL: "EXP_SEXUAL", LABORAL: "TRAB_ESCRAVO", CRIME: "SERVIDAO", NAO_SABIDA: "ND"}
QUEM_CHEGA: Mapping[str, Chegada] = {
    SEXUAL: EXPLORACAO_SEXUAL,
    LABORAL: TRABALHO_ESCRAVO,
    CRIME: TRABALHO_ESCRAVO,
    NAO_SABIDA: EXPLORACAO_SEXUAL,
}
NUCLEOS: Weights = (
    *(("NETP-PR", 240), ("NETP-SP", 130), ("NETP-MG", 90), ("NETP-CE", 80), ("NETP-RJ", 75), ("NETP-BA", 75)),
    *(("NETP-GO", 50), ("NETP-AM", 45), ("NETP-PA", 40), ("NETP-PE", 35), ("NETP-RS", 35), ("NETP-MS", 20)),
    *(("NETP-MT", 15), ("NETP-MA", 15), ("NETP-DF", 15), ("NETP-AC", 10), ("NETP-PB", 10), ("NETP-AP", 8)),
    *(("NETP-LAURO", 6), ("NETP-IPOJUCA", 6)),
)
PORTAS: Weights = (
    *(("PF", 20), ("DISQUE100", 22), ("LIGUE180", 10), ("MP", 9), ("AFT", 12), ("MRE", 9), ("POLICIA_UF", 8)),
    *(("FAMILIAR", 6), ("OSC", 4)),
)
# Status of a case by the days since it was opened: first line whose limit is above them.
VIDA: tuple[tuple[int, Weights], ...] = (
    (30, (("ATIVO", 85), ("ACOMP", 15))),
    (180, (("ATIVO", 30), ("ACOMP", 42), ("SUSPENSO", 10), ("ENCERRADO", 18))),
    (540, (("ATIVO", 5), ("ACOMP", 27), ("SUSPENSO", 12), ("ENCERRADO", 56))),
    (10**6, (("ACOMP", 12), ("SUSPENSO", 8), ("ENCERRADO", 80))),
)
MOTIVOS_FIM: Weights = (
    ("OBJETIVOS", 47),
    ("SEM_CONTATO", 20),
    ("PEDIDO", 14),
    ("MUDANCA", 12),
    ("OUTRO", 6),
    ("OBITO", 1),
)
SITUACAO_FINAL: Weights = (("CONFIRMADA", 50), ("POSSIVEL", 28), ("DESCARTADA", 22))
SITUACAO_ABERTA: Weights = (("EM_ANALISE", 35), ("POSSIVEL", 35), ("CONFIRMADA", 25), ("DESCARTADA", 5))
RISCOS: Weights = (("BAIXO", 30), ("MEDIO", 42), ("ALTO", 24), ("IMINENTE", 4))
FORMAS: Mapping[str, Weights] = {
    SEXUAL: (("PROST", 74), ("PORN", 8), ("REMOTO", 6), ("PRIV", 12)),
    LABORAL: (("TF", 25), ("JORN", 25), ("DEGR", 32), ("DIVIDA", 18)),
    CRIME: (("CRIME", 100),),
    NAO_SABIDA: (("NI", 100),),
}
FORMA_DE_MENOR: Mapping[str, str] = {SEXUAL: "ESCA", LABORAL: "TI"}
ALICIAMENTO: Mapping[str, Weights] = {
    SEXUAL: (("REDES", 38), ("CONHECIDO", 27), ("FAMILIA", 18), ("PARCEIRO", 9), ("AGENCIA", 8)),
    LABORAL: (("CONHECIDO", 42), ("REDES", 22), ("GATO", 20), ("GRUPO_CRIM", 10), ("ANUNCIO", 6)),
    CRIME: (("REDES", 45), ("ANUNCIO_WEB", 30), ("GRUPO_CRIM", 25)),
    NAO_SABIDA: (("NI", 100),),
}
PLATAFORMAS: Weights = (("INSTAGRAM", 30), ("WHATSAPP", 30), ("FACEBOOK", 20), ("TELEGRAM", 12), ("SITE_EMPREGO", 8))
ACOES: Weights = (("ALICIAR", 34), ("RECRUTAR", 24), ("TRANSPORTAR", 16), ("ALOJAR", 18), ("AGENCIAR", 8))
MEIOS: Weights = (("FRAUDE", 42), ("ABUSO", 26), ("AMEACA", 14), ("COACAO", 11), ("VIOLENCIA", 7))
CONTROLES: Weights = (
    ("DIVIDA", 26),
    ("GANHOS", 18),
    ("DOCS", 14),
    ("MOVIM", 14),
    ("AMEACA", 12),
    ("PSICO", 10),
    ("JORNADA", 6),
)
RELACAO: Weights = (("CONHECIDO", 38), ("DESCONHECIDO", 26), ("EMPREGADOR", 18), ("PARCEIRO", 10), ("FAMILIAR", 8))
SETOR: Weights = (("AGRO", 38), ("CONSTR", 22), ("TEXTIL", 14), ("DOMEST", 12), ("MINER", 6), ("OUTRO", 8))
AMBITO_BR: Mapping[str, Weights] = {
    SEXUAL: (("INTERNO", 45), ("INT_SAIDA", 45), ("NI", 10)),
    LABORAL: (("INTERNO", 86), ("INT_SAIDA", 10), ("NI", 4)),
    CRIME: (("INT_SAIDA", 90), ("INTERNO", 10)),
    NAO_SABIDA: (("NI", 60), ("INTERNO", 30), ("INT_SAIDA", 10)),
}
FORA: Mapping[str, Weights] = {
    SEXUAL: (("SR", 28), ("CH", 26), ("ES", 22), ("NL", 15), ("IT", 9)),
    LABORAL: (("BE", 30), ("IT", 30), ("NG", 20), ("PT", 20)),
    CRIME: (("PH", 34), ("LA", 33), ("KH", 33)),
    NAO_SABIDA: (("ES", 50), ("PT", 50)),
}
ORGAOS: Weights = (("NETP", 42), ("POLICIA", 28), ("AFT", 18), ("JUSTICA", 8), ("CONSULAR", 4))
RESGATE: Weights = (("RESGATE", 38), ("FUGA", 24), ("RETORNO", 22), ("LIBERACAO", 10), ("NI", 6))
COLABORA: Weights = (("S", 35), ("N", 25), ("DEPOIS", 20), ("NI", 20))
RESIDENCIA: Weights = (("ORIENTADA", 45), ("SOLICITADA", 30), ("DEFERIDA", 20), ("INDEFERIDA", 5))

RESUMOS = (
    "Nota de demonstração: oferta de trabalho que não se confirmou; a pessoa quer voltar à cidade de origem.",
    "Nota de demonstração: notícia recebida de outro órgão; a equipe confere as informações.",
    "Nota de demonstração: pessoa acolhida em local de confiança e acompanhada pela equipe.",
    "Nota de demonstração: promessa feita por conhecido; documentos recuperados com apoio da rede.",
)
EXPLICACOES = (
    "Nota de demonstração: reunião de equipe depois de novo contato.",
    "Nota de demonstração: resposta do órgão que fez a identificação.",
    "Nota de demonstração: conversa com a pessoa e leitura dos documentos.",
)
EXPLICACAO_FIM = "Nota de demonstração: decisão da equipe, combinada com a pessoa."
