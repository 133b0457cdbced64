// Drafts of an earlier visit leave as soon as the wall is open again. Those that cannot (they
// clash, or are refused) are shown, with the way to take them up again.

import { auCalme } from "./appui.js";
import { lesMiens, range } from "./brouillons.js";
import { ouverte } from "./champs.js";
import { expedie, raison, suivante } from "./envoi.js";
import { dit as annonce } from "./etat.js";

const RECENT = 2000; // ms: another tab may still be typing it
const [, racine, projet] = location.pathname.split("/");
const ici = projet && `/${racine}/${projet}/`;

export async function expedieLesBrouillons() {
  if (!ici) return;
  let tard = false;
  for (const garde of lesMiens(ici)) {
    // Without a body, it waits for a hand, on its own page (seance.js).
    if (!garde.corps || garde.conflit || garde.refus || ouverte(garde.adresse)) continue;
    if (Date.now() - garde.quand < RECENT) tard = true;
    else await part(garde);
  }
  montre();
  if (tard) setTimeout(expedieLesBrouillons, RECENT);
}

async function part(garde) {
  const reponse = await expedie(garde);
  const retenu = retenue(garde, reponse);
  if (retenu) return;
  const suite = suivante(reponse.donnees?.suite?.modifier ?? garde.adresse, garde.photo, garde.apres);
  if (suite) {
    const dernier = { ...garde, apres: undefined, ...suite };
    range(garde.adresse, null);
    range(dernier.adresse, dernier); // its own draft from now on
    if (retenue(dernier, await expedie(dernier))) return;
    range(dernier.adresse, null);
  }
  if (!suite) range(garde.adresse, null);
  annonce("Un texte resté en attente vient d’être enregistré.");
}

// Whether it stays here: no answer yet, a clash, a refusal.
function retenue(garde, reponse) {
  const { statut } = reponse;
  if (statut === 200 && reponse.donnees) return false;
  if (statut === 409) {
    range(garde.adresse, { ...garde, conflit: true });
    annonce("Un texte resté en attente se heurte à celui de quelqu’un d’autre\u00a0: ouvrez la case pour choisir.", "attente");
  } else if (typeof statut === "number") {
    range(garde.adresse, { ...garde, refus: raison(reponse) });
    annonce("Un texte resté en attente n’a pas pu être enregistré. Il est gardé\u00a0: vous pouvez le reprendre.", "attente");
  }
  return true;
}

// --- Showing those that stay --------------------------------------------------------------------

const texte = ({ noms, photo, apres }) => noms.flatMap((nom) => (apres ?? photo)[nom] ?? []).sort((a, b) => b.length - a.length)[0] ?? "";

export const montre = () => auCalme(montreLes);

function montreLes() {
  if (!ici) return;
  const retenus = lesMiens(ici).filter((g) => (g.conflit || g.refus) && !ouverte(g.adresse) && !choisie(g));
  const cartes = [...document.querySelectorAll("[data-attente]")];
  if (cartes.map((c) => c.dataset.attente).join() === retenus.map((g) => g.adresse).join()) return;
  cartes.forEach((c) => c.remove());
  document.getElementById("messages")?.append(...retenus.map(carte));
}

const choisie = ({ lieu }) => lieu && document.getElementById(lieu)?.querySelector(".conflit");

function carte(garde) {
  const carte = cree("div", "avis", "");
  carte.dataset.attente = garde.adresse;
  const dit = garde.conflit ? "quelqu’un d’autre a écrit au même endroit, à vous de choisir." : garde.refus;
  const mots = cree("p", "", `${(garde.titre ?? "Un texte").replace(/\s*:\s*$/, "")}\u00a0: ${dit}`);
  const plein = document.createElement("details");
  plein.append(cree("summary", "", "Votre texte"), cree("p", "prose", texte(garde)));
  const reprendre = Object.assign(cree("a", "bouton bouton--second", "Reprendre ce texte"), { href: garde.adresse });
  reprendre.addEventListener("click", (evenement) => reprend(evenement, garde));
  const jeter = Object.assign(cree("button", "bouton bouton--second", "Ne pas le garder"), { type: "button" });
  jeter.addEventListener("click", () => {
    if (!confirm("Abandonner ce texte\u00a0?")) return;
    range(garde.adresse, null);
    montre();
  });
  carte.append(mots, plein, reprendre, jeter);
  return carte;
}

const cree = (genre, className, textContent) => Object.assign(document.createElement(genre), { className, textContent });

// In its place when the box is on this page, on a page of its own otherwise.
async function reprend(evenement, { adresse, lieu }) {
  const encart = lieu && document.getElementById(lieu);
  if (!encart?.matches("[data-empreinte]")) return;
  evenement.preventDefault();
  await htmx.ajax("GET", adresse, { target: encart, swap: "outerHTML" });
  document.getElementById(lieu)?.scrollIntoView({ block: "start", inline: "nearest" });
  montre();
}
