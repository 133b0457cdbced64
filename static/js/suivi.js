// One form followed: what it holds, what the server is known to hold, what is on its way.

import { auCalme } from "./appui.js";
import { lis, range } from "./brouillons.js";
import { depart, differents, glisse, initiales, noms, ouverte, pareil, photo, remet, valeurs } from "./champs.js";
import { EMPECHE, cleNeuve, expedie, raison, relance, suivante } from "./envoi.js";
import { dit as parle, heure } from "./etat.js";

export const PAUSE = 800;
const emet = (evenement, form) => form.dispatchEvent(new CustomEvent(evenement, { bubbles: true }));
const meme = (a, b = "") => a.trim() === b.replace(/\r\n/g, "\n").trim();

export class Suivi {
  constructor(form) {
    this.form = form;
    form.autocomplete = "off"; // on Back or reload, the drafts give a text back with what it started from
    this.refus = form.querySelector("[aria-invalid='true'], .erreurs") && { photo: photo(form) };
    this.connu = this.refus ? depart(form) : initiales(form);
    this.envoi = null;
    this.essai = 0;
    this.minuteur = 0;
    const encart = form.closest("[data-encart]");
    this.lieu = encart?.id;
    this.titre = encart?.querySelector(".encart__titre")?.textContent;
    this.etat = Object.assign(document.createElement("p"), { className: "saisie__etat" });
    this.dits = Object.assign(document.createElement("div"), { className: "saisie__dits" });
    this.dits.append(this.etat);
    [...form.querySelectorAll(".saisie__gestes, .saisie__aide")].at(-1)?.after(this.dits);
    this.retrouve();
  }

  get adresse() { return this.form.getAttribute("hx-post"); }

  // A row that does not exist yet has nothing one could have started from.
  get ajout() { return ![...this.form.elements].some((c) => c.name.startsWith("base-")); }

  get changes() { return differents(photo(this.form), this.connu); }

  // What was refused is not sent again as it is: it would be refused again.
  get refusee() { return this.refus && !differents(photo(this.form), this.refus.photo).length; }

  // A new row that lacks what it cannot do without, a year half typed: refused, should it leave
  // before the rest comes.
  get inachevee() {
    const champs = [...this.form.elements];
    return (!this.fermeture && champs.some((c) => c.matches(":focus") && c.validity.rangeUnderflow))
      || (this.ajout && champs.some((c) => c.required && !c.value.trim()));
  }

  get reste() { return Boolean(this.envoi) || this.changes.length > 0; }

  attend(delai) {
    clearTimeout(this.minuteur);
    this.minuteur = setTimeout(() => this.enregistre(), delai);
  }

  // What changed, under a key of its own. A new row goes whole, under the key of its form: it is
  // never added twice. `entier`: the very write that the form itself is about to send.
  prepare({ entier = this.ajout } = {}) {
    const { changes } = this;
    if (!changes.length) return null;
    const envoyes = entier ? noms(this.form) : changes;
    const corps = [["autosave", "1"], ["cle", (entier && this.form.elements.cle?.value) || cleNeuve()]];
    for (const nom of envoyes) {
      if (!entier) corps.push(["champ", nom]);
      for (const n of [nom, `base-${nom}`]) corps.push(...valeurs(this.form, n).map((v) => [n, v]));
    }
    const { adresse, lieu, titre } = this;
    return { adresse, corps, noms: envoyes, photo: photo(this.form), quand: Date.now(), lieu, titre };
  }

  brouillon(de = {}) {
    const brouillon = this.prepare();
    return brouillon && { ...brouillon, ...(this.refusee ? { refus: this.refus.dit } : {}), ...de };
  }

  // At each key: a browser that stops there has lost nothing. What is typed while a write is on
  // its way goes after it.
  garde() {
    if (this.abandon) return;
    const { envoi } = this;
    range(this.adresse, envoi ? { ...envoi, apres: photo(this.form), quand: Date.now() } : this.brouillon());
  }

  // The page is going: what is on its way may not be the last word.
  adieu() {
    if (this.abandon) return;
    if (this.soumise && this.envoi) expedie(this.envoi, { adieu: true });
    else if (!this.enCours) this.enregistre({ adieu: true });
    else if (!this.ajout) {
      const dernier = suivante(this.adresse, this.envoi.photo, photo(this.form));
      if (dernier) expedie(dernier, { form: this.form, adieu: true });
    }
  }

