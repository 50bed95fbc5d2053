// The bar: how many answers, which are missing, how long. Time counts from the first interaction with the open ficha.
import { feita, ficha, irPara, perguntas } from "./ficha-perguntas.js";

const duracao = ficha.elements.duracao_s;
const barra = ficha.querySelector("[data-progresso]");
const contagem = ficha.querySelector("[data-contagem]");
const faltam = ficha.querySelector("[data-faltam]");
const tempo = ficha.querySelector("[data-tempo]");
const antes = Number(duracao.value) || 0;
let inicio = null;

export function ligarProgresso() {
  for (const nome of ["keydown", "pointerdown", "input"]) ficha.addEventListener(nome, comecar, { once: true });
  for (const nome of ["change", "input"]) ficha.addEventListener(nome, atualizar);
  setInterval(mostrarTempo, 1000);
  faltam.addEventListener("click", (evento) => {
    const pergunta = evento.target.dataset?.alvo && document.getElementById(evento.target.dataset.alvo);
    if (pergunta) { evento.preventDefault(); irPara(pergunta); }
  });
  atualizar();
}

/** Seconds on the ficha so far; also written in the field that is sent. */
export function segundos() {
  const total = antes + (inicio === null ? 0 : Math.round((performance.now() - inicio) / 1000));
  duracao.value = Math.min(total, 65534);
  return total;
}

export function atualizar() {
  const letras = perguntas().filter((no) => no.dataset.letra && !(no.dataset.letra === "G" && no.closest(".grupo-pessoa")));
  const pendentes = [];
  for (const pergunta of letras) {
    const pronta = feita(pergunta);
    pergunta.classList.toggle("pergunta--feita", pronta);
    if (!pronta) pendentes.push(pergunta);
  }
  barra.max = letras.length;
  barra.value = letras.length - pendentes.length;
  contagem.textContent = `${barra.value} de ${letras.length} respostas`;
  nomear(pendentes);
}

function nomear(pendentes) {
  faltam.replaceChildren();
  if (!pendentes.length) return;
  faltam.append(pendentes.length === 1 ? "Falta " : "Faltam ");
  pendentes.slice(0, 12).forEach((pergunta, indice) => {
    const link = document.createElement("a");
    const nome = pergunta.querySelector("legend").childNodes[2]?.textContent.trim() ?? "";
    const pessoa = pergunta.closest(".grupo-pessoa")?.querySelector("[data-ordem]")?.textContent;
    const curto = pergunta.dataset.letra + (pessoa ?? "");
    Object.assign(link, { href: `#${pergunta.id}`, textContent: pendentes.length <= 2 ? nome : curto, title: nome });
    if (pendentes.length > 2) link.setAttribute("aria-label", `${curto} ${nome}`);
    link.dataset.alvo = pergunta.id;
    faltam.append(indice ? " " : "", link);
  });
}

function comecar() {
  inicio ??= performance.now();
}

function mostrarTempo() {
  const total = segundos();
  if (inicio !== null) tempo.textContent = `· ${Math.floor(total / 60)} min ${String(total % 60).padStart(2, "0")} s`;
}
