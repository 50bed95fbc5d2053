"""The one policy: a role gives a permission a reach, and a target is inside that reach or not."""

from collections.abc import Mapping
from enum import StrEnum

from sisetp.access.actor import Actor, AnyActor, SystemActor
from sisetp.access.permissions import Permission
from sisetp.access.roles import PROFESSION_SECRECY, Role, Secrecy
from sisetp.domain.errors import AccessDenied


class Scope(StrEnum):
    """How far a permission reaches."""

    OWN = "OWN"
    UNIT = "UNIT"
    UF = "UF"
    NATIONAL = "NATIONAL"


_EVERYBODY = {Permission.CONTA_USAR: Scope.OWN}
_DESK = {
    Permission.ATENDIMENTO_REGISTRAR: Scope.UNIT,
    Permission.ATENDIMENTO_LISTAR: Scope.UNIT,
    Permission.ATENDIMENTO_VER: Scope.UNIT,
    Permission.ATENDIMENTO_ALTERAR: Scope.UNIT,
    Permission.ATENDIMENTO_CANCELAR: Scope.OWN,
    Permission.ATENDIMENTO_IMPRIMIR: Scope.UNIT,
    Permission.FICHA_BRANCO_IMPRIMIR: Scope.UNIT,
    Permission.IDENTIDADE_ABRIR: Scope.UNIT,
    Permission.IDENTIDADE_GRAVAR: Scope.UNIT,
    Permission.RELATO_ABRIR: Scope.OWN,
    Permission.PESSOA_BUSCAR: Scope.UNIT,
    Permission.ENCAMINHAMENTO_ENVIAR: Scope.UNIT,
    Permission.ENCAMINHAMENTO_ACOMPANHAR: Scope.UNIT,
    Permission.ATIVIDADE_LISTAR: Scope.UNIT,
    Permission.ATIVIDADE_GRAVAR: Scope.UNIT,
    Permission.REDE_VER: Scope.NATIONAL,
    Permission.TITULAR_REGISTRAR: Scope.UNIT,
}
_TEAM = {
    **_DESK,
    Permission.RELATO_ABRIR: Scope.UNIT,
    Permission.ATENDIMENTO_CANCELAR: Scope.UNIT,
    **dict.fromkeys(
        (
            Permission.CASO_LISTAR,
            Permission.CASO_VER,
            Permission.CASO_ABRIR,
            Permission.CASO_ALTERAR,
            Permission.CASO_ENCERRAR,
            Permission.CASO_IMPRIMIR,
            Permission.CADASTRO_ABRIR,
            Permission.CADASTRO_GRAVAR,
            Permission.EVOLUCAO_REGISTRAR,
            Permission.PLANO_GRAVAR,
            Permission.AGENDA_VER,
            Permission.ENCAMINHAMENTO_VER,
            Permission.ENCAMINHAMENTO_RESPONDER,
            Permission.ENCAMINHAMENTO_ENCERRAR,
            Permission.ENCAMINHAMENTO_REVOGAR,
            Permission.ENCAMINHAMENTO_EMERGENCIA,
            Permission.DUPLICIDADE_VER,
            Permission.DUPLICIDADE_DECIDIR,
            Permission.PERIODO_VER,
            Permission.TITULAR_RESPONDER,
            Permission.TITULAR_EXTRATO,
        ),
        Scope.UNIT,
    ),
    Permission.CASO_RESPONSAVEL: Scope.OWN,
    Permission.EVOLUCAO_ALTERAR: Scope.OWN,
}

