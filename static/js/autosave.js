// What is typed is kept: saved by itself after a pause, kept in this browser while the server
// is away, sent again under the same key so that nothing is written twice.

import { auCalme } from "./appui.js";
import { enAttente, range } from "./brouillons.js";
import { SUR_PLACE, SAISIE } from "./champs.js";
import { delai, passagere } from "./envoi.js";
import { PAUSE, Suivi } from "./suivi.js";

const suivies = new Map();

function suiviDe(form) {
  if (!suivies.has(form)) suivies.set(form, new Suivi(form));
  return suivies.get(form);
}

// What waits from an earlier visit, or could not leave: fetched when there is some.
const attente = (faire) => {
  if (enAttente() || document.querySelector("[data-attente]")) import("./attente.js").then((la) => la[faire]()).catch(() => {});
};
const montre = () => attente("montre");

const veille = () => {
  for (const [form, s] of suivies) if (!form.isConnected && s.quitte()) suivies.delete(form);
  document.querySelectorAll(SAISIE).forEach(suiviDe);
  // Who only reads never has two texts to choose from: fetched with the first box opened.
  if (suivies.size || document.querySelector(".conflit")) import("./conflit.js").catch(() => {});
  montre();
};
const tous = () => suivies.forEach((s) => s.enregistre());

document.addEventListener("htmx:after:swap", veille);
document.addEventListener("input", ({ target }) => {
  const form = target.closest?.(SAISIE);
  if (!form) return;
  const s = suiviDe(form);
  s.abandon = false;
  s.garde();
  s.attend(PAUSE);
});
document.addEventListener("change", ({ target }) => {
  const form = target.closest?.(SAISIE);
  if (form) suiviDe(form).attend(target.matches("textarea, input[type=text]") ? PAUSE : 0);
});
// A box written in place closes when the hand leaves it for another one, not for another window.
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const form = target.closest?.(SAISIE);
  if (!form || form.contains(relatedTarget)) return;
  if (!form.closest(SUR_PLACE) || !document.hasFocus()) suiviDe(form).enregistre();
  else auCalme(() => !form.contains(document.activeElement) && sors(form));
});

// Out of a form: what is not kept yet goes first. Nothing typed is ever given up by leaving.
function sors(form) {
  const s = suiviDe(form);
  if (s.abandon || s.soumise || s.fermeture || !form.isConnected) return;
  if (s.reste || s.suite) return form.requestSubmit();
  form.dispatchEvent(new CustomEvent("saisie:enregistree", { bubbles: true }));
  form.querySelector("[data-annuler-saisie]")?.click();
}
document.addEventListener("saisie:sortie", ({ target }) => sors(target));
addEventListener("pagehide", () => suivies.forEach((s) => s.adieu()));
addEventListener("beforeunload", (evenement) => {
  if ([...suivies.values()].some((s) => !s.form.isConnected && !s.abandon && s.reste)) evenement.preventDefault();
});
addEventListener("online", tous);
addEventListener("focus", tous);
document.addEventListener("session:reprise", tous);
document.addEventListener("brouillon:retenu", montre);

// The person closes the form by hand: an automatic save still on its way goes first, or the
// same words would meet themselves.
document.addEventListener("submit", (evenement) => {
  const s = suivies.get(evenement.target);
  if (!s) return;
  if (s.libre || !(s.enCours || s.envoi || s.suite)) return s.part();
  evenement.preventDefault();
  evenement.stopImmediatePropagation();
  s.fermeture = true;
  if (s.reste) s.enregistre();
  else s.ferme();
}, true);

// « Annuler », once it is confirmed (saisie.js): what was not kept is given up.
document.addEventListener("click", ({ target }) => {
  const s = suivies.get(target.closest?.("[data-annuler-saisie]")?.closest(SAISIE));
  if (!s) return;
  clearTimeout(s.minuteur);
  s.abandon = true;
  range(s.adresse, null);
});

// The way in came instead of the box: the session has ended, the text is still here.
document.addEventListener("saisie:revenue", ({ target }) => suivies.get(target)?.revient());

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.response.status === 200 && ctx.hx?.redirect?.startsWith("/projets/")) suivies.get(ctx.sourceElement)?.aboutit();
});

// No answer to the form itself, or a passing one: automatic saves take over again.
document.addEventListener("htmx:error", ({ detail }) => {
  const s = suivies.get(detail.ctx?.sourceElement);
  if (!s) return;
  s.revient();
  s.enregistre();
});
document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  const s = suivies.get(ctx.sourceElement);
  const { status, headers } = ctx.response;
  if (!s || status === 409 || status === 422) return; // the answer takes the form's place
  s.revient();
  if (passagere(status)) s.relance(delai(headers));
  else if (status === 403) s.enregistre();
});

veille();
attente("expedieLesBrouillons");
