// After an answer of the server: where the focus goes, what is said aloud, what is refused.

import { SUR_PLACE } from "./champs.js";
import { ROLE, passagere } from "./envoi.js";
import { dit as annonce, heure } from "./etat.js";

const SAISI = ":has([data-saisie], .conflit)";
const EN_PLACE = new Set([409, 422]); // refusals that come in the place of the form

// htmx forgets who asked once the swap has removed it.
const demandeurs = new WeakMap();
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const ligne = ctx.sourceElement.closest("form") && ctx.sourceElement.closest(".ligne");
  const cellule = ctx.sourceElement.closest(".saisie--cellule");
  demandeurs.set(ctx, ligne ? `${ligne.id}-ouvrir` : (cellule ?? ctx.sourceElement).id);
});

function vise(encart, demandeur) {
  const faux = encart.querySelector("[aria-invalid='true']");
  const annuler = encart.querySelector("[data-annuler]");
  const champ = encart.querySelector("[data-saisie] [autofocus]") ?? encart.querySelector("[data-saisie] :is(textarea, select, input:not([type='hidden']))");
  const meme = demandeur && document.getElementById(demandeur);
  const ecrire = document.getElementById(`${encart.id}-ecrire`);
  const titre = document.getElementById(`${encart.id}-titre`);
  return faux || champ || meme || annuler || ecrire || titre;
}

function amene(encart, cible) {
  const { top } = encart.getBoundingClientRect();
  const bas = cible?.getBoundingClientRect().bottom ?? 0;
  const saisie = encart.querySelector("[data-saisie], .conflit");
  if (encart.matches(SUR_PLACE)) (cible?.closest(".cellule") ?? encart).scrollIntoView({ block: "nearest", inline: "nearest" });
  else if (saisie && (top < 0 || bas > innerHeight - 120)) encart.scrollIntoView({ block: "start", inline: "nearest" });
  else cible?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// The hand is already in another box: what comes here takes nothing from it, and does not move it.
// Further on in the same box, it finds its place again.
let ailleurs = null;
let plusLoin = "";
document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
  const actif = document.activeElement;
  const la = actif && actif !== document.body && actif !== ctx.sourceElement && !ctx.target?.contains?.(actif);
  ailleurs = la ? { actif, haut: actif.getBoundingClientRect().top } : null;
  plusLoin = la || ctx.sourceElement.contains(actif) ? "" : actif?.id;
});

document.addEventListener("htmx:after:swap", (evenement) => {
  const { ctx } = evenement.detail;
  const encart = ctx.target?.id && document.getElementById(ctx.target.id);
  const { status } = ctx.response ?? {};
  if (!encart?.matches("[data-encart]") || (status >= 400 && !EN_PLACE.has(status))) return;
  if (!demandeurs.has(ctx)) return;
  if (ailleurs) scrollBy({ top: ailleurs.actif.getBoundingClientRect().top - ailleurs.haut, behavior: "instant" });
  else if (demandeurs.get(ctx) !== "glisse" || status !== 200) { // what was dropped is where the hand is
    const cible = (!encart.matches(SAISI) && plusLoin && document.getElementById(plusLoin)) || vise(encart, demandeurs.get(ctx));
    const pli = cible?.closest("details");
    if (pli) pli.open = true;
    cible?.focus({ preventScroll: true });
    amene(encart, cible);
    if (cible?.matches("textarea")) cible.setSelectionRange(cible.value.length, cible.value.length);
  }
  if (ctx.request.method !== "POST") return;
  const dit = encart.querySelector("[data-avis] p")?.textContent.replace(/^Enregistré\.$/, "");
  if (status === 409) annonce(""); // the choice says it itself: nothing lies over it
  else if (encart.querySelector("[data-saisie]")) annonce("À corriger avant d’enregistrer.", "alerte");
  else annonce(dit || `Enregistré à ${heure()}`);
});

// A whole page in answer to a fragment: the session ended, so the text stays where it is.
document.addEventListener("htmx:before:swap", (evenement) => {
  const { ctx } = evenement.detail;
  if (ctx.response?.status !== 200 || !ctx.target?.matches?.("[data-encart]") || !/<html/i.test(ctx.text ?? "")) return;
  evenement.preventDefault();
  ctx.sourceElement.dispatchEvent(new CustomEvent("saisie:revenue", { bubbles: true }));
  annonce("Votre session est finie. Votre texte est toujours là : connectez-vous dans un autre onglet, puis enregistrez à nouveau.", "alerte");
});

document.addEventListener("htmx:response:error", (evenement) => {
  const { response: { status }, text } = evenement.detail.ctx;
  if (EN_PLACE.has(status)) return;
  if (passagere(status)) {
    annonce("En attente, nouvel essai. Rien de ce que vous avez écrit n’est perdu.", "alerte");
    return;
  }
  annonce(
    status === 403 && text?.includes("permet de lire") ? ROLE : status === 403
      ? "Ce geste ne vous est pas permis, ou la page est trop ancienne : rechargez-la, votre texte est gardé."
      : status === 404
        ? "Cet élément n’existe plus : quelqu’un l’a peut-être retiré. Rechargez la page."
        : "L’enregistrement n’a pas abouti. Votre texte est toujours là : essayez à nouveau.",
    "alerte",
  );
});
document.addEventListener("htmx:error", () => {
  annonce("Pas de réponse : le réseau semble coupé. Votre texte est toujours là, essayez à nouveau.", "alerte");
});
