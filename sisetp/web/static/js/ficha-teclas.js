// The ficha by keyboard alone: one key answers, Enter goes on, Alt+letter goes anywhere. Keys of answers work only while
// the focus is inside their question (WCAG 2.1.4). Choosing by key moves on by itself; arrows and the mouse never do.
import { comLetra, ficha, irPara, seguinte, visivel } from "./ficha-perguntas.js";

const AVANCA = ficha.hasAttribute("data-avanca");
const CAIXAS = 'input[type="text"], input:not([type]), select, textarea';

export function ligarTeclas(atalhos) {
  document.addEventListener("keydown", (evento) => {
    if (document.querySelector("dialog[open]")) return;
    const pergunta = evento.target.closest("fieldset.pergunta");
    if (global(evento, atalhos)) return void evento.preventDefault();
    if (evento.ctrlKey || evento.metaKey || evento.isComposing) return;
    if (evento.altKey) return void (letra(evento) && evento.preventDefault());
    if (evento.target.matches(CAIXAS)) return naCaixa(evento, pergunta);
    if (pergunta && evento.target.matches('input[type="radio"], input[type="checkbox"], fieldset, [data-mais]')) naResposta(evento, pergunta);
  });
  ficha.addEventListener("change", (evento) => exclusivas(evento.target));
  prepararMultiplas(ficha);
}

function global(evento, atalhos) {
  const nome = [evento.ctrlKey && "Ctrl", evento.shiftKey && evento.ctrlKey && "Shift", evento.key.length === 1 ? evento.key.toUpperCase() : evento.key].filter(Boolean).join("+");
  if (evento.altKey || !atalhos[nome]) return false;
  atalhos[nome](evento);
  return true;
}

function letra(evento) {
  const tecla = evento.code.startsWith("Key") ? evento.code.slice(3) : evento.key.toUpperCase();
  const destino = /^[A-L]$/.test(tecla) && comLetra(tecla, evento.target);
  if (destino) irPara(destino);
  return Boolean(destino);
}

function naCaixa(evento, pergunta) {
  if (evento.key !== "Enter" || evento.target.matches("textarea")) return;
  evento.preventDefault();
  const campos = [...(pergunta ?? ficha).querySelectorAll("input[type=text], select")].filter(visivel);
  const proximo = campos[campos.indexOf(evento.target) + 1];
  if (proximo && pergunta) proximo.focus();
  else if (pergunta) seguinte(pergunta);
}

function naResposta(evento, pergunta) {
  if (evento.key === "Enter") {
    evento.preventDefault();
    return seguinte(pergunta);
  }
  if (evento.key === "?") {
    evento.preventDefault();
    return pergunta.querySelector(".duvida")?.click();
  }
  if (evento.key.startsWith("Arrow") && evento.target.type === "checkbox") return percorrer(evento, pergunta);
  if (evento.key.length === 1 && evento.key !== " ") responder(evento, pergunta);
}

function responder(evento, pergunta) {
  const tecla = evento.key.toUpperCase();
  const opcao = [...pergunta.querySelectorAll("input[data-tecla]")].find((no) => no.dataset.tecla === tecla && visivel(no));
  if (!opcao) return void (tecla === "0" && outras(evento, pergunta));
  evento.preventDefault();
  escolher(opcao, pergunta);
}

/** Choose an answer as if its key had been pressed. */
export function escolher(opcao, pergunta) {
  opcao.checked = opcao.type === "radio" || !opcao.checked;
  opcao.focus();
  opcao.dispatchEvent(new Event("change", { bubbles: true }));
  if (AVANCA && opcao.checked && (opcao.type === "radio" || opcao.hasAttribute("data-exclusiva"))) seguinte(pergunta);
}

function outras(evento, pergunta) {
  const mais = pergunta.querySelector("[data-mais]");
  const caixa = pergunta.querySelector(".combo input");
  if (!mais && !caixa) return;
  evento.preventDefault();
  if (mais) mais.click();
  else caixa.focus();
}

function percorrer(evento, pergunta) {
  evento.preventDefault();
  const opcoes = [...pergunta.querySelectorAll('.chips input[type="checkbox"]')].filter(visivel);
  const passo = evento.key === "ArrowRight" || evento.key === "ArrowDown" ? 1 : -1;
  opcoes[(opcoes.indexOf(evento.target) + passo + opcoes.length) % opcoes.length].focus();
}

/** A group of checkboxes is one stop of Tab, like a group of radios; arrows move inside it. */
export function prepararMultiplas(raiz) {
  for (const grupo of raiz.querySelectorAll(".chips[data-multiplo]")) {
    const opcoes = grupo.querySelectorAll('input[type="checkbox"]');
    opcoes.forEach((no, indice) => { no.tabIndex = indice ? -1 : 0; });
    grupo.addEventListener("focusin", (evento) => {
      if (evento.target.type === "checkbox") opcoes.forEach((no) => { no.tabIndex = no === evento.target ? 0 : -1; });
    });
  }
}

function exclusivas(mudado) {
  if (mudado.type !== "checkbox" || !mudado.checked) return;
  const irmas = mudado.closest(".chips")?.querySelectorAll('input[type="checkbox"]:checked') ?? [];
  const sozinha = mudado.hasAttribute("data-exclusiva");
  for (const no of irmas) if (no !== mudado && (sozinha || no.hasAttribute("data-exclusiva"))) no.checked = false;
}
