"""Who arrives where: the proportions of the published figures of the network, as weights.

Sources (domain page, section 2): Guarulhos 1,005–1,184 people a year before 2020 and ~6 thousand in 2022–2024, 90 %
Afghan, with peaks of 504, 416 and 399 in a month; Manaus > 900 in 2022; Ceará 2025: VE 31 %, GW 17 %, CU 17 %, CO 10 %,
AR 5 %; repatriated 2025: 92 % alone, 82 % men, MG 50 %, RO 10 %, SP 9 %, 42 % secondary school, 85 % worked ≥ 8 h;
nuclei 2019 and 2022: sexual 48 %, labour 39 %, women and men accordingly. Where no figure exists the weight is a guess.
"""

from dataclasses import dataclass

from sisetp.services.demonstracao.sorteio import Weights

Ages = tuple[tuple[tuple[int, int], int], ...]

_ADULTS: Ages = (((18, 29), 44), ((30, 39), 28), ((40, 49), 14), ((50, 59), 8), ((60, 78), 6))
_RETURNEES: Ages = (((12, 17), 3), ((18, 29), 31), ((30, 39), 30), ((40, 49), 22), ((50, 59), 10), ((60, 75), 4))
_VICTIMS: Ages = (((10, 17), 14), ((18, 29), 46), ((30, 39), 25), ((40, 49), 10), ((50, 62), 5))


@dataclass(frozen=True, slots=True, kw_only=True)
class Chegada:
    """One kind of arrival. `homens`, `familias` and `sem_identificacao` are percentages."""

    perfis: Weights
    paises: Weights
    portas: Weights
    necessidades: Weights
    encaminhamentos: Weights
    homens: int = 55
    familias: int = 0
    idades: Ages = _ADULTS
    sem_identificacao: int = 6
    procedencias: Weights = ()
    destinos: Weights = (("SP", 60), ("PR", 10), ("SC", 10), ("RS", 8), ("MG", 6), ("RJ", 6))
    indicios: Weights = (("NENHUM", 94), ("DOC_RETIDO", 2), ("PROMESSA", 2), ("DESTINO", 2))
    retorno: bool = False


_SHELTER: Weights = (
    ("ACOLHIDA", 30),
    ("ALIMENTO", 20),
    ("LINGUA", 15),
    ("ABRIGO", 20),
    ("REFUGIO", 25),
    ("HIGIENE", 8),
)
_REFUGEE_REFERRALS: Weights = (("ACOLHIMENTO", 35), ("CARITAS", 25), ("ACNUR", 15), ("CRAS", 15), ("PF", 10))
_DESK_DOORS: Weights = (("ESPONTANEA", 40), ("PF", 20), ("TRANSPORTE", 15), ("OSC", 15), ("BUSCA_ATIVA", 10))

