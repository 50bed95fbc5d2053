// Places for the type-ahead: one JSON, fetched once and kept by the browser; search by beginning of name or of word.
// Recent choices come first: those of the unit, which the page brings, and those made on it. The browser keeps none.
import { ligarCombo, simples } from "./combo.js";

const LIMITE = 12;
let recentes = (document.getElementById("ficha")?.dataset.recentes ?? "").split("|").filter(Boolean);
let carga = null;

function carregar(endereco) {
  carga ??= fetch(endereco, { headers: { Accept: "application/json" } })
    .then((resposta) => (resposta.ok ? resposta.json() : Promise.reject(new Error("lugares"))))
    .then(indexar)
    .catch(() => { carga = null; return []; });
  return carga;
}

function indexar({ paises, frequentes, ufs, municipios }) {
  const ordem = new Map(frequentes.map((nome, indice) => [nome, indice]));
  const lugares = paises.map((nome) => lugar("pais", nome, "", ordem.get(nome) ?? 99));
  for (const [sigla, nome] of Object.entries(ufs)) {
    lugares.push(lugar("uf", `${nome} (estado)`, sigla));
    for (const municipio of municipios[sigla] ?? []) lugares.push(lugar("municipio", `${municipio} (${sigla})`, sigla));
  }
  return lugares;
}

function lugar(tipo, rotulo, uf, ordem = 99) {
  const chave = simples(rotulo);
  return { tipo, rotulo, uf, ordem, chave, tamanho: chave.length };
}

/** Make a type-ahead of every input under [data-lugar]; `uf` is the unit's own state, whose towns come first. */
export function ligarLugares(raiz, endereco, uf) {
  for (const caixa of raiz.querySelectorAll("input[data-lugar]")) {
    if (caixa.getAttribute("role") === "combobox") continue;
    const tipos = caixa.dataset.lugar.split(" ");
    caixa.addEventListener("focus", () => carregar(endereco), { once: true });
    ligarCombo(caixa, async (texto) => procurar(await carregar(endereco), texto, tipos, uf), lembrar);
  }
}

function procurar(lugares, texto, tipos, uf) {
  const procurado = simples(texto);
  const doTipo = lugares.filter((item) => tipos.includes(item.tipo));
  const recente = (item) => { const posicao = recentes.indexOf(item.rotulo); return posicao < 0 ? 99 : posicao; };
  if (!procurado) {
    return doTipo.filter((item) => recente(item) < 99 || item.ordem < 99).sort((a, b) => recente(a) - recente(b) || a.ordem - b.ordem).slice(0, 8);
  }
  const siglas = tipos.includes("uf") ? doTipo.filter((item) => item.tipo === "uf" && simples(item.uf) === procurado) : [];
  const achados = doTipo
    .map((item) => [posto(item, procurado), item])
    .filter(([nota]) => nota < 9)
    .sort(([a, um], [b, outro]) => a - b || recente(um) - recente(outro) || um.ordem - outro.ordem
      || (outro.uf === uf) - (um.uf === uf) || um.tamanho - outro.tamanho || um.rotulo.localeCompare(outro.rotulo, "pt"));
  return [...siglas, ...achados.map(([, item]) => item).filter((item) => !siglas.includes(item))].slice(0, LIMITE);
}

function posto(item, procurado) {
  if (item.chave.startsWith(procurado)) return 1;
  return item.chave.includes(` ${procurado}`) ? 2 : 9;
}

function lembrar(item) {
  recentes = [item.rotulo, ...recentes.filter((rotulo) => rotulo !== item.rotulo)].slice(0, 8);
}
