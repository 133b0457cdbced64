// What was typed and has not reached the server: kept in this browser, under the name of whoever
// typed it, for seven days at most; for one day where someone else may sit down next.

const PREFIXE = "brouillon:";
const DEPART = "depart";
const JOUR = 24 * 3600 * 1000;
const GARDE = 7; // days; where someone else may sit down next, GARDE_PARTAGEE
const GARDE_PARTAGEE = 1;
const moi = document.body.dataset.participant ?? "";
const partage = Boolean(document.querySelector("script[data-inactivite]"));
let parti = false;

const tiroir = (adresse) => `${PREFIXE}${moi}:${adresse}`;
const tiroirs = (debut) => Object.keys(localStorage).filter((nom) => nom.startsWith(debut));

function ouvre(nom) {
  try {
    const garde = JSON.parse(localStorage.getItem(nom));
    if (garde && Date.now() - garde.quand < (garde.partage ? GARDE_PARTAGEE : GARDE) * JOUR) return garde;
  } catch { /* a damaged draft is no draft */ }
  return null;
}

export function range(adresse, brouillon) {
  if (!moi || parti) return;
  try {
    if (brouillon) localStorage.setItem(tiroir(adresse), JSON.stringify({ ...brouillon, partage }));
    else localStorage.removeItem(tiroir(adresse));
  } catch { /* no room, or none allowed: the text is still in the page */ }
}

export const lis = (adresse) => ouvre(tiroir(adresse));
export const lesMiens = (debut) => tiroirs(tiroir(debut)).map(ouvre).filter(Boolean);
export function enAttente() {
  try {
    return tiroirs(tiroir("")).length > 0;
  } catch {
    return false;
  }
}

// Leaving: nothing of this person stays here, and nothing is put back while the page goes.
export function oublie() {
  parti = true;
  tiroirs(tiroir("")).forEach((nom) => localStorage.removeItem(nom));
  localStorage.setItem(DEPART, moi); // the other tabs hear it
  localStorage.removeItem(DEPART);
}

addEventListener("storage", ({ key, newValue }) => {
  if (key !== DEPART || newValue !== moi) return;
  parti = true;
  setTimeout(() => location.reload(), 1000); // to the way in, once the session has ended
});

// At each load, whoever is here: what is too old goes.
try {
  for (const nom of tiroirs(PREFIXE)) if (!ouvre(nom)) localStorage.removeItem(nom);
} catch { /* no storage allowed here */ }
