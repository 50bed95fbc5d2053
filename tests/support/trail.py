"""The audit trail, checked as the operator's command checks it."""

from flask import Flask

from sisetp.db.audit_chain import verify_chains
from sisetp.db.audit_seals import verify_seals
from sisetp.db.runtime import current_runtime
from sisetp.db.session import unit_of_work
from tests.support.staff import OPERATOR


def assert_audit_is_whole(app: Flask) -> None:
    """Every chain verifies and every sealed blob is the last one written."""
    with app.app_context(), unit_of_work(OPERATOR, read_only=True) as session:
        assert list(verify_chains(session, current_runtime())) == []
        assert list(verify_seals(session)) == []
