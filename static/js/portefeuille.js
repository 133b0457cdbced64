// The portefeuille by keyboard: arrows from one row to the next, Enter opens it (it is a link).
// Single letters help those who want them, and are off until asked for (WCAG 2.1.4).

const LETTRES = "pasapas.console.lettres";
const liens = () => [...document.querySelectorAll("#result_list .field-nom a")];
const choix = document.querySelector("[data-lettres]");

function aller(pas) {
  const tous = liens();
  const ici = tous.indexOf(document.activeElement);
  const vers = tous[ici < 0 ? (pas > 0 ? 0 : tous.length - 1) : ici + pas];
  vers?.focus();
  vers?.scrollIntoView({ block: "nearest" });
  return Boolean(vers);
}

function permises() {
  try {
    return localStorage.getItem(LETTRES) === "oui";
  } catch {
    return false;
  }
}

if (choix) {
  choix.closest("[data-touches]").hidden = false;
  choix.checked = permises();
  choix.addEventListener("change", () => {
    try {
      localStorage.setItem(LETTRES, choix.checked ? "oui" : "non");
    } catch {
      // A browser that keeps nothing: for this page alone.
    }
  });
}

const GESTES = {
  "/": () => document.querySelector("#searchbar")?.focus(),
  j: () => aller(1),
  k: () => aller(-1),
  x: () => document.activeElement.closest("tr")?.querySelector(".action-select")?.click(),
};

document.addEventListener("keydown", (evenement) => {
  if (evenement.ctrlKey || evenement.metaKey || evenement.altKey) return;
  if (evenement.target.matches("input, textarea, select, summary, [contenteditable]")) return;
  const pas = { ArrowDown: 1, ArrowUp: -1 }[evenement.key];
  const dansLaListe = liens().includes(document.activeElement);
  if (pas && (dansLaListe || document.activeElement === document.body)) {
    if (aller(pas)) evenement.preventDefault();
  } else if (choix?.checked && GESTES[evenement.key]) {
    GESTES[evenement.key]();
    evenement.preventDefault();
  }
});

document.addEventListener("keydown", (evenement) => {
  const ouvert = evenement.key === "Escape" && document.querySelector("#changelist-filter details[open]");
  if (!ouvert) return;
  ouvert.open = false;
  ouvert.querySelector("summary").focus();
});

const imprimer = document.querySelector("[data-imprimer]");
if (imprimer) {
  imprimer.hidden = false;
  imprimer.addEventListener("click", () => print());
}
