// One person's block: mode of identification, age band from birth or age, checks on leaving a box, children.
import { blocos, campoDe, copiar, ficha, prefixoDe, valorDe } from "./ficha-perguntas.js";

const hoje = new Date(`${ficha.dataset.hoje}T12:00:00`);
const menores = new Set(ficha.dataset.faixasMenores.split(" "));
const FAIXAS = [[60, "F60"], [50, "F50_59"], [40, "F40_49"], [30, "F30_39"], [18, "F18_29"], [12, "F12_17"], [0, "F00_11"]];
const guardados = new WeakMap(); // block → mode → its question A, kept in the page only, never sent
const calculadas = new WeakMap(); // block → band chosen by the page from birth or age
const soComNome = [...ficha.querySelectorAll(".pergunta--contato, .procurada")].map((no) => [no, document.createComment("")]);

export const modoAtual = () => valorDe("modo_ident");

export function ligarPessoa(depois) {
  ficha.addEventListener("change", (evento) => {
    if (evento.target.name === "modo_ident") { trocarModo(modoAtual()); depois(); }
    if (evento.target.name?.endsWith("-nacionalidade")) limparOutroPais(evento.target);
    if (evento.target.name?.endsWith("-nacionalidade_outra") && evento.target.value) limparPais(evento.target);
    criancas();
  });
  ficha.addEventListener("input", (evento) => { if (evento.target.hasAttribute("data-idade")) calcularFaixa(evento.target, depois); });
  ficha.addEventListener("focusout", (evento) => { conferir(evento.target); depois(); });
  criancas();
}

