"""The revised base of a year is fixed by the first release that uses it; the next ones stand on it."""

from typing import cast

import pytest
from sqlalchemy.orm import Session

from sisetp.domain.period import year_of
from sisetp.reporting.definitions import reading
from sisetp.reporting.releases import frozen, prepare
from sisetp.reporting.releases.atoms import Base
from sisetp.reporting.releases.base import Parte
from sisetp.reporting.releases.store import Alvo


def test_a_second_revised_release_fixes_nothing_again(monkeypatch: pytest.MonkeyPatch) -> None:
    revista = Parte(ano=2026, mes=0, edicao=2, segmentos=((1, "a"),), pares=(), colunas={})
    base = Base(ano=2026, meses=(), revista=revista)
    monkeypatch.setattr(frozen, "fixed_base", lambda *_: base)
    monkeypatch.setattr(frozen, "segments", lambda *_: [])
    produto = reading.load().produto("boletim-anual")
    assert produto is not None
    found = prepare.base_of(cast(Session, None), Alvo("boletim-anual", "2026", 2), produto, year_of(2026))
    assert found == (base, ())