GRANTS: Mapping[Role, Mapping[Permission, Scope]] = {
    Role.ATENDENTE: {**_EVERYBODY, **_DESK},
    Role.TECNICO: {**_EVERYBODY, **_TEAM},
    Role.COORDENACAO: {
        **_EVERYBODY,
        **_TEAM,
        Permission.CASO_RESPONSAVEL: Scope.UNIT,
        Permission.CASO_TRANSFERIR: Scope.UNIT,
        Permission.ENCAMINHAMENTO_REVISAR: Scope.UNIT,
        Permission.REDE_MAPEAR: Scope.UF,
        Permission.CARTAO_EDITAR: Scope.UNIT,
        Permission.PERIODO_ENVIAR: Scope.UNIT,
        Permission.ESTATISTICA_UNIDADE: Scope.UNIT,
        Permission.ESTATISTICA_EXPORTAR: Scope.UNIT,
        Permission.AUDITORIA_LER: Scope.UNIT,
        Permission.ACESSO_CONFIRMAR: Scope.UNIT,
        Permission.INVENTARIO_VER: Scope.NATIONAL,
    },
    Role.ANALISTA: {
        **_EVERYBODY,
        Permission.ATIVIDADE_LISTAR: Scope.UNIT,
        Permission.REDE_VER: Scope.NATIONAL,
        Permission.PERIODO_VER: Scope.UNIT,
        Permission.ESTATISTICA_UNIDADE: Scope.UNIT,
        Permission.ESTATISTICA_EXPORTAR: Scope.UNIT,
    },
    Role.CGETP_GESTAO: {
        **_EVERYBODY,
        Permission.REDE_VER: Scope.NATIONAL,
        Permission.PERIODO_QUADRO: Scope.NATIONAL,
        Permission.PERIODO_CONFERIR: Scope.NATIONAL,
        Permission.PRAZO_ADMINISTRAR: Scope.NATIONAL,
        Permission.PLANILHA_RESTRITA: Scope.NATIONAL,
        Permission.DIVULGACAO_VER: Scope.NATIONAL,
        Permission.DIVULGACAO_PREPARAR: Scope.NATIONAL,
        Permission.DIVULGACAO_APROVAR: Scope.NATIONAL,
        Permission.UNIDADE_LISTAR: Scope.NATIONAL,
        Permission.INVENTARIO_VER: Scope.NATIONAL,
    },
    Role.CGETP_ADMIN: {
        **_EVERYBODY,
        Permission.USUARIO_ADMINISTRAR: Scope.NATIONAL,
        Permission.ACESSO_CONFIRMAR: Scope.NATIONAL,
        Permission.UNIDADE_LISTAR: Scope.NATIONAL,
        Permission.UNIDADE_ADMINISTRAR: Scope.NATIONAL,
        Permission.CONFIGURACAO_AUDITAR: Scope.NATIONAL,
        Permission.INVENTARIO_VER: Scope.NATIONAL,
    },
    Role.ENCARREGADO: {
        **_EVERYBODY,
        Permission.TITULAR_RELOGIO: Scope.NATIONAL,
        Permission.DIVULGACAO_VER: Scope.NATIONAL,
        Permission.DIVULGACAO_APROVAR: Scope.NATIONAL,
        Permission.AUDITORIA_LER: Scope.NATIONAL,
        Permission.CONFIGURACAO_AUDITAR: Scope.NATIONAL,
        Permission.INVENTARIO_VER: Scope.NATIONAL,
    },
}


def scope_of(actor: Actor, permission: Permission) -> Scope | None:
    """Reach of a permission for this actor, or None when it does not have it.

    Raises: TypeError for something that is not a declared permission.
    """
    if not isinstance(permission, Permission):
        raise TypeError("unknown permission")
    return GRANTS[actor.role].get(permission)


def permits(
    actor: AnyActor,
    permission: Permission,
    *,
    unidade_id: int | None = None,
    autor_id: int | None = None,
    uf: str | None = None,
) -> bool:
    """Tell whether the actor may do this to a target of this unit (or, for a reach of UF, of this state), written by
    this author.

    With no target given, tells whether the actor has the permission at all. System actors are refused: commands call
    the services made for them.

    Raises: TypeError for something that is not a declared permission.
    """
    if isinstance(actor, SystemActor):
        return False
    scope = scope_of(actor, permission)
    if scope is None:
        return False
    if scope is Scope.UF:
        return uf is None or uf == actor.uf
    if scope is Scope.NATIONAL or unidade_id is None:
        return True
    if unidade_id != actor.unidade_id:
        return False
    return scope is not Scope.OWN or autor_id is None or autor_id == actor.user_id


def require(
    actor: AnyActor,
    permission: Permission,
    *,
    unidade_id: int | None = None,
    autor_id: int | None = None,
    uf: str | None = None,
) -> None:
    """Refuse unless `permits` agrees.

    Raises: AccessDenied naming the permission.
    """
    if not permits(actor, permission, unidade_id=unidade_id, autor_id=autor_id, uf=uf):
        raise AccessDenied(permission)


def reads_secrecy(actor: Actor, level: Secrecy) -> bool:
    """Tell whether the actor's profession opens narratives of this level in the actor's own unit."""
    if not permits(actor, Permission.RELATO_ABRIR):
        return False
    return level is Secrecy.TECNICO or PROFESSION_SECRECY.get(actor.profissao or "") is level
