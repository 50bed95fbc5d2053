"""One steady picture of the database for a long reading."""

from sqlalchemy import text
from sqlalchemy.orm import Session


def hold_snapshot(session: Session) -> None:
    """Make every later query of this transaction see the same moment; call before the first query.

    SQLite does so by itself. PostgreSQL needs REPEATABLE READ (documentation, section 13.2.2).
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
