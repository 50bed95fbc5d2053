// Signing in again without leaving the ficha. The draft belongs to who wrote it: with another user it is discarded, after
// a warning that has to be confirmed.
import { ficha } from "./ficha-perguntas.js";

const dialogo = document.getElementById("entrar-de-novo");
const erro = dialogo.querySelector("[data-entrar-erro]");
const login = dialogo.querySelector("[data-login]");
const senha = dialogo.querySelector("[data-senha]");

/** The session of this browser now, or null: { ator, lotacao, csrf }. */
export async function sessaoAtual() {
  const pagina = await lerPagina(ficha.action);
  const atual = pagina?.getElementById("ficha");
  return atual ? { ator: atual.dataset.ator, lotacao: atual.dataset.lotacao, csrf: tokenDe(pagina) } : null;
}

/** Ask for user and password; true when the same person is in again, with the form token renewed. */
export function entrarDeNovo(descartar) {
  login.value = ficha.dataset.ator;
  senha.value = "";
  mostrar("");
  let avisado = "";
  dialogo.showModal();
  senha.focus();
  return new Promise((resolver) => {
    const terminar = (valor) => {
      formulario.removeEventListener("submit", enviar);
      dialogo.removeEventListener("close", desistir);
      senha.value = "";
      dialogo.close();
      resolver(valor);
    };
    const formulario = dialogo.querySelector("[data-entrar]");
    const desistir = () => terminar(false);
    const enviar = async (evento) => {
      evento.preventDefault();
      const outra = login.value.trim().toLowerCase() !== ficha.dataset.ator.toLowerCase();
      if (outra && avisado !== login.value) {
        avisado = login.value;
        return mostrar(`Esta ficha foi escrita por ${ficha.dataset.ator}. Se outra pessoa entrar, ela será apagada sem salvar. Para continuar assim mesmo, aperte «Entrar» de novo.`);
      }
      const sessao = await entrar();
      if (!sessao) return;
      if (sessao.usuario !== ficha.dataset.ator || String(sessao.lotacao ?? "") !== ficha.dataset.lotacao) { terminar(false); return descartar(); }
      ficha.elements.csrf_token.value = sessao.csrf;
      terminar(true);
    };
    formulario.addEventListener("submit", enviar);
    dialogo.addEventListener("close", desistir);
  });
}

dialogo.querySelector("[data-fechar]").addEventListener("click", () => dialogo.close());

async function entrar() {
  try {
    const pagina = await lerPagina("/entrar");
    const dados = new URLSearchParams({ login: login.value, password: senha.value, lotacao: ficha.dataset.lotacao, csrf_token: tokenDe(pagina) });
    const resposta = await fetch("/entrar", { method: "POST", body: dados, headers: { Accept: "application/json" } });
    const corpo = await resposta.json();
    if (resposta.ok) return corpo;
    mostrar(corpo.mensagem ?? "Não foi possível entrar.");
    senha.select();
  } catch {
    mostrar("Sem conexão com o sistema. A ficha continua nesta página.");
  }
  return null;
}

async function lerPagina(endereco) {
  const resposta = await fetch(endereco, { headers: { Accept: "text/html" } });
  return resposta.ok ? new DOMParser().parseFromString(await resposta.text(), "text/html") : null;
}

const tokenDe = (pagina) => pagina?.querySelector('input[name="csrf_token"]')?.value ?? "";

function mostrar(texto) {
  erro.textContent = texto;
  erro.hidden = !texto;
}
