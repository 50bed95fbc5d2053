"""Check certificates without a solver: multiply and compare, for every release ever published.

Source: secrecy design, section 2, property (c), and 5.2 («production without solver may verify»).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from sisetp.reporting.disclosure.atoms import Codigos, counts, selected
from sisetp.reporting.disclosure.certificate import Certificado, Lado, Provas, Testemunha
from sisetp.reporting.disclosure.forms import Forma, Universo
from sisetp.reporting.disclosure.request import Pedido
from sisetp.reporting.disclosure.rows import Linhas
from sisetp.reporting.disclosure.space import Reals

TOL = 1e-6
"""Distance below which two numbers of people are the same, for real-valued witnesses."""


class Regra(StrEnum):
    """What a proof can fail at."""

    PUBLICADA = "publicada"
    """A witness disagrees with a published number."""
    NEGATIVA = "negativa"
    """A witness holds fewer than no people, or something that is not a number."""
    IMPOSSIVEL = "impossivel"
    """A witness puts people where nobody can be."""
    DETENTOR = "detentor"
    """A witness changes what the insider knows."""
    LADO = "lado"
    """A witness does not show what its certificate says."""
    FALTA = "falta"
    """A sensitive form has no certificate of one side."""
    VERDADE = "verdade"
    """A published number is not that of the frozen facts."""


@dataclass(frozen=True, slots=True)
class Falha:
    """One failed check: the rule, the hash of the form (or empty) and the position of the witness (-1: none)."""

    regra: Regra
    forma: str
    testemunha: int


def verify(pedido: Pedido, provas: Provas) -> tuple[Falha, ...]:
    """What is wrong with the proofs; empty when everything published so far is protected.

    `pedido.publicadas` are the cells of all releases, the new one included; `candidatas` must be empty. No number is
    in the answer. Raises: RuleViolation when one form was published with two values.
    """
    impossible = _possible(pedido.universo, provas.testemunhas)
    if impossible:
        return tuple(impossible)
    lines = Linhas(pedido)
    hashes = {place: text for text, place in lines.posicao.items()}
    forms = [line.forma for line in lines.linhas]
    people = _stack(provas.testemunhas, len(pedido.universo.dimensoes))
    values = np.array([people.count(pedido.universo, forma) for forma in forms]).reshape(len(forms), -1)
    truth = counts(pedido.universo, forms, pedido.atomos).tolist()
    failures = []
    for place, line in enumerate(lines.linhas):
        low = -np.inf if line.minimo is None else line.minimo
        high = np.inf if line.maximo is None else line.maximo
        wrong = (values[place] < low - TOL) | (values[place] > high + TOL)
        failures += [Falha(Regra.PUBLICADA, hashes[place], int(found)) for found in np.flatnonzero(wrong)]
        if not low <= truth[place] <= high:
            failures.append(Falha(Regra.VERDADE, hashes[place], -1))
    failures += _shown(lines, values, provas)
    failures += _insiders(pedido, provas)
    return tuple(failures + _missing(pedido.universo, lines, hashes, truth, provas.certificados))


@dataclass(frozen=True, slots=True)
class _Stack:
    """Atoms of all witnesses, one after the other."""

    codigos: Codigos
    pessoas: Reals
    dono: np.ndarray[tuple[int], np.dtype[np.int64]]
    quantas: int

    def count(self, universo: Universo, forma: Forma) -> Reals:
        """Value of a form in every witness, shape (n_witnesses,)."""
        mask = selected(universo, forma, self.codigos)
        return np.bincount(self.dono[mask], self.pessoas[mask], self.quantas).astype(np.float64)


def _stack(testemunhas: Sequence[Testemunha], dims: int) -> _Stack:
    codes = [found.codigos for found in testemunhas]
    people = [found.pessoas for found in testemunhas]
    return _Stack(
        np.concatenate([np.zeros((0, dims), np.int16), *codes]),
        np.concatenate([np.zeros(0), *people]),
        np.repeat(np.arange(len(codes)), [len(found) for found in people]),
        len(codes),
    )


def _possible(universo: Universo, testemunhas: Sequence[Testemunha]) -> list[Falha]:
    failures = []
    names = [name for name, _ in universo.dimensoes]
    joint = [place for place, name in enumerate(names) if name in ("mes", "lugar", "nasceu", "morreu")]
    sizes = np.array([len(codes) for _, codes in universo.dimensoes])
    for number, found in enumerate(testemunhas):
        if not np.isfinite(found.pessoas).all() or (found.pessoas < 0).any():
            failures.append(Falha(Regra.NEGATIVA, "", number))
        if ((found.codigos < 0) | (found.codigos >= sizes)).any():
            failures.append(Falha(Regra.IMPOSSIVEL, "", number))
            continue
        for row in np.unique(found.codigos[:, joint], axis=0).tolist():
            atom = {names[d]: universo.dimensoes[d][1][code] for d, code in zip(joint, row, strict=True)}
            if not universo.possivel(atom):
                failures.append(Falha(Regra.IMPOSSIVEL, "", number))
                break
    return failures


def _shown(lines: Linhas, values: Reals, provas: Provas) -> list[Falha]:
    failures = []
    for proof in provas.certificados:
        place = lines.posicao.get(proof.forma)
        if place is None or not 0 <= proof.testemunha < len(provas.testemunhas):
            failures.append(Falha(Regra.LADO, proof.forma, proof.testemunha))
            continue
        value = values[place, proof.testemunha]
        if not (value <= TOL if proof.lado is Lado.BAIXO else value >= proof.limiar - TOL):
            failures.append(Falha(Regra.LADO, proof.forma, proof.testemunha))
    return failures


def _insiders(pedido: Pedido, provas: Provas) -> list[Falha]:
    """An insider's own rows must be the true ones in every witness that is meant to convince it."""
    used = {(proof.detentor, proof.testemunha) for proof in provas.certificados if proof.detentor is not None}
    failures = []
    for insider, number in sorted(used):
        if not 0 <= number < len(provas.testemunhas):
            continue
        own = Forma.de({"lugar": (insider,)})
        found = provas.testemunhas[number]
        if _people(pedido.universo, own, found.codigos, found.pessoas) != _people(
            pedido.universo, own, pedido.atomos.codigos, pedido.atomos.contagens.astype(np.float64)
        ):
            failures.append(Falha(Regra.DETENTOR, "", number))
    return failures


