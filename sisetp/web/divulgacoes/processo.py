"""Start the process that does a task, apart from the server: statistics keys only, its own session, its failures in the
server's log.

When it cannot start, nothing is lost: the timer of the system takes the task from the queue.
"""

import os
import subprocess
import sys
from contextlib import suppress

from flask import current_app

from sisetp.config import Settings
from sisetp.reporting.releases.tasks import TarefaLinha
from sisetp.web.divulgacoes.area import settings

LAUNCHER = "sisetp.trabalhador"
"""Extension that replaces `launch`, for who serves pages without being able to start processes."""

_children: list[subprocess.Popen[bytes]] = []


def start(tarefa: TarefaLinha) -> None:
    """Have somebody do a task now, if possible; for one that was in the queue already, somebody was found before."""
    if tarefa.nova:
        launcher = current_app.extensions.get(LAUNCHER, launch)
        launcher(settings(), tarefa.id)


def launch(found: Settings, tarefa_id: int) -> None:
    """Run the command in a process of its own, in the same environment and over the same installation."""
    _children[:] = [child for child in _children if child.poll() is None]
    command = [sys.executable, "-m", "sisetp", "relatorio", "executar-agenda", "--tarefa", str(tarefa_id)]
    with suppress(OSError):
        _children.append(
            subprocess.Popen(  # noqa: S603  # our own program, and the number of a task
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
                env=environment(found),
            )
        )


def environment(found: Settings) -> dict[str, str]:
    """The environment of this process, with the installation it serves said by name."""
    return {
        **os.environ,
        "SISETP_INSTANCE": str(found.instance),
        "SISETP_DATABASE_URL": found.database_url,
        "SISETP_VAULT_URL": found.vault_url,
        "SISETP_RAIZ": found.root_key_provider,
    }
