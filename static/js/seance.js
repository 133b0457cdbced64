// The séance: the page follows the statement shown and the voices given, without losing what one
// types. Arrows (and a presenter's remote) turn the pages, a clock runs.

import { lis, range } from "./brouillons.js";
import { EMPECHE, cleNeuve, demande, expedie, relance } from "./envoi.js";
import { laisseLire } from "./regard.js";

const seance = document.querySelector("[data-seance]");
const suivi = () => document.getElementById("suivi");
const pas = document.querySelector("[data-pas]");
const surprise = document.querySelector("textarea[name='texte']");
const etat = document.querySelector("[data-etat-envoi]");
const PERIODE = 2000;
let enCours = false;
let modifie = false; // a voice is being chosen, hands counted: nothing is put in their place
let envoi = null; // what is on its way to the server, until it answers
let envois = 0;

// --- Following ----------------------------------------------------------------------------------

async function poseSuivi(texte) {
  const lieu = suivi();
  await htmx.swap({ text: texte, target: lieu, sourceElement: lieu, swap: "outerMorph" });
  for (const champ of suivi().querySelectorAll("input")) {
    if (champ.type === "radio") champ.checked = champ.defaultChecked;
    else champ.value = champ.defaultValue;
  }
  modifie = false;
  if (rejoindre) rejoindre.hidden = true;
  prepare();
}

async function relis() {
  if (enCours || envoi || document.hidden || !seance) return;
  enCours = true;
  const avant = envois;
  try {
    const adresse = `${seance.dataset.seance}?${new URLSearchParams({ vu: suivi().dataset.vu })}`;
    const reponse = await demande(adresse, { headers: { "HX-Request": "true" } });
    if (reponse.redirected) return location.assign(reponse.url); // closed, or the session has ended
    const texte = reponse.status === 200 ? await reponse.text() : "";
    // What was asked before something was sent, or chosen, is old by now.
    if (texte && avant === envois && modifie) previens(texte);
    else if (texte && avant === envois) await poseSuivi(texte);
  } catch { /* no answer: the next beat will tell */ } finally {
    enCours = false;
  }
}

// Hands half counted stay; the room may have gone on meanwhile.
const rejoindre = document.querySelector("[data-rejoindre]");
function previens(texte) {
  if (rejoindre) rejoindre.hidden = texte.includes(`data-code="${suivi().dataset.code}"`);
}
rejoindre?.addEventListener("click", () => { modifie = false; relis(); });

if (seance) {
  setInterval(relis, PERIODE);
  document.addEventListener("visibilitychange", relis);
}
document.addEventListener("input", ({ target }) => {
  if (!suivi().contains(target)) return;
  modifie = true;
  nomme();
});

// --- Sending: once, again if need be, and nothing typed is lost ---------------------------------

function annonce(texte, encore) {
  if (!etat) return;
  etat.textContent = texte;
  if (!encore) return;
  const bouton = Object.assign(document.createElement("button"), { type: "button", className: "bouton bouton--second", textContent: "Réessayer maintenant" });
  bouton.addEventListener("click", encore);
  etat.append(" ", bouton);
}

document.addEventListener("submit", (evenement) => {
  const form = evenement.target;
  if (!form.matches("[data-envoi]")) return;
  evenement.preventDefault();
  if (envoi) return; // on its way already: a second press changes nothing
  const champs = new FormData(form, evenement.submitter);
  champs.delete("csrfmiddlewaretoken"); // the token of the day goes in the header
  envoi = { form, adresse: form.action, corps: [...champs], texte: champs.get("texte") ?? "", essai: 0 };
  envoi.dernier = evenement.submitter?.matches("[data-dernier]");
  envoi.vise = form.matches("[data-salle]") && champs.has("code");
  envois += 1;
  form.setAttribute("aria-busy", "true");
  part();
});

async function part() {
  const ici = envoi;
  if (!ici || ici.part) return;
  clearTimeout(ici.minuteur);
  ici.part = true;
  const { statut, texte, donnees, delai, ou } = await expedie(ici, { form: ici.form });
  ici.part = false;
  if (statut === "attente") return attend(ici, delai);
  if (ou) return location.assign(ou); // closed, or the session has ended
  ici.form.removeAttribute("aria-busy");
  if (statut === 200 || statut === 204) return recu(ici, texte);
  envoi = null;
  if (donnees) return annonce(donnees.refus);
  if (statut !== 422) return annonce(EMPECHE[statut] ?? "Le serveur a refusé. Actualisez la page : votre texte est gardé ici.");
  await poseSuivi(texte);
  modifie = true;
  suivi().querySelector(".ligne-voix--fausse input[type='radio']")?.focus();
  annonce("Une réponse est à corriger : rien n’a été enregistré.");
}

function attend(ici, delai) {
  annonce("Pas de réponse du serveur. Rien n’est perdu : nouvel essai dans un instant.", part);
  ici.minuteur = setTimeout(part, delai ?? relance(ici.essai++));
}

async function recu(ici, texte) {
  videSurprise(ici);
  if (texte) await poseSuivi(texte);
  annonce(ici.texte.trim() ? "C’est noté." : "");
  if (ici.dernier) document.querySelector("[data-fin]")?.scrollIntoView({ block: "center" });
  envoi = null;
  if (ici.vise) vise();
  if (!texte) relis();
}

