"""Role × route × field × channel: what the policy foretells, made from the URL map, the grants and the field catalogue.

The tests request every page as every role and compare; the manual prints the same tables.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask import Flask

from sisetp.access.permissions import Permission
from sisetp.access.policy import GRANTS, Scope
from sisetp.access.roles import Role
from sisetp.domain.fields import CATALOGUE, DataClass, Field, Seal
from sisetp.web import sigilo
from sisetp.web.guard import PUBLIC, opens_before_posting, permission_of

_IMPLICIT = frozenset({"HEAD", "OPTIONS"})

# Forms that have a page in this release; the others are in the catalogue and nowhere else yet.
FORMS_IN_USE = ("A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "P")


class Channel(StrEnum):
    """Ways by which a value could reach somebody."""

    LISTA = "lista"
    DETALHE = "detalhe"
    BUSCA = "busca"
    IMPRESSAO = "impressão"
    EXPORTACAO = "exportação"
    API = "JSON"
    AUDITORIA = "auditoria"
    OFFLINE = "fora de linha"
    LOG = "log"


class Target(StrEnum):
    """Whose record an address names."""

    MINE = "meu"
    COLLEAGUE = "de colega"
    OTHER_UNIT = "de outra unidade"


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteRow:
    """One route: rule, methods, permission (None = public) and the reach of each role (None = refused)."""

    endpoint: str
    rule: str
    methods: tuple[str, ...]
    permission: Permission | None
    before_posting: bool
    reach: Mapping[Role, Scope | None]

    @property
    def names_a_record(self) -> bool:
        """True when the address names a row of a unit."""
        return "<uuid:" in self.rule

    def foretold(self, role: Role, target: Target = Target.MINE) -> int:
        """Status of a GET by a role: 200, 403 (no permission, or not its own record) or 404 (another unit's)."""
        if self.permission is None or self.before_posting:
            return 200
        scope = self.reach[role]
        if scope is None:
            return 403
        if not self.names_a_record or target is Target.MINE or scope is Scope.NATIONAL:
            return 200
        if target is Target.OTHER_UNIT:
            return 404
        return 403 if scope is Scope.OWN else 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """One field: for each channel, the roles whose people may come to see its value there."""

    field: Field
    seen_by: Mapping[Channel, tuple[Role, ...]]


# Permission that shows a class of data in a channel; None = never there. A class or channel without a line is an error.
# Identity fields are found by search only under `_SEARCHED`, lists show only the codes under `_LISTED`, and JSON has
# only what «usar este cadastro» brings into the open ficha, `_REUSED`.
_NOWHERE: Mapping[DataClass, Permission | None] = dict.fromkeys(DataClass)
_CODES = (DataClass.EST, DataClass.SENS)
_TEXTS = (DataClass.TXT, DataClass.TXT_S)
CHANNEL_RULES: Mapping[Channel, Mapping[DataClass, Permission | None]] = {
    Channel.LISTA: {**_NOWHERE, DataClass.ADM: Permission.ATENDIMENTO_LISTAR},
    Channel.DETALHE: {
        DataClass.ADM: Permission.ATENDIMENTO_VER,
        **dict.fromkeys(_CODES, Permission.ATENDIMENTO_VER),
        DataClass.ID: Permission.IDENTIDADE_ABRIR,
        **dict.fromkeys(_TEXTS, Permission.RELATO_ABRIR),
    },
    Channel.BUSCA: _NOWHERE,
    Channel.IMPRESSAO: {
        DataClass.ADM: Permission.ATENDIMENTO_IMPRIMIR,
        **dict.fromkeys(_CODES, Permission.ATENDIMENTO_IMPRIMIR),
        DataClass.ID: Permission.IDENTIDADE_ABRIR,
        **dict.fromkeys(_TEXTS, Permission.RELATO_ABRIR),
    },
    Channel.EXPORTACAO: _NOWHERE,
    Channel.API: _NOWHERE,
    Channel.AUDITORIA: _NOWHERE,
    Channel.OFFLINE: _NOWHERE,
    Channel.LOG: _NOWHERE,
}
# Forms whose pages have permissions of their own: what is not here is never there. Activities (I) name nobody; a case
# (D) is listed by number, its legal processes are never printed. What hangs from a case (E, F, H, K, L) is seen on its
# page, a secret evolution by its own profession only; the agenda lists what falls due, to who reads it.
FORM_RULES: Mapping[str, Mapping[Channel, Permission]] = {
    "C": {Channel.DETALHE: Permission.CADASTRO_ABRIR, Channel.IMPRESSAO: Permission.TITULAR_EXTRATO},
    "D": {Channel.DETALHE: Permission.CASO_VER, Channel.IMPRESSAO: Permission.CASO_IMPRIMIR},
    "F": {Channel.DETALHE: Permission.CASO_VER, Channel.IMPRESSAO: Permission.CASO_IMPRIMIR},
    "E": {Channel.DETALHE: Permission.CASO_VER, Channel.IMPRESSAO: Permission.TITULAR_EXTRATO},
    **{form: {Channel.DETALHE: Permission.CASO_VER} for form in ("H", "K", "L")},
    "G": {Channel.DETALHE: Permission.ENCAMINHAMENTO_VER},
    "J": {Channel.DETALHE: Permission.TITULAR_RESPONDER, Channel.IMPRESSAO: Permission.TITULAR_EXTRATO},
    "I": dict.fromkeys((Channel.LISTA, Channel.DETALHE), Permission.ATIVIDADE_LISTAR),
}
_LISTED = frozenset({"perfil", "modo_ident"})
_LISTED_OF_CASES = frozenset({"numero", "abertura", "responsavel_id", "status", "risco"})
_IN_THE_AGENDA = frozenset({("F", "proximo"), ("F", "proximo_data"), ("K", "prazo"), ("K", "tipo")})
_NOT_PRINTED = frozenset({("D", "n_processo"), ("C", "responsavel")})
_PRINTED_WITH_A_CASE = frozenset({("E", "status_vitima"), ("C", "sexo")})
# On the extract of a titular: coded answers and identity; texts, which may speak of others, are asked for apart.
_ON_THE_EXTRACT = ("C", "E", "J")
# The desk follows a referral by these; the slip and the letter are printed by who follows it.
_FOLLOWED = frozenset(
    {"destino", "destino_servico", "unidade_destino", "data", "status", "prazo", "limite", "encerrado_em"}
)
_ON_PAPERS = frozenset({"destino", "destino_servico", "unidade_destino", "data", "prazo", "resumo"})
_SEARCHED = frozenset({"nome_social", "nome_civil", "nascimento"})
_REUSED = frozenset(
    {
        *("nome_social", "nome_civil", "nascimento", "doc_tipo", "doc_numero", "contato", "contato_seguro"),
        *("sexo", "raca_cor", "identidade_genero", "escolaridade", "nacionalidade"),
    }
)


def route_rows(app: Flask) -> tuple[RouteRow, ...]:
    """Every route, by address.

    Raises: guard.Undeclared for a route without a declared permission.
    """
    rows = []
    for rule in app.url_map.iter_rules():
        permission = permission_of(app, rule.endpoint)
        rows.append(
            RouteRow(
                endpoint=rule.endpoint,
                rule=rule.rule,
                methods=tuple(sorted((rule.methods or set()) - _IMPLICIT)),
                permission=permission,
                before_posting=rule.endpoint not in PUBLIC and opens_before_posting(app, rule.endpoint),
                reach={role: GRANTS[role].get(permission) if permission else Scope.NATIONAL for role in Role},
            )
        )
    return tuple(sorted(rows, key=lambda row: (row.rule, row.methods)))


def field_rows() -> tuple[FieldRow, ...]:
    """Every field of the forms in use, in the order of the forms.

    Raises: KeyError for a class of data or a channel without a rule.
    """
    return tuple(
        FieldRow(field=field, seen_by={channel: seen_by(field, channel) for channel in Channel})
        for field in CATALOGUE.values()
        if field.form in FORMS_IN_USE
    )


def seen_by(field: Field, channel: Channel) -> tuple[Role, ...]:
    """Roles that may come to see a field in a channel: the policy grants it and the catalogue allows it.

    Raises: KeyError for a class of data or a channel without a rule.
    """
    permission = CHANNEL_RULES[channel][field.data_class]
    if field.form in FORM_RULES:
        permission = FORM_RULES[field.form].get(channel)
    if channel is Channel.LISTA and field.form == "D" and field.name in _LISTED_OF_CASES:
        permission = Permission.CASO_LISTAR
    if channel is Channel.LISTA and field.key in _IN_THE_AGENDA:
        permission = Permission.AGENDA_VER
    if channel is Channel.IMPRESSAO and field.key in _NOT_PRINTED:
        permission = None
    if channel is Channel.IMPRESSAO and field.key in _PRINTED_WITH_A_CASE:
        permission = Permission.CASO_IMPRIMIR
    if channel is Channel.IMPRESSAO and field.form in _ON_THE_EXTRACT and field.seal is Seal.RELATO:
        permission = None
    if channel is Channel.LISTA and field.key == ("J", "requisicao_prazo"):
        permission = Permission.TITULAR_REGISTRAR
    if field.form == "G" and field.name in _FOLLOWED and channel in (Channel.LISTA, Channel.DETALHE):
        permission = Permission.ENCAMINHAMENTO_ACOMPANHAR
    if field.form == "G" and field.name in _ON_PAPERS and channel is Channel.IMPRESSAO:
        permission = Permission.ENCAMINHAMENTO_ACOMPANHAR
    if channel is Channel.LISTA and field.form == "A" and field.name in _LISTED:
        permission = Permission.ATENDIMENTO_LISTAR
    if channel is Channel.BUSCA and field.form == "A" and field.name in _SEARCHED:
        permission = Permission.PESSOA_BUSCAR
    if channel is Channel.API and field.form in ("A", "B") and field.name in _REUSED:
        permission = Permission.IDENTIDADE_ABRIR
    if permission is None:
        return ()
    return tuple(role for role in Role if permission in GRANTS[role] and role.value in field.opened_by)


def as_markdown(app: Flask) -> str:
    """The tables in Portuguese, for the manual."""
    return "\n".join((*_route_table(app), "", *_field_table(), "", sigilo.as_markdown()))


_REACH = {Scope.OWN: "próprias", Scope.UNIT: "unidade", Scope.UF: "UF", Scope.NATIONAL: "rede"}


def _route_table(app: Flask) -> Iterator[str]:
    yield "## Páginas"
    yield ""
    yield _line("Endereço", "Método", "Permissão", *(role.label for role in Role))
    yield _line(*["---"] * (3 + len(Role)))
    for row in route_rows(app):
        cells = [_REACH[scope] if scope else "—" for scope in row.reach.values()]
        if row.permission is None:
            yield _line(f"`{row.rule}`", ", ".join(row.methods), "pública", *["todos"] * len(Role))
        else:
            yield _line(f"`{row.rule}`", ", ".join(row.methods), f"`{row.permission.value}`", *cells)


def _field_table() -> Iterator[str]:
    yield "## Campos"
    yield ""
    yield _line("Formulário", "Campo", "Classe", *(channel.value for channel in Channel))
    yield _line(*["---"] * (3 + len(Channel)))
    for row in field_rows():
        cells = [", ".join(role.label for role in roles) or "—" for roles in row.seen_by.values()]
        yield _line(row.field.form, row.field.label, row.field.data_class.value, *cells)


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
