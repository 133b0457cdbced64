// What is typed is kept: saved by itself after a pause, kept in this browser while the server
// is away, sent again under the same key so that nothing is written twice.

const SAISIE = "form[data-saisie][hx-post]";
const PAUSE = 800;
const RELANCES = [2000, 4000, 8000, 15000, 30000];
const GARDE = 7 * 24 * 3600 * 1000;
const etat = document.querySelector("[data-etat]");
const suivies = new Map();

const cle = () => ([1e7] + -1e3 + -4e3 + -8e3 + -1e11).replace(/[018]/g, (c) =>
  (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
const tiroir = (adresse) => `brouillon:${document.body.dataset.participant ?? ""}:${adresse}`;

function valeurs(form, nom) {
  return [...form.elements].filter((c) => c.name === nom && (!/^(checkbox|radio)$/.test(c.type) || c.checked)).map((c) => c.value);
}
const noms = (form) => [...new Set([...form.elements].map((c) => c.name))]
  .filter((nom) => nom && !/^(csrfmiddlewaretoken|operation|champ)$/.test(nom) && !nom.startsWith("base-"));
const photo = (form) => Object.fromEntries(noms(form).map((nom) => [nom, valeurs(form, nom)]));
const differe = (a, b) => Object.keys(a).some((nom) => !pareil(a[nom], b[nom]));
const pareil = (a = [], b = []) => a.length === b.length && a.every((v, i) => v === b[i]);

class Suivi {
  constructor(form) {
    this.form = form;
    this.connu = photo(form);
    this.depart = photo(form);
    this.envoi = null;
    this.essai = 0;
    this.minuteur = 0;
    this.dit = document.createElement("p");
    this.dit.className = "saisie__etat";
    form.querySelector(".saisie__gestes")?.after(this.dit);
    this.retrouve();
  }

  get adresse() { return this.form.getAttribute("hx-post"); }

  // A row that does not exist yet has nothing one could have started from.
  get ajout() { return ![...this.form.elements].some((c) => c.name.startsWith("base-")); }

  changes() {
    const ici = photo(this.form);
    return Object.keys(ici).filter((nom) => !pareil(ici[nom], this.connu[nom]));
  }

  attend(delai) {
    clearTimeout(this.minuteur);
    this.minuteur = setTimeout(() => this.enregistre(), delai);
  }

  // One key for all the ways of sending a new row: it is never added twice.
  prepare() {
    const { ajout } = this;
    const changes = ajout ? noms(this.form) : this.changes();
    if (!this.changes().length) return null;
    const corps = [["autosave", "1"], ["operation", (ajout && this.form.elements.operation?.value) || cle()]];
    for (const nom of changes) {
      corps.push(["champ", nom], ...valeurs(this.form, nom).map((v) => [nom, v]));
      corps.push(...valeurs(this.form, `base-${nom}`).map((v) => [`base-${nom}`, v]));
    }
    return { adresse: this.adresse, corps, photo: photo(this.form), quand: Date.now() };
  }

  // At each key: a browser that stops there has lost nothing. What is typed while a new row is
  // on its way goes after it.
  garde() {
    if (this.abandon) return;
    const { envoi } = this;
    if (envoi && !this.ajout && differe(photo(this.form), envoi.photo)) range(this.adresse, this.prepare());
    else if (envoi) range(this.adresse, { ...envoi, apres: photo(this.form) });
    else range(this.adresse, this.prepare());
  }

  // The page is going: what is on its way may not be the last word.
  adieu() {
    if (this.abandon) return;
    if (!this.enCours) return this.enregistre({ adieu: true });
    const dernier = this.ajout ? null : this.prepare();
    if (dernier) expedie(dernier, this.form, true);
  }

  async enregistre({ adieu = false } = {}) {
    clearTimeout(this.minuteur);
    if (this.enCours || this.soumise || this.abandon || !this.form.isConnected) return;
    this.envoi ??= this.prepare();
    if (!this.envoi) return;
    this.garde();
    this.enCours = true;
    if (!adieu) this.annonce("Enregistrement…", "cours");
    const reponse = await expedie(this.envoi, this.form, adieu);
    this.enCours = false;
    if (!reponse) return this.relance();
    this.recoit(reponse);
    if (this.fermeture) this.ferme();
  }

  relance() {
    this.annonce("En attente, nouvel essai. Votre texte est gardé sur cet appareil.", "attente");
    this.attend(RELANCES[Math.min(this.essai++, RELANCES.length - 1)]);
  }

  recoit({ statut, donnees }) {
    if (statut === "session") {
      return this.annonce("Votre session est finie. Votre texte est gardé ici : reconnectez-vous dans un autre onglet.", "alerte");
    }
    const envoi = this.envoi;
    this.envoi = null;
    this.essai = 0;
    if (statut === 409) {
      this.annonce("Conflit", "alerte");
      this.libre = true;
      return this.form.requestSubmit();
    }
    if (statut !== 200 || !donnees) return this.refuse(donnees);
    range(envoi.adresse, null);
    this.accepte(envoi, donnees);
    this.garde();
    this.annonce(`Enregistré à ${donnees.heure}`, "fait");
    this.form.dispatchEvent(new CustomEvent("saisie:enregistree", { bubbles: true }));
    if (this.changes().length) this.attend(PAUSE);
  }

  // What others wrote meanwhile comes into the text, unless the hand is already further on.
  accepte(envoi, { champs, suite }) {
    if (suite) this.devient(suite);
    const sortie = this.form.querySelector("[data-annuler-saisie]");
    if (sortie) sortie.textContent = "Fermer";
    for (const [nom, envoyees] of Object.entries(envoi.photo)) {
      let tenu = envoyees;
      const champ = this.form.elements[nom];
      if (champs[nom] !== undefined && pareil(valeurs(this.form, nom), envoyees) && champ?.tagName === "TEXTAREA") {
        if (champ.value !== champs[nom]) glisse(champ, champs[nom]);
        tenu = [champs[nom]];
      }
      this.connu[nom] = tenu;
      this.base(nom, tenu);
    }
  }

  base(nom, tenu) {
    this.form.querySelectorAll(`[name="base-${CSS.escape(nom)}"]`).forEach((c) => c.remove());
    for (const valeur of tenu.length ? tenu : [""]) {
      const cache = Object.assign(document.createElement("input"), { type: "hidden", name: `base-${nom}`, value: valeur });
      this.form.append(cache);
    }
  }

  // A new row now exists: from here on this form edits it.
  devient(suite) {
    this.form.action = suite.modifier;
    this.form.setAttribute("hx-post", suite.modifier);
    htmx.process(this.form);
    this.suite = suite;
  }

  // « Enregistrer », once everything typed is safe.
  ferme() {
    if (this.envoi || !this.form.isConnected) return;
    const sortie = this.form.querySelector("[data-annuler-saisie]");
    if (this.suite?.page) location.assign(this.suite.page);
    else if (this.suite && sortie) htmx.trigger(sortie, "click");
    else {
      this.libre = true;
      this.form.requestSubmit();
    }
  }

  refuse(donnees) {
    if (this.fermeture) {
      // Let the page itself say, beside the field, what is wrong.
      this.fermeture = false;
      this.libre = true;
      return this.form.requestSubmit();
    }
    const [premier] = Object.values(donnees?.erreurs ?? {}).flat();
    this.annonce(premier ?? "Cette case n’a pas pu être enregistrée. Votre texte est toujours là.", "alerte");
  }

  annonce(texte, genre) {
    this.dit.textContent = texte;
    this.dit.dataset.genre = genre;
    if (genre !== "cours" && etat) etat.textContent = texte;
  }

  // A text that never reached the server comes back when the box is opened again.
  retrouve() {
    const garde = lis(tiroir(this.adresse));
    if (!garde) return;
    for (const [nom, [valeur]] of Object.entries(garde.apres ?? garde.photo)) {
      const champ = this.form.elements[nom];
      if (champ?.matches?.("textarea, input[type=text]") && valeur !== undefined) champ.value = valeur;
    }
    for (const [nom, valeur] of garde.corps) {
      if (nom.startsWith("base-")) this.base(nom.slice(5), [valeur]);
    }
    if (this.ajout) this.envoi = garde; // as it left: it may have been written already
    this.attend(0);
  }
}

function glisse(champ, texte) {
  const { selectionStart: debut, selectionEnd: fin, value: avant } = champ;
  let commun = 0;
  while (commun < avant.length && avant[commun] === texte[commun]) commun += 1;
  const ecart = texte.length - avant.length;
  const place = (p) => (p <= commun ? p : Math.max(commun, p + ecart));
  champ.value = texte;
  if (champ === document.activeElement) champ.setSelectionRange(place(debut), place(fin));
}

function range(adresse, brouillon) {
  try {
    if (brouillon) localStorage.setItem(tiroir(adresse), JSON.stringify(brouillon));
    else localStorage.removeItem(tiroir(adresse));
  } catch { /* no room, or none allowed: the text is still in the page */ }
}

function lis(nom) {
  try {
    const garde = JSON.parse(localStorage.getItem(nom));
    if (garde && Date.now() - garde.quand < GARDE) return garde;
  } catch { /* a damaged draft is no draft */ }
  localStorage.removeItem(nom);
  return null;
}

async function expedie(envoi, form, adieu) {
  const corps = new URLSearchParams(envoi.corps);
  const jeton = form?.elements.csrfmiddlewaretoken?.value ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (jeton) corps.set("csrfmiddlewaretoken", jeton);
  try {
    const reponse = await fetch(envoi.adresse, { method: "POST", body: corps, keepalive: adieu, headers: { "HX-Request": "true" } });
    if (reponse.redirected) return { statut: "session" };
    if (reponse.status >= 500 || reponse.status === 429) return null;
    const json = reponse.headers.get("Content-Type")?.includes("json");
    return { statut: reponse.status, donnees: json ? await reponse.json() : null };
  } catch {
    return null;
  }
}

function suivi(form) {
  if (!suivies.has(form)) suivies.set(form, new Suivi(form));
  return suivies.get(form);
}

const ouverte = (adresse) => document.querySelector(`form[data-saisie][hx-post="${CSS.escape(adresse)}"]`);

// A form that was answered leaves its draft, unless the answer is the same form (it was refused)
// or a key came after it.
const veille = () => {
  for (const [form, s] of suivies) {
    if (form.isConnected) continue;
    suivies.delete(form);
    if (s.soumise && !ouverte(s.adresse) && !differe(photo(form), s.soumise)) range(s.adresse, null);
  }
  document.querySelectorAll(SAISIE).forEach(suivi);
};
document.addEventListener("htmx:after:swap", veille);

document.addEventListener("input", ({ target }) => {
  const form = target.closest?.(SAISIE);
  if (!form) return;
  const s = suivi(form);
  s.abandon = false;
  s.garde();
  s.attend(PAUSE);
});
document.addEventListener("change", ({ target }) => {
  const form = target.closest?.(SAISIE);
  if (form) suivi(form).attend(target.matches("textarea, input[type=text]") ? PAUSE : 0);
});
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const form = target.closest?.(SAISIE);
  if (form && !form.contains(relatedTarget)) suivi(form).enregistre();
});
addEventListener("pagehide", () => suivies.forEach((s) => s.adieu()));
addEventListener("online", () => suivies.forEach((s) => s.enregistre()));

