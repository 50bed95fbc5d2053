/* How far a task is, asked politely: less and less often, and never while nobody is looking. */
(() => {
  "use strict";
  const box = document.getElementById("andamento");
  const step = document.getElementById("andamento-etapa");
  const part = document.getElementById("andamento-parte");
  if (!box || !box.dataset.url) return;
  let wait = 2000;

  const show = (answer) => {
    step.textContent = answer.viva ? answer.etapa : answer.mensagem;
    if (part) part.value = answer.viva ? answer.parte : 100;
  };

  const ask = async () => {
    if (!document.hidden) {
      try {
        const reply = await fetch(box.dataset.url, { headers: { Accept: "application/json" } });
        if (!reply.ok) return;
        const answer = await reply.json();
        show(answer);
        if (!answer.viva) {
          window.location.assign(box.dataset.adiante);
          return;
        }
      } catch {
        // The network failed: the next turn asks again.
      }
      wait = Math.min(wait * 1.3, 15000);
    }
    window.setTimeout(ask, wait);
  };

  window.setTimeout(ask, wait);
})();
