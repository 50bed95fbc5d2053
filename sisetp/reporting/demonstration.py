"""An installation whose people are invented says so on everything that it makes: one sentence, the same for every file.

It belongs to the installation, not to the numbers: two documents of one installation never differ by it.
"""

from sqlalchemy.orm import Session

from sisetp.db.runtime import DbRuntime

INVENTADOS = "Dados inventados: demonstração"


def said(session: Session) -> str:
    """What the documents of this installation carry; empty where people are real."""
    runtime: DbRuntime = session.info["runtime"]
    return INVENTADOS if runtime.invented else ""
