"""What each table and each column is for, in Portuguese: the words of the data dictionary.

A test compares these with the tables that exist, so a new column without a line here fails.
"""

from collections.abc import Mapping

from sisetp.cli.paginas import tabelas_casos, tabelas_estatistica

TABLE_TEXT: Mapping[str, str] = {
    **tabelas_casos.TABLE_TEXT,
    **tabelas_estatistica.TABLE_TEXT,
    "atendimento": "Um contato: uma pessoa, um dia, uma unidade (formulários A e B).",
    "pessoa": "A pessoa atendida, como uma unidade a conhece. Unidades diferentes não compartilham a linha.",
    "pessoa_procurada": "A pessoa que alguém pede para localizar (formulário P); nunca se mistura com a atendida.",
    "versao": "Como um registro era antes de cada alteração, ainda lacrado.",
    "envio": "Chave de envio de uma ficha: o segundo clique encontra o registro do primeiro.",
    "indice_cego": "Marcas curtas para achar um documento ou um nome com ano de nascimento, sem guardar nenhum deles.",
    "marca_segmento": "Contador por unidade que avisa a busca por nome de que há pessoa nova.",
    "evento_auditoria": "A trilha de auditoria: um evento por linha, encadeado ao anterior.",
    "cadeia_auditoria": "O fim de cada cadeia de auditoria.",
    "unidade": "NETPs, PAAHMs e coordenação nacional, com validade.",
    "posto": "Guichês ou turnos de uma unidade, escolhidos de uma lista.",
    "usuario": "Quem trabalha na rede e entra no sistema.",
    "lotacao": "Um papel de um usuário em uma unidade, com validade e confirmação.",
    "redefinicao_senha": "Senha nova à espera de confirmação por outra pessoa.",
    "sessao": "Sessões abertas no navegador; o cookie leva só um número sorteado.",
    "cofre_chave": "Cofre: chaves de registro, embrulhadas pela chave da unidade.",
    "cofre_cabeca": "Cofre: último evento conhecido de cada cadeia de auditoria, autenticado.",
    "cofre_chaveiro": "Cofre: versão mais nova do chaveiro já usada; uma cópia antiga é recusada.",
}

_COMMON: Mapping[str, str] = {
    "id": "identificador da linha",
    "unidade_id": "unidade a que a linha pertence; toda consulta é filtrada por ela",
    "autor_id": "usuário que gravou",
    "created_at": "quando a linha foi criada",
    "updated_at": "última gravação",
    "versao": "contador de alterações; faz parte do que o lacre confere",
    "pessoa_id": "pessoa a que se refere",
    "usuario_id": "usuário a que se refere",
    "atendimento_id": "atendimento a que se refere",
    "inicio": "primeiro dia de validade",
    "fim": "último dia de validade; vazio enquanto vale",
    "nome": "nome",
    "ident": "lacre da identificação",
    "estat": "lacre dos códigos",
    "relato": "lacre do texto livre",
    "cadeia": "nome da cadeia: uma por unidade e uma da instalação",
    "seq": "número do evento na cadeia",
    "hash": "resumo SHA-256 do evento e do anterior",
    "mac": "autenticação com a chave de auditoria do chaveiro",
    "password": "resumo Argon2id da senha",
    "confirmed_by_id": "quem confirmou",
}

