// The amendment form: places become type-aheads, and a form that came back with messages puts the focus on them.
import { ligarLugares } from "./lugares.js";

const formulario = document.querySelector("form[data-alteracao]");
if (formulario) ligarLugares(formulario, formulario.dataset.lugares, formulario.dataset.uf);
document.getElementById("resumo-de-erros")?.focus();
