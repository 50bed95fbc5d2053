"""A reader who knows that what is hidden is not zero, because every zero is printed: what is certainly small then."""

from collections.abc import Sequence

from sisetp.reporting.disclosure.atoms import Atomos
from sisetp.reporting.disclosure.auditor.checks import audit
from sisetp.reporting.disclosure.auditor.model import Caso, Externa, LinhaAuditada, Moldura, Suporte
from sisetp.reporting.disclosure.forms import Forma
from tests.benchmarks.network import UF_DA_UNIDADE, UNIVERSO

FRAME = Moldura(ano=UNIVERSO.ano, dimensoes=UNIVERSO.dimensoes, pares=UNIVERSO.pares, uf=UF_DA_UNIDADE)


def support(atomos: Atomos) -> Suporte:
    """True atoms in the words of the auditor."""
    lists = [codes for _, codes in UNIVERSO.dimensoes]
    named = tuple(
        tuple(codes[place] for codes, place in zip(lists, row, strict=True)) for row in atomos.codigos.tolist()
    )
    return Suporte(codigos=named, contagens=tuple(atomos.contagens.tolist()))


def certainly_small(printed: Sequence[tuple[Forma, int | None]], atomos: Atomos, asked: Sequence[Forma]) -> int:
    """How many of the forms asked, each smaller than 5, are known to be so. `printed`: forms with numbers or None."""
    lines = [
        LinhaAuditada(
            divulgacao="R",
            tabela="T",
            linha=str(place),
            coluna="",
            forma_json=forma.json(),
            situacao="X" if value is None else "P",
            valor=value,
            limiar=5 if forma in asked else 0,
        )
        for place, (forma, value) in enumerate(printed)
    ]
    somebody = [
        Externa(descricao="não é zero", forma_json=forma.json(), minimo=1, maximo=None)
        for forma, value in printed
        if value is None
    ]
    found = audit(
        Caso(
            moldura=FRAME,
            linhas=tuple(lines),
            suporte=support(atomos),
            externas=tuple(somebody),
            detentor=False,
        )
    )
    return sum(limit.maximo < limit.limiar for limit in found.limites)
