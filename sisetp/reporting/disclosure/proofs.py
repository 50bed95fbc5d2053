"""From witnesses of the search to proofs that can be kept: few of them, over real atoms, whole where possible."""

from collections.abc import Sequence

import numpy as np

from sisetp.reporting.disclosure.atoms import Atomos, selected
from sisetp.reporting.disclosure.certificate import Certificado, Provas, Testemunha
from sisetp.reporting.disclosure.forms import Forma, Universo
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
    universo = busca.sistema.espaco.universo
    witnesses = [_witness(busca, found, universo, atomos) for found, _ in chosen]
    return Provas(testemunhas=tuple(witnesses), certificados=tuple(certificates))


def _cover(busca: Busca, alvos: Sequence[Alvo]) -> list[tuple[Ponto, list[Alvo]]]:
    """Few witnesses for all targets: those of whole people first, then whichever shows most of what is left."""
    left = list(alvos)
    chosen: list[tuple[Ponto, list[Alvo]]] = []
    for whole in (True, False):
        pool = (found for found in busca.pontos if found.inteiro is whole)
        shown = {found: [alvo for alvo in left if busca.shows(found, alvo)] for found in pool}
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


def _witness(busca: Busca, ponto: Ponto, universo: Universo, atomos: Atomos) -> Testemunha:
    if ponto is busca.pontos[0]:
        true = atomos.agregados()
        return Testemunha(codigos=true.codigos, pessoas=true.contagens.astype(np.float64))
    codes, people = busca.sistema.espaco.codigos(ponto.classes), ponto.pessoas
    if ponto.detentor is not None:
        own = Forma.de({"lugar": (ponto.detentor,)})
        others = ~selected(universo, own, codes)
        true = atomos.onde(selected(universo, own, atomos.codigos)).agregados()
        codes = np.concatenate([codes[others], true.codigos])
        people = np.concatenate([people[others], true.contagens.astype(np.float64)])
    return Testemunha(codigos=codes, pessoas=people, detentor=ponto.detentor)
