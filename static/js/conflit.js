// « Votre texte, le texte actuel, les deux »: what is typed while arranging both is a draft like
// any other, until one of the three is kept.

import { range } from "./brouillons.js";
import { aNous } from "./champs.js";
import { cleNeuve, expedie, suivante } from "./envoi.js";

const DEUX = ".conflit__choix--deux";
const choix = new Map(); // box being settled -> what was sent from it, if anything

const champ = (form) => form.querySelector("textarea");
const arrangees = (encart) => [...encart.querySelectorAll(DEUX)].filter((form) => champ(form).value !== champ(form).defaultValue);
const titre = (encart) => encart.querySelector(".encart__titre")?.textContent;

// The fields being arranged, and those that wait for their turn, as the forms carry them.
function garde(encart) {
  const forms = arrangees(encart);
  if (!forms.length) return;
  const tenus = new Map(forms.flatMap((form) => [...new FormData(form)]).filter(([nom]) => !aNous(nom)));
  for (const form of forms) {
    const { name, value } = champ(form);
    tenus.set(name, value).set(`base-${name}`, form.elements[`base-${name}`].value);
  }
  const noms = [...tenus.keys()].filter((nom) => !nom.startsWith("base-"));
  const corps = [["autosave", "1"], ["cle", cleNeuve()], ...noms.map((nom) => ["champ", nom]), ...tenus];
  const photo = Object.fromEntries(noms.map((nom) => [nom, [tenus.get(nom)]]));
  const adresse = forms[0].getAttribute("hx-post");
  range(adresse, { adresse, corps, noms, photo, quand: Date.now(), lieu: encart.id, titre: titre(encart), conflit: true });
}

const encartDe = (cible) => cible.closest?.(".conflit")?.closest("[data-encart]");

document.addEventListener("input", ({ target }) => {
  if (target.closest(DEUX)) garde(encartDe(target));
});

// Keeping one text leaves out what was being arranged: ask first.
function confirmeAbandon(evenement) {
  const encart = encartDe(evenement.target);
  const geste = evenement.target.closest?.("a[hx-get], form");
  if (!encart || !geste || geste.matches(DEUX) || !arrangees(encart).length) return;
  if (confirm("Abandonner ce que vous venez d’écrire ici\u00a0?")) return;
  evenement.preventDefault();
  evenement.stopImmediatePropagation();
}
document.addEventListener("click", (evenement) => { if (evenement.target.closest?.("a[hx-get]")) confirmeAbandon(evenement); }, true);
document.addEventListener("submit", (evenement) => {
  confirmeAbandon(evenement);
  if (evenement.defaultPrevented || !evenement.target.matches(DEUX)) return;
  const ici = choix.get(encartDe(evenement.target).id);
  if (ici) ici.envoi = { form: evenement.target, texte: champ(evenement.target).value };
}, true);

addEventListener("beforeunload", (evenement) => {
  if ([...document.querySelectorAll(".encart--conflit")].some((encart) => arrangees(encart).length)) evenement.preventDefault();
});

// Settled: its draft leaves, but for the words that came after the choice had left.
function solde() {
  for (const [id, { adresse, envoi }] of choix) {
    if (document.getElementById(id)?.querySelector(".conflit")) continue;
    choix.delete(id);
    range(adresse, null);
    if (envoi && champ(envoi.form).value !== envoi.texte) poursuit(adresse, envoi);
  }
  for (const encart of document.querySelectorAll(".encart--conflit:has(.conflit)")) {
    const adresse = encart.querySelector(".conflit form").getAttribute("hx-post");
    if (!choix.has(encart.id)) choix.set(encart.id, { adresse });
  }
}

async function poursuit(adresse, { form, texte }) {
  const { name, value } = champ(form);
  const reste = suivante(adresse, { [name]: [texte] }, { [name]: [value] });
  range(adresse, reste);
  if ((await expedie(reste)).statut === 200) range(adresse, null);
}

// Before the drafts that stay are looked at: this one no longer does.
document.addEventListener("htmx:after:swap", solde, true);
solde();