  async enregistre({ adieu = false } = {}) {
    clearTimeout(this.minuteur);
    if (this.enCours || this.soumise || this.abandon) return;
    if (!this.envoi && this.inachevee && this.form.isConnected) return;
    if (!this.envoi && this.refusee) {
      if (this.fermeture) this.soumet();
      return;
    }
    this.envoi ??= this.prepare();
    if (!this.envoi) return;
    this.garde();
    this.enCours = true;
    if (!adieu) this.annonce("Enregistrement…", "cours");
    const reponse = await expedie(this.envoi, { form: this.form, adieu });
    this.enCours = false;
    this.recoit(reponse);
  }

  relance(delai) {
    this.annonce("En attente, nouvel essai. Votre texte est gardé sur cet appareil.", "attente");
    this.attend(delai ?? relance(this.essai++));
  }

  recoit(reponse) {
    const { statut, donnees } = reponse;
    const { envoi } = this;
    if (this.abandon) this.envoi = null;
    else if (statut === "attente") this.relance(reponse.delai);
    else if (EMPECHE[statut]) this.annonce(EMPECHE[statut], "alerte"); // until someone comes back to it
    else {
      this.envoi = this.refus = null;
      this.essai = 0;
      if (statut === 409) this.heurte();
      else if (statut !== 200 || !donnees) this.refuse(reponse, envoi);
      else this.reussit(envoi, donnees);
    }
  }

  reussit(envoi, donnees) {
    range(envoi.adresse, null);
    this.accepte(envoi, donnees);
    this.garde();
    this.annonce(`Enregistré à ${heure()}`, "fait");
    if (donnees.avis) this.avise(donnees.avis);
    const { reste } = this;
    if (!reste) emet("saisie:enregistree", this.form);
    if (!this.fermeture) reste && this.attend(PAUSE);
    else if (reste) this.enregistre(); // « Enregistrer » is about the last word
    else this.ferme();
  }

  // What others wrote meanwhile comes into the text, unless the hand is already further on. The
  // words of an earlier try never come back over those that followed them.
  accepte(envoi, { champs, suite }) {
    const { ajout } = this;
    if (suite && ajout) this.devient(suite);
    const sortie = this.form.querySelector("[data-annuler-saisie]");
    if (sortie) sortie.textContent = "Fermer";
    for (const nom of envoi.noms) {
      const champ = this.form.elements[nom];
      const envoyees = envoi.photo[nom];
      const ecrit = champs[nom];
      let tenu = envoyees;
      if (champ?.tagName === "TEXTAREA" && ecrit !== undefined && !meme(ecrit, envoyees[0])) {
        if (ajout && envoyees[0].includes(ecrit)) tenu = [ecrit];
        else if (pareil(valeurs(this.form, nom), envoyees)) {
          glisse(champ, ecrit);
          tenu = [champ.value];
        }
      }
      this.connu[nom] = tenu;
      this.base(nom, tenu);
    }
  }