AFEGAOS = Chegada(
    perfis=(("SOL_REFUGIO", 55), ("ACOLHIDA_HUM", 45)),
    paises=(("AF", 97), ("IR", 3)),
    portas=_DESK_DOORS,
    necessidades=_SHELTER,
    encaminhamentos=_REFUGEE_REFERRALS,
    familias=55,
    procedencias=(("IR", 55), ("PK", 35), ("QA", 10)),
    idades=_ADULTS,
)
RETORNADOS = Chegada(
    perfis=(("DEPORTADO", 52), ("REPATRIADO", 26), ("NAO_ADMITIDO", 16), ("RETORNO_VOL", 6)),
    paises=(("BR", 100),),
    portas=(("PF", 60), ("MRE", 20), ("BUSCA_ATIVA", 15), ("ESPONTANEA", 5)),
    necessidades=(
        ("ACOLHIDA", 30),
        ("TRANSPORTE", 30),
        ("COMUNIC", 20),
        ("ALIMENTO", 20),
        ("PSICO", 8),
        ("BAGAGEM", 8),
    ),
    encaminhamentos=(("NENHUM", 45), ("CRAS", 25), ("TRABALHO", 15), ("SAUDE", 8), ("FAMILIA", 7)),
    homens=82,
    familias=8,
    idades=_RETURNEES,
    procedencias=(("US", 84), ("PT", 6), ("GB", 3), ("MX", 3), ("ES", 2), ("FR", 2)),
    destinos=(
        *(("MG", 50), ("RO", 10), ("SP", 9), ("GO", 7), ("ES", 6), ("PR", 5)),
        *(("RJ", 4), ("BA", 3), ("MA", 2), ("PA", 2), ("MT", 2)),
    ),
    indicios=(("NENHUM", 90), ("DIVIDA", 5), ("SEM_PAGTO", 3), ("PROMESSA", 2)),
    retorno=True,
)
REFUGIADOS = Chegada(
    perfis=(("SOL_REFUGIO", 78), ("MIGRANTE", 14), ("INADMITIDO", 8)),
    paises=(
        *(("VE", 14), ("CU", 14), ("IN", 10), ("NP", 10), ("VN", 8), ("BD", 8), ("NG", 8), ("GH", 7)),
        *(("AO", 7), ("CO", 6), ("SY", 4), ("SO", 4)),
    ),
    portas=_DESK_DOORS,
    necessidades=_SHELTER,
    encaminhamentos=_REFUGEE_REFERRALS,
    homens=64,
    familias=16,
    procedencias=(("TR", 30), ("ET", 25), ("QA", 20), ("PE", 15), ("BO", 10)),
)
MANAUS = Chegada(
    perfis=(("SOL_REFUGIO", 40), ("MIGRANTE", 38), ("ACOLHIDA_HUM", 16), ("FAMILIAR", 6)),
    paises=(("VE", 86), ("HT", 5), ("CU", 4), ("CO", 3), ("PE", 2)),
    portas=_DESK_DOORS,
    necessidades=(("ACOLHIDA", 25), ("ORIENT_DOC", 30), ("ABRIGO", 20), ("ALIMENTO", 18), ("TRANSPORTE", 12)),
    encaminhamentos=(("ACOLHIMENTO", 30), ("OIM", 25), ("CRAS", 20), ("PF", 15), ("NENHUM", 10)),
    homens=49,
    familias=60,
    destinos=(("AM", 55), ("SC", 15), ("PR", 12), ("SP", 10), ("RS", 8)),
)
CEARA = Chegada(
    perfis=(("MIGRANTE", 56), ("SOL_REFUGIO", 34), ("INADMITIDO", 6), ("EMIGRANTE", 4)),
    paises=(("VE", 31), ("GW", 17), ("CU", 17), ("CO", 10), ("AR", 5), ("BR", 8), ("CV", 6), ("PT", 6)),
    portas=_DESK_DOORS,
    necessidades=(("ORIENT_DOC", 40), ("ACOLHIDA", 20), ("ORIENT_DIR", 20), ("ABRIGO", 10), ("ALIMENTO", 10)),
    encaminhamentos=(("PF", 35), ("CRAS", 25), ("DPU", 20), ("RECEITA_CPF", 10), ("NENHUM", 10)),
    homens=52,
    familias=30,
    destinos=(("CE", 88), ("RN", 6), ("PI", 6)),
    procedencias=(("PT", 40), ("PA", 20), ("CO", 20), ("AR", 20)),
)
NORTE = Chegada(
    perfis=(("DEPORTADO", 55), ("RETORNO_VOL", 15), ("EMIGRANTE", 30)),
    paises=(("BR", 100),),
    portas=(("PF", 55), ("MRE", 20), ("ESPONTANEA", 25)),
    necessidades=RETORNADOS.necessidades,
    encaminhamentos=RETORNADOS.encaminhamentos,
    homens=58,
    familias=6,
    idades=_RETURNEES,
    procedencias=(("SR", 55), ("GF", 35), ("GY", 10)),
    destinos=(("PA", 60), ("MA", 25), ("AP", 15)),
    indicios=(("NENHUM", 74), ("DIVIDA", 9), ("PROMESSA", 9), ("DOC_RETIDO", 4), ("AMEACA", 4)),
    retorno=True,
)
DESAPARECIDOS = Chegada(
    perfis=(("DESAPARECIDO", 100),),
    paises=(("BR", 72), ("VE", 10), ("AF", 8), ("AO", 5), ("BO", 5)),
    portas=(("FAMILIAR", 70), ("ESPONTANEA", 20), ("REDE", 10)),
    necessidades=(("LOCALIZACAO", 100),),
    encaminhamentos=(("POLICIA_UF", 40), ("MRE", 30), ("CONSULADO", 20), ("PF", 10)),
    homens=28,
    sem_identificacao=0,
)
EXPLORACAO_SEXUAL = Chegada(
    perfis=(("VITIMA_TP", 88), ("EMIGRANTE", 12)),
    paises=(("BR", 84), ("VE", 7), ("PY", 4), ("BO", 3), ("DO", 2)),
    portas=(("PF", 22), ("DISQUE100", 20), ("SUAS", 18), ("LIGUE180", 12), ("FAMILIAR", 12), ("REDE", 16)),
    necessidades=(("PSICO", 30), ("JURIDICO", 25), ("SAUDE", 15), ("ABRIGO", 15), ("ORIENT_TP", 15)),
    encaminhamentos=(("CREAS", 30), ("DPU", 15), ("MULHER", 18), ("SAUDE", 15), ("MPF", 12), ("PROTECAO", 10)),
    homens=8,
    idades=_VICTIMS,
    sem_identificacao=3,
    destinos=(("SP", 30), ("RJ", 20), ("PR", 20), ("CE", 15), ("BA", 15)),
    indicios=(("PROMESSA", 30), ("DIVIDA", 25), ("AMEACA", 18), ("SEM_LIVRE", 15), ("DOC_RETIDO", 12)),
)
TRABALHO_ESCRAVO = Chegada(
    perfis=(("TRAB_ESCRAVO", 72), ("VITIMA_TP", 28)),
    paises=(("BR", 78), ("BO", 8), ("PY", 7), ("VE", 5), ("HT", 2)),
    portas=(("AFT", 35), ("PRF", 14), ("PF", 14), ("DISQUE100", 17), ("OSC", 10), ("ESPONTANEA", 10)),
    necessidades=(("JURIDICO", 30), ("TRANSPORTE", 20), ("ABRIGO", 20), ("ORIENT_DIR", 15), ("ALIMENTO", 15)),
    encaminhamentos=(("MPT", 30), ("AFT", 20), ("CRAS", 20), ("TRABALHO", 15), ("RETORNO", 15)),
    homens=86,
    idades=_VICTIMS,
    sem_identificacao=3,
    destinos=(("MG", 25), ("SP", 20), ("BA", 20), ("MA", 20), ("PR", 15)),
    indicios=(("SEM_PAGTO", 30), ("DIVIDA", 25), ("SEM_LIVRE", 18), ("PROMESSA", 17), ("DOC_RETIDO", 10)),
)
ORIENTACAO = Chegada(
    perfis=(("MIGRANTE", 40), ("EMIGRANTE", 35), ("FAMILIAR", 20), ("OUTRO", 5)),
    paises=(("BR", 55), ("VE", 25), ("HT", 8), ("BO", 6), ("CO", 6)),
    portas=(("ESPONTANEA", 60), ("REDE", 25), ("SUAS", 15)),
    necessidades=(("ORIENT_DIR", 40), ("ORIENT_DOC", 35), ("ORIENT_TP", 25)),
    encaminhamentos=(("NENHUM", 50), ("CRAS", 30), ("DPU", 20)),
    homens=42,
    familias=10,
)

