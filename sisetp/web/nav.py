"""What the navigation shows: areas that exist in this release and that the role reaches (decision 24)."""

from dataclasses import dataclass

from flask import Flask, current_app, request, url_for

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import permits
from sisetp.web.actor import current_presence


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One entry of the navigation: label, address of its first page, permission and icon."""

    label: str
    path: str
    permission: Permission
    icon: str


Item = tuple[str, str, bool, str]
_SIDE_BY_SIDE = 6

# In the order of the day's work: the first six that a role reaches are side by side, the others under «Mais».
AREAS = (
    Area(label="Início", path="/", permission=Permission.CONTA_USAR, icon="home"),
    Area(label="Atendimentos", path="/atendimentos", permission=Permission.ATENDIMENTO_LISTAR, icon="clipboard-list"),
    Area(label="Casos", path="/casos", permission=Permission.CASO_LISTAR, icon="list"),
    Area(label="Agenda", path="/agenda", permission=Permission.AGENDA_VER, icon="calendar-alt"),
    Area(
        label="Encaminhamentos",
        path="/encaminhamentos",
        permission=Permission.ENCAMINHAMENTO_ACOMPANHAR,
        icon="inbox",
    ),
    Area(label="Buscar", path="/pessoas/busca", permission=Permission.PESSOA_BUSCAR, icon="search"),
    Area(label="Atividades", path="/atividades", permission=Permission.ATIVIDADE_LISTAR, icon="calendar-alt"),
    Area(label="Rede local", path="/rede-local", permission=Permission.REDE_VER, icon="building"),
    Area(label="Titulares", path="/titulares", permission=Permission.TITULAR_REGISTRAR, icon="user"),
    Area(label="Prazos de titulares", path="/titulares/prazos", permission=Permission.TITULAR_RELOGIO, icon="history"),
    Area(label="Cadastros parecidos", path="/duplicidades", permission=Permission.DUPLICIDADE_VER, icon="users"),
    Area(label="Períodos", path="/periodos", permission=Permission.PERIODO_VER, icon="calendar-alt"),
    Area(label="Relatórios", path="/relatorios", permission=Permission.ESTATISTICA_UNIDADE, icon="clipboard-list"),
    Area(label="Estatísticas", path="/estatisticas", permission=Permission.ESTATISTICA_UNIDADE, icon="list"),
    Area(label="Publicado", path="/estatisticas/publicado", permission=Permission.DIVULGACAO_VER, icon="search"),
    Area(
        label="Planilha nacional",
        path="/planilha-nacional",
        permission=Permission.PLANILHA_RESTRITA,
        icon="clipboard-list",
    ),
    Area(label="Divulgações", path="/divulgacoes", permission=Permission.DIVULGACAO_VER, icon="list"),
    Area(label="Quadro", path="/quadro", permission=Permission.PERIODO_QUADRO, icon="list"),
    Area(label="Prazos", path="/prazos", permission=Permission.PRAZO_ADMINISTRAR, icon="history"),
    Area(label="Acessos", path="/acessos", permission=Permission.ACESSO_CONFIRMAR, icon="key"),
    Area(label="Usuários", path="/usuarios", permission=Permission.USUARIO_ADMINISTRAR, icon="users"),
    Area(label="Unidades", path="/unidades", permission=Permission.UNIDADE_LISTAR, icon="building"),
    Area(label="Auditoria", path="/auditoria", permission=Permission.AUDITORIA_LER, icon="history"),
    Area(
        label="Auditoria do sistema",
        path="/auditoria-do-sistema",
        permission=Permission.CONFIGURACAO_AUDITAR,
        icon="history",
    ),
    Area(
        label="Encerramento da unidade",
        path="/unidade/encerramento",
        permission=Permission.CASO_TRANSFERIR,
        icon="building",
    ),
    Area(label="Inventário", path="/inventario", permission=Permission.INVENTARIO_VER, icon="list"),
    Area(label="Conta", path="/conta", permission=Permission.CONTA_USAR, icon="user-cog"),
)


def init_nav(app: Flask) -> None:
    """Give every page its navigation and the person signed in."""
    app.context_processor(page_context)


def page_context() -> dict[str, object]:
    """Names that `base.html` asks for."""
    who = current_presence()
    actor = who.actor if who else None
    return {
        **dict(zip(("nav_items", "nav_mais"), split(nav_items(actor)), strict=True)),
        "ator": who.account if who else None,
        "unidade_atual": _unit_name(actor),
        "url_inicio": "/",
        "url_sair": url_for("entrada.sair"),
        "url_unidade": url_for("entrada.lotacao") if who and who.several else "",
    }


def nav_items(actor: Actor | None) -> list[Item]:
    """Label, address, whether it is the current area, and icon, for each area the actor reaches."""
    if actor is None:
        return []
    items: dict[str, Item] = {}
    for area in AREAS:
        if permits(actor, area.permission) and exists(area.path):
            items[area.path] = (area.label, area.path, _is_current(area.path), area.icon)
    return list(items.values())


def split(items: list[Item]) -> tuple[list[Item], list[Item]]:
    """Areas shown side by side and areas under «Mais»: a few of them are not worth a menu."""
    return (items, []) if len(items) <= _SIDE_BY_SIDE + 1 else (items[:_SIDE_BY_SIDE], items[_SIDE_BY_SIDE:])


def exists(path: str) -> bool:
    """Tell whether this release has a page at an address."""
    return any(rule.rule == path and "GET" in (rule.methods or ()) for rule in current_app.url_map.iter_rules())


def address_of(path: str) -> str:
    """The address when this release has a page there, else an empty string."""
    return path if exists(path) else ""


def _is_current(path: str) -> bool:
    return request.path == path if path == "/" else request.path == path or request.path.startswith(f"{path}/")


def _unit_name(actor: Actor | None) -> str:
    if actor is None:
        return ""
    return actor.unidade_codigo or actor.role.label.split(" ")[0]