/** F2: the next of the three modes. */
export function proximoModo() {
  const modos = [...ficha.elements.modo_ident];
  const seguinte = modos[(modos.findIndex((no) => no.checked) + 1) % modos.length];
  seguinte.checked = true;
  seguinte.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Put the question A of a mode in every block; the boxes of other modes leave the document. */
export function trocarModo(modo) {
  if (!document.getElementById(`quem-${modo}`)) return pedirAoServidor();
  for (const bloco of blocos()) vestir(bloco, modo);
  for (const [no, vaga] of soComNome) {
    if (modo === "NAO_IDENT" && no.isConnected) no.replaceWith(vaga);
    if (modo !== "NAO_IDENT" && vaga.isConnected) vaga.replaceWith(no);
  }
}

/** A page that came without patterns (a form sent without script) changes mode through the server. */
function pedirAoServidor() {
  const botao = Object.assign(document.createElement("button"), { name: "acao", value: "modo", hidden: true });
  ficha.append(botao);
  ficha.requestSubmit(botao);
}

export function vestir(bloco, modo) {
  const atual = bloco.querySelector(".pergunta--quem");
  if (atual.dataset.modo === modo) return;
  const conhecidos = guardados.get(bloco) ?? new Map();
  guardados.set(bloco, conhecidos.set(atual.dataset.modo, atual));
  atual.replaceWith(conhecidos.get(modo) ?? copiar(document.getElementById(`quem-${modo}`), bloco.dataset.pessoa));
}

/** Age in years of dd/mm/aaaa, of a plain number, or null. */
export function idadeDe(texto) {
  if (/^\d{1,3}$/.test(texto)) return Number(texto);
  const partes = texto.match(/^(\d{2})\/?(\d{2})\/?(\d{4})$/);
  if (!partes) return null;
  const [dia, mes, ano] = partes.slice(1).map(Number);
  const data = new Date(ano, mes - 1, dia, 12);
  if (data.getMonth() !== mes - 1 || data.getDate() !== dia) return null;
  const fez = hoje.getMonth() > mes - 1 || (hoje.getMonth() === mes - 1 && hoje.getDate() >= dia);
  return hoje.getFullYear() - ano - (fez ? 0 : 1);
}

const possivel = (idade) => idade !== null && idade >= 0 && idade <= 120;

/** The band follows what is being typed; one that the page itself chose goes away when the date makes no sense. */
function calcularFaixa(caixa, depois) {
  const idade = idadeDe(caixa.value.trim());
  const faixa = possivel(idade) ? FAIXAS.find(([primeira]) => idade >= primeira)[1] : null;
  const bloco = caixa.closest("[data-pessoa]");
  for (const opcao of bloco.querySelectorAll(`input[name="${prefixoDe(bloco)}faixa_etaria"]`)) {
    if (faixa) opcao.checked = opcao.value === faixa;
    else if (calculadas.get(bloco) === opcao.value) opcao.checked = false;
  }
  calculadas.set(bloco, faixa);
  criancas();
  depois();
}

function criancas() {
  const primeira = blocos()[0];
  const faixa = valorDe(`${prefixoDe(primeira)}faixa_etaria`);
  const relato = ficha.querySelector("[data-relato]");
  const menor = menores.has(faixa);
  relato.hidden = menor;
  relato.querySelector("textarea").disabled = menor;
  const companhia = valorDe("acompanhado");
  const sozinha = menor && blocos().length === 1 && !["FAM", "GRUPO"].includes(companhia);
  ficha.querySelector("[data-sugestao]").hidden = !sozinha;
  ficha.querySelector('input[name="encaminhamentos"][value="CONS_TUTELAR"]')?.closest(".chip").classList.toggle("chip--sugerida", sozinha);
}

function limparOutroPais(radio) {
  const bloco = radio.closest("[data-pessoa]");
  if (radio.checked) campoDe(bloco, "nacionalidade_outra").value = "";
}

function limparPais(caixa) {
  for (const radio of caixa.closest("fieldset").querySelectorAll("input[type=radio]")) radio.checked = false;
}

function conferir(caixa) {
  if (caixa.name?.endsWith("nascimento")) {
    if (/^\d{8}$/.test(caixa.value)) caixa.value = caixa.value.replace(/(\d\d)(\d\d)(\d{4})/, "$1/$2/$3");
    const idade = idadeDe(caixa.value.trim());
    avisar(caixa, caixa.value.trim() && !possivel(idade) ? "Confira: use dd/mm/aaaa ou só a idade." : "");
  }
  if (caixa.name?.endsWith("doc_numero") || caixa.name?.endsWith("doc_tipo")) {
    const bloco = caixa.closest("[data-pessoa]");
    const numero = campoDe(bloco, "doc_numero");
    const ruim = campoDe(bloco, "doc_tipo").value === "CPF" && numero.value.trim() && !cpfValido(numero.value);
    avisar(numero, ruim ? "CPF inválido. Confira os 11 algarismos." : "");
  }
}

/** Message beside one box, put there by the page; an empty text takes it away. */
export function avisar(caixa, texto) {
  const id = `${caixa.id}-erro`;
  document.getElementById(id)?.remove();
  const antes = (caixa.getAttribute("aria-describedby") ?? "").split(" ").filter((outro) => outro && outro !== id);
  caixa.closest(".campo").classList.toggle("campo--erro", Boolean(texto));
  caixa.toggleAttribute("aria-invalid", false);
  if (texto) {
    const linha = Object.assign(document.createElement("p"), { id, className: "erro", textContent: texto });
    caixa.closest(".campo").append(linha);
    caixa.setAttribute("aria-invalid", "true");
    antes.push(id);
  }
  if (antes.length) caixa.setAttribute("aria-describedby", antes.join(" "));
  else caixa.removeAttribute("aria-describedby");
}

export function cpfValido(texto) {
  const algarismos = texto.replace(/\D/g, "");
  if (algarismos.length !== 11 || /^(\d)\1+$/.test(algarismos)) return false;
  return [9, 10].every((tamanho) => {
    const soma = [...algarismos.slice(0, tamanho)].reduce((total, d, i) => total + Number(d) * (tamanho + 1 - i), 0);
    return ((soma * 10) % 11) % 10 === Number(algarismos[tamanho]);
  });
}
