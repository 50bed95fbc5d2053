// Saving: by fetch, with the page intact until the server's receipt. An expired session is renewed in place; without a
// connection everything stays and is sent again, under the same submission key, so it can only be recorded once.
import { ficha } from "./ficha-perguntas.js";
import { limparErros, mostrarErros } from "./ficha-erros.js";
import { entrarDeNovo, sessaoAtual } from "./ficha-entrar.js";
import { segundos } from "./ficha-progresso.js";

const estado = ficha.querySelector("[data-estado]");
const ESPERAS = [5, 10, 20, 40, 60];
let enviando = false;
let mudou = false;
let espera = null;
let tentativas = 0;

export function ligarEnvio() {
  ficha.addEventListener("submit", (evento) => {
    const acao = evento.submitter?.value ?? "salvar";
    if (acao !== "salvar" && acao !== "proxima") { mudou = false; return; }
    evento.preventDefault();
    enviar(acao);
  });
  for (const nome of ["input", "change"]) ficha.addEventListener(nome, () => { mudou = true; });
  window.addEventListener("beforeunload", (evento) => { if (mudou) evento.preventDefault(); });
  window.addEventListener("online", () => espera?.agora());
}

export function enviar(acao) {
  if (enviando) return;
  espera?.parar();
  limparErros();
  tentar(acao);
}

async function tentar(acao, segunda = false) {
  enviando = true;
  dizer("Salvando…");
  try {
    const resposta = await postar(acao);
    tentativas = 0;
    await entender(resposta, acao, segunda);
  } catch {
    semConexao(acao);
  } finally {
    enviando = false;
  }
}

function postar(acao) {
  segundos();
  const dados = new URLSearchParams(new FormData(ficha));
  dados.set("acao", acao);
  return fetch(ficha.action, { method: "POST", body: dados, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(30000) });
}

async function entender(resposta, acao, segunda) {
  const corpo = await resposta.json().catch(() => ({}));
  if (resposta.status === 201) {
    mudou = false;
    dizer("Salvo.");
    location.assign(corpo.url);
  } else if (resposta.status === 422) {
    dizer("");
    mostrarErros(corpo.mensagens);
  } else if (resposta.status === 401) {
    dizer("A sessão terminou: entre de novo para salvar.");
    if (await entrarDeNovo(descartar)) await tentarDepois(acao);
  } else if (corpo.erro === "formulario" && !segunda) {
    if (await mesmaPessoa()) await tentarDepois(acao, true);
  } else {
    dizer(`${corpo.mensagem ?? "O sistema não pôde salvar."} Nada foi perdido: a ficha continua aqui.`);
  }
}

function tentarDepois(acao, segunda = false) {
  enviando = false;
  return tentar(acao, segunda);
}

/** The form token changed: go on only if the session still belongs to who wrote this draft. */
async function mesmaPessoa() {
  const sessao = await sessaoAtual();
  if (!sessao) return entrarDeNovo(descartar);
  if (sessao.ator === ficha.dataset.ator && sessao.lotacao === ficha.dataset.lotacao) {
    ficha.elements.csrf_token.value = sessao.csrf;
    return true;
  }
  dizer("Outra pessoa entrou neste navegador. Esta ficha não será enviada em nome dela.");
  return false;
}

function descartar() {
  mudou = false;
  location.assign(ficha.action);
}

function semConexao(acao) {
  const segundosDeEspera = ESPERAS[Math.min(tentativas, ESPERAS.length - 1)];
  tentativas += 1;
  dizer(`Sem conexão: ainda não foi salvo e nada foi perdido. Nova tentativa em ${segundosDeEspera} s.`);
  const botao = Object.assign(document.createElement("button"), { type: "button", className: "botao-texto", textContent: "Tentar agora" });
  const relogio = setTimeout(() => espera?.agora(), segundosDeEspera * 1000);
  espera = {
    parar() { clearTimeout(relogio); espera = null; },
    agora() { this.parar(); tentar(acao); },
  };
  botao.addEventListener("click", () => espera?.agora());
  estado.append(" ", botao);
}

function dizer(texto) {
  estado.textContent = texto;
}
