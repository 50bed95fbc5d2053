// A family: more people on the same ficha; what is common is asked once.
import { blocos, copiar, ficha, irPara } from "./ficha-perguntas.js";
import { modoAtual, vestir } from "./ficha-pessoa.js";
import { prepararMultiplas } from "./ficha-teclas.js";

const MAXIMO = 30;
const grupo = ficha.querySelector("[data-grupo]");
const modelo = document.getElementById("modelo-pessoa");

export function ligarGrupo(preparar, depois) {
  ficha.addEventListener("click", (evento) => {
    const tirar = evento.target.closest("[data-tirar]");
    const mais = evento.target.closest("[data-mais-pessoa]");
    if (!tirar && !(mais && modelo)) return;
    evento.preventDefault();
    if (tirar) tirar.closest(".grupo-pessoa").remove();
    else maisUma(preparar);
    numerar();
    depois();
  });
}

/** F7: one more person. */
export const pedirMaisUma = () => ficha.querySelector("[data-mais-pessoa]").click();

function maisUma(preparar) {
  if (blocos().length >= MAXIMO) return;
  const indice = Math.max(...blocos().map((no) => Number(no.dataset.pessoa))) + 1;
  const bloco = copiar(modelo, indice);
  grupo.append(bloco);
  vestir(bloco, modoAtual());
  prepararMultiplas(bloco);
  preparar(bloco);
  irPara(bloco.querySelector("fieldset.pergunta"));
}

function numerar() {
  const todos = blocos();
  todos.slice(1).forEach((bloco, i) => { bloco.querySelector("[data-ordem]").textContent = String(i + 2); });
  ficha.querySelector("[data-total]").textContent = String(todos.length);
  ficha.querySelector("[data-pessoas]").textContent = todos.length === 1 ? "pessoa" : "pessoas";
}
