"""Demonstration data: the same seed gives the same people, everything opens, verifies and passes the desk's rules."""

from collections import Counter
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from sisetp.access.roles import READERS, Role
from sisetp.db.models.atendimento import Atendimento, PessoaProcurada
from sisetp.db.models.pessoa import Pessoa
from sisetp.db.models.usuario import Lotacao, Usuario
from sisetp.db.session import unit_of_work
from sisetp.domain.atendimento import RegisterAtendimento, RegrasUnidade, check_register
from sisetp.domain.documents import check_document
from sisetp.domain.errors import Refused
from sisetp.domain.units import UNIDADES
from sisetp.services import audit, demonstracao, sealing
from sisetp.services.demonstracao.fichas import WINDOW_DAYS, FichaDemonstracao, fichas
from sisetp.services.demonstracao.rede import servidores
from tests.support.clock import START, MovableClock

HOJE = date(2026, 11, 20)
FUSOS = {unidade.codigo: unidade.fuso for unidade in UNIDADES}


@pytest.fixture(scope="module")
def made() -> list[FichaDemonstracao]:
    return list(fichas(semente=7, pessoas=3000, hoje=HOJE))


def test_every_ficha_passes_the_rules_of_the_desk(made: list[FichaDemonstracao]) -> None:
    for item in made:
        command = RegisterAtendimento(
            unidade_id=1,
            chave_envio="x",
            inicio=item.contatos[0],
            duracao_s=item.duracao_s,
            pessoas=item.pessoas,
        )
        rules = RegrasUnidade(fuso=FUSOS[item.unidade])
        check_register(command, now=item.contatos[0] + timedelta(minutes=5), regras=rules)


def test_the_seed_decides_and_another_seed_decides_otherwise(made: list[FichaDemonstracao]) -> None:
    again = list(fichas(semente=7, pessoas=3000, hoje=HOJE))
    assert again == made
    assert list(fichas(semente=8, pessoas=3000, hoje=HOJE)) != made


def test_exactly_as_many_people_as_asked(made: list[FichaDemonstracao]) -> None:
    assert sum(len(item.pessoas) for item in made) == 3000


def test_every_name_says_that_it_is_invented_and_every_document_is_of_the_reserved_range(
    made: list[FichaDemonstracao],
) -> None:
    identities = [person.identidade for item in made for person in item.pessoas if person.identidade]
    names = [name for known in identities for name in (known.nome_civil, known.nome_social) if name]
    sought = [person.procurada.nome for item in made for person in item.pessoas if person.procurada]
    assert all(name.split()[1] == "Demonstração" for name in [*names, *sought])
    numbers = [(known.doc_tipo, known.doc_numero) for known in identities if known.doc_numero]
    assert all(check_document(*pair) is None for pair in numbers)
    assert all(numero.startswith(("999", "ZZ", "Z", "99")) for _tipo, numero in numbers)


def test_proportions_follow_the_published_figures(made: list[FichaDemonstracao]) -> None:
    people = [(item, person) for item in made for person in item.pessoas]
    units = Counter(item.unidade for item, _person in people)
    assert set(units) == set(FUSOS)
    assert units.most_common(1)[0][0] == "PAAHM-GRU"
    assert 0.38 < units["PAAHM-GRU"] / len(people) < 0.55
    gru = [person for item, person in people if item.unidade == "PAAHM-GRU"]
    assert 0.5 < sum(person.respostas["nacionalidade"] == "AF" for person in gru) / len(gru) < 0.85
    returned = [p for _i, p in people if p.respostas["perfil"] in ("DEPORTADO", "REPATRIADO", "NAO_ADMITIDO")]
    assert 0.7 < sum(p.respostas["sexo"] == "M" for p in returned) / len(returned) < 0.92
    assert Counter(p.respostas["destino_uf"] for p in returned).most_common(1)[0][0] == "MG"
    ceara = Counter(p.respostas["nacionalidade"] for i, p in people if i.unidade == "PAAHM-FOR-ROD")
    assert ceara.most_common(1)[0][0] == "VE"


def test_afghan_arrivals_peak_in_three_months_of_the_first_year(made: list[FichaDemonstracao]) -> None:
    months = Counter(
        item.contatos[0].strftime("%Y-%m")
        for item in made
        for person in item.pessoas
        if person.respostas["nacionalidade"] == "AF"
    )
    assert {month for month, _count in months.most_common(3)} == {"2024-06", "2024-08", "2024-11"}


