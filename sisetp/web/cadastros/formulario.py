"""The form of the full register: boxes of form C in blocks, the reason of the change, and the command they make."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sisetp.domain.cadastro import GravarCadastro, Porta
from sisetp.domain.pessoa import Identidade, names_from_form
from sisetp.services.cadastros import Cadastro
from sisetp.web.conflito import version_sent
from sisetp.web.formulario import FormularioDoCatalogo, formulario
from sisetp.web.motivos import caixa_de_justificativa, caixa_de_motivo

IDENTIDADE = (
    *("nome_social", "nome_civil", "nome_mae", "nascimento", "nascimento_estimado"),
    *("doc_numero", "doc_pais", "contato_seguro", "contato", "endereco_texto", "responsavel"),
)
BLOCOS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Identificação",
        (
            *("nome_social", "nome_civil", "nome_mae", "nascimento", "nascimento_estimado", "doc_tipo"),
            *("doc_numero", "doc_pais", "responsavel"),
        ),
    ),
    ("Contato e endereço", ("contato_seguro", "contato", "endereco_texto", "endereco_uf", "endereco_municipio")),
    (
        "Origem e idiomas",
        (
            *("nacionalidade", "nacionalidade_2", "situacao_migratoria", "naturalidade_pais", "naturalidade_uf"),
            *("naturalidade_municipio", "idioma_2", "idioma_3"),
        ),
    ),
    (
        "Perfil",
        (
            *("sexo", "identidade_genero", "orientacao_sexual", "raca_cor", "povo", "etnia", "escolaridade"),
            *("estado_civil", "filhos", "ocupacao", "renda"),
        ),
    ),
    ("Saúde e cuidado", ("gestante", "deficiencia", "saude", "religiao")),
)
_MOTIVOS = ("COMPLEMENTO", "ERRO", "PESSOA_PEDIU", "OUTRO")

if TYPE_CHECKING:
    _Cadastro = FormularioDoCatalogo
else:
    _Cadastro = formulario("C", tuple(nome for _titulo, nomes in BLOCOS for nome in nomes))


class CadastroForm(_Cadastro):
    """Form C with the reason of the change."""

    motivo = caixa_de_motivo("motivo_alteracao", _MOTIVOS)
    justificativa = caixa_de_justificativa("Obrigatória quando o motivo é «Outro».")

    def preencher(self, known: Cadastro) -> None:
        """Start from what was opened."""
        self.iniciar({**known.respostas, **known.textos, **_partes(known.identidade)})
        self.versao.data = str(known.versao)

    def comando(self, porta: Porta) -> GravarCadastro:
        """What the service takes."""
        answers, others = self.respostas(), self.outros()
        social, civil = names_from_form(others["nome_social"], others["nome_civil"])
        rest = (nome for nome in IDENTIDADE if nome not in ("nome_social", "nome_civil", "nascimento"))
        given = {nome: others[nome] or "" for nome in rest}
        known = Identidade(nome_social=social, nome_civil=civil, nascimento=others["nascimento"], **given)
        if not known.is_empty:
            known = replace(known, doc_tipo=str(answers["doc_tipo"] or ""))
        return GravarCadastro(
            porta=porta,
            versao=version_sent(self),
            motivo=self.motivo.data or "",
            justificativa=(self.justificativa.data or "").strip(),
            identidade=known,
            respostas=answers,
            textos=self.textos(),
        )


def _partes(known: Identidade | None) -> dict[str, Any]:
    """Boxes of an identity; one name alone is how the person is called."""
    if known is None:
        return {}
    return {
        **{nome: getattr(known, nome) for nome in IDENTIDADE},
        "nome_social": known.nome_social or known.nome_civil,
        "nome_civil": known.nome_civil if known.nome_social else "",
    }
