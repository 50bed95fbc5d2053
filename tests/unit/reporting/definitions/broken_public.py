"""Ways of breaking the definitions of bulletins, workbooks and open data, and what must be refused."""

from tests.unit.reporting.definitions.broken import BOLETIM, PLANILHA, Broken

_T, _B, _P, _C = "tabela.toml", "boletim.toml", "planilha.toml", "csv.toml"
_LINHA, _COLUNA = "tabelas[0].linhas[0]", "tabelas[0].colunas"
_VITIMAS = """[[tabelas]]
codigo = "B-{n}"
titulo = "Vítimas, pessoas pela primeira vez no ano"
base = "vitimas"
status_contados = [{codes}]
limiar = "padrao"
escada = ["raras"]

[[tabelas.linhas]]
dimensao = "sexo"
total = "Total"

"""

BROKEN = (
    Broken("no table", _B, BOLETIM[BOLETIM.index("[[tabelas]]") :], "", "tabelas", "nenhuma tabela"),
    Broken("unknown grouping", _B, '"sexo3"', '"sexo4"', f"{_COLUNA}.agrupamento", "«sexo4» não existe para «sexo»"),
    Broken("same product in two files", _P, '"P-1"', '"B-1"', "codigo", "«B-1» já está em boletim.toml"),
    Broken("same table twice", _B, "[[tabelas]]", BOLETIM[BOLETIM.index("[[tabelas]]") :] + "[[tabelas]]",
        "tabelas[1].codigo", "«B-1» já existe"),
    Broken("sheet name too long", _P, '"Pessoas"', '"Pessoas atendidas pela rede em 2026"', "folhas[1].nome",
        "no máximo 31"),
    Broken("sheet name with a slash", _P, '"Pessoas"', '"Sexo/idade"', "folhas[1].nome", "não pode ter"),
    Broken("sheet twice", _P, '"Pessoas"', '"CAPA"', "folhas[1].nome", "«CAPA» aparece duas vezes"),
    Broken("sheet of nothing", _P, 'restrita = ["T-1"]\npublica = ["B-1"]\n', "", "folhas[1]",
        "diga a página ou as tabelas"),
    Broken("sheet of an unknown table", _P, '["T-1"]', '["T-9"]', "folhas[1].restrita[0]", "não existe a tabela «T-9»"),
    Broken("public sheet of an exact table", _P, '["B-1"]', '["T-1"]', "folhas[1].publica[0]",
        "só boletins são publicados"),
    Broken("unknown page", _P, '"capa"', '"contracapa"', "folhas[0].pagina", "«contracapa» não existe"),
    Broken("workbook without sheets", _P, PLANILHA[PLANILHA.index("[[folhas]]") :], "", "folhas",
        "precisa desta chave"),
    Broken("sheets in a table", _P, 'tipo = "planilha"', 'tipo = "relatorio"', "secoes", "precisa desta chave"),
    Broken("open data of an unknown bulletin", _C, '["B-1"]', '["T-1"]', "csv.produtos[0]",
        "não existe o boletim «T-1»"),
    Broken("unknown column of open data", _C, '"valor"', '"nome"', "csv.colunas[1]", "«nome» não existe"),
    Broken("public product that is no bulletin", _T, '"unidade", "restrito"]', '"publico"]', "publicos", "só boletins"),
    Broken("bulletin for the network", _B, '["publico"]', '["publico", "restrito"]', "publicos", "mais nada"),
    Broken("bulletin without ladder", _B, 'escada = ["raras", "lugar"]\n', "", "tabelas[0].escada", "falta a escada"),
    Broken("ladder out of order", _B, '["raras", "lugar"]', '["lugar", "raras"]', "tabelas[0].escada", "nesta ordem"),
    Broken("step that does nothing", _B, '["raras", "lugar"]', '["faixa3"]', "tabelas[0].escada[0]", "não serve"),
    Broken("ladder outside a bulletin", _T, "nota = 1\n", 'nota = 1\nescada = ["raras"]\n',
        "tabelas[0].escada", "só as tabelas de boletim"),
    Broken("threshold too low for a unit", _B, 'dimensao = "regiao"', 'dimensao = "unidade"',
        "tabelas[0].limiar", 'limiar = "unidade"'),
    Broken("public title that hides the count", _B, " pela primeira vez no ano", "", "tabelas[0].titulo",
        "pela primeira vez no ano"),
    Broken("public gender identity", _B, 'dimensao = "sexo"\nagrupamento = "sexo3"', 'dimensao = "identidade_genero"',
        "tabelas[0].linhas", "«identidade_genero» não entra em publicações"),
    Broken("public unit by nationality", _B, BOLETIM[BOLETIM.index("[[tabelas.linhas]]") :],
        '[[tabelas.linhas]]\ndimensao = "unidade"\ntotal = "Brasil"\n[tabelas.colunas]\ndimensao = "nacionalidade"\n'
        'maiores = 4\ndemais = "Outras"\ntotal = "Total"\n',
        "tabelas[0].linhas", "unidade e nacionalidade não se cruzam"),
    Broken("public list of every nationality", _B, 'dimensao = "sexo"\nagrupamento = "sexo3"',
        'dimensao = "nacionalidade"',
        f"{_COLUNA}.maiores", "pelas maiores"),
    Broken("public contacts", _B, 'base = "pessoas"', 'base = "atendimentos"', "tabelas[0].base",
        "só se contam pessoas"),
    Broken("purpose before the close of the year", _B, BOLETIM[BOLETIM.index("[[tabelas.linhas]]") :],
        '[[tabelas.linhas]]\ndimensao = "finalidade"\ntotal = "Total"\n', "tabelas[0].medidas[0].conta",
        "«pessoas» não se conta por «finalidade»"),
    Broken("cross in a monthly bulletin", _B, '["ano"]', '["mes"]', "tabelas[0].linhas", "tabelas de uma entrada"),
    Broken("public empty categories dropped", _B, 'total = "Brasil"\n', 'total = "Brasil"\nso_presentes = true\n',
        f"{_LINHA}.so_presentes", "diria que são zero"),
    Broken("public count in a note", _B, 'agrupamento = "sexo3"\n',
        'categorias = [{ rotulo = "F", codigos = ["F"] }]\nfora = { modo = "nota", texto = "{n}" }\n',
        f"{_COLUNA}.fora", "e não uma nota"),
    Broken("state and region", _B, 'dimensao = "sexo"\nagrupamento = "sexo3"', 'dimensao = "uf"', "tabelas[0].linhas",
        "no máximo uma dimensão de lugar"),
    Broken("restricted sheet of a bulletin", _P, '["T-1"]', '["B-1"]', "folhas[1].restrita[0]",
        "não é do público «restrito»"),
    Broken("bulletin of two lengths", _B, '["ano"]', '["semestre", "ano"]', "periodos", "uma duração só"),
    Broken("bulletin of a state", _B, '["brasil"]', '["uf"]', "niveis", "os lugares vão nas linhas"),
    Broken("bulletin of two kinds of victim", _B, BOLETIM[BOLETIM.index("[[tabelas]]") :],
        _VITIMAS.format(n=1, codes='"CONFIRMADA"') + _VITIMAS.format(n=2, codes='"POSSIVEL"'), "tabelas",
        "contam as mesmas vítimas"),
    Broken("bulletin of new cases only", _B, BOLETIM[BOLETIM.index("[[tabelas]]") :],
        _VITIMAS.format(n=1, codes='"POSSIVEL"').replace("limiar", 'regra_contagem = "caso_novo"\nlimiar'),
        "tabelas[0].regra_contagem", "atendidas no ano"),
    Broken("two reasons for a higher threshold", _B, BOLETIM[BOLETIM.index("[[tabelas]]") :],
        _VITIMAS.format(n=1, codes='"POSSIVEL"').replace('"sexo"', '"finalidade"').replace("limiar",
        'filtro = [{ dimensao = "faixa_etaria", codigos = ["F00_11"] }, { dimensao = "unidade", codigos = ["NETP"] }]'
        "\nlimiar"), "tabelas[0].limiar", "pediria unidade e menores_finalidade"),
    Broken("threshold too low for nationality by state", _B, BOLETIM[BOLETIM.index("[[tabelas.linhas]]") :],
        '[[tabelas.linhas]]\ndimensao = "uf"\ntotal = "Brasil"\n[tabelas.colunas]\ndimensao = "nacionalidade"\n'
        'agrupamento = "brasileira"\ntotal = "Total"\n',
        "tabelas[0].limiar", 'limiar = "nacionalidade_uf"'),
    Broken("public measure with a filter", _B, 'limiar = "padrao"',
        'limiar = "padrao"\nmedidas = [{ conta = "pessoas", rotulo = "P", '
        'filtro = [{ dimensao = "sexo", codigos = ["F"] }] }]', "tabelas[0].medidas", "sem filtro próprio"),
    Broken("public table without rows", _B, '[[tabelas.linhas]]\ndimensao = "regiao"\ntotal = "Brasil"\n', "",
        "tabelas[0].linhas", "tem linhas"),
    Broken("fine ages in a monthly bulletin", _B, BOLETIM[BOLETIM.index("periodos") :],
        BOLETIM[BOLETIM.index("periodos") : BOLETIM.index("[tabelas.colunas]")]
        .replace("ano\"]", "mes\"]").replace('"regiao"', '"faixa_etaria"'), "tabelas[0].linhas",
        "em três grupos (agru"),
    Broken("largest of what has no list", _B, 'dimensao = "regiao"',
        'dimensao = "regiao"\nmaiores = 2\ndemais = "Outras"',
        f"{_LINHA}.maiores", "respostas de lista"),
    Broken("section filled by nobody", _P, PLANILHA[PLANILHA.index("[[folhas]]") :],
        '[[secoes]]\ntitulo = "1"\npreenche = "nomes"\n', "secoes[0].preenche", "«nomes» não existe"),
    Broken("section of nothing", _P, PLANILHA[PLANILHA.index("[[folhas]]") :], '[[secoes]]\ntitulo = "1"\n',
        "secoes[0]", "não pergunta nada"),
    Broken("long separator", _C, 'separador = ";"', 'separador = ";;"', "csv.separador", "um caractere só"),
)  # fmt: skip
