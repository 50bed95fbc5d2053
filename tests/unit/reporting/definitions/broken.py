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


_T = "tabela.toml"
_LINHA, _COLUNA = "tabelas[0].linhas[0]", "tabelas[0].colunas"
_CODIGOS = '"F18_29", "F30_39", "F40_49", "F50_59", "F60"'

BROKEN = (
    Broken("bad TOML", _T, 'titulo = "Pessoas por perfil"', "titulo = Pessoas", "", "não é TOML"),
    Broken("missing key", _T, 'fonte = "Teste"\n', "", "fonte", "falta esta chave"),
    Broken("number below one", _T, "nota = 1\n", "nota = 0\n", "tabelas[0].nota", "1 ou mais"),
    Broken("list of texts for tables", _T, "[{ numero = 1, texto = \"Uma nota.\" }]", '["Uma nota."]', "notas[0]",
        "deve ser uma tabela"),
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
        "three nested rows", _T, "[tabelas.colunas]",
        '[[tabelas.linhas]]\ndimensao = "canal"\ntotal = false\n'
        '[[tabelas.linhas]]\ndimensao = "perfil"\ntotal = false\n'
        "[tabelas.colunas]",
        "tabelas[0].linhas", "uma dentro da outra",
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
    Broken("same table in two files", _T, '[[tabelas]]\ncodigo = "T-1"', '[[tabelas]]\ncodigo = "B-1"',
        "tabelas[0].codigo", "«B-1» já está em boletim.toml"),
    Broken("sheets in a product of tables", _T, "[[tabelas]]",
        '[[folhas]]\nnome = "Capa"\npagina = "capa"\nvariantes = ["restrito"]\n[[tabelas]]', "folhas",
        "não tem esta chave"),
    Broken("categories of units", _T, 'dimensao = "sexo"', 'dimensao = "unidade"', f"{_LINHA}.categorias",
        "não tem lista"),
    Broken("footnote without number", _T, "{ numero = 1, ", "{ ", "notas[0].numero", "falta esta chave"),
)  # fmt: skip
