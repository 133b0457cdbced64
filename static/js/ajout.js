// The line at the foot of a list: type, Enter, the next one. What is typed leaves in order, each
// line under a key of its own; the field is free at once, and nothing that comes back empties it.

import { auCalme } from "./appui.js";
import { range } from "./brouillons.js";
import { pendant, pose } from "./direct.js";
import { EMPECHE, cleNeuve, expedie, raison, relance } from "./envoi.js";
import { dit, heure } from "./etat.js";

const CHAMP = ".ajout__champ";
const tenues = new Map(); // where a line is being typed -> its text, and the key it will leave under
const file = []; // what has left the field and has no answer yet
let enRoute = false;

const ligneDe = (cible) => cible.closest?.("[data-ajout]");
const champDe = (ligne) => ligne.querySelector(CHAMP);

function envoi(ligne, texte, adresse, cle) {
  const encart = ligne.closest("[data-encart]");
  const masques = [...ligne.querySelectorAll(":checked")].map((c) => [c.name, "on"]);
  return {
    adresse, noms: ["rapide"], photo: { rapide: [texte] }, quand: Date.now(), lieu: encart.id,
    titre: encart.querySelector(".encart__titre").textContent,
    corps: [["autosave", "1"], ["cle", cle], ["rapide", texte], ...masques],
  };
}

// At each key: a browser that stops there has lost nothing.
function tient(ligne) {
  const adresse = ligne.dataset.ajout;
  const texte = champDe(ligne).value;
  const cle = tenues.get(adresse)?.cle ?? cleNeuve();
  if (texte) tenues.set(adresse, { texte, cle });
  else tenues.delete(adresse);
  range(adresse, texte.trim() ? envoi(ligne, texte, adresse, cle) : null);
  return cle;
}

function part(ligne, texte = champDe(ligne).value, options = {}) {
  if (!texte.trim()) return;
  const cle = tient(ligne);
  const suivant = envoi(ligne, texte, `${ligne.dataset.ajout}?${cle}`, cle);
  range(suivant.adresse, suivant);
  champDe(ligne).value = "";
  ligne.querySelector(".ajout__dit")?.remove();
  for (const dit of ["aria-invalid", "aria-describedby"]) champDe(ligne).removeAttribute(dit);
  tenues.delete(ligne.dataset.ajout);
  range(ligne.dataset.ajout, null);
  if (options.adieu) return expedie(suivant, options);
  file.push(suivant);
  montreLaFile();
  avance();
}

// One at a time, in the order they were typed.
async function avance() {
  if (enRoute) return;
  enRoute = true;
  for (let essai = 0; file.length;) {
    const [premier] = file;
    const statut = await pendant(() => envoieLa(premier));
    if (statut === "attente") {
      dit("En attente, nouvel essai. Votre texte est gardé sur cet appareil.", "attente");
      await new Promise((suite) => setTimeout(suite, relance(essai++)));
    } else if (EMPECHE[statut]) {
      dit(EMPECHE[statut], "alerte");
      break;
    } else essai = 0;
  }
  enRoute = false;
}

async function envoieLa(premier) {
  const reponse = await expedie(premier);
  const { statut, donnees } = reponse;
  if (typeof statut !== "number") return statut;
  file.shift();
  range(premier.adresse, null);
  if (statut !== 200 || !donnees) return refuse(premier, raison(reponse));
  if (donnees.page) return location.assign(donnees.page);
  const recu = document.createElement("template");
  recu.innerHTML = donnees.html;
  for (const morceau of [...recu.content.children]) await auCalme(() => pose(morceau, false));
  montreLaFile();
  dit(`Enregistré à ${heure()}`);
}