// The person closes the form by hand: an automatic save still on its way goes first, or the
// same words would meet themselves.
document.addEventListener("submit", (evenement) => {
  const s = suivies.get(evenement.target);
  if (!s) return;
  clearTimeout(s.minuteur);
  if (s.libre || !(s.enCours || s.envoi || s.suite)) {
    s.soumise = photo(s.form);
    return;
  }
  evenement.preventDefault();
  evenement.stopImmediatePropagation();
  s.fermeture = true;
  s.enregistre().then(() => { if (!s.enCours && !s.envoi && s.fermeture) s.ferme(); });
}, true);

// « Annuler », once it is confirmed (saisie.js): what was not kept is given up.
document.addEventListener("click", ({ target }) => {
  const s = suivies.get(target.closest?.("[data-annuler-saisie]")?.closest(SAISIE));
  if (!s || s.envoi) return;
  clearTimeout(s.minuteur);
  s.abandon = true;
  range(s.adresse, null);
});

// No answer to the form itself: automatic saves take over again.
for (const panne of ["htmx:error", "htmx:response:error"]) {
  document.addEventListener(panne, ({ detail }) => {
    const s = suivies.get(detail.ctx?.sourceElement);
    if (!s || detail.ctx.response?.status === 409) return; // a clash takes the form's place
    s.soumise = null;
    s.libre = s.fermeture = false;
    if (panne === "htmx:error") s.enregistre();
  });
}

