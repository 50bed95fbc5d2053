// The amendment form: places become type-aheads, and a form that came back with messages puts the focus on the first box.
import { ligarLugares } from "./lugares.js";

const formulario = document.querySelector("form[data-alteracao]");
if (formulario) ligarLugares(formulario, formulario.dataset.lugares, formulario.dataset.uf);
const primeira = document.querySelector("#resumo-de-erros a");
const caixa = primeira && document.getElementById(primeira.hash.slice(1));
caixa?.focus();
caixa?.scrollIntoView({ block: "center" });
