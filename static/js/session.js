// Leaving: a text not yet sent is not thrown away unseen. On a shared computer, a page left
// alone says so, then goes back to the way in.

import "./menus.js"; // wherever somebody has entered, there is a menu
import { enAttente, oublie } from "./brouillons.js";
import { secret } from "./envoi.js";

// Not left to the answer's Clear-Site-Data, which browsers heed on HTTPS alone.
document.addEventListener("submit", (evenement) => {
  if (!evenement.target.matches("[data-deconnexion]")) return;
  if (enAttente() && !confirm("Un texte n’est pas encore enregistré. Se déconnecter quand même, et le perdre ?")) {
    evenement.preventDefault();
  } else oublie();
});

const reglage = document.querySelector("script[data-inactivite]")?.dataset;
const ANNONCE = 60000;
const PAS = 120000; // the server is told that someone is there, at most this often
const GESTES = ["pointerdown", "pointermove", "keydown", "scroll", "touchstart"];
const patience = Number(reglage?.inactivite) * 1000;
let dernier = Date.now();
let signale = Date.now();
let annonce = null;

function vit() {
  dernier = Date.now();
  annonce?.remove();
  annonce = null;
  if (dernier - signale < Math.min(PAS, patience / 4)) return;
  signale = dernier;
  fetch(reglage.actif, { method: "POST", headers: { "X-CSRFToken": secret() } }).catch(() => {});
}

function previens() {
  annonce = document.createElement("div");
  annonce.className = "etat-saisie etat-saisie--alerte";
  annonce.setAttribute("role", "alert");
  annonce.textContent = "Toujours là ? Sans un geste de votre part, vous serez déconnecté dans une minute.";
  document.body.append(annonce);
}

function veille() {
  const reste = patience - (Date.now() - dernier);
  if (reste <= 0) location.replace(location.pathname + location.search); // the server says whether it is over
  else if (reste <= Math.min(ANNONCE, patience / 2) && !annonce) previens();
}

if (patience) {
  for (const geste of GESTES) addEventListener(geste, vit, { passive: true, capture: true });
  setInterval(veille, Math.min(5000, patience / 10));
}
