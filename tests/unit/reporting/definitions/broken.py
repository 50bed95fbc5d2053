"""Three small good definitions and, for each way of breaking them, what must be refused: file, key and reason."""

from dataclasses import dataclass

TABELA = """codigo = "T-1"
titulo = "Pessoas por perfil"
bloco = "TESTE"
status_oficial = "proposto"
fonte = "Teste"
periodos = ["mes"]
niveis = ["unidade", "brasil"]
publicos = ["unidade", "restrito"]
base = "pessoas"
notas = [{ numero = 1, texto = "Uma nota." }]

[[tabelas]]
codigo = "T-1"
titulo = "Pessoas por sexo e idade"
nota = 1
filtro = [{ dimensao = "canal", codigos = ["PRESENCIAL"] }]

[[tabelas.linhas]]
dimensao = "sexo"
total = "Total"
categorias = [
  { rotulo = "Feminino", codigos = ["F"] },
  { rotulo = "Masculino", codigos = ["M"] },
]
fora = { modo = "nota", texto = "Fora: {n}." }

[tabelas.colunas]
dimensao = "faixa_etaria"
total = false
categorias = [
  { rotulo = "0 a 17", codigos = ["F00_11", "F12_17"] },
  { rotulo = "18 ou mais", codigos = ["F18_29", "F30_39", "F40_49", "F50_59", "F60"] },
]
fora = { modo = "categoria", rotulo = "Não informado" }
"""

BOLETIM = """codigo = "B-1"
titulo = "Boletim"
tipo = "boletim"
bloco = "TESTE"
status_oficial = "proposto"
fonte = "Teste"
periodos = ["ano"]
niveis = ["brasil"]
publicos = ["publico"]
base = "pessoas"

[[tabelas]]
codigo = "B-1"
titulo = "Pessoas pela primeira vez no ano, por região e sexo"
limiar = "padrao"
escada = ["raras", "lugar"]

[[tabelas.linhas]]
dimensao = "regiao"
total = "Brasil"

[tabelas.colunas]
dimensao = "sexo"
agrupamento = "sexo3"
total = "Total"
"""

PLANILHA = """codigo = "P-1"
titulo = "Planilha"
tipo = "planilha"
bloco = "TESTE"
status_oficial = "proposto"
fonte = "Teste"
periodos = ["mes"]
niveis = ["brasil"]
publicos = ["restrito", "publico"]

[[folhas]]
nome = "Capa"
pagina = "capa"
variantes = ["restrito", "publico"]

[[folhas]]
nome = "Pessoas"
restrita = ["T-1"]
publica = ["B-1"]
"""

CSV = """codigo = "C-1"
titulo = "Dados"
tipo = "csv"
bloco = "TESTE"
status_oficial = "proposto"
fonte = "Teste"
periodos = ["ano"]
niveis = ["brasil"]
publicos = ["publico"]
csv = { colunas = ["periodo", "valor"], separador = ";", produtos = ["B-1"] }
"""

GOOD = {"boletim.toml": BOLETIM, "csv.toml": CSV, "planilha.toml": PLANILHA, "tabela.toml": TABELA}


@dataclass(frozen=True)
class Broken:
    """One file with one text replaced, and what the refusal says."""

    what: str
    file: str
    old: str
    new: str
    key: str
    reason: str


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
_CODIGOS = '"F18_29", "F30_39", "F40_49", "F50_59", "F60"'

