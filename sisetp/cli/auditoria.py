"""`sisetp auditoria verificar`: is the audit trail whole, and are the records the ones it knows?"""

import click

from sisetp.access.actor import SystemActor
from sisetp.cli.idioma import Grupo
from sisetp.cli.ligacao import Ligacao
from sisetp.db.audit_chain import Breach
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import Refused
from sisetp.services import audit

VERIFIER = SystemActor(name="operador", units=None)
_MOST_SHOWN = 20


@click.group("auditoria", cls=Grupo)
def auditoria() -> None:
    """Trilha de auditoria."""


@auditoria.command("verificar")
@click.pass_obj
def verificar(ligacao: Ligacao) -> None:
    """Verifica a trilha inteira: encadeamento, autenticação, cabeças no cofre e selo de cada registro.

    Termina com código 1 e diz qual é o primeiro evento errado, se houver. A verificação fica anotada na trilha.
    """
    with ligacao.application():
        with unit_of_work(VERIFIER, read_only=True) as session:
            found = audit.verify(session)
        with unit_of_work(VERIFIER) as session:
            audit.record_verification(session, VERIFIER, found)
    if found.breaches:
        for breach in found.breaches[1:_MOST_SHOWN]:
            click.echo(f"também: {_words(breach)}")
        raise Refused(f"A trilha NÃO confere. Primeiro erro: {_words(found.breaches[0])}")
    click.echo(f"A trilha confere: {found.cadeias} cadeias, {found.eventos} eventos, todos os selos.")


def _words(breach: Breach) -> str:
    return f"cadeia {breach.cadeia}, evento {breach.seq}: {breach.mensagem}."
