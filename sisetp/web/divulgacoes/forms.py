"""What is sent from the pages of the releases: shape only."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.i18n import get_translations
from wtforms.validators import InputRequired, Length, ValidationError

from sisetp.domain.codelists import codelist
from sisetp.domain.period import parse_period
from sisetp.reporting.definitions.model import Catalogo
from sisetp.reporting.definitions.vocabulary import Tipo
from sisetp.reporting.releases.store import Alvo
from sisetp.web.recebido import number


class _Form(FlaskForm):  # type: ignore[misc]  # the library publishes no types
    versao = HiddenField()

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """The library's own messages in Portuguese."""

        def get_translations(self, form: FlaskForm) -> object:
            """Return the messages of the library in Portuguese."""
            return get_translations(["pt"])

    @property
    def version(self) -> int:
        """The version that the page showed; 0, which is never stored, when it cannot be read."""
        return number(self.versao.data)


class PrepararForm(_Form):
    """Which release to prepare."""

    produto = SelectField("Boletim")
    periodo = StringField(
        "Período",
        validators=[InputRequired("Diga o período."), Length(max=8)],
        description="Mês (2026-03), semestre (2026-S1) ou ano (2026).",
    )
    edicao = SelectField(
        "Edição", choices=[SelectChoice("1", "Primeira"), SelectChoice("2", "Anual revisada")], default="1"
    )

    def offer(self, catalogo: Catalogo) -> None:
        """Fill the list of products."""
        self.produto.choices = [
            SelectChoice(item.codigo, item.titulo) for item in catalogo.listar() if item.tipo is Tipo.BOLETIM
        ]

    def validate_periodo(self, field: StringField) -> None:
        """Refuse what is not the code of a period. Raises: ValidationError."""
        try:
            parse_period((field.data or "").strip().upper())
        except ValueError:
            raise ValidationError("Escreva 2026-03, 2026-S1 ou 2026.") from None

    def target(self) -> Alvo:
        """What is to be prepared."""
        return Alvo(self.produto.data, self.periodo.data.strip().upper(), int(self.edicao.data))


class AprovarForm(_Form):
    """An approval."""

    certeza = BooleanField(
        "Vi o que vai sair (frases, tabelas, desenhos e arquivos), o relatório de risco e a cobertura, e aprovo",
        validators=[InputRequired("Marque para aprovar.")],
    )


class DescartarForm(_Form):
    """Why a release is given up."""

    motivo = SelectField("Motivo do descarte")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        items = codelist("motivo_descarte").items
        self.motivo.choices = [SelectChoice("", "Escolha…"), *(SelectChoice(item.code, item.label) for item in items)]
