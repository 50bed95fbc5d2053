"""Reads one product: its head, and the sheets, sections or file it is made of."""

from sisetp.reporting.definitions.cursor import Cursor
from sisetp.reporting.definitions.model import Csv, Folha, Nota, Produto, Secao
from sisetp.reporting.definitions.tables import read_defaults, read_table
from sisetp.reporting.definitions.vocabulary import Nivel, Tipo, TipoPeriodo
from sisetp.reporting.tables import Publico

PAGINAS = ("capa", "dicionario", "supressoes")
"""Sheets that the system fills by itself."""
PREENCHIMENTOS = ("equipe", "periodos")
"""Sections that the system fills from what it knows of the unit."""
COLUNAS_CSV = ("periodo", "nivel", "uf", "tabela", "linha", "coluna", "valor", "suprimido", "modelo")
_FOLHA_MAX = 31
_FOLHA_PROIBIDOS = frozenset("[]:*?/\\'")


def read_product(cursor: Cursor, digest: str) -> Produto:
    """Return one product of a file. Raises DefinitionError."""
    defaults = read_defaults(cursor)
    product = Produto(
        codigo=cursor.texto("codigo"),
        titulo=cursor.texto("titulo"),
        arquivo=cursor.arquivo,
        digest=digest,
        tipo=cursor.escolha("tipo", Tipo, Tipo.TABELAS),
        bloco=cursor.texto("bloco"),
        status_oficial=defaults.status_oficial,
        fonte=cursor.texto("fonte"),
        periodos=cursor.escolhas("periodos", TipoPeriodo),
        niveis=cursor.escolhas("niveis", Nivel),
        publicos=cursor.escolhas("publicos", Publico),
        resumo=cursor.texto("resumo", ""),
        cabecalho=cursor.texto("cabecalho", ""),
        observacoes=cursor.logico("observacoes", False),
        tabelas=tuple(read_table(item, defaults) for item in cursor.tabelas("tabelas")),
        folhas=_sheets(cursor),
        secoes=tuple(_section(item) for item in cursor.tabelas("secoes")),
        csv=_csv(cursor.tabela("csv")),
        notas=_notes(cursor),
        avisos=cursor.textos("avisos", ()),
    )
    cursor.fim()
    return product


def _notes(cursor: Cursor) -> tuple[Nota, ...]:
    notes: list[Nota] = []
    for item in cursor.tabelas("notas"):
        note = Nota(numero=item.inteiro("numero", 0), texto=item.texto("texto"))
        if not note.numero:
            raise item.recusa("numero", "falta esta chave")
        if notes and note.numero <= notes[-1].numero:
            raise item.recusa("numero", "as notas vão em ordem crescente, cada número uma vez")
        notes.append(note)
        item.fim()
    return tuple(notes)


def _sheets(cursor: Cursor) -> tuple[Folha, ...]:
    sheets: list[Folha] = []
    for item in cursor.tabelas("folhas"):
        sheet = _sheet(item)
        if any(other.nome.casefold() == sheet.nome.casefold() for other in sheets):
            raise item.recusa("nome", f"«{sheet.nome}» aparece duas vezes")
        sheets.append(sheet)
    return tuple(sheets)


def _sheet(cursor: Cursor) -> Folha:
    name = cursor.texto("nome")
    if len(name) > _FOLHA_MAX:
        raise cursor.recusa("nome", f"o nome de uma folha tem no máximo {_FOLHA_MAX} caracteres")
    if _FOLHA_PROIBIDOS.intersection(name):
        raise cursor.recusa("nome", "o nome de uma folha não pode ter [ ] : * ? / \\ nem apóstrofo")
    page = cursor.texto("pagina", "")
    if page and page not in PAGINAS:
        raise cursor.recusa("pagina", f"«{page}» não existe; use uma destas: {', '.join(PAGINAS)}")
    sheet = Folha(
        nome=name,
        pagina=page,
        variantes=cursor.escolhas("variantes", Publico) if page else (),
        restrita=() if page else cursor.textos("restrita", ()),
        publica=() if page else cursor.textos("publica", ()),
    )
    if not page and not sheet.restrita and not sheet.publica:
        raise cursor.recusa("", "diga a página ou as tabelas da folha")
    cursor.fim()
    return sheet


def _section(cursor: Cursor) -> Secao:
    section = Secao(
        titulo=cursor.texto("titulo"),
        texto=cursor.texto("texto", ""),
        preenche=cursor.texto("preenche", ""),
        tabelas=cursor.textos("tabelas", ()),
    )
    if section.preenche and section.preenche not in PREENCHIMENTOS:
        known = ", ".join(PREENCHIMENTOS)
        raise cursor.recusa("preenche", f"«{section.preenche}» não existe; use uma destas: {known}")
    if not (section.texto or section.preenche or section.tabelas):
        raise cursor.recusa("", "a seção não pergunta nada nem mostra nada")
    cursor.fim()
    return section


def _csv(cursor: Cursor | None) -> Csv | None:
    if cursor is None:
        return None
    csv = Csv(colunas=cursor.textos("colunas"), separador=cursor.texto("separador"), produtos=cursor.textos("produtos"))
    for index, column in enumerate(csv.colunas):
        if column not in COLUNAS_CSV:
            known = ", ".join(COLUNAS_CSV)
            raise cursor.recusa(f"colunas[{index}]", f"«{column}» não existe; use uma destas: {known}")
    if len(csv.separador) != 1:
        raise cursor.recusa("separador", "o separador é um caractere só")
    cursor.fim()
    return csv
