"""The risk report of a release, in plain Portuguese: what was tried, what could be learnt, what is not guaranteed.

It is written from the independent audit and the simulated attacks. It names tables, never a hidden number, nor which
cell of a table could be worked out, nor how many of the hidden ones are small: where all are, each would be known.
Source: secrecy design, section 5.3.
"""

import json
from collections import Counter
from dataclasses import asdict, dataclass

from sisetp.reporting.disclosure.auditor.attacks import Ataque
from sisetp.reporting.disclosure.auditor.model import Auditoria, Caso, Medidas, Situacao, Tipo

NADA = "Nada sobre qualquer grupo menor que o limiar."

GARANTIDO = (
    "Garantido e conferido por programa: para cada grupo menor que o limiar que as células do catálogo definem, e para "
    "cada retificação, tudo o que o SISETP já publicou sobre o ano é compatível com o grupo vazio e com o grupo no "
    "limiar ou acima dele."
)
RESIDUAL = (
    "Não se garante nada contra quem junte a estes números outra lista de pessoas, um processo ou uma reportagem.",
    "Números de outros órgãos sobre as mesmas pessoas só contam depois de registrados aqui como publicação externa.",
    "Quem trabalha em uma unidade conhece os próprios registros. Isso está coberto onde a UF tem exatamente duas "
    "unidades; nas outras, não.",
    "Quem conheça o método pode especular sobre as escolhas do programa (por que esta célula e não aquela).",
    "Não há afirmação sobre probabilidades: não é privacidade diferencial.",
    "Grupos do tamanho do limiar ou maiores são mostrados como são.",
    "A conferência em números inteiros cobre as tabelas pequenas e o que se achou em inteiros nas outras; no resto, as "
    "provas admitem frações de pessoas.",
)

_TIPOS = {
    Tipo.EXATA: "o número exato de um grupo pequeno",
    Tipo.PEQUENA: "que um grupo é menor que o limiar",
    Tipo.PRESENCA: "que há alguém em um grupo pequeno",
    Tipo.CONTRADICAO: "números que não conferem com os fatos congelados",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Secao:
    """A title and its sentences."""

    titulo: str
    linhas: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatorioDeRisco:
    """The report of one release; `aprovada` says that nothing was learnt."""

    titulo: str
    aprovada: bool
    secoes: tuple[Secao, ...]

    def json(self) -> str:
        """Text kept with the release; `from_json` gives the report back."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    def texto(self) -> str:
        """The whole report as text."""
        parts = [self.titulo]
        for section in self.secoes:
            parts += ["", section.titulo, *(f"- {line}" for line in section.linhas)]
        return "\n".join(parts)


def from_json(text: str) -> RelatorioDeRisco:
    """Read back what `RelatorioDeRisco.json` wrote."""
    value = json.loads(text)
    sections = tuple(Secao(titulo=entry["titulo"], linhas=tuple(entry["linhas"])) for entry in value["secoes"])
    return RelatorioDeRisco(titulo=value["titulo"], aprovada=value["aprovada"], secoes=sections)


def risk_report(
    divulgacao: str,
    caso: Caso,
    auditoria: Auditoria,
    ataques: tuple[Ataque, ...],
    parametros: tuple[tuple[str, str], ...],
) -> RelatorioDeRisco:
    """The report of a release that is the newest of `caso`.

    `parametros`: name and value, in words, of the rules it was made with.
    """
    safe = auditoria.aprovada and not any(attack.recuperados for attack in ataques)
    return RelatorioDeRisco(
        titulo=f"Relatório de risco — {divulgacao}",
        aprovada=safe,
        secoes=(
            Secao(titulo="O que foi tentado", linhas=_tried(auditoria.medidas, ataques)),
            Secao(titulo="O que se poderia descobrir", linhas=_learnt(auditoria, ataques)),
            Secao(titulo="O que esta divulgação mostra", linhas=_shown(divulgacao, caso)),
            Secao(titulo="Regras usadas", linhas=tuple(f"{name}: {value}" for name, value in parametros)),
            Secao(titulo="O que se garante", linhas=(GARANTIDO,)),
            Secao(titulo="Risco que permanece", linhas=RESIDUAL),
        ),
    )


def _tried(figures: Medidas, ataques: tuple[Ataque, ...]) -> tuple[str, ...]:
    insiders = (
        f"O mesmo foi feito como cada uma das {figures.detentores} unidades que dividem um lugar e um período com "
        "exatamente uma outra, sabendo os próprios registros."
        if figures.detentores
        else "Nenhuma unidade divide um lugar e um período com exatamente uma outra, ou essa regra está desligada."
    )
    return (
        f"Foram juntadas as {_many(figures.divulgacoes, 'divulgação', 'divulgações')} do ano, com "
        f"{_many(figures.celulas, 'célula', 'células')}, como faria quem guardasse todos os arquivos.",
        "Para cada grupo menor que o limiar, também os que nenhuma célula mostra, como diferenças entre edições, "
        "calculou-se o menor e o maior número de pessoas possível, sobre "
        f"{_many(figures.atomos_possiveis, 'combinação possível', 'combinações possíveis')}.",
        insiders,
        "Onde as tabelas são pequenas, a conta foi refeita em números inteiros.",
        *(f"{attack.codigo}, {attack.nome}: {_outcome(attack)}" for attack in ataques),
    )


def _learnt(auditoria: Auditoria, ataques: tuple[Ataque, ...]) -> tuple[str, ...]:
    lines = []
    found: Counter[tuple[str, Tipo, str]] = Counter()
    ways = {}
    for violation in auditoria.violacoes:
        place = ", ".join(reversed(violation.causas[-1])) if violation.causas else "Tabelas do ano"
        found[place, violation.tipo, violation.detentor] += 1
        ways[place, violation.tipo, violation.detentor] = violation.saida
    for (place, kind, insider), times in found.items():
        who = f"a unidade {insider}" if insider else "qualquer leitor"
        lines.append(
            f"{place}: {who} descobriria {_TIPOS[kind]} ({_many(times, 'vez', 'vezes')}). "
            f"Saída: {ways[place, kind, insider]}"
        )
    lines += [f"O ataque {attack.codigo} ({attack.nome}) teve sucesso." for attack in ataques if attack.recuperados]
    return tuple(lines) or (NADA,)


def _shown(divulgacao: str, caso: Caso) -> tuple[str, ...]:
    tables: dict[str, Counter[str]] = {}
    for line in caso.linhas:
        if line.divulgacao == divulgacao:
            tables.setdefault(line.tabela, Counter())[line.situacao] += 1
    return tuple(
        f"{table}: {_many(marks[Situacao.PUBLICADA], 'célula publicada', 'células publicadas')}, "
        f"{_many(marks[Situacao.OCULTA], 'oculta', 'ocultas')}."
        for table, marks in tables.items()
    ) or ("Nenhuma tabela.",)


def _outcome(attack: Ataque) -> str:
    if attack.recuperados:
        return f"descobriu {_many(attack.recuperados, 'grupo pequeno', 'grupos pequenos')}."
    return "não descobriu nada."


def _many(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
