"""Structure that keeps cases apart from people, answers sealed, and secret notes behind one door (decisions 1, 2)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from sisetp.db.base import Base
from sisetp.domain.audit import ACTIONS
from sisetp.domain.fields import CATALOGUE, DataClass, Field, Kind, Seal
from tests.architecture.places import PACKAGE, files, relative

SERVICES = PACKAGE / "services"

# What an event that names a pessoa may be about; the rights of a person name her only from a
# ficha, and the demonstration repeats events made elsewhere.
MAY_NAME_A_PESSOA = frozenset({"pessoa", "atendimento", "pessoa_procurada"})
DECIDED_APART = {"sisetp/services/titulares/pessoa.py", "sisetp/services/demonstracao/escrita.py"}
RECORDERS = ("sisetp/services/casos/acesso.py", "sisetp/services/encaminhamentos/acesso.py")

# Decision 2: what stands in clear of forms C to L; activities (I) name nobody and stand whole.
IN_CLEAR = {
    "C": {"pessoa_uid"},
    "D": {"numero", "abertura", "unidade_id", "responsavel_id", "status", "encerramento_data"},
    "F": {"data", "profissional_id", "proximo_data", "proximo_feito_em"},
    "G": {"data", "status", "unidade_destino", "prazo", "limite", "encerrado_em"},
    "J": {"requisicao_prazo", "data", "retirado_em"},
    "K": {"inicio", "prazo", "encerrado_em"},
    "L": {"data"},
}
TABLES = {
    "C": ("pessoa",),
    "D": ("caso",),
    "E": ("caso_pessoa",),
    "F": ("evolucao",),
    "G": ("encaminhamento", "copia"),
    "H": ("envolvido",),
    "J": ("consentimento", "requisicao", "requisicao_conteudo"),
    "K": ("plano_apoio",),
    "L": ("avaliacao_risco",),
}

BLOBS = frozenset({"ident", "estat", "relato"})

TEXT_OPENERS = frozenset({"open_texts", "open_texts_of", "open_what_can"})
HAVE_NOTES = ("Evolucao", "open_row", "prazos_da_unidade")
NOTES = SERVICES / "evolucoes"


def test_no_event_of_a_case_or_referral_names_a_pessoa() -> None:
    assert [place for path in files(SERVICES, ".py") for place in naming_a_pessoa(path)] == []


def test_events_of_cases_and_referrals_have_no_place_for_a_pessoa() -> None:
    for name in RECORDERS:
        for node in ast.walk(_tree(PACKAGE.parent / name)):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("record"):
                assert "pessoa_id" not in {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
            assert not (isinstance(node, ast.keyword) and node.arg == "pessoa_id"), name


def test_only_fichas_and_registers_name_a_pessoa_in_details() -> None:
    naming = {action for action, spec in ACTIONS.items() if any("pessoa" in key for key in spec.keys)}
    about_cases = {action for action in naming if any(word in action for word in ("caso", "evolucao", "encaminha"))}
    assert about_cases == set()


def test_the_search_for_pessoas_in_events_finds_one(tmp_path: Path) -> None:
    source = "audit_chain.append(s, a, Action.ABRIR_CASO, alvo_tipo='caso', alvo_id=row.id, pessoa_id=row.pessoa_id)\n"
    (tmp_path / "planted.py").write_text(source, encoding="utf-8")
    assert len(list(naming_a_pessoa(tmp_path / "planted.py"))) == 1


@pytest.mark.parametrize("form", "CDEFGHIJKL")
def test_fields_are_sealed_as_decided(form: str) -> None:
    fields = [field for field in CATALOGUE.values() if field.form == form]
    assert fields
    assert {field.name: field.seal for field in fields if field.seal is not decided(field)} == {}


@pytest.mark.parametrize("form", TABLES)
def test_no_sealed_field_has_a_column(form: str) -> None:
    sealed = {field.name for field in CATALOGUE.values() if field.form == form and field.seal is not Seal.PLAIN}
    for table in TABLES[form]:
        assert sealed & set(Base.metadata.tables[table].columns.keys()) <= BLOBS, table


def test_texts_of_evolutions_are_opened_behind_one_door() -> None:
    found = [
        relative(path, line)
        for path in files(SERVICES, ".py")
        if NOTES not in path.parents
        for line in opening_notes(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_search_for_other_doors_finds_one() -> None:
    assert list(opening_notes("from sisetp.db.models.caso import Evolucao\nsealing.open_texts(session, row)\n")) == [2]
    assert list(opening_notes("from sisetp.db.models.caso import Caso\nsealing.open_texts(session, row)\n")) == []


def decided(field: Field) -> Seal:
    """Where decisions 1 and 2 put a field."""
    if field.form == "I" or field.name in IN_CLEAR.get(field.form, ()):
        return Seal.PLAIN
    if field.data_class is DataClass.ID:
        return Seal.IDENT
    if field.data_class in (DataClass.TXT, DataClass.TXT_S) or field.kind is Kind.TEXTO:
        return Seal.RELATO
    return Seal.ESTAT


def naming_a_pessoa(path: Path) -> Iterator[str]:
    """Calls that give both a target and a pessoa, when the target is not known to be about a ficha or a register."""
    for node in ast.walk(_tree(path)):
        given = {keyword.arg: keyword.value for keyword in node.keywords} if isinstance(node, ast.Call) else {}
        if "pessoa_id" not in given or not {"alvo_tipo", "alvo_id"} & given.keys():
            continue
        target = given.get("alvo_tipo")
        known = isinstance(target, ast.Constant) and target.value in MAY_NAME_A_PESSOA
        if not known and _name(path) not in DECIDED_APART:
            yield f"{_name(path)}:{node.lineno}"  # type: ignore[attr-defined]  # a Call has a line


def opening_notes(source: str) -> Iterator[int]:
    """Lines that open texts in a module that has evolutions in hand."""
    tree = ast.parse(source)
    imported = {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom) for alias in node.names
    }
    if imported.isdisjoint(HAVE_NOTES):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in TEXT_OPENERS:
                yield node.lineno


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _name(path: Path) -> str:
    return relative(path) if PACKAGE in path.parents else path.name
