// The page follows the fresque. A stream says that it moved; what changed is asked of the server,
// and put in place without touching what one is writing. Without a stream, it asks now and then.

import { auCalme } from "./appui.js";
import { EN_SAISIE } from "./champs.js";
import { demande, renouvelle } from "./envoi.js";

const ici = document.querySelector("[data-direct]");
const SONDAGE = 4000;
const SILENCE = 40000; // the stream says its version every 15 s: past this, the line is dead
const RELANCES = [1000, 2000, 4000, 8000, 15000, 30000];

let version = Number(ici.dataset.version);
let { jour } = ici.dataset; // the day the page was made: at midnight, what is late changes
let minuit = 0;
let flux = null;
let essai = 0;
let reprise = 0;
let silence = 0;
let sonde = 0;
let enCours = false;
let encore = false;
let fini = false; // the session has ended, as far as is known
let clos = false; // the access has: nothing more is asked
let refuge = null;
let gestes = 0; // what this page itself sends and is answered
const enVol = new Set(); // of those, what has no answer yet

// Menus one has opened and the mark of one's place belong to the page, not to the server.
htmx.config.morphIgnore.push("open", "aria-current");

// --- Hearing that something moved ---------------------------------------------------------------

function ecoute() {
  clearTimeout(reprise);
  if (fini || flux || document.hidden || !ici.dataset.flux) return;
  flux = new EventSource(ici.dataset.flux, { withCredentials: true });
  flux.addEventListener("version", ({ data }) => {
    essai = 0;
    veille();
    sondage(false);
    if (Number(data) !== version || demain()) relis();
  });
  flux.addEventListener("presence", () => ici.dispatchEvent(new CustomEvent("direct:presence")));
  flux.addEventListener("error", coupure);
  veille();
}

// Another day at the fresque: once a minute at most, should this device's clock be wrong.
function demain() {
  if (new Date().toLocaleDateString("sv", { timeZone: "Europe/Paris" }) === jour || Date.now() < minuit) return false;
  minuit = Date.now() + 60000;
  return true;
}

function veille() {
  clearTimeout(silence);
  silence = setTimeout(coupure, SILENCE);
}

function raccroche() {
  clearTimeout(silence);
  clearTimeout(reprise);
  flux?.close();
  flux = null;
}

function coupure() {
  raccroche();
  if (fini || document.hidden) return;
  sondage(true);
  const delai = RELANCES[Math.min(essai++, RELANCES.length - 1)];
  reprise = setTimeout(ecoute, delai * (0.5 + Math.random()));
}

function sondage(marche) {
  if (!marche) {
    clearInterval(sonde);
    sonde = 0;
  } else if (!sonde) {
    sonde = setInterval(() => { if (navigator.onLine) relis(); }, SONDAGE);
    relis();
  }
}

function reprend() {
  if (document.hidden || clos) return;
  fini = false; // someone may have logged in again: asking once tells
  if (ici.dataset.flux) ecoute();
  if (!flux) sondage(true);
  else relis();
}

function repose() {
  raccroche();
  sondage(false);
}

// --- Asking what changed ------------------------------------------------------------------------

// One question at a time; a change heard meanwhile asks once more.
async function relis() {
  encore = true;
  if (enCours || enVol.size) return;
  enCours = true;
  try {
    while (encore && !fini && !enVol.size) { encore = false; await compare(); }
  } catch {
    // No answer: the next beat, or the next question, will tell.
  } finally {
    enCours = false;
  }
}

async function interroge(adresse) {
  const reponse = await demande(adresse, { headers: { "HX-Request": "true" } });
  const refus = reponse.status === 403 || reponse.status === 404;
  if (reponse.redirected || refus) {
    clos = refus && !reponse.redirected && await renouvelle() === ""; // the same person, still logged in
    fini = true; // saving will say so
    repose();
    if (clos) ditClos();
  }
  return reponse.status === 200 && !fini ? reponse : null;
}

