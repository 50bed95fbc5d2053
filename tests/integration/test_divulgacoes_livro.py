"""Attacks on the ledger (L1, L2, L4–L7): each is noticed, each blocks, and each has a control that nobody notices."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from sisetp.access.actor import Actor
from sisetp.db.models.publicacao import AlarmeSigilo, CelulaPublicada, Divulgacao
from sisetp.db.session import unit_of_work
from sisetp.domain.errors import Refused, RuleViolation
from sisetp.reporting.disclosure import atoms
from sisetp.reporting.disclosure.auditor import checks as auditor
from sisetp.reporting.disclosure.auditor.model import Auditoria, Caso, Tipo, Violacao
from sisetp.reporting.disclosure.certificate import Provas
from sisetp.reporting.disclosure.forms import Forma
from sisetp.reporting.releases import external, frozen, publish, seals, verifying
from sisetp.reporting.releases.atoms import atoms_of
from sisetp.reporting.releases.checks import read_impediment
from sisetp.reporting.releases.known import form_of
from sisetp.reporting.releases.preparation import Preparo
from sisetp.reporting.releases.store import Alvo, open_preparation, seal_in
from sisetp.services.home import home
from tests.support import divulgacoes as net
from tests.support.clock import MovableClock
from tests.support.desk import call, events
from tests.support.livro import erase, forge

Staff = Callable[..., Actor]
People = tuple[Actor, Actor]
JANUARY, FEBRUARY = Alvo("boletim-mensal", "2026-01"), Alvo("boletim-mensal", "2026-02")
BROKEN = b"\xa7\x01\x03" + bytes(4200)


@pytest.fixture
def people(app: Flask, staff: Staff, clock: MovableClock) -> People:
    """Gestão and encarregado; two months of four units are frozen; a few people did not say their age."""
    clock.instant = datetime(2026, 1, 5, 15, tzinfo=UTC)
    both = staff("CGETP_GESTAO", None), staff("ENCARREGADO", None)
    clock.instant = datetime(2026, 8, 5, 15, tzinfo=UTC)
    net.freeze(app, net.invent(1, por_mes=160, meses=range(1, 3)), ano=2026, clock=clock)
    return both


def problems(app: Flask) -> list[str]:
    """What the command says of the ledger."""
    with app.app_context(), unit_of_work(net.ESTATISTICA) as session:
        return [found.mensagem for found in verifying.examine(session, net.ESTATISTICA).problemas]


def tampered(app: Flask, key: int, change: Callable[[Preparo], Preparo]) -> None:
    """Replace what was prepared by something else, sealed again as only who holds the keys could."""
    with app.app_context(), unit_of_work(net.ESTATISTICA) as session:
        row = session.get_one(Divulgacao, key)
        seal_in(session, row, change(open_preparation(session, row)))


def refused(app: Flask, actor: Actor, key: int, clock: MovableClock) -> list[str]:
    """Fields that the second approval is refused for."""
    with pytest.raises(RuleViolation) as caught:
        net.second(app, actor, key, clock=clock)
    return [message.campo for message in caught.value.messages]


FORGERIES: tuple[tuple[str, str, Any, str], ...] = (
    ("celula_publicada", "valor", 999, "situacao = 'P' AND tabela = 1 AND linha = 0"),
    ("celula_publicada", "limiar", 1, "situacao = 'X' AND linha = 1"),
    ("tabela_publicada", "codigo", "OUTRA", "ordem = 1"),
    ("divulgacao", "aprovador1_id", None, "numero = 1"),
    ("divulgacao", "parametros", "{}", "numero = 1"),
    ("divulgacao", "hash", "0" * 64, "numero = 1"),
    ("arquivo_divulgado", "conteudo", b"outro", "formato = 'txt'"),
    ("certificado", "dados", BROKEN, "divulgacao_id > 0"),
)


def test_l1_direct_edit_detected(app: Flask, people: People, clock: MovableClock) -> None:
    net.published(app, JANUARY, people, clock=clock)
    assert problems(app) == []
    for table, column, value, where in FORGERIES:
        before = forge(app, table, column, value, where)
        found = problems(app)
        assert found, (table, column)
        assert "999" not in " ".join(found)
        forge(app, table, column, before, where)
    assert problems(app) == []
    forge(app, *FORGERIES[0])
    assert "livro das divulgações não confere" in blocked(app, FEBRUARY, clock)


@pytest.mark.longo
def test_l1_a_release_that_disappeared_is_missed(app: Flask, people: People, clock: MovableClock) -> None:
    key = net.published(app, JANUARY, people, clock=clock).id
    for table in (
        "celula_publicada",
        "tabela_publicada",
        "testemunha",
        "certificado",
        "base_publica",
        "arquivo_divulgado",
    ):
        erase(app, table, f"divulgacao_id = {key}")
    erase(app, "divulgacao", f"id = {key}")
    assert problems(app) == [f"a divulgação de número interno {key} desapareceu"]


def test_l2_release_blocked_when_the_audit_fails_or_is_missing(
    app: Flask, people: People, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    truly = auditor.audit

    def failing(caso: Caso) -> Auditoria:
        found = Violacao(
            tipo=Tipo.EXATA, descricao="", forma_json="{}", detentor="", causas=(("x", "BM-SEXO"),), saida="Esperar."
        )
        return replace(truly(caso), violacoes=(found,))

    monkeypatch.setattr(auditor, "audit", failing)
    assert "auditoria independente" in blocked(app, JANUARY, clock)
    monkeypatch.undo()
    key = net.prepared(app, JANUARY, clock=clock)
    net.first(app, people[0], key, clock=clock)
    tampered(app, key, lambda preparo: replace(preparo, aprovada=False))
    assert refused(app, people[1], key, clock) == ["auditoria"]


def test_l4_certificate_tampered_before_publication(app: Flask, people: People, clock: MovableClock) -> None:
    key = net.prepared(app, JANUARY, clock=clock)
    net.first(app, people[0], key, clock=clock)
    whole = opened(app, key)
    assert whole.provas.certificados
    tampered(app, key, lambda preparo: replace(preparo, provas=Provas()))
    assert refused(app, people[1], key, clock) == ["provas"]
    moved = whole.provas.testemunhas[-1]
    forged = replace(moved, pessoas=moved.pessoas + 1)
    provas = replace(whole.provas, testemunhas=(*whole.provas.testemunhas[:-1], forged))
    tampered(app, key, lambda preparo: replace(preparo, provas=provas))
    assert refused(app, people[1], key, clock) == ["provas"]
    forge(app, "divulgacao", "preparo", BROKEN, f"id = {key}")
    assert refused(app, people[1], key, clock) == ["preparo"]


def test_l3_a_first_approval_that_nobody_gave_does_not_publish(app: Flask, people: People, clock: MovableClock) -> None:
    """Who can write in the database signs for somebody; the trail, which cannot be forged without its key, says no."""
    key = net.prepared(app, JANUARY, clock=clock)
    forge(app, "divulgacao", "situacao", "APROVADA", f"id = {key}")
    forge(app, "divulgacao", "aprovador1_id", people[0].user_id, f"id = {key}")
    assert refused(app, people[1], key, clock) == ["aprovador"]


@pytest.mark.longo
def test_l4_certificate_tampered_after_publication(app: Flask, people: People, clock: MovableClock) -> None:
    net.published(app, JANUARY, people, clock=clock)
    forge(app, "testemunha", "dados", BROKEN, "ordem = 0")
    assert "uma testemunha foi alterada" in problems(app)


def test_l5_an_external_publication_raises_a_retroactive_alarm(
    app: Flask, people: People, clock: MovableClock, tmp_path: Path
) -> None:
    net.published(app, JANUARY, people, clock=clock)
    shown = '[[celulas]]\ndescricao = "sem idade"\nvalor = {}\n[celulas.codigos]\nmes = ["01"]\nfaixa = ["NI"]\n'
    hidden = truth(app, faixa=("NI",), mes=("01",))
    file = tmp_path / "outro-orgao.toml"
    file.write_text(f'ano = 2026\nfonte = "Outro órgão"\n{shown.format(hidden)}', encoding="utf-8")
    with app.app_context(), unit_of_work(net.ESTATISTICA) as session:
        done = external.register(session, net.ESTATISTICA, external.read(file), clock=clock)
    assert done.celulas == 1
    assert done.quebradas > 0
    with app.app_context(), unit_of_work(net.ESTATISTICA) as session:
        alarm = session.scalars(select(AlarmeSigilo)).one()
        broken = external.broken_forms(session, people[0], alarm.id)
        assert broken
        assert not any(group.encode() in alarm.detalhe for group in broken)
        assert seals.pack(list(broken)) not in alarm.detalhe
    reminders = call(app, people[1], home, clock=clock).lembretes
    assert any("alarme de sigilo" in reminder.texto for reminder in reminders)
    assert problems(app) == []  # what is out was right when it went out


@pytest.mark.longo
def test_l5_the_next_release_is_made_with_what_others_published(
    app: Flask, people: People, clock: MovableClock, tmp_path: Path
) -> None:
    key = net.prepared(app, JANUARY, clock=clock)
    net.first(app, people[0], key, clock=clock)
    file = tmp_path / "outro-orgao.toml"
    total = '[[celulas]]\ndescricao = "mulheres"\nminimo = 1\n[celulas.codigos]\nmes = ["01"]\nsexo = ["F"]\n'
    file.write_text(f'ano = 2026\nfonte = "Outro órgão"\n{total}', encoding="utf-8")
    with app.app_context(), unit_of_work(net.ESTATISTICA) as session:
        assert external.register(session, net.ESTATISTICA, external.read(file), clock=clock).quebradas == 0
    assert refused(app, people[1], key, clock) == ["preparo"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ano = ", "TOML"),
        ('ano = 2026\nfonte = "x"\n', "celulas"),
        ('ano = 1999\nfonte = "x"\n[[celulas]]\ndescricao = "y"\nvalor = 1\n', "ano"),
        ('ano = 2026\n[[celulas]]\ndescricao = "y"\nvalor = 1\n', "fonte"),
        ('ano = 2026\nfonte = "x"\n[[celulas]]\ndescricao = "y"\nvalor = 1\nminimo = 0\n', "não os dois"),
        ('ano = 2026\nfonte = "x"\n[[celulas]]\ndescricao = "y"\nminimo = 4\nmaximo = 2\n', "maximo"),
        ('ano = 2026\nfonte = "x"\n[[celulas]]\ndescricao = "y"\nvalor = 1\ncodigos = {mes = "01"}\n', "lista"),
    ],
)
def test_a_wrong_external_file_is_refused_with_its_key(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "errado.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as caught:
        external.read(file)
    assert "errado.toml" in caught.value.message
    assert words in caught.value.message


def test_l6_the_same_form_with_two_values_is_refused(app: Flask, people: People, clock: MovableClock) -> None:
    net.published(app, JANUARY, people, clock=clock)
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        known = session.scalars(select(CelulaPublicada).where(CelulaPublicada.situacao == "P")).first()
    assert known is not None
    assert known.valor is not None
    preparo = opened(app, net.prepared(app, FEBRUARY, clock=clock))
    twice = replace(preparo.celulas[0], forma=form_of(known.forma), hash=known.forma_hash, valor=known.valor)
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        publish.check_values(session, replace(preparo, celulas=(twice,)))
        for other in (replace(twice, valor=known.valor + 1), replace(twice, situacao="X", valor=None)):
            with pytest.raises(RuleViolation, match="celulas"):
                publish.check_values(session, replace(preparo, celulas=(other,)))


@pytest.mark.longo
def test_l6_two_values_in_the_ledger_are_seen(app: Flask, people: People, clock: MovableClock) -> None:
    net.published(app, JANUARY, people, clock=clock)
    net.published(app, FEBRUARY, people, clock=clock)
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        digest = session.scalars(select(CelulaPublicada.forma_hash).where(CelulaPublicada.divulgacao_id == 1)).first()
    forge(app, "celula_publicada", "forma_hash", digest, "divulgacao_id = 2 AND tabela = 1 AND linha = 5")
    assert "repete um número já divulgado com outro valor" in problems(app)


def test_l7_snapshot_hash_mismatch(app: Flask, people: People, clock: MovableClock) -> None:
    net.published(app, JANUARY, people, clock=clock)
    forge(app, "congelado", "dados", BROKEN, "mes = 1 AND unidade_id = (SELECT min(unidade_id) FROM congelado)")
    assert any("não é o que entrou na base" in message for message in problems(app))
    forge(app, "congelado", "dados", BROKEN, "mes = 2 AND unidade_id = (SELECT min(unidade_id) FROM congelado)")
    assert "livro das divulgações não confere" in blocked(app, FEBRUARY, clock)


@pytest.mark.longo
def test_l7_a_tampered_segment_blocks_the_first_release_too(app: Flask, people: People, clock: MovableClock) -> None:
    forge(app, "congelado", "dados", BROKEN, "mes = 1 AND unidade_id = (SELECT min(unidade_id) FROM congelado)")
    assert "foram alterados" in blocked(app, JANUARY, clock)


def test_a_verification_is_an_event(app: Flask, people: People, clock: MovableClock) -> None:
    with app.app_context(), unit_of_work(net.ESTATISTICA) as session:
        verifying.write_down(session, people[1], verifying.examine(session, people[1]))
    ((_action, details),) = events(app, people[1], "verificar_divulgacoes")
    assert details == {"divulgacoes": 0, "resultado": "SEM_FALHA"}


def blocked(app: Flask, alvo: Alvo, clock: MovableClock) -> str:
    """Why a release is blocked; it must be."""
    key = net.prepared(app, alvo, clock=clock)
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        row = session.get_one(Divulgacao, key)
        assert (row.situacao, row.preparo) == ("BLOQUEADA", None)
        why = read_impediment(row.impedimento)
    assert why is not None
    return why.motivo


def opened(app: Flask, key: int) -> Preparo:
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        return open_preparation(session, session.get_one(Divulgacao, key))


def truth(app: Flask, **codes: tuple[str, ...]) -> int:
    """People in some codes, from the base that was fixed."""
    with app.app_context(), unit_of_work(net.ESTATISTICA, read_only=True) as session:
        base = frozen.fixed_base(session, 2026)
        moldura = base.moldura(frozen.places(session))
    return atoms.count(moldura.universo(), Forma.de(codes), atoms_of(base, moldura))
