// The séance: the page follows the statement shown and the voices given, without losing what one
// types. Arrows (and a presenter's remote) turn the pages, a clock runs, hands are counted.

const seance = document.querySelector("[data-seance]");
const suivi = () => document.getElementById("suivi");
const pas = document.querySelector("[data-pas]");
const PERIODE = 2000;
let montrer = new URLSearchParams(location.search).get("montrer") ?? "";
let enCours = false;
let modifie = false; // hands being counted: nothing is put in their place

// --- Following ----------------------------------------------------------------------------------

async function demande(adresse, options = {}) {
  const reponse = await fetch(adresse, { ...options, headers: { "HX-Request": "true" } });
  if (reponse.redirected) return location.assign(reponse.url); // closed, or the session has ended
  if (reponse.status === 200) await pose(await reponse.text());
  return reponse.status;
}

async function pose(texte) {
  const lieu = suivi();
  await htmx.swap({ text: texte, target: lieu, sourceElement: lieu, swap: "outerMorph" });
  modifie = false;
  prepare();
}

async function relis() {
  if (enCours || modifie || document.hidden || !seance) return;
  enCours = true;
  const questions = new URLSearchParams({ vu: suivi().dataset.vu });
  if (montrer) questions.set("montrer", montrer);
  try {
    await demande(`${seance.dataset.seance}?${questions}`);
  } catch { /* no answer: the next beat will tell */ } finally {
    enCours = false;
  }
}

if (seance) {
  setInterval(relis, PERIODE);
  document.addEventListener("visibilitychange", relis);
}

// --- Turning the pages --------------------------------------------------------------------------

function prepare() {
  horloge();
  prepareLesMains();
  const { code, precedente, suivante } = suivi().dataset;
  // What one writes as a surprise is about the statement shown.
  for (const champ of document.querySelectorAll("input[name='code']")) champ.value = code;
  if (!pas) return;
  regle(pas.querySelector("[data-avant]"), precedente);
  regle(pas.querySelector("[data-apres]"), suivante);
  regle(pas.querySelector("[data-dernier]"), suivante ? "" : code);
  if (montrer && montrer !== code) montrer = "";
}

function regle(bouton, valeur) {
  bouton.hidden = !valeur;
  bouton.value = valeur;
}

pas?.addEventListener("submit", async (evenement) => {
  evenement.preventDefault();
  const corps = new URLSearchParams(new FormData(pas, evenement.submitter));
  try {
    const statut = await demande(pas.action, { method: "POST", body: corps });
    if (statut !== 200) throw new Error(statut);
    pas.elements.texte.value = "";
    sessionStorage.removeItem(BROUILLON);
  } catch {
    HTMLFormElement.prototype.submit.call(avec(corps)); // the page itself says what is wrong
  }
});

// The form as it was sent, its button included.
function avec(corps) {
  const question = Object.assign(document.createElement("input"), { type: "hidden", name: "question", value: corps.get("question") });
  pas.append(question);
  return pas;
}

const TOUCHES = { ArrowRight: "apres", PageDown: "apres", ArrowLeft: "avant", PageUp: "avant" };
document.addEventListener("keydown", (evenement) => {
  const sens = TOUCHES[evenement.key];
  if (!pas || !sens || evenement.target.closest("textarea, input") || evenement.altKey || evenement.ctrlKey) return;
  const bouton = pas.querySelector(`[data-${sens}]`);
  if (bouton.hidden) return;
  evenement.preventDefault();
  pas.requestSubmit(bouton);
});

document.addEventListener("click", (evenement) => {
  const lien = evenement.target.closest("[data-montrer]");
  if (!lien || !seance) return;
  evenement.preventDefault();
  montrer = suivi().dataset.code;
  relis();
});

const plein = document.querySelector("[data-plein-ecran]");
if (plein && document.fullscreenEnabled) {
  plein.hidden = false;
  plein.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
}

// A surprise half written comes back after a reload, in this tab alone.
const BROUILLON = `etonnement:${location.pathname}`;
const surprise = document.querySelector("textarea[name='texte']");
if (surprise && !surprise.value) surprise.value = sessionStorage.getItem(BROUILLON) ?? "";
surprise?.addEventListener("input", () => sessionStorage.setItem(BROUILLON, surprise.value));
surprise?.form.addEventListener("submit", () => { if (surprise.form !== pas) sessionStorage.removeItem(BROUILLON); });

// --- The clock ----------------------------------------------------------------------------------

function horloge() {
  const lieu = document.querySelector("[data-horloge]");
  if (!lieu?.dataset.depuis) return;
  const { depuis, minutes, rang, total } = lieu.dataset;
  const ecoulees = Math.max((Date.now() - Date.parse(depuis)) / 60000, 0);
  if (ecoulees > 2 * minutes + 10) {
    lieu.textContent = "Séance reprise";
    lieu.classList.remove("horloge--retard");
    return;
  }
  const retard = Math.min(Math.floor((ecoulees / minutes) * total), total) - (rang - 1);
  let dit = "dans le rythme";
  if (retard > 1) dit = `${retard} affirmations de retard`;
  if (retard < -1) dit = `${-retard} affirmations d’avance`;
  lieu.textContent = `${Math.floor(ecoulees)} min sur ${minutes}, ${dit}`;
  lieu.classList.toggle("horloge--retard", retard > 1);
}
setInterval(horloge, 5000);

// --- Raised hands -------------------------------------------------------------------------------

const nombres = () => [...document.querySelectorAll(".mains__nombre")];

function prepareLesMains() {
  for (const bouton of document.querySelectorAll("[data-mains]")) bouton.hidden = false;
  const bouton = document.querySelector("[data-sans-script]");
  if (bouton) bouton.hidden = true;
  milieu();
}

// The level in the middle of the hands, the lower one of two: as the server says it.
function milieu() {
  const mains = nombres().flatMap((champ) => Array(Math.min(Number(champ.value) || 0, 500)).fill(champ.closest("[data-niveau]").dataset.niveau));
  const propose = mains[Math.ceil(mains.length / 2) - 1];
  for (const touche of document.querySelectorAll("[data-niveau]")) {
    const ici = touche.dataset.niveau === propose;
    touche.classList.toggle("touche-niveau--proposee", ici);
    touche.querySelector("[data-propose]").hidden = !ici;
  }
}

document.addEventListener("click", ({ target }) => {
  const bouton = target.closest("[data-mains]");
  if (!bouton) return;
  const champ = bouton.closest("[data-niveau]").querySelector(".mains__nombre");
  champ.value = Math.max((Number(champ.value) || 0) + Number(bouton.dataset.mains), 0) || "";
  modifie = true;
  milieu();
});
document.addEventListener("input", ({ target }) => {
  if (!target.matches(".mains__nombre")) return;
  modifie = true;
  milieu();
});

prepare();
