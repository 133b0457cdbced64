// Who is here, and who writes where: said every 20 s and at each form opened or closed.

import { auCalme } from "./appui.js";
import { demande, secret, renouvelle } from "./envoi.js";

const ici = document.querySelector("[data-presence]");
const PAS = 20000;
let ecrits = new Set();
let minuteur = 0;
let dehors = true; // before the first beat, and while the page is hidden
let fini = false;

const ouverts = () => new Set([...document.querySelectorAll("[data-encart]:has([data-saisie], .ajout__champ:focus)")].map((e) => e.id));

async function interroge(options) {
  if (fini || !navigator.onLine) return;
  try {
    let reponse = await demande(ici.dataset.presence, options());
    if (reponse.status === 403 && !dehors && await renouvelle() === "") reponse = await demande(ici.dataset.presence, options());
    fini = reponse.redirected || reponse.status === 403 || reponse.status === 404;
    if (fini || dehors || reponse.status !== 200) return;
    const texte = await reponse.text();
    auCalme(() => {
      ici.innerHTML = texte;
      marque();
    });
  } catch { /* advice only: the next beat will tell */ }
}

const envoie = (champs, options = {}) => interroge(() => ({
  method: "POST", body: new URLSearchParams(champs), headers: { "X-CSRFToken": secret() }, ...options,
}));

function bat() {
  clearTimeout(minuteur);
  if (document.hidden) return;
  dehors = false;
  const avant = ecrits;
  ecrits = ouverts();
  envoie([
    ...[...ecrits].map((id) => ["encart", id]),
    ...[...avant].filter((id) => !ecrits.has(id)).map((id) => ["quitte", id]),
  ]);
  minuteur = setTimeout(bat, PAS);
}

function quitte() {
  clearTimeout(minuteur);
  if (dehors) return;
  dehors = true;
  envoie([["parti", "1"]], { keepalive: true });
}

// « Inès écrit ici », under the title of the box, or under the sheet on the wall, wherever they
// were put again.
function marque() {
  document.querySelectorAll("[data-ecrit-ici]").forEach((p) => p.remove());
  for (const { dataset, textContent } of ici.querySelectorAll("[data-ecrit]")) {
    const feuille = document.getElementById(`mur-${dataset.ecrit.split("--")[0]}`);
    const lieu = feuille ?? document.getElementById(dataset.ecrit)?.querySelector(".encart__tete");
    const className = feuille ? "ecrit-la" : "ecrit-ici";
    if (!lieu || [...lieu.querySelectorAll(".ecrit-la")].some((p) => p.textContent === textContent)) continue;
    const p = Object.assign(document.createElement("p"), { className, textContent });
    p.dataset.ecritIci = "";
    lieu.append(p);
  }
}

function change() {
  const ouvertes = ouverts();
  if (ouvertes.size !== ecrits.size || [...ouvertes].some((id) => !ecrits.has(id))) bat();
}
document.addEventListener("htmx:after:swap", () => {
  change();
  marque();
});
for (const geste of ["focusin", "focusout"]) document.addEventListener(geste, ({ target }) => target.matches(".ajout__champ") && setTimeout(change));
// Logged in again elsewhere: one more try tells.
function reprend() {
  fini = false;
  bat();
}

ici.addEventListener("direct:presence", () => interroge(() => ({})));
document.addEventListener("visibilitychange", () => (document.hidden ? quitte() : reprend()));
addEventListener("focus", () => fini && reprend());
document.addEventListener("session:reprise", () => fini && reprend());
addEventListener("pageshow", bat);
addEventListener("pagehide", quitte);
