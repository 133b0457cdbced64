// The clock of the entretien: it says where one is, aloud only as a moment ends, and never blames.

import { heure } from "./etat.js";

const horloge = document.querySelector("[data-horloge]");

if (horloge) {
  const debut = new Date(horloge.dataset.horloge);
  const moments = [...document.querySelectorAll("[data-moment]")];
  const annonce = document.querySelector("[data-annonce]");
  const total = moments.reduce((somme, un) => somme + Number(un.dataset.minutes), 0);
  let courant = null;

  const dire = () => {
    const passe = Math.floor((Date.now() - debut) / 60000);
    const reste = total - passe;
    horloge.querySelector("[data-heure]").textContent = heure();
    horloge.querySelector("[data-reste]").textContent =
      reste > 0 ? `reste ${reste} min` : `les ${total} minutes sont passées, prenez le temps de conclure`;
    const ici = moments.findLast((un) => Number(un.dataset.moment) <= passe);
    for (const un of moments) un.toggleAttribute("data-passe", Number(un.dataset.moment) < passe);
    if (ici === courant) return;
    courant?.removeAttribute("aria-current");
    ici?.setAttribute("aria-current", "step");
    if (courant && ici) annonce.textContent = ici.querySelector("b").textContent;
    courant = ici;
  };
  dire();
  setInterval(dire, 15000);
}
