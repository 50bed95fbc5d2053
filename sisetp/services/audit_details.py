"""Audit details in Portuguese: labels of keys and of the codes they carry."""

from collections.abc import Mapping
from dataclasses import dataclass

from sisetp.access.roles import Role
from sisetp.domain.codelists import codelist
from sisetp.services.access_requests import RefusalReason
from sisetp.services.unidades import CloseReason

_LABELS = {
    "acao": "ação",
    "alvo_id": "registro",
    "atendente_id": "atendente nº",
    "cadeias": "cadeias",
    "campos": "campos",
    "codigo": "código",
    "copia": "cópia",
    "copias": "cópias",
    "cortada": "lista cortada",
    "decisao": "decisão",
    "destinatario_id": "entregue ao usuário nº",
    "evolucoes": "evoluções",
    "duracao_ms": "duração (ms)",
    "grupo_id": "grupo",
    "grupo_quantidade": "pessoas no grupo",
    "idade_dias": "idade do registro (dias)",
    "inicio": "de",
    "fim": "até",
    "lotacao_id": "lotação nº",
    "mes": "mês",
    "metodo": "método",
    "numero": "número",
    "pagina": "página",
    "pedido_id": "pedido nº",
    "permissao": "permissão",
    "pessoa_anterior_id": "pessoa anterior",
    "pessoa_id": "pessoa",
    "pessoa_nova": "pessoa nova",
    "pessoa_versao": "versão da pessoa",
    "primeiro_erro": "primeira falha",
    "profissional_id": "profissional nº",
    "retroativo": "registro posterior",
    "semente": "semente",
    "sessao": "sessão",
    "sigilosas": "de sigilo profissional",
    "situacao": "situação",
    "unidade_destino": "unidade nº",
    "uf": "UF",
    "usuario_id": "usuário nº",
    "versao": "versão",
}
_TARGETS = {
    "atendimento": "Atendimento",
    "pessoa": "Pessoa",
    "periodo": "Período nº",
    "caso": "Caso",
    "caso_pessoa": "Pessoa no caso",
    "evolucao": "Evolução",
    "plano_apoio": "Plano de apoio",
    "avaliacao_risco": "Avaliação de risco",
    "comite": "Comitê nº",
    "consentimento": "Autorização",
    "encaminhamento": "Encaminhamento",
    "envolvido": "Rede ou suspeito",
    "fluxo": "Fluxo nº",
    "planilha": "Entrega nº",
    "relatorio": "Entrega nº",
    "consulta": "Entrega nº",
    "pessoa_procurada": "Pessoa procurada",
    "prazo": "Prazo nº",
    "requisicao": "Pedido de titular",
    "usuario": "Usuário nº",
    "unidade": "Unidade nº",
}
_REASONS = (
    "motivo_alteracao",
    "motivo_cancelamento",
    "motivo_abertura",
    "motivo_retirada",
    "motivo_devolucao",
    "motivo_prorrogacao",
    "motivo_vinculo",
)
_LISTS = {"decisao": "decisao_vinculo", "etapa": "etapa_periodo", "resultado": "revisao_emergencia"}
_STATUSES = ("status_caso", "status_enc", "situacao_periodo")
_VALUES: dict[str, str] = {
    "SEM_FALHA": "sem falha",
    "COM_FALHA": "com falha",
    "CREDENCIAL": "usuário ou senha não conferem",
    "DESATIVADO": "usuário desativado",
    "INATIVO": "usuário inativo ou sem papel em vigor",
    "LIMITE": "tentativas demais",
    "LOTACAO": "mudança de papel",
    "NOVO": "registro novo",
    "PRIMEIRA_ENTRADA": "primeira entrada",
    "PROPRIA": "pela própria pessoa",
    "SENHA": "senha nova",
    "USAR_CADASTRO": "uso do cadastro em nova ficha",
    **{reason.value: reason.label for reason in (*RefusalReason, *CloseReason)},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One detail in words."""

    rotulo: str
    valor: str


def describe(details: Mapping[str, object]) -> tuple[Detail, ...]:
    """Return the details of an event in words, in the order of their keys."""
    return tuple(
        Detail(rotulo=_LABELS.get(key, key.replace("_", " ")), valor=_value(key, value))
        for key, value in details.items()
        if value is not None
    )


def target(tipo: str | None, alvo_id: str | None, codes: Mapping[str, str]) -> str:
    """Return what an event is about: the code of an atendimento when it is known, else its kind and id."""
    if tipo is None or alvo_id is None:
        return ""
    return f"{_TARGETS.get(tipo, tipo.capitalize())} {codes.get(alvo_id, alvo_id)}"


def _value(key: str, value: object) -> str:
    if isinstance(value, bool):
        return "sim" if value else "não"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    text = str(value)
    if key == "papel" and text in set(Role):
        return Role(text).label
    if key in ("de", "para"):
        moved = (found.label for name in _STATUSES if (found := codelist(name).get(text)))
        return next(moved, _VALUES.get(text, text))
    if key in _LISTS and text in codelist(_LISTS[key]):
        return codelist(_LISTS[key]).label(text)
    if key == "motivo":
        listed = (found.label for name in _REASONS if (found := codelist(name).get(text)))
        return next(listed, _VALUES.get(text, text))
    return _VALUES.get(text, text)