def test_contacts_stay_inside_the_window_and_before_today(made: list[FichaDemonstracao]) -> None:
    moments = [moment for item in made for moment in item.contatos]
    assert min(moments).date() >= HOJE - timedelta(days=WINDOW_DAYS + 1)
    assert max(moments) < START


def test_the_variety_that_screens_need_is_there(made: list[FichaDemonstracao]) -> None:
    people = [person for item in made for person in item.pessoas]
    assert {person.modo_ident for person in people} == {"IDENT", "SO_PRENOME", "NAO_IDENT"}
    assert any(len(item.pessoas) > 3 for item in made)
    assert any(person.procurada for person in people)
    assert any(item.cancelada for item in made)
    assert any(item.corrigida for item in made)
    assert any(len(item.contatos) > 1 for item in made)


def test_sixty_users_with_a_login_for_each_role() -> None:
    users = servidores(1)
    assert len(users) == len({user.login for user in users}) == 60
    assert {user.papel for user in demonstracao.one_per_role()} == set(Role)
    assert {user.unidade for user in users if user.papel is Role.COORDENACAO} == set(FUSOS)
    assert {"PSI", "AS"} <= {user.profissao for user in users if (user.unidade or "").startswith("NETP")}


def test_what_is_stored_opens_and_verifies(app: Flask, clock: MovableClock) -> None:
    with app.app_context():
        seeded = demonstracao.seed(ambiente="demonstracao", pessoas=120, semente=7, clock=clock)
        assert (seeded.pessoas, seeded.usuarios) == (120, 60)
        with unit_of_work(demonstracao.ACTOR, read_only=True) as session:
            assert audit.verify(session).breaches == ()
            rows = session.scalars(select(Pessoa)).all()
            seen = {row.pessoa_id for row in session.scalars(select(Atendimento))}
            attended = [row for row in rows if row.id in seen]
            assert len(attended) == 120 + seeded.duplicidades
            assert all("Demonstração" in known.nome_civil for known in sealing.open_identities(session, rows).values())
            names = {known.nome_civil for known in sealing.open_identities(session, attended).values()}
            expected = {
                person.identidade.nome_civil
                for item in fichas(semente=7, pessoas=120, hoje=HOJE)
                for person in item.pessoas
                if person.identidade
            }
            assert names == expected
            for row in session.scalars(select(Atendimento)):
                assert sealing.open_codes(session, row)["perfil"]
                sealing.open_texts(session, row)
            for sought in session.scalars(select(PessoaProcurada)):
                assert "Demonstração" in sealing.open_sought(session, sought).nome


def test_every_reader_is_confirmed(app: Flask, clock: MovableClock) -> None:
    with app.app_context():
        demonstracao.seed(ambiente="demonstracao", pessoas=5, semente=1, clock=clock)
        with unit_of_work(demonstracao.ACTOR, read_only=True) as session:
            postings = session.scalars(select(Lotacao)).all()
            assert len(postings) == 60
            assert all(row.confirmed_at for row in postings if Role(row.papel) in READERS)
            assert not any(row.deve_trocar_senha for row in session.scalars(select(Usuario)))


def test_production_and_a_second_load_are_refused(app: Flask, clock: MovableClock) -> None:
    with app.app_context():
        for ambiente in ("producao", None):
            with pytest.raises(Refused, match="produção"):
                demonstracao.seed(ambiente=ambiente, pessoas=5, semente=1, clock=clock)
        demonstracao.seed(ambiente="demonstracao", pessoas=5, semente=1, clock=clock)
        with pytest.raises(Refused, match="já tem dados"):
            demonstracao.seed(ambiente="demonstracao", pessoas=5, semente=1, clock=clock)


@pytest.mark.longo
def test_the_whole_demonstration_opens_and_verifies(app: Flask, clock: MovableClock) -> None:
    with app.app_context():
        seeded = demonstracao.seed(ambiente="demonstracao", pessoas=6000, semente=2026, clock=clock)
        assert (seeded.pessoas, seeded.usuarios) == (6000, 60)
        with unit_of_work(demonstracao.ACTOR, read_only=True) as session:
            assert audit.verify(session).breaches == ()
            rows = session.scalars(select(Pessoa)).all()
            assert len(rows) > 6000
            assert (seeded.casos, seeded.encaminhamentos > 1100) == (900, True)
            identified = sum(row.ident is not None for row in rows)
            assert len(sealing.open_identities(session, rows)) == identified
