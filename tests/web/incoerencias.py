"""Incoherent answers, one by one: page, box that tells its form, what is typed, box of the message, the message.

Longer than the limit because it is one table, read row by row.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entrada:
    """What is typed over a page as it comes, and the message that must stand beside `campo`."""

    pagina: str
    muda: Mapping[str, object]
    campo: str
    mensagem: str


ALICIADA: Mapping[str, object] = {
    "status_vitima": "CONFIRMADA",
    "orgao_identificador": "AFT",
    "finalidade": "TRAB_ESCRAVO",
    "setor": "AGRO",
    "formas": ["DEGR"],
    "acoes": ["ALICIAR"],
    "meios": ["FRAUDE"],
    "ambito": "INTERNO",
    "origem_municipio": "Belo Horizonte (MG)",
    "motivo": "SITUACAO",
    "justificativa": "Ouvida pela equipe",
}
PALESTRA: Mapping[str, object] = {
    "tipo": "PALESTRA",
    "data_inicio": "10/11/2026",
    "municipio": "Belo Horizonte (MG)",
    "tema": "Viagem segura",
}
CONTATO: Mapping[str, object] = {"tipo": "VISITA", "risco": "ALTO", "relato": "Visita combinada."}
PLANO: Mapping[str, object] = {"tipo": "SAUDE", "objetivo": "Consulta", "inicio": "20/11/2026", "prazo": "30/11/2026"}
AO_CREAS: Mapping[str, object] = {"passo": "conferir", "para": "CREAS", "autorizado": "S", "partes": ["CASO"]}
AVISADA: Mapping[str, object] = {
    "pontos": ["FINALIDADE", "REVOGA"],
    "forma": "VERBAL",
    "base_legal": "CONSENT",
    "partes": ["CONTATO"],
}
COMITE: Mapping[str, object] = {"nome": "Comitê", "situacao": "ATIVO"}
CARTAO: Mapping[str, object] = {
    "endereco": "Rua A, 1, Centro",
    "horario": "8h às 17h",
    "valido_desde": "20/11/2026",
}
FIM: Mapping[str, object] = {"para": "ENCERRADO", "encerramento_motivo": "OBJETIVOS", "data": "20/11/2026"}


def em(pagina: str, base: Mapping[str, object], campo: str, mensagem: str, **muda: object) -> Entrada:
    """One row: a good answer with something wrong in it."""
    return Entrada(pagina, {**base, **muda}, campo, mensagem)


ENTRADAS: Mapping[str, Entrada] = {
    # D: the case
    "case opened tomorrow": em(
        "casos/novo",
        {},
        "abertura",
        "A data de abertura não pode ser no futuro.",
        abertura="21/11/2026",
        risco="BAIXO",
        porta_entrada="PF",
    ),
    "case opened before there were cases": em(
        "casos/novo",
        {},
        "abertura",
        "Esta unidade começou em 26/10/2006: confira a data.",
        abertura="01/01/1950",
        risco="BAIXO",
        porta_entrada="PF",
    ),
    "case without risk": em(
        "casos/novo", {}, "risco", "Responda «Nível de risco atual».", risco="", porta_entrada="PF"
    ),
    "case from a door that does not exist": em(
        "casos/novo", {}, "porta_entrada", "Escolha uma das respostas da lista.", risco="BAIXO", porta_entrada="NENHUM"
    ),
    "case in charge of another unit": em(
        "casos/novo",
        {},
        "responsavel_id",
        "Escolha um técnico ou a coordenação em atividade nesta unidade.",
        risco="BAIXO",
        porta_entrada="PF",
        responsavel_id="999",
    ),
    "case changed without a reason": em("caso/alterar", {}, "motivo", "Escolha um motivo da lista.", risco="BAIXO"),
    "case changed for another reason, unsaid": em(
        "caso/alterar", {}, "justificativa", "Explique o motivo em poucas palavras.", risco="BAIXO", motivo="OUTRO"
    ),
    "case moved to after its contacts": em(
        "caso/alterar",
        {},
        "abertura",
        "Há evolução de 15/11/2026: a abertura não pode ser depois dela.",
        abertura="20/11/2026",
        motivo="ERRO",
    ),
    "case ended with an open referral": em(
        "caso/situacao", FIM, "", "Encerre antes 1 encaminhamento sem desfecho: CREAS"
    ),
    "case ended before it was opened": em(
        "caso/situacao", FIM, "data", "O encerramento não pode ser antes da abertura, em 02/11/2026.", data="01/10/2026"
    ),
    "case ended tomorrow": em(
        "caso/situacao", FIM, "data", "O encerramento não pode ser no futuro.", data="21/11/2026"
    ),
    "case ended for no reason": em(
        "caso/situacao", FIM, "encerramento_motivo", "Escolha por que o caso termina.", encerramento_motivo=""
    ),
    "case into a status that is not drawn": em("caso/situacao", FIM, "", "Escolha a nova situação.", para="ABERTO"),
    "case handed to who has it": em(
        "caso/responsavel", {}, "responsavel_id", "Escolha um técnico ou a coordenação em atividade nesta unidade."
    ),
    "case handed to nobody": em(
        "caso/responsavel",
        {},
        "responsavel_id",
        "Escolha um técnico ou a coordenação em atividade nesta unidade.",
        responsavel_id="999",
    ),
    # E: the person in the case
    "form that another finalidade has": em(
        "pessoa",
        ALICIADA,
        "formas",
        "«Exploração da prostituição» pede a finalidade «Exploração sexual», principal ou secundária.",
        formas=["PROST"],
    ),
    "labour without a sector": em(
        "pessoa", ALICIADA, "setor", "Escolha o setor do trabalho, ou «Não informado».", setor=""
    ),
    "adult without a means": em(
        "pessoa",
        ALICIADA,
        "meios",
        "Na pessoa adulta identificada, marque ao menos um meio; só antes dos 18 anos ele não é exigido.",
        meios=["NI"],
    ),
    "confirmed by nobody": em(
        "pessoa", ALICIADA, "orgao_identificador", "Diga que órgão fez a identificação.", orgao_identificador=""
    ),
    "the principal also secondary": em(
        "pessoa",
        ALICIADA,
        "finalidades_sec",
        "A finalidade principal não se repete entre as secundárias.",
        finalidades_sec=["TRAB_ESCRAVO"],
    ),
    "exploited before birth": em(
        "pessoa", ALICIADA, "periodo_inicio", "A pessoa ainda não tinha nascido neste mês.", periodo_inicio="01/1990"
    ),
    "ended before it began": em(
        "pessoa",
        ALICIADA,
        "periodo_fim",
        "O fim da exploração vem depois do início.",
        periodo_inicio="08/2026",
        periodo_fim="01/2026",
    ),
    "ended in a month to come": em(
        "pessoa", ALICIADA, "periodo_fim", "Este mês ainda não chegou.", periodo_inicio="08/2026", periodo_fim="12/2027"
    ),
    "internal with another country": em(
        "pessoa",
        ALICIADA,
        "destino_pais",
        "Em «Interno (dentro do Brasil)», o lugar da exploração é o Brasil.",
        destino_pais="Espanha",
    ),
    "status changed without telling why": em(
        "pessoa",
        ALICIADA,
        "justificativa",
        "Explique em poucas palavras o que levou à nova avaliação.",
        justificativa="",
    ),
    "taken out for no reason": em("pessoa/retirar", {}, "motivo", "Escolha um motivo da lista."),
    # F: evolutions
    "contact tonight": em("evolucao", CONTATO, "data", "A data e a hora não podem ser futuras.", hora="23:00"),
    "contact before the case": em(
        "evolucao",
        CONTATO,
        "data",
        "O caso foi aberto em 02/11/2026; a evolução não pode ser anterior.",
        data="01/10/2026",
    ),
    "contact without risk": em(
        "evolucao", CONTATO, "risco", "Responda «Nível de risco depois deste contato».", risco=""
    ),
    "secrecy of another profession": em(
        "evolucao", CONTATO, "nivel_sigilo", "Este nível de sigilo é de outra profissão.", nivel_sigilo="SIG_PSI"
    ),
    "step without a day": em(
        "evolucao", CONTATO, "proximo_data", "Diga até quando fazer a próxima providência.", proximo="Ligar"
    ),
    "day without a step": em(
        "evolucao", CONTATO, "proximo", "Diga qual é a próxima providência.", proximo_data="27/11/2026"
    ),
    "step in the past": em(
        "evolucao",
        CONTATO,
        "proximo_data",
        "O prazo da próxima providência não pode ter passado.",
        proximo="Ligar",
        proximo_data="10/11/2026",
    ),
    "about somebody of another case": em(
        "evolucao",
        CONTATO,
        "caso_pessoa_id",
        "Escolha uma pessoa deste caso.",
        caso_pessoa_id="00000000-0000-4000-8000-000000000000",
    ),
    # G: referrals
    "referral to nobody": em("encaminhar", AO_CREAS, "para", "Diga para onde a pessoa é encaminhada.", para=""),
    "referral to a closed unit": em(
        "encaminhar", AO_CREAS, "para", "Escolha uma das respostas da lista.", para="FECHADA"
    ),
    "referral nobody authorised": em(
        "encaminhar", AO_CREAS, "autorizado", "Diga se a pessoa autorizou compartilhar dados.", autorizado=""
    ),
    "authorised, but nothing is sent": em("encaminhar", AO_CREAS, "partes", "Marque o que se compartilha.", partes=[]),
    "dispensed by no law": em(
        "encaminhar",
        AO_CREAS,
        "autorizado_base",
        "Diga a base legal que dispensa a autorização.",
        autorizado="DISPENSADO",
    ),
    "summary announced and empty": em(
        "encaminhar",
        AO_CREAS,
        "resumo",
        "Escreva o resumo e marque a parte dele, ou deixe os dois de fora.",
        partes=["RESUMO"],
    ),
    # H, K, L: others involved, plan, risk
    "somebody involved of whom nothing is said": em(
        "envolvido", {}, "papel", "Responda ao menos uma das perguntas.", sexo=""
    ),
    "plan due before it starts": em(
        "plano", PLANO, "prazo", "O prazo não pode ser anterior ao início.", prazo="01/11/2026"
    ),
    "plan of no type": em("plano", PLANO, "tipo", "Responda «Tipo de apoio».", tipo=""),
    "plan that ends without an outcome": em(
        "plano feito", PLANO, "desfecho", "Diga como terminou.", encerrado_em="20/11/2026"
    ),
    "plan with an outcome and no end": em(
        "plano feito", PLANO, "encerrado_em", "Diga quando terminou.", desfecho="ALCANCADO"
    ),
    "plan ended before it started": em(
        "plano feito",
        PLANO,
        "encerrado_em",
        "O fim não pode ser anterior ao início.",
        encerrado_em="01/11/2026",
        desfecho="ALCANCADO",
    ),
    "risk assessed tomorrow": em(
        "risco", {"data": "21/11/2026", "risco": "ALTO"}, "data", "A data não pode ser futura."
    ),
    "risk assessed before the case": em(
        "risco", {"data": "01/10/2026", "risco": "ALTO"}, "data", "O caso foi aberto em 02/11/2026."
    ),
    "assessment without a risk": em(
        "risco", {"data": "20/11/2026", "familiar": "ameaças"}, "risco", "Responda «Nível de risco»."
    ),
    # J: rights of the person
    "request of nothing": em("pedido", {"requisicoes": "Quer ver"}, "requisicao_tipo", "Responda «Pedido»."),
    "request received tomorrow": em(
        "pedido",
        {"requisicao_tipo": "ACESSO", "recebida_em": "21/11/2026"},
        "recebida_em",
        "Use um dia dos últimos 30, até hoje.",
    ),
    "authorised without knowing how to take it back": em(
        "autorizacao",
        AVISADA,
        "pontos",
        "Para valer, a pessoa precisa saber como retirar a autorização.",
        pontos=["FINALIDADE"],
    ),
    "authorised to share nothing": em(
        "autorizacao", AVISADA, "partes", "Marque o que a pessoa autorizou compartilhar.", partes=[]
    ),
    "told tomorrow": em(
        "autorizacao", AVISADA, "informada_em", "Use um dia dos últimos 30, até hoje.", informada_em="21/11/2026"
    ),
    # I: activities, local network, card
    "activity of no type": em("atividade", PALESTRA, "tipo", "Escolha o tipo da atividade.", tipo=""),
    "activity that ends before it starts": em(
        "atividade", PALESTRA, "data_fim", "O fim não pode vir antes do início.", data_fim="01/11/2026"
    ),
    "activity next month": em(
        "atividade",
        PALESTRA,
        "data_inicio",
        "Esta atividade ainda não aconteceu. Registre só o que já foi feito; o que está previsto fica de fora.",
        data_inicio="20/12/2026",
    ),
    "activity nowhere": em("atividade", PALESTRA, "municipio", "Escolha o município na lista.", municipio=""),
    "talk to a million people": em(
        "atividade", PALESTRA, "publico_ESTUDANTES", "Use um número de 0 a 999999.", publico_ESTUDANTES="1000001"
    ),
    "committee without a name": em("comite", COMITE, "nome", "Escreva o nome.", nome=""),
    "committee that met before it was": em(
        "comite",
        COMITE,
        "ultima_reuniao",
        "A reunião não pode vir antes da instituição.",
        instituido_em="01/10/2026",
        ultima_reuniao="01/09/2026",
    ),
    "committee in a town of another state": em(
        "comite", COMITE, "municipio", "Escolha um município desta UF, ou deixe em branco.", municipio="Campinas (SP)"
    ),
    "flow about nothing": em("fluxo", COMITE, "tema", "Escolha o tema do fluxo."),
    "flow reviewed before published": em(
        "fluxo",
        {**COMITE, "tema": "GERAL"},
        "revisado_em",
        "A revisão não pode vir antes da publicação.",
        publicado_em="01/10/2026",
        revisado_em="01/09/2026",
    ),
    "card without an address": em(
        "cartao", CARTAO, "endereco", "Escreva o endereço: rua, número e bairro.", endereco=""
    ),
    "card without hours": em(
        "cartao", CARTAO, "horario", "Escreva o horário, ou marque «Aberto 24 horas».", horario=""
    ),
    "card with a CEP of seven digits": em("cartao", CARTAO, "cep", "O CEP tem oito algarismos.", cep="3010000"),
    "card with half a telephone": em(
        "cartao",
        CARTAO,
        "telefone",
        "Use o telefone com DDD, como (41) 3210-0000, um 0800 ou um número de três algarismos.",
        telefone="31 99",
    ),
    "card valid next year": em(
        "cartao",
        CARTAO,
        "valido_desde",
        "Diga desde quando vale: uma data de até 90 dias à frente.",
        valido_desde="20/11/2027",
    ),
    # Months and deadlines
    "month sent with another password": em(
        "mes passado", {"declara": "y", "senha": "errada"}, "senha", "A senha não confere."
    ),
    "month sent without declaring": em(
        "mes passado", {"senha": "errada"}, "declara", "Declare que os registros do mês estão completos."
    ),
    "deadline in the past": em(
        "prazos", {"motivo": "SISTEMA", "mes": "10", "data": "19/11/2026"}, "data", "O prazo não pode ficar no passado."
    ),
    "deadline for no reason": em("prazos", {"mes": "10", "data": "20/12/2026"}, "motivo", "Escolha o motivo."),
    "deadline before the month ends": em(
        "prazos", {"motivo": "SISTEMA", "mes": "12", "data": "21/12/2026"}, "data", "O prazo é depois do fim do mês."
    ),
}
