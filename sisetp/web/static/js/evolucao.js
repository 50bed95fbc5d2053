// The evolution form: a quick button writes the day of the next step without asking the server; errors get the focus.

const prazo = document.querySelector("form[data-evolucao] input[name='proximo_data']");
for (const botao of document.querySelectorAll("button[data-mais-dias]")) {
  botao.addEventListener("click", (evento) => {
    evento.preventDefault();
    prazo.value = botao.dataset.maisDias;
    prazo.focus();
  });
}
document.querySelector("#resumo-de-erros")?.focus();