def _people(universo: Universo, forma: Forma, codigos: Codigos, pessoas: Reals) -> dict[tuple[int, ...], float]:
    mask = selected(universo, forma, codigos)
    found: dict[tuple[int, ...], float] = {}
    for code, people in zip(codigos[mask].tolist(), pessoas[mask].tolist(), strict=True):
        found[tuple(code)] = found.get(tuple(code), 0) + people
    return {code: people for code, people in found.items() if people}


def _missing(
    universo: Universo, lines: Linhas, hashes: dict[int, str], truth: list[int], proofs: Sequence[Certificado]
) -> list[Falha]:
    """Every sensitive form needs both sides, up to its threshold, for the public and for each insider."""
    asked = [(place, line.limiar, None) for place, line in enumerate(lines.linhas)]
    asked += [(rest.linha, rest.limiar, rest.detentor) for rest in lines.restos]  # type: ignore[misc]
    shown: dict[tuple[str, Lado, str | None], int] = {}
    for proof in proofs:
        key = (proof.forma, proof.lado, proof.detentor)
        shown[key] = max(shown.get(key, -1), proof.limiar)
    failures = []
    for place, limit, insider in asked:
        if truth[place] >= limit or not lines.linhas[place].forma.possivel(universo):
            continue
        if shown.get((hashes[place], Lado.BAIXO, insider), -1) < 0:
            failures.append(Falha(Regra.FALTA, hashes[place], -1))
        if shown.get((hashes[place], Lado.ALTO, insider), -1) < limit:
            failures.append(Falha(Regra.FALTA, hashes[place], -1))
    return failures
