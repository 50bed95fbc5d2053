"""The sixty invented users: teams of the posts, teams of the nuclei, and the national coordination."""

from collections.abc import Iterator
from dataclasses import dataclass

from sisetp.access.roles import Role
from sisetp.domain.units import UNIDADES
from sisetp.services.demonstracao.nomes import full_name, surname
from sisetp.services.demonstracao.sorteio import Sorteio

SENHA = "Passarinho-na-janela-26"

_ATENDENTES = {
    "PAAHM-GRU": 4,
    "PAAHM-MAO": 2,
    "PAAHM-FOR": 1,
    "PAAHM-FOR-ROD": 1,
    "PAAHM-GIG": 1,
    "PAAHM-BEL": 1,
}
_TECNICOS = {
    "PAAHM-GRU": ("AS",),
    "PAAHM-MAO": ("PSI",),
    "NETP-PR": ("PSI", "AS"),
    "NETP-SP": ("PSI", "AS"),
    "NETP-CE": ("PSI", "AS"),
    "NETP-RJ": ("AS", "PSI"),
    "NETP-MG": ("PSI", "AS"),
    "NETP-BA": ("AS", "PSI"),
    "NETP-GO": ("ADV",),
    "NETP-AM": ("PSI",),
    "NETP-PA": ("AS",),
    "NETP-RS": ("PSI",),
}
_NACIONAIS = (
    (Role.CGETP_ADMIN, "admin.cgetp"),
    (Role.CGETP_ADMIN, "admin2.cgetp"),
    (Role.CGETP_GESTAO, "gestao.cgetp"),
    (Role.CGETP_GESTAO, "gestao2.cgetp"),
    (Role.ENCARREGADO, "encarregado.cgetp"),
)
POSTOS = ("Guichê 1", "Guichê 2", "Plantão noturno")


@dataclass(frozen=True, slots=True, kw_only=True)
class Servidor:
    """One invented user. `unidade` is None for national roles."""

    login: str
    nome: str
    papel: Role
    unidade: str | None
    profissao: str | None


def servidores(semente: int) -> tuple[Servidor, ...]:
    """Return the sixty users; logins do not depend on the seed, names do."""
    return tuple(
        Servidor(login=login, nome=_name(semente, login), papel=papel, unidade=unidade, profissao=profissao)
        for papel, login, unidade, profissao in _posts()
    )


def one_per_role() -> tuple[Servidor, ...]:
    """Return the user shown at start for each role."""
    users = servidores(0)
    shown = {user.papel: user for user in reversed(users)}
    return tuple(shown[role] for role in Role if role in shown)


def _posts() -> Iterator[tuple[Role, str, str | None, str | None]]:
    for papel, login in _NACIONAIS:
        yield papel, login, None, None
    yield Role.ANALISTA, "analista.sp", "NETP-SP", None
    units = sorted(UNIDADES, key=lambda unit: not unit.codigo.startswith("PAAHM"))
    for unit in units:
        yield Role.COORDENACAO, f"coordenacao.{_suffix(unit.codigo)}", unit.codigo, "COORD"
        for number in range(1, _ATENDENTES.get(unit.codigo, 0) + 1):
            yield Role.ATENDENTE, _login("atendente", number, unit.codigo), unit.codigo, "AGENTE"
        for number, profissao in enumerate(_TECNICOS.get(unit.codigo, ()), 1):
            yield Role.TECNICO, _login("tecnico", number, unit.codigo), unit.codigo, profissao


def _login(kind: str, number: int, codigo: str) -> str:
    return f"{kind}{number if number > 1 else ''}.{_suffix(codigo)}"


def _suffix(codigo: str) -> str:
    return codigo.split("-", 1)[1].lower()


def _name(semente: int, login: str) -> str:
    sorteio = Sorteio(semente, "servidor", login)
    return full_name(sorteio, "BR", woman=sorteio.chance(60), family=surname(sorteio, "BR"))