  base(nom, tenu) {
    this.form.querySelectorAll(`[name="base-${CSS.escape(nom)}"]`).forEach((c) => c.remove());
    for (const value of tenu.length ? tenu : [""]) {
      this.form.append(Object.assign(document.createElement("input"), { type: "hidden", name: `base-${nom}`, value }));
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
    this.fermeture = false;
    if (!this.form.isConnected) return;
    const sortie = this.form.querySelector("[data-annuler-saisie]");
    if (this.suite?.page) location.assign(this.suite.page);
    else if (this.suite && sortie) htmx.trigger(sortie, "click");
    else this.soumet();
  }

  // The page itself then answers: the box, the two texts, or what is wrong beside each field.
  soumet() {
    this.fermeture = false;
    this.libre = true;
    this.form.requestSubmit();
  }

  // The form is leaving by htmx, as it stands. Should its answer be lost, the very same write goes
  // again; what is typed meanwhile goes after it.
  part() {
    clearTimeout(this.minuteur);
    const champ = this.form.elements.cle;
    if (champ && !this.ajout) champ.value = cleNeuve();
    this.envoi = this.prepare({ entier: true });
    this.soumise = photo(this.form);
  }

  // The answer leads to another page: what was sent is written. A form opened there later starts
  // anew, unless something typed since is still to go after it.
  aboutit() {
    if (!this.soumise || differents(photo(this.form), this.soumise).length) return;
    this.abandon = true;
    range(this.adresse, null);
  }

  // It came back without an answer, or with one that changes nothing.
  revient() {
    this.soumise = null;
    this.libre = this.fermeture = false;
    this.garde();
  }

  heurte() {
    if (this.form.isConnected) {
      this.annonce("Conflit", "alerte");
      return auCalme(() => this.soumet());
    }
    range(this.adresse, this.brouillon({ conflit: true }));
    emet("brouillon:retenu", document.body);
  }

  refuse(reponse, envoi) {
    const la = this.form.isConnected;
    if (la && this.fermeture && reponse.statut === 422) return this.soumet();
    this.fermeture = false;
    this.refus = { photo: envoi.photo, dit: raison(reponse) };
    this.annonce(`${this.refus.dit} Votre texte est toujours là.`, "alerte");
    this.garde();
    if (!la) emet("brouillon:retenu", document.body);
    else if (!this.refusee) this.attend(PAUSE);
  }

  // The form has left the page: answered, closed by hand, or put aside by a change of the wall.
  // True once nothing of it remains to be sent.
  quitte() {
    const retenue = this.refusee && !this.soumise;
    if (this.enCours || this.abandon || retenue || !this.reste || ouverte(this.adresse)) return !this.enCours;
    if (this.soumise && this.heurtee()) return true;
    const dernier = !this.soumise || differents(photo(this.form), this.soumise).length > 0;
    this.soumise = null;
    if (dernier) this.enregistre();
    else range(this.adresse, null);
    return !dernier;
  }

  // The choice has come in its place: the text waits there, and in the drafts should the tab close.
  heurtee() {
    const choix = document.getElementById(this.lieu)?.querySelector(".conflit form[hx-post]");
    if (!choix) return false;
    this.envoi = null;
    const adresse = choix.getAttribute("hx-post");
    const brouillon = this.brouillon({ adresse, conflit: true });
    range(this.adresse, null);
    range(adresse, brouillon);
    return true;
  }

  // The place of what is said is kept below the buttons: nothing moves when it comes.
  annonce(texte, genre) {
    this.dit = texte;
    auCalme(() => {
      this.etat.textContent = this.dit;
      this.etat.dataset.genre = genre;
    });
    if (genre !== "cours") parle(texte, genre, genre === "fait" && this.form.isConnected);
  }

  // What the person could not know stays beside the form: the next save must not hide it.
  avise(texte) {
    this.avis ??= Object.assign(document.createElement("p"), { className: "encart__nouvelle" });
    this.avis.textContent = texte;
    auCalme(() => this.dits.append(this.avis));
    parle(`${this.dit}. ${texte}`, "fait", this.form.isConnected);
  }

  // A text that never reached the server comes back when the box is opened again.
  retrouve() {
    const garde = lis(this.adresse);
    if (this.refus) return this.reprend(garde);
    if (!garde) return this.rattrape();
    for (const nom of new Set([...garde.noms, ...differents(garde.apres ?? {}, garde.photo)])) {
      remet(this.form, nom, (garde.apres ?? garde.photo)[nom]);
    }
    for (const nom of garde.noms) {
      const bases = garde.corps.filter(([n]) => n === `base-${nom}`).map(([, v]) => v);
      if (bases.length) this.base(nom, bases);
    }
    emet("saisie:retenue", this.form);
    if (garde.refus) {
      this.refus = { photo: photo(this.form), dit: garde.refus };
      return this.annonce(`${garde.refus} Votre texte est toujours là.`, "alerte");
    }
    if (!garde.conflit) this.envoi = { ...garde, apres: undefined }; // as it left: it may have been written already
    if (this.reste) this.attend(0);
    else range(this.adresse, null);
  }

  // A hand quicker than this script, on a slow line: what it typed counts.
  rattrape() {
    if (!this.reste) return;
    emet("saisie:retenue", this.form);
    this.garde();
    this.attend(PAUSE);
  }

  // The form came back with what is wrong in it: what was typed since is tried, the rest waits.
  reprend(garde) {
    this.refus.dit = this.form.querySelector(".errorlist li")?.textContent ?? "À corriger avant d’enregistrer.";
    const depuis = garde?.apres ? differents(garde.apres, garde.photo) : [];
    for (const nom of depuis) remet(this.form, nom, garde.apres[nom]);
    this.garde();
    emet("saisie:retenue", this.form);
    if (!this.refusee) this.attend(PAUSE);
  }
}
