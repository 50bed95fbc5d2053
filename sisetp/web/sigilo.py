"""Which pages show what of an evolution, by secrecy level and profession: declared here, endpoint by endpoint.

The tests request every page as every role and profession and compare; a page that is not declared stops them. The
manual prints the same table. Who reads a level is the policy's decision (`reads_secrecy`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sisetp.access.actor import Actor
from sisetp.access.permissions import Permission
from sisetp.access.policy import GRANTS, Scope, permits, reads_secrecy
from sisetp.access.roles import PROFESSION_SECRECY, Role, Secrecy


class Parte(StrEnum):
    """Something that an evolution could say."""

    AVISO = "só data, profissional e o aviso de registro sigiloso"
    TIPO = "tipo"
    TEXTO = "texto"
    PROVIDENCIA = "próxima providência"
    PRAZO = "data da providência"
    MOTIVO = "motivo escrito da mudança"
    ANTERIOR = "versões anteriores"


_TODOS = frozenset(Secrecy)
_CONTEUDO = frozenset({Parte.TIPO, Parte.TEXTO, Parte.PROVIDENCIA, Parte.PRAZO})


@dataclass(frozen=True, slots=True, kw_only=True)
class Canal:
    """A way by which an evolution reaches somebody: what it shows to who reads the level, and to who does not.

    `niveis` are the levels it may show at all; others leave nothing there, whoever asks.
    """

    nome: str
    endpoints: tuple[str, ...]
    permissao: Permission
    quem_le: frozenset[Parte]
    quem_nao_le: frozenset[Parte] = frozenset()
    niveis: frozenset[Secrecy] = _TODOS

    def shows(self, level: Secrecy, *, reads: bool) -> frozenset[Parte]:
        """Parts of an evolution of this level shown to who reads it, or to who does not."""
        if level not in self.niveis:
            return frozenset()
        return self.quem_le if reads else self.quem_nao_le


CANAIS = (
    Canal(
        nome="página do caso e linha do tempo",
        endpoints=("casos.detalhe", "casos.processo", "evolucoes.lista"),
        permissao=Permission.CASO_VER,
        quem_le=_CONTEUDO,
        quem_nao_le=frozenset({Parte.AVISO}),
    ),
    Canal(
        nome="uma evolução e o que ela foi",
        endpoints=("evolucoes.ver",),
        permissao=Permission.CASO_VER,
        quem_le=_CONTEUDO | {Parte.MOTIVO, Parte.ANTERIOR},
        quem_nao_le=frozenset({Parte.AVISO}),
    ),
    Canal(
        nome="alterar a própria evolução",
        endpoints=("evolucoes.alterar",),
        permissao=Permission.EVOLUCAO_ALTERAR,
        quem_le=_CONTEUDO,
    ),
    Canal(
        nome="lista de casos",
        endpoints=("casos.lista",),
        permissao=Permission.CASO_LISTAR,
        quem_le=frozenset({Parte.PRAZO}),
    ),
    Canal(
        nome="agenda",
        endpoints=("agenda.ver",),
        permissao=Permission.AGENDA_VER,
        quem_le=frozenset({Parte.PROVIDENCIA, Parte.PRAZO}),
    ),
    Canal(
        nome="impressão do caso",
        endpoints=("casos.folha",),
        permissao=Permission.CASO_IMPRIMIR,
        quem_le=_CONTEUDO,
        quem_nao_le=frozenset({Parte.AVISO}),
    ),
    Canal(
        nome="extrato da pessoa titular",
        endpoints=("titulares.extrato_gerar_atendimento", "titulares.extrato_gerar_caso_pessoa"),
        permissao=Permission.TITULAR_EXTRATO,
        quem_le=frozenset({Parte.TIPO}),
        niveis=frozenset({Secrecy.TECNICO}),
    ),
)

# Every other page, by area: nothing of any evolution is ever there.
_NADA: Mapping[str, str] = {
    "acessos": "confirmar lista recusar",
    "atendimentos": "alterar alterar_enviar cancelar detalhe folha guia identidade identificar identificar_enviar"
    " imprimir lista observacoes",
    "atividades": "alterar cancelar detalhe lista nova",
    "auditoria": "configuracao trilha",
    "cadastros": "da_ficha da_ficha_enviar do_caso do_caso_enviar",
    "caso_pessoas": "identidade nova nova_enviar pessoa retirar salvar",
    "casos": "abrir alterar alterar_enviar imprimir mudar mudar_enviar novo passar repassar",
    "conta": "conta encerrar preferencia senha sessao",
    "diretorio": "cartao rede",
    "divulgacoes": "alarme ano aprovar ciencia descartar detalhe fechar lista origem preparar previa revisar tarefa"
    " verificar",
    "duplicidades": "abrir decisao listar par",
    "encaminhamentos": "aceitar acrescentar dados detalhe do_atendimento do_caso enviados guia lista oficio recebidos"
    " recusa_da_pessoa recusar responder revisar revogar sem_retorno",
    "encerramento": "a_resolver",
    "entrada": "entrar lotacao sair trocar_lotacao",
    "estatisticas": "baixar consulta inicio origem publicado publicado_arquivo",
    "evolucoes": "cancelar concluir envolvido envolvido_novo nova plano plano_novo risco",
    "ficha": "ficha_em_branco ja_atendida locais nova salvar usar",
    "inicio": "inicio",
    "inventario": "baixar ver",
    "numeros": "arquivo como_lemos divulgacao inicio origem",
    "periodos": "conferir consolidar devolver enviar lista mes prazos quadro quadro_mes",
    "pessoas": "busca buscar",
    "planilha": "baixar pedir",
    "publico": "privacidade saude",
    "rede": "alterar_comite alterar_fluxo lista novo_comite novo_fluxo",
    "relatorios": "baixar lista origem ver",
    "titulares": "autorizacao_atendimento autorizacao_caso_pessoa desistencia direitos_atendimento"
    " direitos_caso_pessoa extrato_atendimento extrato_caso_pessoa lista pedido_aberto pedido_atendimento"
    " pedido_caso_pessoa prazos responder retirada_atendimento retirada_caso_pessoa",
    "unidades": "encerrar lista",
    "usuarios": "conceder desativar encerrar lista novo senha ver",
}
SILENCIOSOS = frozenset(f"{area}.{name}" for area, names in _NADA.items() for name in names.split()) | {"static"}
DECLARADOS: Mapping[str, Canal] = {endpoint: canal for canal in CANAIS for endpoint in canal.endpoints}


def undeclared(endpoints: Iterable[str]) -> frozenset[str]:
    """Endpoints that say neither what they show of an evolution nor that they show nothing."""
    return frozenset(endpoints) - SILENCIOSOS - DECLARADOS.keys()


def foretold(actor: Actor, endpoint: str, level: Secrecy, *, unidade_id: int, autor_id: int) -> frozenset[Parte]:
    """What an actor finds on a page of an evolution of this unit, level and author."""
    canal = DECLARADOS.get(endpoint)
    if canal is None or not permits(actor, canal.permissao, unidade_id=unidade_id, autor_id=autor_id):
        return frozenset()
    return canal.shows(level, reads=reads_secrecy(actor, level))


_LEVELS = {
    Secrecy.TECNICO: "Técnico",
    Secrecy.SIG_AS: "Sigilo — Serviço Social",
    Secrecy.SIG_PSI: "Sigilo — Psicologia",
}
_PROFESSIONS: Mapping[str, str] = {"PSI": "Psicologia", "AS": "Serviço Social", "": "Outra profissão"}


def as_markdown() -> str:
    """The table of profession × level × channel, in Portuguese, for the manual."""
    return "\n".join(("## Sigilo profissional das evoluções", "", *_intro(), "", *_table())) + "\n"


def _intro() -> Iterator[str]:
    yield "O que cada página mostra de uma evolução da própria unidade, a quem tem o papel e a profissão da coluna."
    yield "Quem tem outro papel não chega à página; quem é de outra unidade não chega a nada. **Nenhuma outra página,"
    yield "papel, busca ou exportação do sistema mostra qualquer parte de uma evolução.**"


def _table() -> Iterator[str]:
    yield _line("Canal", "Papéis", "Nível", *_PROFESSIONS.values())
    yield _line(*["---"] * (3 + len(_PROFESSIONS)))
    for canal in CANAIS:
        scopes = {role: GRANTS[role].get(canal.permissao) for role in Role}
        roles = ", ".join(role.label for role, scope in scopes.items() if scope)
        own = " (só quem escreveu)" if Scope.OWN in scopes.values() else ""
        for level, label in _LEVELS.items():
            cells = (canal.shows(level, reads=_reads(profession, level)) for profession in _PROFESSIONS)
            yield _line(canal.nome + own, roles, label, *(_said(parts) for parts in cells))


def _reads(profession: str, level: Secrecy) -> bool:
    return level is Secrecy.TECNICO or PROFESSION_SECRECY.get(profession) is level


def _said(parts: frozenset[Parte]) -> str:
    return ", ".join(part.value for part in Parte if part in parts) or "—"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
