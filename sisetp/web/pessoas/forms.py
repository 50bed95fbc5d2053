"""Three small search forms; each is sent by POST, so a query is never in an address."""

import re

from wtforms import Form, SelectField, StringField
from wtforms.fields import SelectChoice

from sisetp.domain.codelists import codelist
from sisetp.domain.documents import SEM_NUMERO
from sisetp.domain.errors import FieldMessage, RuleViolation

_YEAR = re.compile(r"(19|20)[0-9]{2}", re.ASCII)


class BuscaForm(Form):  # type: ignore[misc]  # the library publishes no types
    """Boxes of the three searches; `por` says which one was sent."""

    nome = StringField("Nome", description="Nome e sobrenome em qualquer ordem; acentos e pequenos erros não importam.")
    ano = StringField("Ano de nascimento", description="Se souber, com quatro algarismos.")
    doc_tipo = SelectField("Documento", validate_choice=False)
    doc_numero = StringField("Número do documento")
    codigo = StringField("Código da ficha", description="Como no papel: três sinais, hífen, quatro sinais.")

    def fill(self) -> None:
        """Give the select its types of document, those that have a number."""
        items = codelist("tipo_documento").items
        self.doc_tipo.choices = [
            SelectChoice(item.code, item.rotulo_posto or item.label)
            for item in items
            if item.fim is None and item.code not in SEM_NUMERO
        ]

    @property
    def birth_year(self) -> int | None:
        """The year typed, or None. Raises: RuleViolation for something that is not a year."""
        text = (self.ano.data or "").strip()
        if text and not _YEAR.fullmatch(text):
            raise RuleViolation((FieldMessage("ano", "Use o ano com quatro algarismos."),))
        return int(text) if text else None
