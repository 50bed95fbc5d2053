"""Every permission of the system, named `<resource>:<action>`."""

from enum import StrEnum


class Permission(StrEnum):
    """One thing somebody may do; `description` is printed in the generated matrix."""

    description: str

    def __new__(cls, value: str, description: str) -> "Permission":
        """Build a member that carries its own one-line description."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.description = description
        return member

    CONTA_USAR = "conta:usar", "usar a própria conta: início, senha, preferências, sair"
    ATENDIMENTO_REGISTRAR = "atendimento:registrar", "registrar um atendimento"
    ATENDIMENTO_LISTAR = "atendimento:listar", "listar atendimentos da unidade, sem nomes"
    ATENDIMENTO_VER = "atendimento:ver", "ver as respostas codificadas de um atendimento"
    ATENDIMENTO_ALTERAR = "atendimento:alterar", "alterar um atendimento, com motivo"
    ATENDIMENTO_CANCELAR = "atendimento:cancelar", "cancelar um atendimento, com motivo"
    ATENDIMENTO_IMPRIMIR = "atendimento:imprimir", "imprimir a ficha e a guia de encaminhamento"
    FICHA_BRANCO_IMPRIMIR = "ficha_branco:imprimir", "imprimir a ficha em branco"
    IDENTIDADE_ABRIR = "identidade:abrir", "abrir a identidade de uma pessoa atendida"
    IDENTIDADE_GRAVAR = "identidade:gravar", "identificar ou corrigir a identidade de uma pessoa atendida"
    RELATO_ABRIR = "relato:abrir", "abrir as observações de um atendimento"
    PESSOA_BUSCAR = "pessoa:buscar", "buscar pessoas da unidade por documento ou nome"
    AUDITORIA_LER = "auditoria:ler", "ler o registro de auditoria"
    CONFIGURACAO_AUDITAR = "configuracao:auditar", "ler a auditoria de configuração (usuários, unidades)"
    USUARIO_ADMINISTRAR = "usuario:administrar", "criar usuários, dar e encerrar papéis, redefinir senhas"
    ACESSO_CONFIRMAR = "acesso:confirmar", "confirmar um papel ou uma senha redefinida"
    UNIDADE_LISTAR = "unidade:listar", "listar as unidades da rede"
    UNIDADE_ADMINISTRAR = "unidade:administrar", "criar e encerrar unidades"
    INVENTARIO_VER = "inventario:ver", "ver e baixar o inventário de dados"
