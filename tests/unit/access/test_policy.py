"""The policy: default deny, unit and own reach, secrecy by profession."""

import pytest

from sisetp.access.actor import Actor, SystemActor
from sisetp.access.permissions import Permission
from sisetp.access.policy import GRANTS, Scope, permits, reads_secrecy, require, scope_of
from sisetp.access.roles import READERS, Role, Secrecy
from sisetp.domain.errors import AccessDenied


def actor(role: Role, *, unidade_id: int | None = 1, profissao: str | None = None) -> Actor:
    return Actor(
        user_id=7, login="x", nome="X", role=role, unidade_id=None if role.national else unidade_id, profissao=profissao
    )


def test_every_role_is_granted_something_and_every_permission_is_held_by_somebody() -> None:
    assert set(GRANTS) == set(Role)
    held = {permission for grants in GRANTS.values() for permission in grants}
    assert held == set(Permission)


def test_only_reader_roles_open_identities_and_narratives() -> None:
    openers = {
        role
        for role, grants in GRANTS.items()
        if {Permission.IDENTIDADE_ABRIR, Permission.RELATO_ABRIR, Permission.PESSOA_BUSCAR} & set(grants)
    }
    assert openers == READERS


def test_no_national_role_reaches_a_record_of_a_person() -> None:
    about_people = {p for p in Permission if p.split(":")[0] in {"atendimento", "identidade", "relato", "pessoa"}}
    for role in Role:
        if role.national or role is Role.ANALISTA:
            assert not about_people & set(GRANTS[role])


def test_unit_reach_ends_at_the_unit() -> None:
    desk = actor(Role.ATENDENTE)
    assert permits(desk, Permission.ATENDIMENTO_VER, unidade_id=1)
    assert not permits(desk, Permission.ATENDIMENTO_VER, unidade_id=2)
    with pytest.raises(AccessDenied) as refused:
        require(desk, Permission.ATENDIMENTO_VER, unidade_id=2)
    assert refused.value.permission == "atendimento:ver"


def test_own_reach_ends_at_the_author() -> None:
    desk = actor(Role.ATENDENTE)
    assert permits(desk, Permission.RELATO_ABRIR, unidade_id=1, autor_id=7)
    assert not permits(desk, Permission.RELATO_ABRIR, unidade_id=1, autor_id=8)
    assert permits(actor(Role.TECNICO), Permission.RELATO_ABRIR, unidade_id=1, autor_id=8)


def test_national_reach_has_no_unit() -> None:
    assert scope_of(actor(Role.ENCARREGADO), Permission.AUDITORIA_LER) is Scope.NATIONAL
    assert permits(actor(Role.ENCARREGADO), Permission.AUDITORIA_LER, unidade_id=99)


def test_unknown_permission_is_an_error_not_a_no() -> None:
    with pytest.raises(TypeError):
        permits(actor(Role.COORDENACAO), "atendimento:ver")  # type: ignore[arg-type]


def test_a_system_actor_is_permitted_nothing() -> None:
    system = SystemActor(name="tarefa", units=None)
    assert not any(permits(system, permission) for permission in Permission)


@pytest.mark.parametrize(
    ("profissao", "level", "opens"),
    [
        ("PSI", Secrecy.SIG_PSI, True),
        ("PSI", Secrecy.SIG_AS, False),
        ("AS", Secrecy.SIG_AS, True),
        ("AS", Secrecy.SIG_PSI, False),
        ("ADV", Secrecy.SIG_AS, False),
        (None, Secrecy.SIG_PSI, False),
        (None, Secrecy.TECNICO, True),
    ],
)
def test_secrecy_follows_the_profession(profissao: str | None, level: Secrecy, opens: bool) -> None:
    assert reads_secrecy(actor(Role.TECNICO, profissao=profissao), level) is opens


def test_coordination_opens_no_secret_note_and_cgetp_none_at_all() -> None:
    assert not reads_secrecy(actor(Role.COORDENACAO), Secrecy.SIG_PSI)
    assert not reads_secrecy(actor(Role.CGETP_GESTAO, profissao="PSI"), Secrecy.SIG_PSI)
    assert not reads_secrecy(actor(Role.ANALISTA), Secrecy.TECNICO)
