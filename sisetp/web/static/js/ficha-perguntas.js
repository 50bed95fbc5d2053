// What every other module asks about the questions of the ficha: which exist, where focus goes, what is answered.

export const ficha = document.getElementById("ficha");
export const visivel = (no) => no.checkVisibility();

/** Visible questions in reading order. */
export const perguntas = () => [...ficha.querySelectorAll("fieldset.pergunta")].filter(visivel);

/** The lettered question in the person block of `perto`, or in the main one. */
export function comLetra(letra, perto) {
  const bloco = perto?.closest?.(".grupo-pessoa");
  const seletor = `fieldset.pergunta[data-letra="${letra}"]`;
  return bloco?.querySelector(seletor) ?? ficha.querySelector(seletor);
}

/** Where focus lands in a question: the answer already chosen, else its first chip or box. */
export function alvoDe(pergunta) {
  const controles = [...pergunta.querySelectorAll("input:not([type=hidden]), select, textarea")].filter((no) => !no.disabled && visivel(no));
  return controles.find((no) => no.checked && no.type === "radio") ?? controles[0] ?? pergunta;
}

export function irPara(pergunta) {
  const alvo = alvoDe(pergunta);
  const fechado = alvo.closest("details:not([open])");
  if (fechado) fechado.open = true;
  alvo.focus();
  if (alvo.type === "text") alvo.select();
  alvo.scrollIntoView({ block: "nearest" });
}

/** Focus the question after this one, or the save button after the last. */
export function seguinte(pergunta) {
  const todas = perguntas();
  const proxima = todas[todas.indexOf(pergunta) + 1];
  if (proxima) irPara(proxima);
  else ficha.querySelector('button[name="acao"][value="salvar"].primary').focus({ preventScroll: true });
}

export const marcados = (pergunta) => pergunta.querySelectorAll("input:checked");
export const valorDe = (nome) => ficha.querySelector(`input[name="${nome}"]:checked`)?.value ?? "";

/** A copy of a pattern of the page, with the index of a person in every name and id. */
export function copiar(modelo, indice) {
  const copia = modelo.content.firstElementChild.cloneNode(true);
  for (const no of [copia, ...copia.querySelectorAll("*")]) {
    for (const { name, value } of [...no.attributes]) {
      if (value.includes("pN")) no.setAttribute(name, value.replaceAll("pN-", `p${indice}-`).replaceAll("pN", indice));
    }
  }
  return copia;
}

/** People on the page: the main block and those of the group, each with its prefix. */
export const blocos = () => [...ficha.querySelectorAll("[data-pessoa]")].filter((no) => !no.closest("template"));
export const prefixoDe = (bloco) => `p${bloco.dataset.pessoa}-`;
export const campoDe = (bloco, nome) => ficha.elements.namedItem(prefixoDe(bloco) + nome);

const INTERNACIONAIS = new Set(ficha.dataset.perfisDeChegada.split(" "));

export function precisaDeProcedencia() {
  return INTERNACIONAIS.has(valorDe("perfil")) || ficha.elements.canal?.value === "AREA_RESTRITA";
}

/** Tell whether a lettered question has its answer. */
export function feita(pergunta) {
  if (pergunta.querySelector('[name$="nascimento"][aria-invalid=true], [name$="doc_numero"][aria-invalid=true]')) return false;
  const caixas = [...pergunta.querySelectorAll("input[type=text]")];
  const escrito = (no) => no && no.value.trim() !== "";
  if (pergunta.dataset.letra === "A") return pergunta.dataset.modo === "NAO_IDENT" || caixas.some((no) => no.hasAttribute("data-nome") && escrito(no));
  if (pergunta.dataset.letra === "H") return precisaDeProcedencia() ? escrito(caixas[0]) : caixas.some(escrito) || valorDe("perfil") !== "";
  if (pergunta.dataset.letra === "G") return marcados(pergunta).length > 0 || caixas.some(escrito) || Boolean(pergunta.closest(".grupo-pessoa"));
  return marcados(pergunta).length > 0;
}
