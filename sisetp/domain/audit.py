"""Audit actions: what can be recorded, with which details.

A detail is an id, a code, a date or a count: never personal data, a query, nor an answer about a person.
`campos` is the NUMBER of fields changed; `destinos` would mark a traveller, so a slip only says it was printed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Action(StrEnum):
    """One kind of audited event; the value is stored."""

    LOGIN = "login"
    LOGIN_RECUSADO = "login_recusado"
    LOGOUT = "logout"
    RECUSA = "recusa"
    ENCERRAR_SESSAO = "encerrar_sessao"
    TROCAR_SENHA = "trocar_senha"
    TROCAR_UNIDADE = "trocar_unidade"
    LISTAR = "listar"
    BUSCAR = "buscar"
    JA_ATENDIDA = "ja_atendida"
    ABRIR_FICHA = "abrir_ficha"
    ABRIR_IDENT = "abrir_ident"
    ABRIR_NOME_CIVIL = "abrir_nome_civil"
    ABRIR_RELATO = "abrir_relato"
    USAR_CADASTRO = "usar_cadastro"
    GRAVAR = "gravar"
    ALTERAR = "alterar"
    CANCELAR = "cancelar"
    IDENTIFICAR = "identificar"
    IMPRIMIR = "imprimir"
    IMPRIMIR_GUIA = "imprimir_guia"
    IMPRIMIR_EM_BRANCO = "imprimir_em_branco"
    EXPORTAR = "exportar"
    CRIAR_USUARIO = "criar_usuario"
    DESATIVAR_USUARIO = "desativar_usuario"
    REDEFINIR_SENHA = "redefinir_senha"
    CONCEDER_PAPEL = "conceder_papel"
    CONFIRMAR_PAPEL = "confirmar_papel"
    RECUSAR_PAPEL = "recusar_papel"
    ENCERRAR_PAPEL = "encerrar_papel"
    CRIAR_UNIDADE = "criar_unidade"
    ENCERRAR_UNIDADE = "encerrar_unidade"
    ALTERAR_UNIDADE = "alterar_unidade"
    MONTAR_SEGMENTO = "montar_segmento"
    LER_AUDITORIA = "ler_auditoria"
    VERIFICAR_AUDITORIA = "verificar_auditoria"
    SEMEAR_DEMONSTRACAO = "semear_demonstracao"
    INICIAR = "iniciar"
    CRIAR_CHAVES = "criar_chaves"
    LER_CHAVES = "ler_chaves"
    ABRIR_CASO = "abrir_caso"
    VER_CASO = "ver_caso"
    ALTERAR_CASO = "alterar_caso"
    SITUACAO_CASO = "situacao_caso"
    TROCAR_RESPONSAVEL = "trocar_responsavel"
    IMPRIMIR_CASO = "imprimir_caso"
    INCLUIR_PESSOA = "incluir_pessoa"
    ALTERAR_PESSOA_CASO = "alterar_pessoa_caso"
    RETIRAR_PESSOA = "retirar_pessoa"
    ABRIR_CADASTRO = "abrir_cadastro"
    GRAVAR_CADASTRO = "gravar_cadastro"
    REGISTRAR_EVOLUCAO = "registrar_evolucao"
    ALTERAR_EVOLUCAO = "alterar_evolucao"
    CONCLUIR_PROVIDENCIA = "concluir_providencia"
    ABRIR_EVOLUCAO = "abrir_evolucao"
    VER_AGENDA = "ver_agenda"
    ABRIR_APOIO = "abrir_apoio"
    GRAVAR_PLANO = "gravar_plano"
    AVALIAR_RISCO = "avaliar_risco"
    GRAVAR_ENVOLVIDO = "gravar_envolvido"
    ENVIAR_ENCAMINHAMENTO = "enviar_encaminhamento"
    SITUACAO_ENCAMINHAMENTO = "situacao_encaminhamento"
    ACRESCENTAR_COPIA = "acrescentar_copia"
    ABRIR_ENCAMINHAMENTO = "abrir_encaminhamento"
    ABRIR_COPIA = "abrir_copia"
    REVOGAR_COPIA = "revogar_copia"
    REVISAR_EMERGENCIA = "revisar_emergencia"
    IMPRIMIR_ENCAMINHAMENTO = "imprimir_encaminhamento"
    VENCER_ENCAMINHAMENTOS = "vencer_encaminhamentos"
    VER_DUPLICIDADES = "ver_duplicidades"
    COMPARAR_CADASTROS = "comparar_cadastros"
    DECIDIR_VINCULO = "decidir_vinculo"
    GRAVAR_ATIVIDADE = "gravar_atividade"
    GRAVAR_COMITE = "gravar_comite"
    GRAVAR_FLUXO = "gravar_fluxo"
    EDITAR_CARTAO = "editar_cartao"
    SITUACAO_PERIODO = "situacao_periodo"
    MARCAR_PRAZO = "marcar_prazo"
    REGISTRAR_REQUISICAO = "registrar_requisicao"
    RESPONDER_REQUISICAO = "responder_requisicao"
    ABRIR_REQUISICAO = "abrir_requisicao"
    EXTRATO_TITULAR = "extrato_titular"
    REGISTRAR_AUTORIZACAO = "registrar_autorizacao"
    RETIRAR_AUTORIZACAO = "retirar_autorizacao"
    CONGELAR_MES = "congelar_mes"
    FECHAR_ANO = "fechar_ano"
    CONSULTAR_ESTATISTICA = "consultar_estatistica"
    GERAR_RELATORIO = "gerar_relatorio"
    BAIXAR_PLANILHA = "baixar_planilha"
    PREPARAR_DIVULGACAO = "preparar_divulgacao"
    ABRIR_PREVIA = "abrir_previa"
    APROVAR_DIVULGACAO = "aprovar_divulgacao"
    PUBLICAR_DIVULGACAO = "publicar_divulgacao"
    DESCARTAR_DIVULGACAO = "descartar_divulgacao"
    REGISTRAR_EXTERNA = "registrar_externa"
    ABRIR_ALARME = "abrir_alarme"
    CIENCIA_ALARME = "ciencia_alarme"
    VERIFICAR_DIVULGACOES = "verificar_divulgacoes"
    DESTRUIR_CHAVE_ANO = "destruir_chave_ano"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """Portuguese label of an action and the detail keys an event may carry."""

    label: str
    keys: frozenset[str]


def _spec(label: str, *keys: str) -> ActionSpec:
    return ActionSpec(label, frozenset(keys))


ACTIONS: Mapping[Action, ActionSpec] = MappingProxyType(
    {
        Action.LOGIN: _spec("Entrou no sistema", "papel", "sessao"),
        Action.LOGIN_RECUSADO: _spec("Entrada recusada", "usuario_id", "motivo", "tentativas"),
        Action.LOGOUT: _spec("Saiu do sistema", "sessao"),
        Action.RECUSA: _spec("Permissão recusada", "permissao", "rota", "metodo"),
        Action.ENCERRAR_SESSAO: _spec("Encerrou sessões", "sessao", "quantidade", "motivo"),
        Action.TROCAR_SENHA: _spec("Trocou a própria senha", "motivo"),
        Action.TROCAR_UNIDADE: _spec("Passou a atuar em outra unidade", "lotacao_id", "papel"),
        Action.LISTAR: _spec(
            "Listou registros", "tipo", "pagina", "quantidade", "inicio", "fim", "perfil", "atendente_id"
        ),
        Action.BUSCAR: _spec("Buscou pessoas", "tipo", "quantidade", "codigos", "cortada"),
        Action.JA_ATENDIDA: _spec("Perguntou se já foi atendida na unidade", "tipo", "quantidade", "pessoas"),
        Action.ABRIR_FICHA: _spec("Abriu uma ficha", "versao"),
        Action.ABRIR_IDENT: _spec("Abriu a identificação", "motivo", "idade_dias", "versao"),
        Action.ABRIR_NOME_CIVIL: _spec("Abriu o nome civil", "motivo", "idade_dias", "versao"),
        Action.ABRIR_RELATO: _spec("Abriu o texto livre", "motivo", "idade_dias", "versao"),
        Action.USAR_CADASTRO: _spec("Usou um cadastro já existente", "pessoa_id"),
        Action.GRAVAR: _spec(
            "Registrou um atendimento",
            "pessoa_id",
            "pessoa_nova",
            "grupo_id",
            "grupo_quantidade",
            "retroativo",
            "versao",
        ),
        Action.ALTERAR: _spec("Alterou um registro", "motivo", "campos", "versao", "pessoa_id", "pessoa_versao"),
        Action.CANCELAR: _spec("Cancelou um atendimento", "motivo", "versao"),
        Action.IDENTIFICAR: _spec("Identificou uma pessoa depois", "pessoa_id", "pessoa_anterior_id", "versao"),
        Action.IMPRIMIR: _spec("Imprimiu uma ficha", "versao"),
        Action.IMPRIMIR_GUIA: _spec("Imprimiu uma guia de encaminhamento", "versao"),
        Action.IMPRIMIR_EM_BRANCO: _spec("Imprimiu fichas em branco", "quantidade"),
        Action.EXPORTAR: _spec("Exportou dados", "tipo", "formato", "quantidade", "resumo"),
        Action.CRIAR_USUARIO: _spec("Criou um usuário", "usuario_id"),
        Action.DESATIVAR_USUARIO: _spec("Desativou um usuário", "usuario_id", "motivo"),
        Action.REDEFINIR_SENHA: _spec("Redefiniu uma senha", "usuario_id", "pendente"),
        Action.CONCEDER_PAPEL: _spec(
            "Concedeu um papel", "usuario_id", "lotacao_id", "papel", "pendente", "inicio", "fim"
        ),
        Action.CONFIRMAR_PAPEL: _spec("Confirmou um papel", "usuario_id", "lotacao_id", "papel", "pedido_id"),
        Action.RECUSAR_PAPEL: _spec("Recusou um papel", "usuario_id", "lotacao_id", "papel", "pedido_id", "motivo"),
        Action.ENCERRAR_PAPEL: _spec("Encerrou um papel", "usuario_id", "lotacao_id", "papel", "fim"),
        Action.CRIAR_UNIDADE: _spec("Criou uma unidade", "codigo", "tipo"),
        Action.ENCERRAR_UNIDADE: _spec("Encerrou uma unidade", "codigo", "fim", "motivo"),
        Action.ALTERAR_UNIDADE: _spec("Alterou uma unidade", "codigo", "campos"),
        Action.MONTAR_SEGMENTO: _spec("Montou o segmento de busca da unidade", "quantidade", "duracao_ms"),
        Action.LER_AUDITORIA: _spec(
            "Leu a trilha de auditoria", "quantidade", "pagina", "acao", "inicio", "fim", "usuario_id", "alvo_id"
        ),
        Action.VERIFICAR_AUDITORIA: _spec(
            "Verificou a trilha de auditoria", "cadeias", "eventos", "resultado", "primeiro_erro"
        ),
        Action.SEMEAR_DEMONSTRACAO: _spec("Criou os dados de demonstração", "pessoas", "atendimentos", "semente"),
        Action.INICIAR: _spec("Iniciou a instalação", "ambiente", "unidades", "usuario_id"),
        Action.CRIAR_CHAVES: _spec("Criou chaves", "plano", "chave", "quantidade"),
        Action.LER_CHAVES: _spec("Consultou a situação das chaves", "quantidade"),
        Action.ABRIR_CASO: _spec("Abriu um caso novo", "versao"),
        Action.VER_CASO: _spec("Abriu um caso", "versao", "evolucoes", "sigilosas"),
        Action.ALTERAR_CASO: _spec("Alterou um caso", "motivo", "campos", "versao"),
        Action.SITUACAO_CASO: _spec("Mudou a situação de um caso", "de", "para", "motivo", "versao"),
        Action.TROCAR_RESPONSAVEL: _spec("Passou um caso a outro profissional", "de", "para", "versao"),
        Action.IMPRIMIR_CASO: _spec("Imprimiu um caso", "versao"),
        Action.INCLUIR_PESSOA: _spec("Incluiu uma pessoa em um caso", "versao"),
        Action.ALTERAR_PESSOA_CASO: _spec("Alterou os dados de uma pessoa em um caso", "motivo", "campos", "versao"),
        Action.RETIRAR_PESSOA: _spec("Retirou uma pessoa de um caso", "motivo", "versao"),
        Action.ABRIR_CADASTRO: _spec("Abriu o cadastro completo de uma pessoa", "motivo", "versao"),
        Action.GRAVAR_CADASTRO: _spec("Gravou o cadastro completo de uma pessoa", "motivo", "campos", "versao"),
        Action.REGISTRAR_EVOLUCAO: _spec("Registrou uma evolução", "versao"),
        Action.ALTERAR_EVOLUCAO: _spec("Alterou uma evolução", "motivo", "campos", "versao"),
        Action.CONCLUIR_PROVIDENCIA: _spec("Concluiu uma providência", "versao"),
        Action.ABRIR_EVOLUCAO: _spec("Abriu o texto de evoluções", "quantidade", "sigilosas", "versao"),
        Action.VER_AGENDA: _spec("Viu a agenda", "quantidade", "profissional_id"),
        Action.ABRIR_APOIO: _spec("Abriu plano de apoio, avaliações de risco ou envolvidos", "tipo", "quantidade"),
        Action.GRAVAR_PLANO: _spec("Gravou o plano de apoio", "motivo", "versao"),
        Action.AVALIAR_RISCO: _spec("Registrou uma avaliação de risco", "versao"),
        Action.GRAVAR_ENVOLVIDO: _spec("Gravou informação sobre rede ou suspeito", "motivo", "versao"),
        Action.ENVIAR_ENCAMINHAMENTO: _spec("Encaminhou", "unidade_destino", "prazo", "versao", "copia"),
        Action.SITUACAO_ENCAMINHAMENTO: _spec("Mudou a situação de um encaminhamento", "de", "para", "versao"),
        Action.ACRESCENTAR_COPIA: _spec("Compartilhou mais dados em um encaminhamento", "copia", "versao"),
        Action.ABRIR_ENCAMINHAMENTO: _spec("Abriu um encaminhamento", "versao"),
        Action.ABRIR_COPIA: _spec("Abriu os dados recebidos por encaminhamento", "copias", "versao"),
        Action.REVOGAR_COPIA: _spec("Revogou o que foi compartilhado", "copias", "versao"),
        Action.REVISAR_EMERGENCIA: _spec("Revisou um compartilhamento de emergência", "resultado", "versao"),
        Action.IMPRIMIR_ENCAMINHAMENTO: _spec("Imprimiu papel de um encaminhamento", "tipo", "versao"),
        Action.VENCER_ENCAMINHAMENTOS: _spec("Encerrou encaminhamentos sem retorno", "quantidade"),
        Action.VER_DUPLICIDADES: _spec("Viu cadastros parecidos", "quantidade", "pares", "pagina"),
        Action.COMPARAR_CADASTROS: _spec("Comparou dois cadastros", "pessoas", "motivo"),
        Action.DECIDIR_VINCULO: _spec("Decidiu sobre dois cadastros", "decisao", "motivo", "pessoas"),
        Action.GRAVAR_ATIVIDADE: _spec("Gravou uma atividade", "tipo", "versao", "situacao", "campos", "motivo"),
        Action.GRAVAR_COMITE: _spec("Gravou um comitê", "uf", "situacao", "versao"),
        Action.GRAVAR_FLUXO: _spec("Gravou um fluxo", "uf", "situacao", "versao"),
        Action.EDITAR_CARTAO: _spec("Editou o cartão público da unidade", "campos", "versao"),
        Action.SITUACAO_PERIODO: _spec("Mudou a situação de um período", "ano", "mes", "de", "para", "motivo"),
        Action.MARCAR_PRAZO: _spec(
            "Marcou ou prorrogou um prazo", "ano", "mes", "etapa", "data", "unidade_destino", "motivo"
        ),
        Action.REGISTRAR_REQUISICAO: _spec("Registrou o pedido de uma pessoa titular", "prazo", "versao"),
        Action.RESPONDER_REQUISICAO: _spec("Respondeu o pedido de uma pessoa titular", "versao"),
        Action.ABRIR_REQUISICAO: _spec("Abriu o pedido de uma pessoa titular", "versao"),
        Action.EXTRATO_TITULAR: _spec("Gerou o extrato de uma pessoa titular", "motivo"),
        Action.REGISTRAR_AUTORIZACAO: _spec("Registrou o que uma pessoa autorizou", "versao"),
        Action.RETIRAR_AUTORIZACAO: _spec("Registrou a retirada de uma autorização", "encerrados", "versao"),
        Action.CONGELAR_MES: _spec("Congelou os fatos de um mês", "ano", "mes", "edicao", "tabelas", "resumo"),
        Action.FECHAR_ANO: _spec("Fechou o ano estatístico", "ano", "edicao", "unidades", "resumo"),
        Action.CONSULTAR_ESTATISTICA: _spec(
            "Consultou números exatos da unidade", "base", "dimensoes", "periodo", "filtros", "formato", "arquivo"
        ),
        Action.GERAR_RELATORIO: _spec(
            "Gerou um relatório", "produto", "periodo", "nivel", "publico", "formato", "resumo", "arquivo"
        ),
        Action.BAIXAR_PLANILHA: _spec(
            "Baixou a planilha nacional", "periodo", "variante", "finalidade", "destinatario_id", "resumo", "arquivo"
        ),
        Action.PREPARAR_DIVULGACAO: _spec("Preparou uma divulgação", "produto", "periodo", "edicao", "situacao"),
        Action.ABRIR_PREVIA: _spec(
            "Abriu a prévia de uma divulgação", "produto", "periodo", "edicao", "formato", "resumo"
        ),
        Action.APROVAR_DIVULGACAO: _spec("Aprovou uma divulgação", "produto", "periodo", "edicao", "resumo"),
        Action.PUBLICAR_DIVULGACAO: _spec(
            "Publicou uma divulgação", "produto", "periodo", "edicao", "resumo", "anterior", "arquivos"
        ),
        Action.DESCARTAR_DIVULGACAO: _spec("Descartou uma divulgação preparada", "produto", "periodo", "motivo"),
        Action.REGISTRAR_EXTERNA: _spec("Registrou uma publicação de terceiros", "ano", "celulas", "quebradas"),
        Action.ABRIR_ALARME: _spec("Abriu um alarme de sigilo", "ano"),
        Action.CIENCIA_ALARME: _spec("Tomou ciência de um alarme de sigilo", "ano"),
        Action.VERIFICAR_DIVULGACOES: _spec("Verificou as divulgações", "divulgacoes", "resultado", "primeiro_erro"),
        Action.DESTRUIR_CHAVE_ANO: _spec("Destruiu a chave de contagem de um ano", "ano"),
    }
)


def check_details(action: Action, keys: frozenset[str]) -> None:
    """Raise ValueError naming the keys that an event of this action may not carry."""
    extra = keys - ACTIONS[action].keys
    if extra:
        raise ValueError(f"audit action {action.value}: undeclared detail keys {sorted(extra)}")