BROKEN = (
    Broken("bad TOML", _T, 'titulo = "Pessoas por perfil"', "titulo = Pessoas", "", "não é TOML"),
    Broken("missing key", _T, 'fonte = "Teste"\n', "", "fonte", "falta esta chave"),
    Broken("blank text", _T, 'fonte = "Teste"', 'fonte = " "', "fonte", "o texto está vazio"),
    Broken("wrong type", _T, 'titulo = "Pessoas por perfil"', "titulo = 3", "titulo", "deve ser um texto"),
    Broken("wrong type in a list", _T, '["PRESENCIAL"]', "[1]", "tabelas[0].filtro[0].codigos[0]", "deve ser um texto"),
    Broken("unknown key", _T, "nota = 1\n", "nota = 1\nnotta = 2\n", "tabelas[0].notta", "chave desconhecida"),
    Broken("unknown key of a product", _T, "bloco =", 'blocos = "x"\nbloco =', "blocos", "chave desconhecida"),
    Broken("unknown official status", _T, '"proposto"', '"oficial"', "status_oficial", "«oficial» não existe"),
    Broken("unknown period", _T, '["mes"]', '["trimestre"]', "periodos[0]", "«trimestre» não existe"),
    Broken("unknown level", _T, '["unidade", "brasil"]', '["municipio"]', "niveis[0]", "«municipio» não existe"),
    Broken("unknown audience", _T, '"unidade", "restrito"]', '"imprensa"]', "publicos[0]", "«imprensa» não existe"),
    Broken("audience twice", _T, '"unidade", "restrito"]', '"unidade", "unidade"]', "publicos[1]", "duas vezes"),
    Broken("unknown base", _T, 'base = "pessoas"', 'base = "familias"', "base", "«familias» não existe"),
    Broken("measure as base", _T, 'base = "pessoas"', 'base = "casos_dias"', "base", "só vale em «medidas»"),
    Broken("no base", _T, 'base = "pessoas"\n', "", "tabelas[0].base", "falta esta chave"),
    Broken("no table", _B, BOLETIM[BOLETIM.index("[[tabelas]]") :], "", "tabelas", "nenhuma tabela"),
    Broken(
        "unknown dimension", _T, 'dimensao = "sexo"', 'dimensao = "signo"', f"{_LINHA}.dimensao",
        "«signo» não é uma dimensão permitida",
    ),
    Broken(
        "field of identity", _T, 'dimensao = "sexo"', 'dimensao = "nome_civil"', f"{_LINHA}.dimensao",
        "«nome_civil» não é uma dimensão permitida",
    ),
    Broken(
        "place finer than the state", _T, 'dimensao = "sexo"', 'dimensao = "destino_municipio"', f"{_LINHA}.dimensao",
        "não é uma dimensão permitida",
    ),
    Broken("unknown code", _T, '["M"]', '["MASC"]', f"{_LINHA}.categorias[1].codigos[0]", "«MASC» não está na lista"),
    Broken("code in two categories", _T, '["M"]', '["M", "F"]', f"{_LINHA}.categorias[1].codigos",
        "já está em «Feminino»"),
    Broken("category twice", _T, '"Masculino"', '"Feminino"', f"{_LINHA}.categorias[1].rotulo", "duas vezes"),
    Broken("empty category", _T, '["M"]', "[]", f"{_LINHA}.categorias[1].codigos", "a lista está vazia"),
    Broken(
        "empty categories", _T, TABELA[TABELA.index("categorias") : TABELA.index("fora")], "categorias = []\n",
        f"{_LINHA}.categorias", "a lista está vazia",
    ),
    Broken(
        "codes left out in silence", _T, 'fora = { modo = "nota", texto = "Fora: {n}." }\n', "", f"{_LINHA}.categorias",
        "nenhuma categoria tem I, NI",
    ),
    Broken("note without number", _T, "Fora: {n}.", "Fora.", f"{_LINHA}.fora.texto", "deve ter {n}"),
    Broken(
        "nothing left out", _T, '["M"]', '["M", "I", "NI"]', f"{_LINHA}.fora", "não sobra código nenhum"
    ),
    Broken(
        "grouping and categories", _T, 'total = "Total"\n', 'total = "Total"\nagrupamento = "sexo3"\n',
        f"{_LINHA}.categorias", "não os dois",
    ),
    Broken("unknown grouping", _B, '"sexo3"', '"sexo4"', f"{_COLUNA}.agrupamento", "«sexo4» não existe para «sexo»"),
    Broken(
        "ages that do not nest", _T,
        f'codigos = ["F00_11", "F12_17"] }},\n  {{ rotulo = "18 ou mais", codigos = [{_CODIGOS}]',
        f'codigos = ["F00_11"] }},\n  {{ rotulo = "12 ou mais", codigos = ["F12_17", {_CODIGOS}]',
        f"{_COLUNA}.categorias[1].codigos", "não se encaixa nos grupos oficiais",
    ),
    Broken("no label of total", _T, "total = false\n", "", f"{_COLUNA}.total", "falta o rótulo do total"),
    Broken("blank label of total", _T, "total = false\n", 'total = ""\n', f"{_COLUNA}.total", "o texto está vazio"),
    Broken(
        "multiple answer that adds up", _T, TABELA[TABELA.index("[tabelas.colunas]") :],
        '[tabelas.colunas]\ndimensao = "necessidades"\ntotal = "Total"\n', f"{_COLUNA}.total", "não soma",
    ),
    Broken(
        "too many dimensions", _T, "[tabelas.colunas]",
        '[[tabelas.linhas]]\ndimensao = "canal"\ntotal = false\n'
        '[[tabelas.linhas]]\ndimensao = "perfil"\ntotal = false\n'
        "[tabelas.colunas]",
        "tabelas[0].linhas", "no máximo 3 dimensões",
    ),
    Broken(
        "three dimensions and the period", _T, "[tabelas.colunas]",
        '[[tabelas.linhas]]\ndimensao = "canal"\ntotal = false\n[tabelas.colunas]', "tabelas[0].linhas",
        "contando o período",
    ),
    Broken(
        "dimension twice", _T,
        'dimensao = "sexo"\n' + TABELA[TABELA.index('total = "Total"') : TABELA.index("[tabelas.colunas]")],
        'dimensao = "faixa_etaria"\ntotal = "Total"\n', "tabelas[0].linhas", "«faixa_etaria» aparece duas vezes",
    ),
    Broken("filter with an unknown code", _T, "PRESENCIAL", "POMBO", "tabelas[0].filtro[0].codigos[0]",
        "«POMBO» não está"),
    Broken("filter with an unknown group", _T, 'codigos = ["PRESENCIAL"]', 'agrupamento = "nada", grupos = ["SIM"]',
        "tabelas[0].filtro[0].agrupamento", "«nada» não existe para «canal»"),
    Broken("filter of a group that is not there", _T, '"canal", codigos = ["PRESENCIAL"]',
        '"modo_ident", agrupamento = "identificada", grupos = ["TALVEZ"]', "tabelas[0].filtro[0].grupos[0]",
        "«TALVEZ» não existe em «identificada»"),
    Broken("filter of other facts", _T, '"canal", codigos = ["PRESENCIAL"]', '"risco", codigos = ["ALTO"]',
        "tabelas[0].medidas[0].conta", "«pessoas» não se conta por «risco»"),
    Broken("two measures in a cross", _T, "nota = 1\n",
        'nota = 1\nmedidas = [{ conta = "pessoas", rotulo = "P" }, { conta = "atendimentos", rotulo = "A" }]\n',
        "tabelas[0].medidas", "uma medida só"),
    Broken("places in a product of the unit", _T, TABELA[TABELA.index("[tabelas.colunas]") :],
        '[tabelas.colunas]\ndimensao = "uf"\ntotal = "Brasil"\n', "tabelas[0].linhas", "não compara lugares"),
    Broken("victims by month", _T, 'base = "pessoas"', 'base = "vitimas"\nstatus_contados = ["CONFIRMADA"]',
        "tabelas[0].base", "fechamento do ano"),
    Broken("victims of no status", _T, 'base = "pessoas"', 'base = "vitimas"', "tabelas[0].status_contados",
        "diga que situações"),
    Broken("unknown status", _T, 'base = "pessoas"', 'base = "pessoas"\nstatus_contados = ["TALVEZ"]',
        "status_contados[0]", "«TALVEZ» não está"),
    Broken("footnote without text", _T, "nota = 1\n", "nota = 2\n", "tabelas[0].nota", "a nota 2 não tem texto"),
    Broken("footnote that nobody names", _T, "nota = 1\n", "", "notas[0].numero", "ninguém remete à nota 1"),
    Broken("footnotes out of order", _T, 'texto = "Uma nota." }',
        'texto = "Uma nota." }, { numero = 1, texto = "Outra." }', "notas[1].numero", "ordem crescente"),
    Broken("consistency with nothing", _T, "nota = 1\n", 'nota = 1\nconfere_com = "T-9"\n', "tabelas[0].confere_com",
        "não existe a tabela «T-9»"),
    Broken("consistency with other rows", _T, "nota = 1\n", 'nota = 1\nconfere_com = "B-1"\n', "tabelas[0].confere_com",
        "as linhas de «B-1» são outras"),
    Broken("same product in two files", _P, '"P-1"', '"B-1"', "codigo", "«B-1» já está em boletim.toml"),
    Broken("same table in two files", _T, '[[tabelas]]\ncodigo = "T-1"', '[[tabelas]]\ncodigo = "B-1"',
        "tabelas[0].codigo", "«B-1» já está em boletim.toml"),
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
    Broken("sheets in a product of tables", _T, "[[tabelas]]",
        '[[folhas]]\nnome = "Capa"\npagina = "capa"\nvariantes = ["restrito"]\n[[tabelas]]', "folhas",
        "não tem esta chave"),
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
    Broken("categories of units", _T, 'dimensao = "sexo"', 'dimensao = "unidade"', f"{_LINHA}.categorias",
        "não tem lista"),
    Broken("footnote without number", _T, "{ numero = 1, ", "{ ", "notas[0].numero", "falta esta chave"),
)  # fmt: skip
