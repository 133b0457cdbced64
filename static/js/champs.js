// The fields of a form as plain values: read, compared, put back.

// What a form carries that nobody typed: the names that are ours.
export const aNous = (nom) => /^(csrfmiddlewaretoken|cle|champ)$/.test(nom);

export const SAISIE = "form[data-saisie][hx-post]";
export const SUR_PLACE = ".encart--en-place";
export const EN_SAISIE = "[data-encart][data-base]"; // a form, or a clash to settle
const COCHE = /^(checkbox|radio)$/;

const portant = (form, nom) => [...form.elements].filter((c) => c.name === nom);

export const valeurs = (form, nom) => portant(form, nom)
  .filter((c) => !COCHE.test(c.type) || c.checked).map((c) => c.value);
export const noms = (form) => [...new Set([...form.elements].map((c) => c.name))]
  .filter((nom) => nom && !aNous(nom) && !nom.startsWith("base-"));
export const photo = (form) => Object.fromEntries(noms(form).map((nom) => [nom, valeurs(form, nom)]));
export const pareil = (a = [], b = []) => a.length === b.length && a.every((v, i) => v === b[i]);
export const differents = (a, b) => Object.keys(a).filter((nom) => !pareil(a[nom], b[nom]));

// As the server made the form: a hand may have been quicker than whoever asks.
export const initiales = (form) => Object.fromEntries(noms(form).map((nom) => [nom, portant(form, nom).flatMap(initiale)]));

function initiale(champ) {
  if (COCHE.test(champ.type)) return champ.defaultChecked ? [champ.value] : [];
  if (champ.tagName !== "SELECT") return [champ.defaultValue.replace(/\r\n?/g, "\n")];
  const choisie = [...champ.options].find((o) => o.defaultSelected) ?? (champ.multiple ? null : champ.options[0]);
  return [choisie?.value ?? ""];
}

// What the server was known to hold when it refused the form it sends back.
export const depart = (form) => Object.fromEntries(noms(form).map((nom) => [nom, connue(form, nom)]));

function connue(form, nom) {
  const bases = valeurs(form, `base-${nom}`);
  const choix = portant(form, nom).some((c) => COCHE.test(c.type) || c.tagName === "SELECT");
  if (bases.length) return bases;
  return choix ? valeurs(form, nom) : [""];
}

export const ouverte = (adresse) => document.querySelector(`${SAISIE}[hx-post="${CSS.escape(adresse)}"]`);

// Every kind of field takes its value again; a choice that is gone leaves the field as it is.
export function remet(form, nom, tenues = []) {
  portant(form, nom).forEach((champ, rang) => {
    if (COCHE.test(champ.type)) champ.checked = tenues.includes(champ.value);
    else if (tenues[rang] !== undefined && permis(champ, tenues[rang])) champ.value = tenues[rang];
  });
}

const permis = (champ, valeur) => champ.tagName !== "SELECT" || [...champ.options].some((o) => o.value === valeur);

// Another text in the field, the caret between the same words.
export function glisse(champ, texte) {
  const { selectionStart: debut, selectionEnd: fin, value: avant } = champ;
  let commun = 0;
  while (commun < avant.length && avant[commun] === texte[commun]) commun += 1;
  const ecart = texte.length - avant.length;
  const place = (p) => (p <= commun ? p : Math.max(commun, p + ecart));
  champ.value = texte;
  if (champ === document.activeElement) champ.setSelectionRange(place(debut), place(fin));
}