// The fresque is no longer theirs: what they were writing stays in sight, to be copied.
function ditClos() {
  const champs = [...document.querySelectorAll(`${EN_SAISIE} :is(textarea, input[type=text]), .ajout__champ`)].filter((c) => c.value !== c.defaultValue).map((c) => c.value);
  const textes = [...champs, ...[...document.querySelectorAll("[data-attente] .prose")].map((p) => p.textContent)].filter((t) => t.trim());
  const cree = (genre, className, textContent) => Object.assign(document.createElement(genre), { className, textContent });
  const dit = cree("div", "etroit", "");
  dit.append(
    cree("h1", "", "Votre accès à cette fresque est clos"),
    cree("p", "chapo", "Pour y revenir, demandez à la personne qui l’anime."),
    ...(textes.length ? [cree("p", "", "Ce que vous étiez en train d’écrire, à copier si vous en avez besoin\u00a0:")] : []),
    ...textes.map((t) => cree("p", "prose fiche-page", t)),
    Object.assign(cree("a", "bouton", "Voir mes fresques"), { href: "/" }),
  );
  document.querySelectorAll("[data-chemin], .refuge").forEach((e) => e.remove());
  const main = document.querySelector("main");
  main.replaceChildren(dit);
  main.focus();
}

// What was asked before a gesture of this page tells of a time before it: it is asked again. And
// nothing takes the place of what a gesture under way is about to change.
function commence(geste) {
  gestes += 1;
  enVol.add(geste);
}
function finit(geste) {
  gestes += 1;
  enVol.delete(geste);
  if (encore) relis();
}
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => commence(ctx));
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => finit(ctx));
// The same for what this page sends by itself, from its start until its answer is in place.
export async function pendant(faire) {
  commence(faire);
  try {
    return await faire();
  } finally {
    finit(faire);
  }
}

async function compare() {
  const avant = gestes;
  const depasse = () => gestes !== avant && (encore = true);
  const reponse = await interroge(`${ici.dataset.direct}?version=${version}&jour=${jour}`);
  if (!reponse) return;
  const etat = await reponse.json();
  if (depasse()) return;
  annonceLesPlanches(etat.empreintes);
  previent(etat);
  renomme(etat.nom);
  const perimes = aRefaire(etat.empreintes);
  const joints = perimes.map((id) => etat.morceaux[id] ?? "").join("");
  if (!(await recoit(joints, depasse))) return;
  const restes = perimes.filter((id) => !etat.morceaux[id]);
  if (restes.length && !(await remplace(restes, depasse))) return;
  if (retenu(etat.empreintes)) return;
  ({ version, jour } = etat);
  ici.dispatchEvent(new CustomEvent("direct:version"));
}

// Sheets come, go and change places when nobody points at the wall: it is asked again meanwhile.
const mur = () => document.querySelector("[data-mur]");
const retenu = ({ mur: vue }) => mur() && mur().dataset.empreinte !== vue && mur().matches(":hover, :focus-within");
for (const geste of ["mouseout", "focusout"]) {
  document.addEventListener(geste, ({ target, relatedTarget }) => {
    if (mur()?.contains(target) && !mur().contains(relatedTarget)) setTimeout(relis);
  });
}

// The ids of what shows something else than now: a whole planche when its boxes changed places,
// the whole wall when a planche came or went.
function aRefaire(empreintes) {
  const perimes = [...document.querySelectorAll("[data-empreinte]")]
    .filter(({ id, dataset }) => empreintes[id] && empreintes[id] !== dataset.empreinte)
    .filter((e) => e !== mur() || !retenu(empreintes));
  const dedans = (e) => perimes.some((autre) => autre !== e && autre.contains(e));
  return perimes.filter((e) => !dedans(e)).map((e) => e.id);
}

async function remplace(ids, depasse) {
  const adresse = new URL(ici.dataset.morceaux, location);
  for (const id of ids.slice(0, 60)) adresse.searchParams.append("id", id);
  const reponse = await interroge(adresse);
  const html = await reponse?.text();
  if (!reponse || !(await recoit(html, depasse))) return false;
  return ids.length <= 60;
}

// False when a gesture came first: what was received is already old.
async function recoit(html, depasse) {
  const recu = document.createElement("template");
  recu.innerHTML = html;
  for (const morceau of [...recu.content.children]) {
    const fait = await auCalme(async () => {
      if (depasse()) return false;
      await pose(morceau);
      return true;
    });
    if (!fait) return false;
  }
  return true;
}

function renomme(nom) {
  const titre = document.querySelector("[data-nom]");
  if (!titre || titre.textContent === nom) return;
  document.title = document.title.replace(titre.textContent, () => nom);
  titre.textContent = nom;
}

