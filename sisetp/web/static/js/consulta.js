// Copies a table as tab-separated text, ready for a spreadsheet: the same labels and numbers that are on the page.
const texto = (celula) => {
  const copia = celula.cloneNode(true);
  copia.querySelectorAll(".so-leitor, .numeros-parte").forEach((parte) => parte.remove());
  const limpo = copia.textContent.trim().replace(/\s+/g, " ");
  return celula.tagName === "TD" ? limpo.replaceAll(".", "") : limpo;
};

const linhas = (quadro) => {
  const cabeca = [...quadro.tHead.rows].at(-1);
  const rotulos = [...cabeca.cells].map(texto);
  const primeira = quadro.tHead.rows.length > 1 ? [texto(quadro.tHead.rows[0].cells[0])] : [];
  const corpo = [...quadro.tBodies[0].rows].map((linha) => [...linha.cells].map(texto));
  return [[...primeira, ...rotulos], ...corpo].map((celulas) => celulas.join("\t")).join("\n");
};

const ligar = (botao) => {
  const quadro = document.querySelector(`#${botao.dataset.copiar} table`);
  const aviso = botao.closest(".consulta-levar").querySelector("[data-copiado]");
  botao.hidden = false;
  botao.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(linhas(quadro));
      aviso.textContent = "Copiada. Cole na planilha.";
    } catch {
      aviso.textContent = "O navegador não deixou copiar. Selecione a tabela e copie.";
    }
  });
};

if (navigator.clipboard) document.querySelectorAll("[data-copiar]").forEach(ligar);
document.querySelector("#resumo-de-erros")?.focus();
