"""Forms of a request, its answer and an authorisation: boxes of form J, shape only."""

from datetime import date
from uuid import UUID

from sisetp.domain.titular import RegistrarAutorizacao, RegistrarRequisicao, ResponderRequisicao
from sisetp.web.campos import DataField
from sisetp.web.formulario import formulario


class PedidoForm(formulario("J", ("requisicao_tipo", "requisicoes"))):  # type: ignore[misc]
    """What the person asks, and the day on which it arrived."""

    recebida_em = DataField("Recebido em", description="Hoje, se você não mudar. O prazo conta deste dia.")

    def to_command(self, hoje: date) -> RegistrarRequisicao:
        """What the service takes."""
        return RegistrarRequisicao(
            tipo=self.requisicao_tipo.data, pedido=self.requisicoes.data, recebida_em=self.recebida_em.data or hoje
        )


class RespostaForm(formulario("J", ("requisicao_resultado", "requisicao_resposta"))):  # type: ignore[misc]
    """Outcome of a request and what was said."""

    def to_command(self, requisicao_id: UUID) -> ResponderRequisicao:
        """What the service takes."""
        return ResponderRequisicao(
            requisicao_id=requisicao_id,
            resultado=self.requisicao_resultado.data,
            resposta=self.requisicao_resposta.data,
        )


class AutorizacaoForm(formulario("J", ("pontos", "forma", "base_legal", "partes"))):  # type: ignore[misc]
    """What the person was told and authorised, and the day."""

    informada_em = DataField("Data", description="Hoje, se você não mudar.")

    def to_command(self, hoje: date) -> RegistrarAutorizacao:
        """What the service takes; a day left empty is today."""
        return RegistrarAutorizacao(
            base_legal=self.base_legal.data,
            pontos=self.pontos.data,
            forma=self.forma.data,
            partes=self.partes.data,
            data=self.informada_em.data or hoje,
        )