export async function pose(morceau, autrui = true) {
  const lieu = document.getElementById(morceau.id);
  if (!lieu || lieu.matches(EN_SAISIE)) return;
  const saisies = lieu.querySelectorAll(EN_SAISIE);
  if (saisies.length) refuge = await import("./refuge.js"); // only who writes may see it go
  refuge?.abrite(lieu, morceau);
  const avait = lieu.contains(document.activeElement);
  saisies.forEach((saisie) => saisie.setAttribute("hx-morph-skip", ""));
  await htmx.swap({ text: morceau.outerHTML, target: lieu, sourceElement: lieu, swap: "outerMorph" });
  saisies.forEach((saisie) => saisie.removeAttribute("hx-morph-skip"));
  refuge?.rends();
  const la = document.getElementById(morceau.id);
  if (avait && !la?.contains(document.activeElement)) {
    document.getElementById(`${morceau.id}-titre`)?.focus({ preventScroll: true });
  }
  if (autrui && la?.matches("[data-encart]")) {
    la.dataset.nouveau = "";
    setTimeout(() => delete la.dataset.nouveau, 3000);
  }
}

// A write may answer other boxes too: one that is open here is not put in place of what is typed.
document.addEventListener("htmx:before:swap", ({ detail: { tasks } }) => {
  for (let i = tasks.length - 1; i >= 0; i -= 1) {
    const { type, target } = tasks[i];
    const lieu = typeof target === "string" ? document.querySelector(target) : target;
    if (type !== "main" && lieu?.matches?.(EN_SAISIE)) tasks.splice(i, 1);
  }
});

// --- Saying it ----------------------------------------------------------------------------------

// Someone wrote in a box that is open here: say so, and leave the text alone.
function previent({ empreintes, qui }) {
  for (const encart of document.querySelectorAll(EN_SAISIE)) {
    const [cle, nom] = qui[encart.id] ?? [];
    const autre = empreintes[encart.id] && empreintes[encart.id] !== encart.dataset.base && String(cle) !== ici.dataset.moi;
    const dit = encart.querySelector("[data-nouvelle]");
    if (!autre) { dit?.remove(); continue; }
    const texte = `${nom ?? "Quelqu’un"} vient de modifier cette case\u00a0: ${suite(encart)}`;
    if (dit?.textContent === texte) continue;
    const p = dit ?? document.createElement("p");
    p.className = "encart__nouvelle";
    p.dataset.nouvelle = "";
    p.setAttribute("role", "status");
    p.textContent = texte;
    const place = encart.querySelector(".saisie__dits");
    if (dit) continue;
    if (place) place.append(p);
    else auCalme(() => encart.querySelector(".encart__tete").after(p));
  }
}

// Two hands in the one text of a box are merged; in a list, who knows which row it was.
const suite = (encart) => (encart.querySelector("form[data-saisie][hx-post$='/modifier/'] :is(textarea, input[type=text])")
  ? "votre texte sera réuni au sien à l’enregistrement." : "vous le verrez en la fermant.");

const nouvelle = Object.assign(document.createElement("p"), { className: "nouvelle" });
nouvelle.setAttribute("role", "status");
document.body.append(nouvelle);
let effacement = 0;

function annonceLesPlanches(empreintes) {
  const liens = [...document.querySelectorAll("[data-chemin] [data-planche]")];
  if (!liens.length) return; // the wall shows them itself
  const connues = new Set(liens.map((lien) => lien.dataset.planche));
  const neuve = Object.keys(empreintes).find((id) => /^(fiche|bilan)-\d+$/.test(id) && !connues.has(id));
  const seule = document.querySelector("[data-feuille]");
  const mur = new URL("..", new URL(ici.dataset.direct, location)).pathname;
  if (neuve) {
    const [genre, numero] = neuve.split("-");
    annonce(genre === "fiche" ? `La fiche n°${numero} vient d’être ouverte` : `Le bilan n°${numero} vient d’être ouvert`, `${mur}planches/${neuve}/`);
  } else if (seule && !empreintes[seule.id]) {
    annonce("Cette planche vient d’être retirée du mur", mur);
  }
}

function annonce(texte, adresse) {
  clearTimeout(effacement);
  nouvelle.replaceChildren(Object.assign(document.createElement("a"), { href: adresse, textContent: texte }));
  effacement = setTimeout(() => nouvelle.replaceChildren(), 20000);
}

document.addEventListener("visibilitychange", () => (document.hidden ? repose() : reprend()));
addEventListener("pageshow", reprend);
addEventListener("pagehide", repose);
addEventListener("online", reprend);
// Logged in again elsewhere: the page that had ended follows anew.
addEventListener("focus", () => fini && reprend());
document.addEventListener("saisie:enregistree", () => fini && reprend());
document.addEventListener("session:reprise", () => fini && reprend());
