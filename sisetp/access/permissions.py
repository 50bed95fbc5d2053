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
    CASO_LISTAR = "caso:listar", "listar casos da unidade, sem nomes"
    CASO_VER = "caso:ver", "ver um caso: respostas codificadas, pessoas e linha do tempo"
    CASO_ABRIR = "caso:abrir", "abrir um caso"
    CASO_ALTERAR = "caso:alterar", "alterar um caso e as pessoas dele, com motivo"
    CASO_ENCERRAR = "caso:encerrar", "suspender, encerrar e reabrir um caso"
    CASO_RESPONSAVEL = "caso:responsavel", "passar um caso a outro profissional da unidade"
    CASO_TRANSFERIR = "caso:transferir", "transferir um caso a outra unidade"
    CASO_IMPRIMIR = "caso:imprimir", "imprimir um caso"
    CADASTRO_ABRIR = "cadastro:abrir", "abrir o cadastro completo de uma pessoa"
    CADASTRO_GRAVAR = "cadastro:gravar", "completar ou corrigir o cadastro de uma pessoa"
    EVOLUCAO_REGISTRAR = "evolucao:registrar", "registrar uma evolução e cuidar da próxima providência"
    EVOLUCAO_ALTERAR = "evolucao:alterar", "alterar uma evolução, com motivo"
    PLANO_GRAVAR = "plano:gravar", "fazer o plano de apoio, avaliar o risco e anotar outros envolvidos"
    AGENDA_VER = "agenda:ver", "ver a agenda da equipe"
    ENCAMINHAMENTO_ENVIAR = "encaminhamento:enviar", "encaminhar uma pessoa"
    ENCAMINHAMENTO_ACOMPANHAR = "encaminhamento:acompanhar", "ver a situação dos encaminhamentos feitos"
    ENCAMINHAMENTO_VER = "encaminhamento:ver", "ver um encaminhamento e o que foi compartilhado"
    ENCAMINHAMENTO_RESPONDER = "encaminhamento:responder", "aceitar, recusar e responder encaminhamentos recebidos"
    ENCAMINHAMENTO_ENCERRAR = "encaminhamento:encerrar", "registrar a resposta de um serviço e encerrar"
    ENCAMINHAMENTO_REVOGAR = "encaminhamento:revogar", "revogar o que foi compartilhado"
    ENCAMINHAMENTO_EMERGENCIA = "encaminhamento:emergencia", "compartilhar sem autorização por risco à vida"
    ENCAMINHAMENTO_REVISAR = "encaminhamento:revisar", "revisar compartilhamentos de emergência"
    DUPLICIDADE_VER = "duplicidade:ver", "ver e comparar cadastros parecidos da unidade"
    DUPLICIDADE_DECIDIR = "duplicidade:decidir", "ligar e desligar cadastros da mesma pessoa"
    ATIVIDADE_LISTAR = "atividade:listar", "listar e ver as atividades da unidade"
    ATIVIDADE_GRAVAR = "atividade:gravar", "registrar, alterar e cancelar atividades"
    REDE_VER = "rede:ver", "ver comitês e fluxos da rede local"
    REDE_MAPEAR = "rede:mapear", "manter comitês e fluxos da própria UF"
    CARTAO_EDITAR = "cartao:editar", "editar endereço, horário e telefones da própria unidade"
    PERIODO_VER = "periodo:ver", "ver os períodos da própria unidade e o que falta"
    PERIODO_ENVIAR = "periodo:enviar", "assinar e enviar um período"
    PERIODO_QUADRO = "periodo:quadro", "ver quem enviou, sem números"
    PERIODO_CONFERIR = "periodo:conferir", "conferir, devolver e consolidar períodos"
    PRAZO_ADMINISTRAR = "prazo:administrar", "marcar e prorrogar prazos"
    TITULAR_REGISTRAR = "titular:registrar", "registrar pedidos da pessoa titular e o que ela autorizou"
    TITULAR_RESPONDER = "titular:responder", "responder pedidos da pessoa titular"
    TITULAR_EXTRATO = "titular:extrato", "imprimir o extrato da pessoa titular"
    TITULAR_RELOGIO = "titular:relogio", "ver os prazos dos pedidos de titulares, sem conteúdo"
