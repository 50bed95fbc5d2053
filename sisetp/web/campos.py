"""Field types of the forms: they check shape only (a known code, a date, a length); rules live in the domain.

Messages are Portuguese and never repeat what was typed.
"""

import re
from datetime import date, datetime
from typing import Any

from wtforms import Field, ValidationError
from wtforms.widgets import TextInput

from sisetp.domain.codelists import codelist
from sisetp.domain.geography import Lugar
from sisetp.domain.names import clean_text
from sisetp.domain.pessoa import MAX_AGE
from sisetp.web.lugares import LugarDesconhecido, resolver

DESCONHECIDA = "Escolha uma das respostas da lista."
_INTEIRO = re.compile(r"[0-9]{1,6}", re.ASCII)
_DATA = re.compile(r"([0-9]{2})/?([0-9]{2})/?([0-9]{4})", re.ASCII)
_HORA = re.compile(r"([01][0-9]|2[0-3]):?([0-5][0-9])", re.ASCII)


class FichaField(Field):  # type: ignore[misc]
    """Keeps the text received, to show it again, beside the value understood (`data`)."""

    widget = TextInput()

    @property
    def texto(self) -> str:
        """Text as received, to be shown again."""
        return str(self.raw_data[0]) if self.raw_data else ""

    def _value(self) -> str:
        return self.texto

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the value; a field sent twice is refused."""
        texts = [text for text in valuelist if isinstance(text, str)]
        if len(texts) != len(valuelist) or len(texts) > 1:
            raise ValueError(DESCONHECIDA)
        self.data = self.read(texts[0].strip()) if texts and texts[0].strip() else self.empty()

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Start from the empty value, so that `data` always has the declared type."""
        super().process(formdata, self.empty(), extra_filters)

    def read(self, text: str) -> Any:
        """Turn non-empty text into the value: the text itself, unless the kind of field says otherwise.

        Raises: ValueError with a message for the page.
        """
        return text

    def empty(self) -> Any:
        """Value of no answer."""
        return None


class CodigoField(FichaField):
    """One code of a list, or ""."""

    def __init__(self, label: str = "", *, lista: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.lista = lista

    def read(self, text: str) -> str:
        """Accept only a code of the list."""
        if text not in codelist(self.lista):
            raise ValueError(DESCONHECIDA)
        return text

    def empty(self) -> str:
        """No answer."""
        return ""

    def pre_validate(self, form: Any) -> None:
        """Refuse a code that is no longer in force."""
        if self.data and not _in_force(self.lista, self.data, form.dia):
            raise ValidationError(DESCONHECIDA)


class MultiField(FichaField):
    """Several codes of a list, as a tuple without repetition."""

    def __init__(self, label: str = "", *, lista: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.lista = lista

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read every value sent."""
        codes = tuple(dict.fromkeys(text for text in valuelist if text))
        if len(valuelist) > len(codelist(self.lista).items) or any(code not in codelist(self.lista) for code in codes):
            raise ValueError(DESCONHECIDA)
        self.data = codes

    def empty(self) -> tuple[str, ...]:
        """No answer."""
        return ()

    def pre_validate(self, form: Any) -> None:
        """Refuse codes that are no longer in force."""
        if any(not _in_force(self.lista, code, form.dia) for code in self.data):
            raise ValidationError(DESCONHECIDA)


class TextoField(FichaField):
    """One clean text of at most `maximo` characters, or ""."""

    def __init__(self, label: str = "", *, maximo: int, linhas: bool = False, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.maximo, self.linhas = maximo, linhas

    def read(self, text: str) -> str:
        """Refuse what does not fit and characters nobody types: bidi controls, invisible ones, broken encoding."""
        if len(text) > self.maximo:
            raise ValueError(f"Use no máximo {self.maximo} caracteres.")
        if not self.linhas and any(char in text for char in "\r\n\t"):
            raise ValueError("Escreva em uma linha só.")
        if "\ufffd" in text:
            raise ValueError("O texto tem caracteres que não puderam ser lidos.")
        return clean_text(text)

    def empty(self) -> str:
        """No answer."""
        return ""


class InteiroField(FichaField):
    """A whole number between two limits, or None."""

    def __init__(self, label: str = "", *, minimo: int = 0, maximo: int, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.minimo, self.maximo = minimo, maximo

    def read(self, text: str) -> int:
        """Accept plain digits only."""
        if not _INTEIRO.fullmatch(text) or not self.minimo <= int(text) <= self.maximo:
            raise ValueError(f"Use um número de {self.minimo} a {self.maximo}.")
        return int(text)


class DataField(FichaField):
    """A date in Brazilian form, dd/mm/aaaa, or None."""

    def read(self, text: str) -> date:
        """Accept dd/mm/aaaa, with or without the slashes."""
        return ler_data(text)


class HoraField(FichaField):
    """A time of day, hh:mm, as (hour, minute), or None."""

    def read(self, text: str) -> tuple[int, int]:
        """Accept hh:mm, with or without the colon."""
        match = _HORA.fullmatch(text)
        if match is None:
            raise ValueError("Use a hora no formato hh:mm.")
        return int(match[1]), int(match[2])


class NascimentoField(FichaField):
    """Date of birth or age in one box: a date, an int (years), or None."""

    def read(self, text: str) -> date | int:
        """One to three digits are an age; anything else must be a date."""
        if text.isascii() and text.isdigit() and len(text) <= 3:
            if int(text) > MAX_AGE:
                raise ValueError(f"Use uma idade de 0 a {MAX_AGE}.")
            return int(text)
        return ler_data(text, "Use dd/mm/aaaa ou só a idade, em anos.")


class LugarField(FichaField):
    """A place typed or chosen from the list: a Lugar of one of the kinds accepted, or None."""

    def __init__(self, label: str = "", *, tipos: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.tipos = tipos

    def read(self, text: str) -> Lugar:
        """Resolve the label, as the list shows it or as people write it."""
        if len(text) > 120:
            raise ValueError("Escolha um lugar da lista.")
        try:
            return resolver(clean_text(text), self.tipos)
        except LugarDesconhecido as cause:
            raise ValueError(cause.mensagem) from cause


def ler_data(text: str, mensagem: str = "Use uma data no formato dd/mm/aaaa.") -> date:
    """Read a Brazilian date. Raises ValueError with the message given."""
    match = _DATA.fullmatch(text)
    if match is None:
        raise ValueError(mensagem)
    try:
        return datetime(int(match[3]), int(match[2]), int(match[1])).date()  # noqa: DTZ001 -- only its date is used
    except ValueError as cause:
        raise ValueError(mensagem) from cause


def _in_force(lista: str, code: str, dia: date) -> bool:
    known = codelist(lista).get(code)
    return known is not None and known.valid_on(dia)
