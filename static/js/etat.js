// What the page says at its foot: what is done leaves by itself, what is to be known stays.

const etat = document.querySelector("[data-etat]");
let effacement = 0;

// The clock of the person, whoever tells the hour.
export function heure() {
  const ici = new Date();
  return `${ici.getHours()}\u00a0h\u00a0${String(ici.getMinutes()).padStart(2, "0")}`;
}

// `genre`: "fait", "attente" (stays) or "alerte" (stays, in red). `discret`: it shows elsewhere
// already, and is only spoken.
export function dit(texte, genre = "fait", discret = false) {
  if (!etat) return;
  clearTimeout(effacement);
  etat.classList.toggle("etat-saisie--alerte", genre === "alerte");
  etat.classList.toggle("etat-saisie--discret", discret);
  etat.textContent = texte;
  if (genre === "fait") effacement = setTimeout(() => { etat.textContent = ""; }, 6000);
}
