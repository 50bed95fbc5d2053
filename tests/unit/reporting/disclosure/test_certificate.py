"""Certificates travel as bytes and are checked by multiplying; whatever is changed in them is refused or found."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from sisetp.domain.errors import Refused
from sisetp.reporting.disclosure import certificate  # its Testemunha by name would be collected as a test
from sisetp.reporting.disclosure.certificate import Lado, Provas, digest, pack, unpack
from sisetp.reporting.disclosure.plan import planejar
from sisetp.reporting.disclosure.request import Parametros, Pedido, duplas
from sisetp.reporting.disclosure.verify import Regra, verify
from tests.unit.reporting.disclosure.small import EDICAO_1, MESES, SEXO, UF, UFS, UNIVERSO, published, table, year

CELULAS = table("uf-sexo", {**EDICAO_1, "mes": MESES}, {"lugar": UFS, "sexo": SEXO})
PEDIDO = Pedido(
    universo=UNIVERSO,
    atomos=year(2, 60),
    candidatas=CELULAS,
    parametros=Parametros(duplas=duplas(UNIVERSO, UF)),
)


@pytest.fixture(scope="module")
def proved() -> tuple[Pedido, Provas]:
    """A published release, asked about again, and its proofs."""
    plano = planejar(PEDIDO)
    assert plano.publicavel
    return replace(PEDIDO, candidatas=(), publicadas=published(PEDIDO, plano)), plano.provas


def test_proofs_survive_their_bytes(proved: tuple[Pedido, Provas]) -> None:
    pedido, provas = proved
    blob = pack(UNIVERSO, provas)
    back = unpack(UNIVERSO, blob)
    assert back.certificados == provas.certificados
    assert pack(UNIVERSO, back) == blob
    assert len(digest(blob)) == 64
    assert verify(pedido, back) == ()
    halves = replace(provas.testemunhas[0], pessoas=provas.testemunhas[0].pessoas / 2)
    kept = unpack(UNIVERSO, pack(UNIVERSO, Provas(testemunhas=(halves,))))
    assert not kept.testemunhas[0].inteira
    assert (kept.testemunhas[0].pessoas == halves.pessoas).all()


def test_every_changed_byte_is_refused(proved: tuple[Pedido, Provas]) -> None:
    blob = pack(UNIVERSO, proved[1])
    for place in range(0, len(blob), max(1, len(blob) // 60)):
        with pytest.raises(Refused):
            unpack(UNIVERSO, blob[:place] + bytes([blob[place] ^ 1]) + blob[place + 1 :])
    with pytest.raises(Refused):
        unpack(UNIVERSO, blob[:-1])
    with pytest.raises(Refused):
        unpack(replace(UNIVERSO, ano=2027), blob)


def _people(
    provas: Provas, change: Callable[[certificate.Testemunha], certificate.Testemunha], number: int = 1
) -> Provas:
    witnesses = list(provas.testemunhas)
    witnesses[number] = change(witnesses[number])
    return replace(provas, testemunhas=tuple(witnesses))


def _rules(pedido: Pedido, provas: Provas) -> set[Regra]:
    return {found.regra for found in verify(pedido, provas)}


def test_a_changed_witness_is_found(proved: tuple[Pedido, Provas]) -> None:
    pedido, provas = proved
    more = _people(provas, lambda found: replace(found, pessoas=found.pessoas + 1))
    assert Regra.PUBLICADA in _rules(pedido, more)
    flip = np.where(np.arange(len(provas.testemunhas[1].pessoas)) == 0, -1.0, 1.0)
    less = _people(provas, lambda found: replace(found, pessoas=found.pessoas * flip))
    assert Regra.NEGATIVA in _rules(pedido, less)
    ghost = _people(provas, lambda found: replace(found, pessoas=found.pessoas * np.nan))
    assert Regra.NEGATIVA in _rules(pedido, ghost)
    beyond = _people(provas, lambda found: replace(found, codigos=found.codigos + 9))
    assert _rules(pedido, beyond) == {Regra.IMPOSSIVEL}
    nobody = replace(UNIVERSO, pares=UNIVERSO.pares - {("01", "PR1")})
    assert Regra.IMPOSSIVEL in _rules(replace(pedido, universo=nobody), provas)


def test_a_changed_certificate_is_found(proved: tuple[Pedido, Provas]) -> None:
    pedido, provas = proved
    first, *rest = provas.certificados
    assert Regra.FALTA in _rules(pedido, replace(provas, certificados=tuple(rest)))
    other = Lado.ALTO if first.lado is Lado.BAIXO else Lado.BAIXO
    assert Regra.LADO in _rules(pedido, replace(provas, certificados=(replace(first, lado=other), *rest)))
    assert Regra.LADO in _rules(pedido, replace(provas, certificados=(replace(first, testemunha=999), *rest)))
    high = next(found for found in provas.certificados if found.lado is Lado.ALTO)
    lower = tuple(replace(found, limiar=1) if found is high else found for found in provas.certificados)
    assert Regra.FALTA in _rules(pedido, replace(provas, certificados=lower))


def test_a_changed_ledger_is_found(proved: tuple[Pedido, Provas]) -> None:
    pedido, provas = proved
    place = next(number for number, cell in enumerate(pedido.publicadas) if cell.valor)
    cells = list(pedido.publicadas)
    cells[place] = replace(cells[place], valor=(cells[place].valor or 0) + 1)
    assert {Regra.PUBLICADA, Regra.VERDADE} <= _rules(replace(pedido, publicadas=tuple(cells)), provas)


def test_an_insider_is_not_convinced_by_other_rows_of_its_own(proved: tuple[Pedido, Provas]) -> None:
    pedido, provas = proved
    proof = next(found for found in provas.certificados if found.detentor and found.testemunha)
    mine = UNIVERSO.codigos("lugar").index(proof.detentor or "")

    def older(found: certificate.Testemunha) -> certificate.Testemunha:
        codes = found.codigos.copy()
        codes[codes[:, 1] == mine, 3] ^= 1
        return replace(found, codigos=codes)

    assert Regra.DETENTOR in _rules(pedido, _people(provas, older, proof.testemunha))
