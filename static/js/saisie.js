// Writing in comfort: fields that grow, Ctrl+Enter, and a warning before losing a text.

const FORMULAIRE = "form[data-saisie]";
const changees = new WeakSet();

function grandit(champ) {
  if (CSS.supports("field-sizing", "content")) return;
  champ.style.blockSize = "auto";
  champ.style.blockSize = `${champ.scrollHeight + 4}px`;
}

document.addEventListener("input", (evenement) => {
  const champ = evenement.target;
  if (champ.matches("textarea")) grandit(champ);
  const saisie = champ.closest(FORMULAIRE);
  if (saisie) changees.add(saisie);
});

document.addEventListener("keydown", (evenement) => {
  if (evenement.key !== "Enter" || !(evenement.ctrlKey || evenement.metaKey)) return;
  const saisie = evenement.target.closest(FORMULAIRE);
  if (!saisie) return;
  evenement.preventDefault();
  saisie.requestSubmit();
});

document.addEventListener("saisie:retenue", (evenement) => changees.add(evenement.target));
document.addEventListener("saisie:enregistree", (evenement) => changees.delete(evenement.target));
// A form sent through htmx holds its text until the answer takes its place.
document.addEventListener("submit", (evenement) => {
  if (!evenement.target.hasAttribute("hx-post")) changees.delete(evenement.target);
});

// « Annuler » whose answer never came: the text is still there.
document.addEventListener("htmx:error", ({ detail }) => {
  const saisie = detail.ctx?.sourceElement?.closest?.(FORMULAIRE);
  if (saisie) changees.add(saisie);
});

document.addEventListener("click", (evenement) => {
  const lien = evenement.target.closest("[data-annuler-saisie]");
  const saisie = lien?.closest(FORMULAIRE);
  if (!saisie || !changees.has(saisie)) return;
  if (confirm("Abandonner ce que vous venez d’écrire ici ?")) {
    changees.delete(saisie);
    return;
  }
  evenement.preventDefault();
  evenement.stopImmediatePropagation();
}, true);

addEventListener("beforeunload", (evenement) => {
  const perdues = [...document.querySelectorAll(FORMULAIRE)].some((saisie) => changees.has(saisie));
  if (perdues) evenement.preventDefault();
});

const prepare = () => document.querySelectorAll("textarea").forEach(grandit);
document.addEventListener("htmx:after:swap", prepare);
prepare();

// What creates or sends is sent once: on a slow line, the second press waits for the first. The
// server knows it too (pasapas/entree/recus.py), but not while a session is being opened.
const parties = new Map();
document.addEventListener("submit", (evenement) => {
  const form = evenement.target;
  if (evenement.defaultPrevented || !form.querySelector("input[name=envoi]")) return;
  const cle = form.action;
  if (parties.has(cle)) {
    evenement.preventDefault();
    return;
  }
  parties.set(cle, setTimeout(() => parties.delete(cle), 8000));
});
addEventListener("pageshow", () => parties.clear());
