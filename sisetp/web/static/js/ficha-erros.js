// Messages of a refused ficha: a summary with links on top, each message beside its box, focus on the first.
import { ficha, irPara } from "./ficha-perguntas.js";

const lugar = ficha.querySelector("[data-resumo]");

export function limparErros() {
  lugar.replaceChildren();
  for (const no of ficha.querySelectorAll(".erro")) no.remove();
  for (const no of ficha.querySelectorAll(".campo--erro")) no.classList.remove("campo--erro");
  for (const no of ficha.querySelectorAll(".pergunta--erro")) no.classList.remove("pergunta--erro");
  for (const no of ficha.querySelectorAll("[aria-invalid]")) {
    no.removeAttribute("aria-invalid");
    const descritores = (no.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && !id.endsWith("-erro"));
    if (descritores.length) no.setAttribute("aria-describedby", descritores.join(" "));
    else no.removeAttribute("aria-describedby");
  }
}

/** `mensagens`: [{ alvo, mensagem }] as the server sends them. */
export function mostrarErros(recebidas) {
  limparErros();
  const mensagens = [...recebidas].sort((uma, outra) => posicao(uma) - posicao(outra));
  for (const { alvo, mensagem } of mensagens) marcar(document.getElementById(alvo), mensagem);
  resumir(mensagens);
  focarPrimeiro();
}

export function focarPrimeiro() {
  const link = lugar.querySelector("a");
  if (link) seguir(link);
}

export function ligarErros() {
  lugar.addEventListener("click", (evento) => {
    const link = evento.target.closest("a");
    if (link) { evento.preventDefault(); seguir(link); }
  });
}

function seguir(link) {
  const alvo = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!alvo || alvo === ficha) return lugar.querySelector(".resumo-de-erros")?.focus();
  for (let no = alvo.closest("details"); no; no = no.parentElement.closest("details")) no.open = true;
  if (alvo.matches("fieldset")) irPara(alvo);
  else alvo.focus();
  alvo.scrollIntoView({ block: "center" });
}

/** Place of a message on the page, so that the first of the summary is the first the eye meets. */
function posicao({ alvo }) {
  const no = document.getElementById(alvo);
  const pergunta = no?.closest("fieldset.pergunta, .pergunta") ?? no;
  const todas = [...ficha.querySelectorAll("[id]")].filter((outro) => !outro.closest("template"));
  return no === ficha ? -1 : todas.indexOf(pergunta?.id ? pergunta : no);
}

function marcar(alvo, mensagem) {
  if (!alvo || alvo === ficha) return;
  const id = `${alvo.id}-erro`;
  const linha = document.getElementById(id) ?? Object.assign(document.createElement("p"), { id, className: "erro" });
  linha.textContent = [linha.textContent, mensagem].filter(Boolean).join(" ");
  const caixa = alvo.matches("fieldset") ? alvo : alvo.closest(".campo");
  caixa.append(linha);
  caixa.classList.add(alvo.matches("fieldset") ? "pergunta--erro" : "campo--erro");
  alvo.setAttribute("aria-invalid", "true");
  const descritores = new Set([...(alvo.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean), id]);
  alvo.setAttribute("aria-describedby", [...descritores].join(" "));
}

function resumir(mensagens) {
  const caixa = Object.assign(document.createElement("div"), { id: "resumo-de-erros", className: "resumo-de-erros", tabIndex: -1 });
  caixa.setAttribute("role", "alert");
  const total = mensagens.length;
  const titulo = Object.assign(document.createElement("h2"), { textContent: total === 1 ? "Falta corrigir uma resposta" : `Falta corrigir ${total} respostas` });
  const lista = document.createElement("ul");
  for (const { alvo, mensagem } of mensagens) {
    const item = document.createElement("li");
    item.append(Object.assign(document.createElement("a"), { href: `#${alvo}`, textContent: mensagem }));
    lista.append(item);
  }
  caixa.append(titulo, lista);
  lugar.replaceChildren(caixa);
}
