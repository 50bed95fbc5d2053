// «Mais…» of a question (the whole list as type-ahead), «Mais campos», the text about the use of data.
import { ligarCombo, simples } from "./combo.js";
import { ficha, irPara, perguntas } from "./ficha-perguntas.js";
import { escolher } from "./ficha-teclas.js";

const mais = document.getElementById("mais-campos");
const texto = document.getElementById("texto-ciencia");

export function ligarMais() {
  ficha.addEventListener("click", (evento) => {
    const botao = evento.target.closest("[data-mais]");
    if (botao) abrirLista(botao);
    if (evento.target.closest("[data-abrir-mais]")) alternarMais();
    if (evento.target.closest("[data-ciencia]")) mostrarCiencia();
  });
  for (const aba of texto.querySelectorAll("[role=tab]")) aba.addEventListener("click", () => mostrarAba(aba));
  texto.querySelector("[role=tablist]").addEventListener("keydown", percorrerAbas);
  texto.querySelector("[data-fechar]").addEventListener("click", () => texto.close());
}

export function alternarMais() {
  mais.open = !mais.open;
  if (mais.open) irPara(mais.querySelector("fieldset.pergunta"));
  else irPara(perguntas()[0]);
  mais.scrollIntoView({ block: mais.open ? "start" : "nearest" });
}

export const mostrarCiencia = () => texto.showModal();

function abrirLista(botao) {
  const pergunta = botao.closest("fieldset.pergunta");
  const opcoes = [...pergunta.querySelectorAll(".chips > .chip > input")].map((no) => ({
    no, rotulo: no.nextElementSibling.lastChild.textContent.trim(),
  }));
  const caixa = document.createElement("span");
  caixa.className = "combo combo--mais";
  const entrada = document.createElement("input");
  Object.assign(entrada, { type: "text", autocomplete: "off", spellcheck: false, placeholder: "escreva para achar" });
  entrada.setAttribute("aria-label", `Outras respostas: ${pergunta.querySelector("legend").textContent.trim().replace(/\s+/g, " ")}`);
  caixa.append(entrada);
  botao.before(caixa);
  botao.hidden = true;
  const desfazer = () => {
    if (botao.hidden) { botao.hidden = false; caixa.remove(); }
  };
  const buscar = (escrito) => {
    const procurado = simples(escrito);
    return opcoes.filter(({ no, rotulo }) => (procurado ? ` ${simples(rotulo)}`.includes(` ${procurado}`) : no.closest(".chip--resto")));
  };
  const { abrir } = ligarCombo(entrada, buscar, ({ no }) => {
    desfazer();
    no.checked = true;
    no.dispatchEvent(new Event("change", { bubbles: true }));
    escolherSemTrocar(no, pergunta);
  });
  entrada.addEventListener("keydown", (evento) => {
    if (evento.key === "Enter" || evento.key === "Tab") { evento.preventDefault(); evento.stopPropagation(); }
    if (evento.key === "Escape") { evento.preventDefault(); irPara(pergunta); }
  });
  entrada.addEventListener("blur", desfazer);
  entrada.focus();
  abrir();
}

function escolherSemTrocar(no, pergunta) {
  if (no.type === "radio") escolher(no, pergunta);
  else no.focus();
}

function mostrarAba(aba) {
  for (const outra of texto.querySelectorAll("[role=tab]")) {
    const atual = outra === aba;
    outra.setAttribute("aria-selected", String(atual));
    outra.tabIndex = atual ? 0 : -1;
    document.getElementById(outra.getAttribute("aria-controls")).hidden = !atual;
  }
  aba.focus();
}

function percorrerAbas(evento) {
  const passo = { ArrowRight: 1, ArrowLeft: -1 }[evento.key];
  if (!passo) return;
  const abas = [...texto.querySelectorAll("[role=tab]")];
  mostrarAba(abas[(abas.indexOf(document.activeElement) + passo + abas.length) % abas.length]);
}
