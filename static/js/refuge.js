// Someone takes off the planche or the row in which one is writing: the form stays in sight, with
// its text, and says so. When its box is on the wall again, it goes back to it.

import { EN_SAISIE } from "./champs.js";

const DIT = "Quelqu’un vient de retirer cette partie du mur pendant que vous y écriviez. Votre texte est gardé ici\u00a0: si vous continuez ou l’enregistrez, elle revient au mur avec lui.";

let refuge = null;

// Before `lieu` takes the shape of `recu`: its open boxes that would go with the rest.
export function abrite(lieu, recu) {
  for (const saisie of lieu.querySelectorAll(EN_SAISIE)) {
    if (!recu.querySelector(`#${CSS.escape(saisie.id)}`)) accueille(saisie);
  }
}

function accueille(saisie) {
  if (!refuge) {
    refuge = Object.assign(document.createElement("section"), { className: "refuge" });
    refuge.setAttribute("aria-label", "Votre texte, retiré du mur");
    const dit = Object.assign(document.createElement("p"), { className: "refuge__dit" });
    dit.setAttribute("role", "alert");
    refuge.append(dit);
    document.body.append(refuge); // before it speaks, or nobody hears it
  }
  deplace(saisie, refuge);
  refuge.firstChild.textContent = DIT;
}

// A moved field loses its focus where browsers cannot move without removing.
function deplace(saisie, la, avant = null) {
  const champ = saisie.contains(document.activeElement) ? document.activeElement : null;
  const { selectionStart: debut, selectionEnd: fin } = champ ?? {};
  if (la.moveBefore) la.moveBefore(saisie, avant);
  else la.insertBefore(saisie, avant);
  if (!champ || champ === document.activeElement) return;
  champ.focus({ preventScroll: true });
  if (debut !== null) champ.setSelectionRange?.(debut, fin);
}

// After a change of the wall: what is on it again takes its form back; what was answered goes.
export function rends() {
  for (const saisie of refuge?.querySelectorAll("[data-encart]") ?? []) {
    const place = [...document.querySelectorAll(`#${CSS.escape(saisie.id)}`)].find((e) => e !== saisie);
    if (!saisie.matches(EN_SAISIE)) saisie.remove();
    else if (place) {
      deplace(saisie, place.parentElement, place);
      place.remove();
    }
  }
  if (refuge && !refuge.querySelector("[data-encart]")) {
    refuge.remove();
    refuge = null;
  }
}

// « Annuler » asks for a box that is no longer there: closing is enough.
document.addEventListener("click", (evenement) => {
  const sortie = evenement.target.closest?.(".refuge [data-annuler-saisie]");
  if (!sortie) return;
  evenement.preventDefault();
  sortie.closest("[data-encart]").remove();
  rends();
});
document.addEventListener("htmx:after:swap", rends);
