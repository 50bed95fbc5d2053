// Type-ahead: the ARIA combobox with list autocomplete of the WAI-ARIA Authoring Practices, in one small function.

let numero = 0;

/**
 * Turn a text input into a combobox. `buscar(texto)` returns (a promise of) [{ rotulo, … }]; `escolher(item)` is called
 * when one is chosen. While typing, the first answer is the active one: Enter or Tab takes it, Escape leaves the text.
 */
export function ligarCombo(entrada, buscar, escolher = () => {}) {
  const lista = document.createElement("ul");
  const id = `combo-${(numero += 1)}`;
  let itens = [];
  let ativo = -1;
  let pedido = 0;
  Object.assign(lista, { id, hidden: true, className: "combo-lista" });
  lista.setAttribute("role", "listbox");
  lista.setAttribute("aria-label", entrada.labels?.[0]?.textContent.trim() || entrada.getAttribute("aria-label") || "Opções");
  entrada.after(lista);
  for (const [nome, valor] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": id })) {
    entrada.setAttribute(nome, valor);
  }

  function ativar(indice) {
    ativo = indice;
    [...lista.children].forEach((opcao, i) => opcao.setAttribute("aria-selected", String(i === indice)));
    if (indice < 0) return entrada.removeAttribute("aria-activedescendant");
    entrada.setAttribute("aria-activedescendant", `${id}-${indice}`);
    lista.children[indice].scrollIntoView({ block: "nearest" });
  }

  function fechar() {
    lista.hidden = true;
    entrada.setAttribute("aria-expanded", "false");
    ativar(-1);
  }

  async function abrir(primeira) {
    const meu = (pedido += 1);
    const achados = await buscar(entrada.value.trim());
    if (meu !== pedido || document.activeElement !== entrada) return;
    itens = achados;
    lista.replaceChildren(...itens.map((item, indice) => opcaoDe(item, `${id}-${indice}`)));
    if (!itens.length) return fechar();
    lista.hidden = false;
    entrada.setAttribute("aria-expanded", "true");
    ativar(primeira ? 0 : -1);
  }

  function tomar(indice) {
    const item = itens[indice];
    entrada.value = item.rotulo;
    fechar();
    entrada.dispatchEvent(new Event("change", { bubbles: true }));
    escolher(item);
  }

  entrada.addEventListener("input", () => (entrada.value.trim() ? abrir(true) : fechar()));
  entrada.addEventListener("blur", () => { pedido += 1; fechar(); });
  entrada.addEventListener("click", () => lista.hidden && abrir(false));
  lista.addEventListener("mousedown", (evento) => {
    evento.preventDefault();
    const opcao = evento.target.closest("[role=option]");
    if (opcao) tomar([...lista.children].indexOf(opcao));
  });
  entrada.addEventListener("keydown", (evento) => {
    const aberta = !lista.hidden;
    if (evento.key === "ArrowDown" || evento.key === "ArrowUp") {
      evento.preventDefault();
      if (!aberta) return void abrir(true);
      const passo = evento.key === "ArrowDown" ? 1 : -1;
      ativar((ativo + passo + itens.length) % itens.length);
    } else if (aberta && evento.key === "Escape") {
      evento.preventDefault();
      evento.stopPropagation();
      fechar();
    } else if (aberta && ativo >= 0 && (evento.key === "Enter" || evento.key === "Tab")) {
      tomar(ativo); // the key goes on: Enter and Tab also lead to the next field
    }
  });
  return { abrir: () => abrir(true), fechar };
}

function opcaoDe(item, id) {
  const opcao = document.createElement("li");
  Object.assign(opcao, { id, textContent: item.rotulo });
  opcao.setAttribute("role", "option");
  opcao.setAttribute("aria-selected", "false");
  return opcao;
}

/** Lower case, no accents, single spaces: how texts are compared everywhere in the page. */
export function simples(texto) {
  return texto.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