// Drafts of an earlier visit leave as soon as the wall is open again. One that clashes waits for
// its box to be opened; the history has it already.
async function expedieLesBrouillons() {
  const debut = tiroir(location.pathname.split("/").slice(0, 3).join("/"));
  for (const nom of Object.keys(localStorage).filter((n) => n.startsWith(debut))) {
    const garde = lis(nom);
    if (!garde || garde.conflit || ouverte(garde.adresse)) continue;
    const reponse = await expedie(garde, null, false);
    if (reponse?.statut === 409) {
      range(garde.adresse, { ...garde, conflit: true });
      if (etat) etat.textContent = "Un texte resté en attente se heurte à celui de quelqu’un d’autre\u00a0: ouvrez la case pour choisir.";
    }
    if (reponse?.statut !== 200 || !(await suit(garde, reponse.donnees?.suite))) continue;
    range(garde.adresse, null);
    if (etat) etat.textContent = "Un texte resté en attente vient d’être enregistré.";
  }
}

// What was typed after a new row had left is a change of that row.
async function suit({ photo: partie, apres }, suite) {
  const changes = Object.keys(apres ?? {}).filter((nom) => !pareil(apres[nom], partie[nom]));
  if (!changes.length || !suite) return true;
  const corps = [["autosave", "1"], ["operation", cle()]];
  for (const nom of changes) {
    corps.push(["champ", nom], ...apres[nom].map((v) => [nom, v]), ...(partie[nom] ?? []).map((v) => [`base-${nom}`, v]));
  }
  return [200, 409].includes((await expedie({ adresse: suite.modifier, corps }, null, false))?.statut);
}

veille();
expedieLesBrouillons();
