// Lists by keyboard: J goes to the next line, K to the one before; the focus is on the line's link, so Enter opens it.

const linhas = [...document.querySelectorAll("a[data-linha]")];

function andar(passo) {
  const atual = linhas.indexOf(document.activeElement);
  const proxima = atual < 0 ? (passo > 0 ? 0 : linhas.length - 1) : atual + passo;
  const alvo = linhas[Math.min(Math.max(proxima, 0), linhas.length - 1)];
  alvo?.focus();
  alvo?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (evento) => {
  if (evento.ctrlKey || evento.altKey || evento.metaKey || evento.target.closest("input, select, textarea")) return;
  const passo = { j: 1, k: -1 }[evento.key.toLowerCase()];
  if (!passo || !linhas.length) return;
  evento.preventDefault();
  andar(passo);
});