_OWN: Mapping[tuple[str, str], str] = {
    **tabelas_casos.OWN,
    **tabelas_estatistica.OWN,
    ("atendimento", "codigo"): "código sorteado que se lê ao telefone",
    ("atendimento", "posto_id"): "guichê ou turno",
    ("atendimento", "grupo_id"): "liga as fichas de uma mesma chegada",
    ("atendimento", "inicio"): "data e hora do contato",
    ("atendimento", "situacao"): "ATIVO ou CANCELADO",
    ("pessoa", "ident"): "lacre da identificação; vazio se a pessoa não foi identificada",
    ("pessoa", "marca"): "posição na fila da busca por nome",
    ("versao", "tabela"): "tabela do registro alterado",
    ("versao", "registro_id"): "registro alterado",
    ("versao", "inicio"): "data e hora do contato antes da alteração",
    ("versao", "situacao"): "situação antes da alteração",
    ("versao", "motivo"): "código do motivo da alteração",
    ("versao", "justificativa"): "lacre do motivo escrito",
    ("envio", "chave"): "número sorteado pela página da ficha",
    ("indice_cego", "tipo"): "cpf, documento ou nome_ano",
    ("indice_cego", "versao"): "versão da chave do índice",
    ("indice_cego", "token"): "HMAC-SHA-256 com a chave de índice da unidade, cortado em 20, 24 ou 32 bits",
    ("marca_segmento", "valor"): "maior marca já usada na unidade",
    ("evento_auditoria", "quando"): "instante do evento",
    ("evento_auditoria", "ator"): "usuário ou comando que agiu",
    ("evento_auditoria", "unidade_id"): "unidade do evento, quando há uma",
    ("evento_auditoria", "acao"): "ação declarada",
    ("evento_auditoria", "alvo_tipo"): "tipo do registro",
    ("evento_auditoria", "alvo_id"): "identificador do registro",
    ("evento_auditoria", "detalhes"): "chaves declaradas: números, códigos, contagens e resumos; nunca dado de pessoa",
    ("evento_auditoria", "prev_hash"): "resumo do evento anterior",
    ("unidade", "codigo"): "código da unidade, por exemplo PAAHM-GRU",
    ("unidade", "tipo"): "NETP, PAAHM ou coordenação",
    ("unidade", "ambiente"): "aeroporto, fronteira, rodoviária…",
    ("unidade", "uf"): "UF",
    ("unidade", "municipio"): "código IBGE do município",
    ("unidade", "fuso"): "fuso horário da unidade",
    ("unidade", "dias_retroativos"): "até quantos dias depois um atendimento pode ser registrado",
    ("posto", "nome"): "nome do guichê ou turno",
    ("usuario", "login"): "nome de usuário",
    ("usuario", "nome"): "nome de quem trabalha",
    ("usuario", "active"): "se pode entrar",
    ("usuario", "fs_uniquifier"): "número que muda quando as sessões devem cair",
    ("usuario", "profissao"): "profissão, quando dá acesso a sigilo técnico",
    ("usuario", "deve_trocar_senha"): "se a senha é provisória",
    ("usuario", "avanca_sozinho"): "preferência: a tecla de resposta passa à pergunta seguinte",
    ("usuario", "password_changed_at"): "última troca de senha",
    ("lotacao", "papel"): "papel",
    ("lotacao", "granted_by_id"): "quem concedeu; vazio quando foi a operação",
    ("lotacao", "granted_at"): "quando concedeu",
    ("lotacao", "confirmed_at"): "quando foi confirmada; antes disso o papel não tem efeito",
    ("lotacao", "refused_at"): "quando foi recusada",
    ("cofre_chaveiro", "id"): "sempre 1",
    ("cofre_chaveiro", "versao"): "versão do arquivo do chaveiro",
    ("redefinicao_senha", "requested_by_id"): "quem pediu; vazio quando foi a operação",
    ("redefinicao_senha", "requested_at"): "quando pediu",
    ("redefinicao_senha", "closed_at"): "quando foi confirmada ou recusada",
    ("sessao", "id_hash"): "resumo do número sorteado que está no cookie",
    ("sessao", "seen_at"): "último uso",
    ("sessao", "revoked_at"): "quando foi encerrada",
    ("sessao", "data"): "JSON pequeno: marca dos formulários, usuário e unidade escolhida; nunca conteúdo de ficha",
    ("cofre_chave", "owner"): "registro a que a chave serve: pessoa, atendimento, caso, encaminhamento, cópia, pedido…",
    ("cofre_chave", "classe"): "ident ou relato",
    ("cofre_chave", "dek_version"): "versão da chave de registro",
    ("cofre_chave", "unidade"): "unidade",
    ("cofre_chave", "kek_id"): "chave da unidade que embrulhou esta",
    ("cofre_chave", "wrap"): "a chave embrulhada (AES-SIV, 48 bytes)",
}


def table_text(table: str) -> str:
    """What a table is for. Raises KeyError for a table nobody described."""
    return TABLE_TEXT[table]


def column_text(table: str, column: str) -> str:
    """What a column is for. Raises KeyError for a column nobody described."""
    own = _OWN.get((table, column))
    return own if own is not None else _COMMON[column]


def described() -> frozenset[tuple[str, str]]:
    """Columns that have a description of their own, for the test that finds leftovers."""
    return frozenset(_OWN)
