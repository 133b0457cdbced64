// Raised hands are counted, and a voice chosen with one key: on a collège's device, and on the
// one that serves the whole room.

// The level in the middle of the hands, the lower one of two: as the server says it.
function mediane(groupe) {
  const niveaux = [...groupe.querySelectorAll("[data-niveau]")];
  const mains = niveaux.flatMap((niveau) => Array(Math.min(Number(niveau.querySelector(".mains__nombre").value) || 0, 500)).fill(niveau.dataset.niveau));
  const propose = mains[Math.ceil(mains.length / 2) - 1];
  for (const niveau of niveaux) {
    const ici = niveau.dataset.niveau === propose;
    niveau.classList.toggle("touche-niveau--proposee", ici);
    niveau.querySelector("[data-propose]").hidden = !ici;
  }
}

function prepare() {
  for (const bouton of document.querySelectorAll("[data-mains], [data-touches-dites]")) bouton.hidden = false;
  const bouton = document.querySelector("[data-sans-script]");
  if (bouton) bouton.hidden = true;
  document.querySelectorAll("[data-mains-levees]").forEach(mediane);
}

document.addEventListener("click", ({ target }) => {
  const bouton = target.closest("[data-mains]");
  if (!bouton) return;
  const champ = bouton.closest("[data-niveau]").querySelector(".mains__nombre");
  champ.value = Math.max((Number(champ.value) || 0) + Number(bouton.dataset.mains), 0) || "";
  champ.dispatchEvent(new Event("input", { bubbles: true }));
});
document.addEventListener("input", ({ target }) => {
  if (target.matches(".mains__nombre")) mediane(target.closest("[data-mains-levees]"));
});

// « 1 » to « 4 », « n », « c »: the row answers, and the next one is under the fingers.
const HORS = { n: "nsp", c: "nc" };
// Nothing under the fingers yet: the first collège that has not spoken.
const muette = () => [...document.querySelectorAll("[data-ligne]")].find((ligne) => !ligne.querySelector("input:checked"));
document.addEventListener("keydown", (evenement) => {
  const { target, key } = evenement;
  const ligne = target === document.body ? muette() : target.matches("input[type='radio']") && target.closest("[data-ligne]");
  if (!ligne || evenement.altKey || evenement.ctrlKey || evenement.metaKey) return;
  const voulue = HORS[key.toLowerCase()] ?? key;
  const choix = [...ligne.querySelectorAll("input[type='radio']")].find((c) => c.value === voulue);
  if (!choix) return;
  evenement.preventDefault();
  choix.checked = true;
  choix.dispatchEvent(new Event("input", { bubbles: true }));
  const lignes = [...document.querySelectorAll("[data-ligne]")];
  const suivante = lignes[lignes.indexOf(ligne) + 1];
  const cible = suivante?.querySelector("input:checked, input[type='radio']") ?? choix.form.querySelector("[data-apres]:not([hidden]), [data-dernier]:not([hidden])");
  cible.focus();
  cible.scrollIntoView({ block: "nearest" });
});

document.addEventListener("seance:posee", prepare);
prepare();
