"""From witnesses of the search to proofs that can be kept: few of them, over real atoms, whole where possible."""

from collections.abc import Sequence

import numpy as np

from sisetp.reporting.disclosure.atoms import Atomos
from sisetp.reporting.disclosure.certificate import Certificado, Provas, Testemunha
from sisetp.reporting.disclosure.search import Busca
from sisetp.reporting.disclosure.targets import Alvo, Ponto


def proofs(busca: Busca, alvos: Sequence[Alvo], atomos: Atomos) -> Provas:
    """Certificates of the targets that were met. The first witness is the truth: an empty form may be empty."""
    chosen = _cover(busca, alvos)
    hashes = {place: text for text, place in busca.sistema.linhas.posicao.items()}
    numbers = {found: number for number, (found, _) in enumerate(chosen)}
    certificates = [
        Certificado(
            forma=hashes[alvo.linha],
            lado=alvo.lado,
            limiar=alvo.limiar,
            detentor=alvo.detentor,
            testemunha=numbers[found],
        )
        for found, shown in chosen
        for alvo in shown
    ]
    true = atomos.agregados()
    witnesses = [_witness(busca, found, true) for found, _ in chosen]
    return Provas(testemunhas=tuple(witnesses), certificados=tuple(certificates))


def _cover(busca: Busca, alvos: Sequence[Alvo]) -> list[tuple[Ponto, list[Alvo]]]:
    """Few witnesses for all targets: those of whole people first, then whichever shows most of what is left."""
    left = list(alvos)
    chosen: list[tuple[Ponto, list[Alvo]]] = []
    for whole in (True, False):
        pool = (found for found in busca.pontos if found.inteiro is whole)
        shown = {
            found: [alvo for alvo, met in zip(left, busca.shown(left, [found]), strict=True) if met] for found in pool
        }
        while shown and left:
            best = max(shown, key=lambda found: len(shown[found]))
            mine = shown.pop(best)
            if not mine:
                break
            chosen.append((best, mine))
            done = set(mine)
            left = [alvo for alvo in left if alvo not in done]
            shown = {found: [alvo for alvo in met if alvo not in done] for found, met in shown.items()}
    return chosen


def _witness(busca: Busca, ponto: Ponto, atomos: Atomos) -> Testemunha:
    """A possible year over real atoms, as near the truth as it can be: who stays is who was there, in the order of the
    atoms; who comes is like somebody who was there, or like nobody else. So it goes on holding in finer tables."""
    space = busca.sistema.espaco
    flat = space.classes(atomos.codigos)
    order = np.argsort(flat, kind="stable")
    classes, starts, sizes = np.unique(flat[order], return_index=True, return_counts=True)
    wanted = dict(zip(ponto.classes.tolist(), ponto.pessoas.tolist(), strict=True))
    room = np.array([wanted.pop(code, 0.0) for code in classes.tolist()])
    there = atomos.contagens[order].astype(np.float64)
    before = np.cumsum(there) - there
    before -= np.repeat(before[starts], sizes)
    people = np.clip(np.repeat(room, sizes) - before, 0.0, there)
    people[starts] += np.clip(room - np.add.reduceat(there, starts), 0.0, None)
    fresh = np.array(sorted(wanted), np.int32)
    codes = np.concatenate([atomos.codigos[order], space.codigos(fresh)])
    people = np.concatenate([people, [wanted[code] for code in fresh.tolist()]])
    kept = people > 0
    return Testemunha(codigos=codes[kept], pessoas=people[kept], detentor=ponto.detentor)
