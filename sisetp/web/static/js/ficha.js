// The ficha with script: keys, type-ahead, progress, family, records already kept, saving in place. Without script the
// same page is a plain form.
import { alvoDe, comLetra, ficha } from "./ficha-perguntas.js";
import { ligarAnterior, usarMostrado } from "./ficha-anterior.js";
import { enviar, ligarEnvio } from "./ficha-envio.js";
import { focarPrimeiro, ligarErros } from "./ficha-erros.js";
import { ligarGrupo, pedirMaisUma } from "./ficha-grupo.js";
import { alternarMais, ligarMais, mostrarCiencia } from "./ficha-mais.js";
import { ligarPessoa, modoAtual, proximoModo } from "./ficha-pessoa.js";
import { atualizar, ligarProgresso } from "./ficha-progresso.js";
import { ligarTeclas } from "./ficha-teclas.js";
import { ligarLugares } from "./lugares.js";

const lugaresDe = (raiz) => ligarLugares(raiz, ficha.dataset.locais, ficha.dataset.uf);

/** F2: another mode; «não identificada» has nothing to write in question A, so the next question is B. */
function trocar() {
  proximoModo();
  alvoDe(comLetra(modoAtual() === "NAO_IDENT" ? "B" : "A")).focus();
}

ligarTeclas({
  "Ctrl+Enter": () => enviar("salvar"),
  "Ctrl+Shift+Enter": () => enviar("proxima"),
  "Ctrl+J": usarMostrado,
  F1: () => document.activeElement.closest("fieldset.pergunta")?.querySelector(".duvida")?.click(),
  F2: trocar,
  F4: alternarMais,
  F7: pedirMaisUma,
  F8: mostrarCiencia,
});
ligarMais();
ligarPessoa(atualizar);
ligarGrupo(lugaresDe, atualizar);
ligarAnterior(atualizar);
ligarErros();
ligarEnvio();
lugaresDe(ficha);
ligarProgresso();
if (ficha.querySelector(".resumo-de-erros")) focarPrimeiro();
else alvoDe(comLetra("A")).focus();
