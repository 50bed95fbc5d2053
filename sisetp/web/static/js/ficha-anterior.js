// «Já atendida nesta unidade?»: asked on leaving a complete document, or name and birth date. It shows count and month;
// only the officer's own act brings the record into the ficha.
import { idadeDe } from "./ficha-pessoa.js";
import { blocos, campoDe, ficha, prefixoDe } from "./ficha-perguntas.js";

const PARTES = ["nome_social", "nome_civil", "nascimento", "doc_tipo", "doc_numero"];
const perguntado = new WeakMap();

export function ligarAnterior(depois) {
  ficha.addEventListener("focusout", (evento) => {
    const bloco = evento.target.closest("[data-pessoa]");
    if (bloco && PARTES.some((nome) => evento.target.name === prefixoDe(bloco) + nome)) perguntar(bloco);
  });
  ficha.addEventListener("click", (evento) => {
    const usar = evento.target.closest("[data-usar]");
    if (usar) trazer(usar.closest("[data-pessoa]"), usar.dataset.usar, depois);
    if (evento.target.closest("[data-desfazer]")) soltar(evento.target.closest("[data-pessoa]"));
  });
}

/** Ctrl+J: use the record shown, in the block that has the focus or in the first that shows one. */
export function usarMostrado() {
  const perto = document.activeElement?.closest("[data-pessoa]");
  (perto?.querySelector("[data-usar]") ?? ficha.querySelector("[data-usar]"))?.click();
}

async function perguntar(bloco) {
  const aviso = bloco.querySelector("[data-anterior]");
  const pedido = Object.fromEntries(PARTES.map((nome) => [nome, campoDe(bloco, nome)?.value.trim() ?? ""]));
  const documento = pedido.doc_tipo && pedido.doc_numero.length >= 3;
  const nascimento = /^\d{2}\/\d{2}\/\d{4}$/.test(pedido.nascimento) && idadeDe(pedido.nascimento) !== null && (pedido.nome_social || pedido.nome_civil);
  const chave = JSON.stringify(pedido);
  if (!aviso || !(documento || nascimento) || perguntado.get(bloco) === chave || campoDe(bloco, "pessoa_id").value) return;
  perguntado.set(bloco, chave);
  const resposta = await pedir(ficha.dataset.jaAtendida, chave);
  if (perguntado.get(bloco) === chave) mostrar(aviso, resposta?.registros ?? []);
}

/** POST to the system, with a body in JSON when there is one; its answer, or null. */
async function pedir(endereco, corpo) {
  const tipo = corpo ? { "Content-Type": "application/json" } : {};
  try {
    const resposta = await fetch(endereco, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": ficha.elements.csrf_token.value, ...tipo },
      body: corpo,
    });
    return resposta.ok ? await resposta.json() : null;
  } catch {
    return null; // without connection the question simply is not answered; saving says so
  }
}

function mostrar(aviso, registros) {
  aviso.replaceChildren();
  registros.forEach(({ texto, usar }, indice) => {
    const linha = document.createElement("p");
    const botao = Object.assign(document.createElement("button"), { type: "button", className: "botao-texto", textContent: "usar este cadastro" });
    botao.dataset.usar = usar;
    if (!indice) {
      botao.append(" ", Object.assign(document.createElement("kbd"), { textContent: "Ctrl+J" }));
      botao.setAttribute("aria-keyshortcuts", "Control+J");
    }
    linha.append("Possível registro anterior ", Object.assign(document.createElement("strong"), { textContent: "nesta unidade" }), `: ${texto}. `, botao);
    aviso.append(linha);
  });
}

async function trazer(bloco, endereco, depois) {
  const cadastro = await pedir(endereco);
  if (!cadastro) return;
  for (const [nome, valor] of Object.entries(cadastro.campos)) preencher(bloco, nome, valor);
  const aviso = bloco.querySelector("[data-anterior]");
  const linha = document.createElement("p");
  const botao = Object.assign(document.createElement("button"), { type: "button", className: "botao-texto", textContent: "não é a mesma pessoa" });
  botao.dataset.desfazer = "";
  linha.append("Cadastro anterior em uso: confira os dados com a pessoa. ", botao);
  aviso.replaceChildren(linha);
  campoDe(bloco, "nome_social").focus();
  depois();
}

function preencher(bloco, nome, valor) {
  const campo = campoDe(bloco, nome) ?? null;
  if (campo instanceof RadioNodeList) {
    for (const no of campo) no.checked = no.value === valor;
  } else if (campo) {
    campo.value = valor;
    campo.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function soltar(bloco) {
  campoDe(bloco, "pessoa_id").value = "";
  bloco.querySelector("[data-anterior]").replaceChildren();
}

export const algumEmUso = () => blocos().some((bloco) => campoDe(bloco, "pessoa_id")?.value);
