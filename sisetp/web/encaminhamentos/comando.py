"""From the boxes to the commands of the service; what an answer makes useless is left out here, not sent by mistake."""

from uuid import UUID

from sisetp.domain.encaminhamento import DISPENSADO, ENVIADO, INFORMADO, NAO, EnviarEncaminhamento
from sisetp.services.encaminhamentos import Preview
from sisetp.web.dates import local_day
from sisetp.web.encaminhamentos.forms import EncaminharForm
from sisetp.web.encaminhamentos.origem import Origem
from sisetp.web.encaminhamentos.rotulos import autorizacao, rotulo


def to_command(form: EncaminharForm, origem: Origem) -> EnviarEncaminhamento:
    """What a valid form asks to be sent; without authorisation nothing is shared and the person was only told."""
    destino = form.destinos.get(form.para.data)
    refused = form.autorizado.data == NAO
    return EnviarEncaminhamento(
        registro_tipo=origem.tipo,
        registro_id=origem.id,
        pessoa=UUID(form.pessoa.data) if form.pessoa.data else None,
        destino=destino.codigo if destino else "",
        unidade_destino_id=destino.unidade_id if destino else None,
        servico="" if destino and destino.unidade_id else form.destino_servico.data or "",
        situacao=INFORMADO if refused else ENVIADO,
        motivo=form.motivo.data,
        autorizado=form.autorizado.data,
        base=form.autorizado_base.data if form.autorizado.data == DISPENSADO else "",
        partes=() if refused else form.partes.data,
        resumo="" if refused else form.resumo.data or "",
        obs=form.obs.data or "",
        transferencia=bool(form.transferencia.data) and origem.transfere,
        risco_iminente=bool(form.risco_iminente.data),
        emergencia_confirmada=bool(form.emergencia_confirmada.data),
        motivo_abertura=form.motivo_abertura.data or "",
        chave_envio=form.chave_envio.data or "",
        conferido=form.conferido.data or "",
    )


def resumo_do_envio(
    form: EncaminharForm, command: EnviarEncaminhamento, preview: Preview | None
) -> tuple[tuple[str, str], ...]:
    """Label and value of whom it goes to and under what; with a preview also until when an answer is expected."""
    destino = form.destinos.get(form.para.data)
    person = next((label for key, label in form.pessoas if str(key) == form.pessoa.data), "")
    pairs = [("Para onde", destino.rotulo if destino else "")]
    pairs += [("Serviço", command.servico)] if command.servico else []
    pairs += [("Quem é encaminhada", person)] if len(form.pessoas) > 1 else []
    pairs += [
        ("Motivo", rotulo("motivo_encaminhamento", command.motivo)),
        ("A pessoa autorizou?", autorizacao(command.autorizado, command.base)),
    ]
    if command.transferencia:
        pairs.append(("Transferência", "o caso inteiro passa para a unidade de destino"))
    if preview is not None and preview.prazo is not None:
        pairs.append(("Resposta esperada até", local_day(preview.prazo)))
    return tuple(pairs)
