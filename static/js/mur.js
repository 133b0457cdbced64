// Walking along the wall: two arrow buttons, and the path tells where one stands.

const doux = matchMedia("(prefers-reduced-motion: reduce)");
const mur = document.querySelector("[data-mur]");
const fleches = document.querySelector("[data-fleches]");

const planches = () => [...mur.querySelectorAll("[data-planche-mur]")];
const depart = () => parseFloat(getComputedStyle(document.documentElement).scrollPaddingLeft) || 0;

const decote = () => getComputedStyle(mur).display === "grid";

function presente() {
  const bord = decote() ? depart() + 40 : 60;
  const cote = decote() ? "left" : "top";
  return planches().filter((p) => p.getBoundingClientRect()[cote] <= bord).length - 1;
}

function avance(pas) {
  const toutes = planches();
  const cible = toutes[Math.min(Math.max(presente() + pas, 0), toutes.length - 1)];
  const { left, top } = cible.getBoundingClientRect();
  const trajet = decote() ? { left: left - depart() } : { top: top - 16 };
  scrollBy({ ...trajet, behavior: doux.matches ? "instant" : "smooth" });
}

function marque() {
  const ici = planches()[Math.max(presente(), 0)];
  const travee = ici?.closest("[data-travee]")?.dataset.travee;
  for (const lien of document.querySelectorAll("[data-chemin] a")) {
    const courant = lien.dataset.planche === ici?.id || lien.dataset.annexe === travee;
    if (courant) lien.setAttribute("aria-current", "true");
    else lien.removeAttribute("aria-current");
  }
  const { scrollWidth, scrollHeight } = document.documentElement;
  const [place, fin] = decote()
    ? [scrollX, scrollWidth - innerWidth]
    : [scrollY, scrollHeight - innerHeight];
  const bouts = { "-1": place < 2, 1: place >= fin - 20 };
  for (const bouton of fleches.querySelectorAll("[data-fleche]")) {
    bouton.setAttribute("aria-disabled", String(bouts[bouton.dataset.fleche]));
  }
}

if (mur && fleches) {
  fleches.hidden = false;
  fleches.addEventListener("click", (evenement) => {
    const bouton = evenement.target.closest("[data-fleche]");
    if (bouton) avance(Number(bouton.dataset.fleche));
  });
  // An address alone stops as soon as the planche shows: bring it to the left edge.
  const va = () => {
    const cible = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!cible?.matches("[data-planche-mur], [data-travee]")) return;
    cible.scrollIntoView({ block: "start", inline: "start", behavior: "instant" });
  };
  addEventListener("hashchange", va);
  addEventListener("load", va);
  document.querySelector("[data-chemin]")?.addEventListener("click", () => setTimeout(va));
  let prevu = 0;
  const bientot = () => {
    cancelAnimationFrame(prevu);
    prevu = requestAnimationFrame(marque);
  };
  addEventListener("scroll", bientot, { passive: true });
  addEventListener("resize", bientot);
  marque();
}
