// A sheet is written on where it stands: Tab goes from box to box, Escape leaves, a click puts the
// caret where it fell.

import { SUR_PLACE, SAISIE } from "./champs.js";

const sors = (form) => form.dispatchEvent(new CustomEvent("saisie:sortie", { bubbles: true }));

// What opens a box, or is a field already, before or after `ici` on the sheet.
function voisine(ici, sens) {
  const toutes = [...document.querySelectorAll("[data-feuille] [data-ecrire]")].filter((e) => e !== ici);
  const apres = (e) => Boolean(ici.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING);
  return sens > 0 ? toutes.find(apres) : toutes.findLast((e) => !apres(e));
}

// The last field of a form, or the first one on the way back. A date has stops of its own.
function auBord(form, champ, retour) {
  const champs = [...form.querySelectorAll("textarea, select, input:not([type=hidden])")];
  return champ === champs.at(retour ? 0 : -1) && !/^(date|month)$/.test(champ.type);
}

document.addEventListener("keydown", (evenement) => {
  const { key, target, shiftKey } = evenement;
  if (evenement.isComposing || evenement.altKey || evenement.ctrlKey || evenement.metaKey) return;
  const form = target.closest(`[data-encart] ${SAISIE}`);
  if (key === "Escape" && form) sors(form);
  else if (key === "Escape" && target.matches(".ajout__champ")) target.blur();
  else if (key === "Tab" && (form ? form.closest(SUR_PLACE) && auBord(form, target, shiftKey) : target.matches(".ajout__champ") && !shiftKey)) {
    const la = voisine(form ?? target, shiftKey ? -1 : 1);
    if (!la && !form) return;
    evenement.preventDefault();
    if (form) sors(form);
    la?.focus();
  }
});

// --- The caret where the click fell -------------------------------------------------------------

let place = null;
document.addEventListener("click", (evenement) => {
  const { target, clientX: x, clientY: y, detail } = evenement;
  const lien = target.closest?.("a.ecrire");
  if (!lien) return;
  place = null;
  const texte = lien.closest("[data-encart]").querySelector(".prose")?.firstChild;
  if (!detail || !texte) return; // by the keyboard: at the end
  lien.style.pointerEvents = "none";
  const la = document.caretPositionFromPoint?.(x, y);
  lien.style.pointerEvents = "";
  if (la?.offsetNode === texte) place = la.offset;
}, true);
document.addEventListener("htmx:after:swap", () => {
  const champ = document.activeElement;
  if (place !== null && champ?.matches(`${SUR_PLACE} textarea`)) champ.setSelectionRange(place, place);
  place = null;
});

// --- From cell to cell of a table ---------------------------------------------------------------

// What is pressed beside the cell being written waits until the cell has closed: its answer takes
// the place of the whole box.
let suite = null;
document.addEventListener("click", (evenement) => {
  const geste = evenement.target.closest?.(`${SUR_PLACE} :is([hx-get], [hx-post])`);
  const form = geste?.closest("[data-encart]").querySelector(SAISIE);
  if (!form || form.contains(geste)) return;
  evenement.preventDefault();
  evenement.stopImmediatePropagation();
  const quoi = geste.hasAttribute("hx-get") ? "hx-get" : "hx-post";
  suite = `[${quoi}="${CSS.escape(geste.getAttribute(quoi))}"]`;
  sors(form);
}, true);
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const boite = suite && document.getElementById(ctx.target?.id);
  if (!boite) return;
  const la = boite.matches(":has([data-saisie], .conflit)") ? null : boite.querySelector(suite);
  suite = null;
  la?.click();
});