// On the device of the room: the next voice to note, or the way on once they are all shown.
function vise() {
  if (suivi().dataset.complete) pas.querySelector("[data-apres]:not([hidden]), [data-dernier]:not([hidden])")?.focus();
  else suivi().querySelector("[data-ligne] input[type='radio']")?.focus();
}

// What was sent leaves the field; what was typed since then stays, about the same statement.
function videSurprise({ form, texte }) {
  if (!form.elements.cle) return;
  form.elements.cle.value = cleNeuve();
  if (!surprise || !form.contains(surprise)) return;
  const ici = surprise.value.replaceAll("\r\n", "\n");
  const parti = texte.replaceAll("\r\n", "\n");
  if (ici.startsWith(parti)) surprise.value = ici.slice(parti.length).trimStart();
  retiens();
}

// A surprise is about the statement under which its first key was pressed: the room may be
// further on when it is sent. Half written, it is a draft: it comes back here, to who typed it
// alone, and waits for its « Noter ».
let propos = null;

function retiens() {
  propos = surprise.value.trim() ? propos ?? { code: suivi().dataset.code, rang: suivi().dataset.rang } : null;
  const { value: texte, form } = surprise;
  range(location.pathname, texte ? { texte, propos, cle: form.elements.cle.value, quand: Date.now() } : null);
  ditPropos();
}

function ditPropos() {
  if (!surprise) return;
  const { code, rang } = propos ?? suivi().dataset;
  surprise.form.elements.propos.value = code;
  const lieu = document.querySelector("[data-propos]");
  lieu.querySelector("[data-rang]").textContent = rang;
  lieu.classList.toggle("propos--avant", code !== suivi().dataset.code);
}

function reprends() {
  const garde = lis(location.pathname);
  if (!surprise.value && garde) ({ texte: surprise.value, propos } = garde);
  if (garde?.cle && surprise.value === garde.texte) surprise.form.elements.cle.value = garde.cle; // it may have been written already
  retiens();
}
if (surprise) reprends();
surprise?.addEventListener("input", retiens);

// --- Turning the pages --------------------------------------------------------------------------

let montree = ""; // the statement one has before one's eyes, and whether every voice on it shows
function prepare() {
  horloge();
  const { code: vue, commencee: lancee, complete } = suivi().dataset;
  const voici = `${vue} ${lancee} ${complete}`;
  if (montree && montree !== voici) laisseLire();
  montree = voici;
  document.dispatchEvent(new CustomEvent("seance:posee"));
  const { code, commencee, precedente, suivante } = suivi().dataset;
  for (const champ of document.querySelectorAll("input[name='code']")) champ.value = code;
  ditPropos();
  if (!pas) return;
  pas.querySelector("[data-surprise]").hidden = !commencee;
  regle("[data-commencer]", commencee ? "" : code);
  regle("[data-avant]", commencee && precedente);
  regle("[data-apres]", commencee && suivante);
  regle("[data-dernier]", commencee && !suivante ? code : "");
  nomme();
}

// What « Entrée » does: note, show the points of view once they are all in, then go on.
function nomme() {
  const lieu = pas?.querySelector("[data-apres] [data-dit]");
  if (!lieu) return;
  const lignes = [...suivi().querySelectorAll("[data-ligne]")];
  const toutes = lignes.length && lignes.every((ligne) => ligne.querySelector("input[type='radio']:checked"));
  if (toutes && (modifie || !suivi().dataset.complete)) lieu.textContent = "Noter et montrer";
  else lieu.textContent = suivi().dataset.complete ? "Passer à la suite" : "Noter et passer";
}

function regle(lequel, valeur) {
  const bouton = pas.querySelector(lequel);
  bouton.hidden = !valeur;
  bouton.value = valeur;
}

const TOUCHES = { ArrowRight: ["commencer", "apres"], PageDown: ["commencer", "apres"], ArrowLeft: ["avant"], PageUp: ["avant"] };
document.addEventListener("keydown", (evenement) => {
  const sens = TOUCHES[evenement.key];
  if (!pas || !sens || evenement.target.closest("textarea, input, summary") || evenement.altKey || evenement.ctrlKey) return;
  const bouton = sens.map((nom) => pas.querySelector(`[data-${nom}]`)).find((b) => !b.hidden);
  if (!bouton) return;
  evenement.preventDefault();
  pas.requestSubmit(bouton);
});

const plein = document.querySelector("[data-plein-ecran]");
if (plein && document.fullscreenEnabled) {
  plein.hidden = false;
  plein.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
}

// --- The clock ----------------------------------------------------------------------------------

function horloge() {
  const lieu = document.querySelector("[data-horloge]");
  if (!lieu?.dataset.depuis) return;
  const { depuis, minutes } = lieu.dataset;
  const ecoulees = Math.floor(Math.max((Date.now() - Date.parse(depuis)) / 60000, 0));
  if (ecoulees > 2 * minutes + 10) lieu.textContent = "Séance reprise";
  else lieu.textContent = ecoulees > minutes ? `${ecoulees} min, pour ${minutes} prévues` : `${ecoulees} min sur ${minutes}`;
}
setInterval(horloge, 5000);

prepare();
