// Copying a paper sheet with one hand: a key answers and goes on, Enter leaves empty, an arrow
// goes back. Without this script, Tab does the same.

import "./regard.js";

const feuille = document.querySelector("[data-touches]");
const cases = [...feuille.querySelectorAll("[data-touche]")];
const fin = feuille.querySelector("button[type='submit']");

function va(rang) {
  const cible = cases[rang] ?? (rang < 0 ? cases[0] : fin);
  cible.focus();
  cible.select?.();
  cible.scrollIntoView({ block: "center" });
}

feuille.addEventListener("keydown", (evenement) => {
  const rang = cases.indexOf(evenement.target);
  if (rang < 0) return;
  // « Entrée » pressed twice on the sheet before, or a key held down, answers nothing here: all
  // the lines below would slip by one.
  const tient = evenement.repeat && !["ArrowDown", "ArrowUp", "Backspace", "Tab"].includes(evenement.key);
  if (tient || (evenement.key === "Enter" && !rang && "regard" in document.body.dataset)) {
    evenement.preventDefault();
    return;
  }
  const sens = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[evenement.key];
  if (!sens) return;
  evenement.preventDefault();
  va(rang + sens);
});

feuille.addEventListener("input", ({ target }) => {
  const rang = cases.indexOf(target);
  if (rang < 0) return;
  target.value = target.value.slice(-1).toLowerCase();
  if (target.value) va(rang + 1);
});

// On a slow line, the second press waits for the answer to the first: it would hide what that says.
let partie = false;
feuille.addEventListener("submit", (evenement) => {
  if (partie) evenement.preventDefault();
  partie = true;
});
addEventListener("pageshow", () => { partie = false; });

(feuille.querySelector("[aria-invalid='true']") ?? cases[0])?.focus();
