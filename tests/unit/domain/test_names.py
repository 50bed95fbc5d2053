"""Name normalisation, phonetics and hostile text (test 34 of the security list)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisetp.domain.names import HostileText, clean_text, first_last, normalise, phonetic


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("João", "joao"),
        ("JOAO", "joao"),
        ("Joa\u0303o", "joao"),
        ("d'Ávila", "davila"),
        ("D’Ávila", "davila"),
        ("d´Ávila", "davila"),
        ("Þór", "thor"),
        ("Müller", "muller"),
        ("Groß", "gross"),
        ("Łukasz Søren", "lukasz soren"),
        ("Ana-Maria  Braga", "ana maria braga"),
        ("محمد", "mhmd"),
        ("Иван", "ivan"),
        ("Νίκος", "nikos"),
        ("김", "gim"),
        ("ＡＮＡ", "ana"),
        ("123 !?", ""),
    ],
)
def test_names_have_one_normal_form(typed: str, normal: str) -> None:
    assert normalise(typed) == normal


def test_ideographs_become_stable_and_distinct_letters() -> None:
    assert normalise("王") == normalise("王")
    assert normalise("一") != normalise("丁")  # their Unicode names differ in one digit only
    assert normalise("王").isascii()


@pytest.mark.parametrize(
    "spellings",
    [
        ("João", "JOAO", "Joao", "Juan"),
        ("José", "Jose", "Jozé"),
        ("Souza", "Sousa", "Souza"),
        ("Thiago", "Tiago"),
        ("Luiz", "Luis", "Luís"),
        ("Ygor", "Igor"),
        ("Wagner", "Vagner"),
        ("Mohamed", "Muhammad", "Mohammed", "Mohamad"),
        ("Gonçalves", "Goncalves", "Gonzalves"),
        ("Conceição", "Conceicao"),
        ("Muñoz", "Munhoz"),
        ("Philippe", "Felipe", "Filipe"),
        ("Rodríguez", "Rodrigues"),
        ("Sebastião", "Sebastián"),
        ("Xavier", "Javier"),
        ("Joaquín", "Joaquim"),
        ("Christian", "Cristian"),
        ("Victor", "Vitor"),
        ("Jéssica", "Gessica"),
        ("Humberto", "Umberto"),
        ("Anna", "Ana"),
        ("Kátia", "Catia"),
        ("Иван", "Ivan"),
    ],
)
def test_spellings_of_one_name_share_a_key(spellings: tuple[str, ...]) -> None:
    assert len({phonetic(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("Maria", "Mario"), ("Ana", "Anita"), ("Paulo", "Pedro"), ("Silva", "Santos"), ("Joana", "João")]
)
def test_different_names_keep_different_keys(one: str, other: str) -> None:
    assert phonetic(one) != phonetic(other)


@given(st.text(max_size=40))
def test_normal_form_is_latin_and_stable(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert once == "" or (once.replace(" ", "").isascii() and once.replace(" ", "").isalpha())
    assert phonetic(text) == phonetic(once)


@pytest.mark.parametrize(
    ("name", "pair"),
    [
        ("João da Silva", ("joao", "silva")),
        ("Maria de Souza Filho", ("maria", "souza")),
        ("Ana Neto", ("ana", "neto")),
        ("Aurora", ("aurora", "")),
        ("", ("", "")),
    ],
)
def test_first_and_last_skip_particles_and_suffixes(name: str, pair: tuple[str, str]) -> None:
    assert first_last(name) == pair


@pytest.mark.parametrize(
    "hostile",
    [
        *("\u202e", "\u2066", "\u200e", "\u061c", "\u200b", "\ufeff", "\u2060", "\u2028", "\u3164"),
        *("\x00", "\x07", "\x1b", "\x85", "\ud800", "\U000e0041", "\ufffe"),
    ],
)
def test_hostile_characters_are_refused_without_repeating_the_text(hostile: str) -> None:
    with pytest.raises(HostileText) as caught:
        clean_text(f"segredo{hostile}x")
    assert "segredo" not in str(caught.value)


@pytest.mark.parametrize("text", ["محمد علي", "שלום", "王伟", "नमस्ते", "d'Ávila", "linha\noutra\tcoluna", "= 1 + 1"])
def test_ordinary_text_of_any_script_passes_unchanged(text: str) -> None:
    assert clean_text(text) == text


def test_joiners_go_inside_scripts_that_use_them_and_are_refused_elsewhere() -> None:
    assert clean_text("می\u200cخواهم") == "میخواهم"
    with pytest.raises(HostileText):
        clean_text("ad\u200cmin")


def test_text_is_composed_and_line_ends_are_newlines() -> None:
    assert clean_text(" Joa\u0303o\r\nSilva ") == "João\nSilva"
