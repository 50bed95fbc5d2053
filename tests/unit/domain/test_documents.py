"""Document numbers: normal form, check digits, mask."""

import pytest
from validate_docbr import CNS, CPF

from sisetp.domain.documents import check_document, mask_document, normalise_document


def test_valid_numbers_pass_with_and_without_punctuation() -> None:
    cpf, cns = CPF().generate(mask=True), CNS().generate()
    assert check_document("CPF", cpf) is None
    assert check_document("CPF", normalise_document("CPF", cpf)) is None
    assert check_document("CNS", cns) is None
    assert check_document("RNM", "v123456-j") is None
    assert check_document("PASSAPORTE", "FZ 123.456") is None
    assert check_document("CPF", "") is None


@pytest.mark.parametrize(
    ("tipo", "numero"),
    [
        ("CPF", "111.111.111-11"),
        ("CPF", "529.982.247-26"),
        ("CPF", "1234"),
        ("CPF", "52998224725abc"),
        ("CNS", "123456789012345"),
        ("RNM", "1234567"),
        ("PASSAPORTE", "??"),
        ("PASSAPORTE", "1"),
        ("PASSAPORTE", "A1" * 20),
        ("ID_ESTR", "паспорт1"),
        ("SEM_DOC", "123"),
        ("RETIDO", "123"),
        ("", "FZ123456"),
    ],
)
def test_impossible_numbers_get_a_message_that_does_not_repeat_them(tipo: str, numero: str) -> None:
    message = check_document(tipo, numero)
    assert message
    assert numero not in message


def test_normal_form_ignores_punctuation_case_and_width() -> None:
    assert normalise_document("CPF", "529.982.247-25") == "52998224725"
    assert normalise_document("PASSAPORTE", " fz-123 456 ") == "FZ123456"
    assert normalise_document("CPF", "５２９98224725") == "52998224725"


def test_mask_hides_most_of_the_number() -> None:
    assert mask_document("CPF", "52998224725") == "***.982.***-**"
    assert mask_document("PASSAPORTE", "FZ123456") == "*****456"
    assert mask_document("PASSAPORTE", "123") == "***"
