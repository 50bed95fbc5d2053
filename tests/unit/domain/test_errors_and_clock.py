"""Error texts name ids and fields only; clocks are aware and local dates follow the zone."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from sisetp.domain.clock import Clock, FixedClock, SystemClock
from sisetp.domain.errors import (
    AccessDenied,
    Conflict,
    FieldConflict,
    FieldMessage,
    NotFound,
    Refused,
    RuleViolation,
    SisetpError,
    Unreadable,
)


def test_every_error_is_ours() -> None:
    for error in (AccessDenied("a:b"), Conflict(()), NotFound(), Refused("não"), RuleViolation(()), Unreadable("1")):
        assert isinstance(error, SisetpError)


def test_texts_carry_no_value() -> None:
    assert str(Unreadable("42")) == "42"
    assert "segredo" not in str(Conflict((FieldConflict(campo="obs", atual="segredo", enviado="segredo2"),)))
    assert "segredo" not in str(RuleViolation((FieldMessage("obs", "segredo"),)))
    assert str(AccessDenied("atendimento:registrar")) == "access denied: atendimento:registrar"


def test_fixed_clock_gives_the_local_date() -> None:
    clock: Clock = FixedClock(datetime(2026, 11, 21, 2, 0, tzinfo=UTC))
    assert clock.today("America/Sao_Paulo") == date(2026, 11, 20)
    assert clock.today("Asia/Tokyo") == date(2026, 11, 21)
    elsewhere = FixedClock(datetime(2026, 11, 21, 2, 0, tzinfo=timezone(timedelta(hours=-3))))
    assert elsewhere.now() == datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
    assert elsewhere.now().utcoffset() == timedelta(0)


def test_fixed_clock_refuses_a_naive_instant() -> None:
    with pytest.raises(ValueError, match="aware"):
        FixedClock(datetime(2026, 1, 1))  # noqa: DTZ001 -- the naive value is what is refused


def test_system_clock_is_in_utc() -> None:
    clock: Clock = SystemClock()
    assert clock.now().utcoffset() == timedelta(0)
    assert abs(clock.today("UTC") - clock.now().date()) <= timedelta(days=1)
