"""The page of permissions: an explanation and the two tables that the pages themselves are held to."""

_INTRO = """<!-- Página gerada por `make docs` a partir da matriz de permissões. Não edite. -->
# Quem pode o quê

Estas tabelas saem do mesmo código que decide: um teste pede cada página com cada papel e compara. O que não está
aqui, o sistema recusa.

- **próprias**: só nos registros que a própria pessoa fez. **unidade**: nos da unidade em que ela atua. **rede**: em
  todas. Um travessão quer dizer que não pode.
- Registro de outra unidade responde como se não existisse (404); falta de permissão responde 403 e fica na auditoria.
- Papéis que abrem identidades, e o de administração, só valem depois de confirmados por outra pessoa.
- Na tabela de campos, cada coluna é um caminho por onde o valor poderia chegar a alguém; o nome diz quem chega por ali.

"""


def permissions_page(tables: str) -> str:
    """Return the page with the tables of the matrix."""
    return _INTRO + tables