// Back in the field with what is wrong; beside it, when the next line is there already.
function refuse(premier, pourquoi) {
  montreLaFile();
  const [, , [, texte]] = premier.corps;
  const ligne = document.getElementById(premier.lieu)?.querySelector("[data-ajout]");
  dit(pourquoi, "alerte");
  if (!ligne || champDe(ligne).value || texte.includes("\n")) {
    range(premier.adresse, { ...premier, refus: pourquoi });
    return document.body.dispatchEvent(new CustomEvent("brouillon:retenu", { bubbles: true }));
  }
  champDe(ligne).value = texte;
  tient(ligne);
  ligne.append(Object.assign(document.createElement("p"), { className: "ajout__dit", id: `${premier.lieu}-dit`, textContent: pourquoi }));
  champDe(ligne).setAttribute("aria-invalid", "true");
  champDe(ligne).setAttribute("aria-describedby", `${premier.lieu}-dit`);
}

// What is on its way stands at the foot of its list.
function montreLaFile() {
  document.querySelectorAll(".lignes--en-route").forEach((liste) => liste.remove());
  for (const { lieu, photo } of file) {
    const ligne = document.getElementById(lieu)?.querySelector("[data-ajout]");
    if (!ligne) continue;
    if (!ligne.previousElementSibling?.matches(".lignes--en-route")) {
      ligne.before(Object.assign(document.createElement("ol"), { className: "lignes lignes--liste lignes--en-route" }));
    }
    for (const textContent of photo.rapide[0].split("\n")) {
      ligne.previousElementSibling.append(Object.assign(document.createElement("li"), { className: "ligne ligne--part", textContent }));
    }
  }
  const actif = document.activeElement; // pushed down by its own lines, it stays under the eyes
  if (actif?.matches(CHAMP)) actif.scrollIntoView({ block: "nearest" });
}

document.addEventListener("input", ({ target }) => target.matches(CHAMP) && tient(ligneDe(target)));
document.addEventListener("keydown", (evenement) => {
  const { target, key } = evenement;
  if (key !== "Enter" || !target.matches(CHAMP) || evenement.isComposing) return;
  evenement.preventDefault();
  part(ligneDe(target));
});
document.addEventListener("click", (evenement) => {
  const ligne = evenement.target.closest?.(".ajout__bouton") && ligneDe(evenement.target);
  if (!ligne) return;
  evenement.preventDefault();
  part(ligne);
  champDe(ligne).focus();
});
// Several lines pasted make as many rows.
document.addEventListener("paste", (evenement) => {
  const { target, clipboardData } = evenement;
  const colle = clipboardData.getData("text/plain").trim();
  if (!target.matches(CHAMP) || !/[\r\n]/.test(colle)) return;
  evenement.preventDefault();
  const { value, selectionStart: debut, selectionEnd: fin } = target;
  part(ligneDe(target), value.slice(0, debut) + colle.replace(/\r\n?/g, "\n") + value.slice(fin));
});
// Left behind, a line is kept as one that was entered; not what would open another page.
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const ligne = target.matches(CHAMP) && ligneDe(target);
  if (!ligne || "page" in ligne.dataset || ligne.contains(relatedTarget) || !document.hasFocus()) return;
  // Put again while one types, the field loses the hand for a moment: it is not left behind.
  setTimeout(() => auCalme(() => {
    const ici = [...document.querySelectorAll("[data-ajout]")].find((une) => une.dataset.ajout === ligne.dataset.ajout) ?? ligne;
    if (!ici.contains(document.activeElement)) part(ici);
  }));
});
// A box put again, after a gesture in it, finds the line that was being typed.
document.addEventListener("htmx:after:swap", () => {
  for (const ligne of document.querySelectorAll("[data-ajout]")) {
    const { texte } = tenues.get(ligne.dataset.ajout) ?? {};
    if (texte && !champDe(ligne).value) champDe(ligne).value = texte;
  }
  if (file.length) montreLaFile();
});
addEventListener("pagehide", () => document.querySelectorAll("[data-ajout]:not([data-page])").forEach((ligne) => part(ligne, undefined, { adieu: true })));
addEventListener("beforeunload", (evenement) => file.length && evenement.preventDefault());
document.addEventListener("session:reprise", avance);
addEventListener("focus", avance);
// A hand quicker than this script.
document.querySelectorAll("[data-ajout]").forEach((ligne) => champDe(ligne).value && tient(ligne));