Mix = tuple[tuple[Chegada, int], ...]

# Weight of each unit in the whole network, and what arrives there.
UNIDADES_PESO: tuple[tuple[str, int], ...] = (
    *(("PAAHM-GRU", 430), ("PAAHM-MAO", 150), ("PAAHM-FOR", 75), ("PAAHM-FOR-ROD", 25), ("PAAHM-GIG", 40)),
    *(("PAAHM-BEL", 25), ("NETP-PR", 40), ("NETP-SP", 30), ("NETP-MG", 25), ("NETP-CE", 20), ("NETP-RJ", 20)),
    *(("NETP-BA", 18), ("NETP-GO", 16), ("NETP-AM", 14), ("NETP-PA", 12), ("NETP-PE", 12), ("NETP-RS", 12)),
    *(("NETP-MS", 10), ("NETP-MT", 8), ("NETP-MA", 8), ("NETP-DF", 8), ("NETP-AC", 8), ("NETP-PB", 5)),
    *(("NETP-AP", 4), ("NETP-LAURO", 4), ("NETP-IPOJUCA", 4)),
)
_NETP: Mix = ((EXPLORACAO_SEXUAL, 38), (TRABALHO_ESCRAVO, 31), (ORIENTACAO, 25), (DESAPARECIDOS, 6))
_MIX: dict[str, Mix] = {
    "PAAHM-GRU": ((AFEGAOS, 58), (RETORNADOS, 20), (REFUGIADOS, 19), (DESAPARECIDOS, 3)),
    "PAAHM-MAO": ((MANAUS, 98), (DESAPARECIDOS, 2)),
    "PAAHM-FOR": ((CEARA, 80), (RETORNADOS, 18), (DESAPARECIDOS, 2)),
    "PAAHM-FOR-ROD": ((CEARA, 98), (DESAPARECIDOS, 2)),
    "PAAHM-GIG": ((REFUGIADOS, 55), (RETORNADOS, 40), (DESAPARECIDOS, 5)),
    "PAAHM-BEL": ((NORTE, 80), (MANAUS, 18), (DESAPARECIDOS, 2)),
    "NETP-CE": ((CEARA, 60), (EXPLORACAO_SEXUAL, 20), (TRABALHO_ESCRAVO, 15), (DESAPARECIDOS, 5)),
}


def arrivals_at(codigo: str) -> Mix:
    """Kinds of arrival of a unit with their weights."""
    return _MIX.get(codigo, _NETP)
