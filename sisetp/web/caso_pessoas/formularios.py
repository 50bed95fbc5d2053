"""Forms of the area: boxes of the catalogue (forms A and E), in blocks, and the reason of a change."""

import re
from typing import TYPE_CHECKING, Any

from wtforms import Form, HiddenField, SelectField, StringField
from wtforms.fields import SelectChoice

from sisetp.domain.codelists import codelist
from sisetp.domain.documents import SEM_NUMERO
from sisetp.domain.fields import field
from sisetp.web.campos import FichaField
from sisetp.web.formulario import FormularioDoCatalogo, formulario
from sisetp.web.motivos import caixa_de_justificativa, caixa_de_motivo

_ALTERACAO = ("COMPLEMENTO", "SITUACAO", "ERRO", "PESSOA_PEDIU", "OUTRO")
_MES = re.compile(r"(0?[1-9]|1[0-2])/?((?:19|20)[0-9]{2})", re.ASCII)
_AAAAMM = re.compile(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])", re.ASCII)

BLOCOS_DO_CASO: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Situação", ("status_vitima", "orgao_identificador")),
    ("Finalidade e formas", ("finalidade", "setor", "finalidades_sec", "formas")),
    ("Ação, meio e controle", ("acoes", "meios", "controles")),
    ("Aliciamento", ("aliciamento", "plataformas", "relacao_aliciador")),
    (
        "Rota e período",
        (
            *("ambito", "origem_pais", "origem_uf", "origem_municipio", "destino_pais", "destino_uf"),
            *("destino_municipio", "periodo_inicio", "periodo_fim", "periodo_aproximado", "idade_inicio"),
            *("transporte", "transito"),
        ),
    ),
    ("Depois", ("resgate", "reincidencia", "colabora", "residencia")),
)
NOVA_PESSOA = (
    *("nome_social", "nome_civil", "nascimento", "idade", "faixa_etaria", "sexo", "raca_cor", "nacionalidade"),
    *("doc_tipo", "doc_numero", "contato_seguro", "contato"),
)


class MesField(FichaField):
    """A month as mm/aaaa, kept as the number AAAAMM, or None."""

    @property
    def texto(self) -> str:
        """Text as received; a stored month as people write it."""
        match = _AAAAMM.fullmatch(super().texto)
        return f"{match[2]}/{match[1]}" if match else super().texto

    def read(self, text: str) -> int:
        """Accept mm/aaaa, with or without the slash, and AAAAMM. Raises: ValueError with a message for the page."""
        if match := _AAAAMM.fullmatch(text):
            return int(text)
        match = _MES.fullmatch(text)
        if match is None:
            raise ValueError("Use mês e ano, como 03/2026.")
        return int(match[2]) * 100 + int(match[1])


def _mes(nome: str) -> MesField:
    entry = field("E", nome)
    return MesField(entry.question, description=entry.help)


def _nomes(blocos: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, ...]:
    return tuple(nome for _titulo, nomes in blocos for nome in nomes)


if TYPE_CHECKING:
    _Pessoa = FormularioDoCatalogo
    _Nova = FormularioDoCatalogo
else:
    _Pessoa = formulario("E", _nomes(BLOCOS_DO_CASO))
    _Nova = formulario("A", NOVA_PESSOA)


class PessoaForm(_Pessoa):
    """Form E with the reason of the change."""

    periodo_inicio: Any = _mes("periodo_inicio")
    periodo_fim: Any = _mes("periodo_fim")
    motivo = caixa_de_motivo("motivo_alteracao", _ALTERACAO)
    justificativa = caixa_de_justificativa("Obrigatória quando a situação muda. Sem nomes: fica fechada, no histórico.")


class NovaForm(_Nova):
    """The least that a case asks of somebody new to the unit."""


class RetirarForm(Form):  # type: ignore[misc]  # the library publishes no types
    """Why a person leaves a case."""

    versao = HiddenField()
    motivo = caixa_de_motivo("motivo_retirada")
    justificativa = caixa_de_justificativa("Obrigatória quando o motivo é «Outro». Sem nomes.")


class BuscaForm(Form):  # type: ignore[misc]
    """Somebody of the unit, by name or by document; sent by POST, so nothing of it is in an address."""

    nome = StringField("Nome", description="Nome e sobrenome em qualquer ordem.")
    ano = StringField("Ano de nascimento", description="Se souber, com quatro algarismos.")
    doc_tipo = SelectField(
        "Documento",
        choices=[
            SelectChoice(item.code, item.rotulo_posto or item.label)
            for item in codelist("tipo_documento").items
            if item.fim is None and item.code not in SEM_NUMERO
        ],
        validate_choice=False,
    )
    doc_numero = StringField("Número do documento")
