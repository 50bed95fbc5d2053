"""Invented names. «Demonstração» as a middle name says at a glance that nobody real is meant (decision 25)."""

from sisetp.services.demonstracao.sorteio import Sorteio

MARCA = "Demonstração"

_BR_F = (
    *("Ana", "Beatriz", "Camila", "Cláudia", "Débora", "Fernanda", "Gabriela", "Helena", "Ivone", "Joana"),
    *("Juliana", "Larissa", "Letícia", "Lúcia", "Márcia", "Mariana", "Neide", "Patrícia", "Rosângela", "Vitória"),
)
_BR_M = (
    *("Adriano", "Antônio", "Bruno", "Caio", "Cícero", "Daniel", "Eduardo", "Fábio", "Geraldo", "Henrique"),
    *("João", "José", "Leandro", "Lucas", "Marcelo", "Mateus", "Otávio", "Paulo", "Rogério", "Thiago"),
)
_BR_S = (
    *("Almeida", "Araújo", "Barbosa", "Batista", "Cardoso", "Carvalho", "Costa", "Dias", "Ferreira", "Gonçalves"),
    *("Lima", "Lopes", "Martins", "Melo", "Mendes", "Moreira", "Nascimento", "Oliveira", "Pereira", "Ribeiro"),
    *("Rocha", "Santos", "Silva", "Soares", "Souza", "Teixeira", "Vieira"),
)
_ES_F = ("Alejandra", "Carmen", "Daniela", "Dulce", "Génesis", "Isabel", "Lucía", "María", "Nayibe", "Yuliana")
_ES_M = ("Alexis", "Andrés", "Carlos", "Diego", "Javier", "Jesús", "Juan", "Luis", "Pedro", "Yosmel")
_ES_S = ("Acosta", "Blanco", "Castillo", "Díaz", "García", "González", "Hernández", "Pérez", "Rivas", "Rodríguez")
_AF_F = ("Fatima", "Farzana", "Laila", "Maryam", "Nasrin", "Parwin", "Shabnam", "Zahra", "Zainab", "Zohra")
_AF_M = ("Abdul", "Ahmad", "Ehsan", "Farid", "Habib", "Mohammad", "Najib", "Omid", "Reza", "Yusuf")
_AF_S = ("Ahmadi", "Amiri", "Haidari", "Hosseini", "Karimi", "Mohammadi", "Nazari", "Noori", "Rahimi", "Sadat")
_PT_F = ("Aissatu", "Celeste", "Domingas", "Fatumata", "Graça", "Mariama", "Nafi", "Sábado")
_PT_M = ("Amadu", "Armando", "Braima", "Domingos", "Ibraima", "Mamadu", "Sana", "Umaro")
_PT_S = ("Baldé", "Camará", "Cá", "Djaló", "Fernandes", "Gomes", "Mané", "Sanhá")
_XX_F = ("Amina", "Grace", "Linh", "Priya", "Rose", "Sunita", "Widline", "Yara")
_XX_M = ("Bikash", "Emmanuel", "Hung", "Jean", "Kwame", "Omar", "Rajesh", "Samuel")
_XX_S = ("Abara", "Charles", "Khan", "Mensah", "Nguyen", "Pierre", "Sharma", "Thapa")

_NAMES = {
    "br": (_BR_F, _BR_M, _BR_S),
    "es": (_ES_F, _ES_M, _ES_S),
    "af": (_AF_F, _AF_M, _AF_S),
    "pt": (_PT_F, _PT_M, _PT_S),
    "xx": (_XX_F, _XX_M, _XX_S),
}
_GROUP = {
    **dict.fromkeys(("BR", "PT"), "br"),
    **dict.fromkeys(("VE", "CU", "CO", "AR", "PY", "BO", "PE", "DO"), "es"),
    **dict.fromkeys(("AF", "SY", "IR"), "af"),
    **dict.fromkeys(("GW", "CV", "AO"), "pt"),
}


def surname(sorteio: Sorteio, pais: str) -> str:
    """Return a surname used in the country; a family draws it once."""
    return sorteio.one(_NAMES[_GROUP.get(pais, "xx")][2])


def full_name(sorteio: Sorteio, pais: str, *, woman: bool, family: str) -> str:
    """Return an invented full name."""
    women, men, _surnames = _NAMES[_GROUP.get(pais, "xx")]
    return f"{sorteio.one(women if woman else men)} {MARCA} {family}"


def first_name(sorteio: Sorteio, pais: str, *, woman: bool) -> str:
    """Return what somebody says who gives only a first name."""
    women, men, _surnames = _NAMES[_GROUP.get(pais, "xx")]
    return f"{sorteio.one(women if woman else men)} {MARCA}"
