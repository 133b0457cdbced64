// The wall: filters change in place, arrows go from a sheet to the one beside it.

const suivi = () => document.querySelector("#suivi");
const mur = () => document.querySelector("[data-mur]");
const feuilles = () => [...mur().querySelectorAll(".feuille")];
let vue = new URLSearchParams(location.search).get("vue") ?? "";

function filtre() {
  const liens = [...(suivi()?.querySelectorAll("[data-vue]") ?? [])];
  if (!liens.length || mur().matches(".mur--annexe")) return;
  if (!liens.some((lien) => lien.dataset.vue === vue)) vue = "";
  for (const lien of liens) {
    if (lien.dataset.vue === vue) lien.setAttribute("aria-current", "true");
    else lien.removeAttribute("aria-current");
  }
  for (const feuille of feuilles()) feuille.classList.toggle("feuille--muette", vue !== "" && !(vue in feuille.dataset));
  for (const liste of document.querySelectorAll("[data-liste]")) liste.hidden = liste.dataset.liste !== (vue || "neuf");
}

document.addEventListener("click", (evenement) => {
  const lien = evenement.target.closest("#suivi a[data-vue]");
  if (!lien || mur().matches(".mur--annexe") || evenement.ctrlKey || evenement.metaKey || evenement.shiftKey) return;
  evenement.preventDefault();
  vue = lien.dataset.vue === vue ? "" : lien.dataset.vue; // the one in hand, again: the whole wall
  filtre();
  history.replaceState(null, "", vue ? `?vue=${vue}` : location.pathname);
});

// A sheet put again by the others' changes answers the filter one has chosen.
document.addEventListener("htmx:after:swap", filtre);

const PAS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const milieu = (element) => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
};

document.addEventListener("keydown", (evenement) => {
  const pas = PAS[evenement.key];
  const ici = evenement.target.closest(".feuille");
  if (!pas || !ici || evenement.altKey || evenement.ctrlKey || evenement.metaKey) return;
  const [x, y] = milieu(ici);
  const voisine = feuilles().filter((autre) => autre !== ici).map((autre) => {
    const [a, b] = milieu(autre);
    return { autre, loin: (a - x) * pas[0] + (b - y) * pas[1], ecart: Math.abs((a - x) * pas[1]) + Math.abs((b - y) * pas[0]) };
  }).filter(({ loin }) => loin > 10).sort((p, q) => p.loin + 3 * p.ecart - q.loin - 3 * q.ecart)[0];
  if (!voisine) return;
  evenement.preventDefault();
  voisine.autre.querySelector("h3 a").focus();
});

// What was kept of a box on the wall of before (« #fiche-2--evaluation ») leads to its sheet.
function ancienne() {
  const place = decodeURIComponent(location.hash.slice(1));
  const code = place.split("--")[0];
  const lien = document.getElementById(`mur-${code}`)?.querySelector("h3 a");
  if (!lien) return;
  if (place === code) lien.focus();
  else location.replace(`${lien.href}#${place}`);
}
addEventListener("hashchange", ancienne);
ancienne();
filtre();
