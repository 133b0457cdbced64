// What the page sends by itself: it never waits for ever, is told when to come back, and takes a
// fresh token when the same person has logged in again in another tab.

import { differents } from "./champs.js";

const DELAI = 15000;

export const cleNeuve = () => ([1e7] + -1e3 + -4e3 + -8e3 + -1e11).replace(/[018]/g, (c) =>
  (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));

export const secret = () => JSON.parse(document.body.getAttribute("hx-headers:inherited"))["X-CSRFToken"];
export const demande = (adresse, options = {}) => fetch(adresse, { signal: AbortSignal.timeout?.(DELAI), ...options });

const RELANCES = [2000, 4000, 8000, 15000, 30000];
export const relance = (essai) => RELANCES[Math.min(essai, RELANCES.length - 1)];

// No answer was given, or none that counts: the same thing may be sent again.
export const passagere = (statut) => statut >= 500 || statut === 429;
export const delai = (entetes) => Number(entetes.get("Retry-After")) * 1000 || null;

// --- A fresh token ------------------------------------------------------------------------------

let renouveau = null;

// "" once the page may write again; else why not: "session" (it has ended) or "autre" (someone
// else has come in: what was typed here is not to be sent under their name).
export function renouvelle() {
  renouveau ??= cherche().finally(() => { renouveau = null; });
  return renouveau;
}

async function cherche() {
  const reponse = await demande(document.querySelector("[data-accueil]")?.href ?? "/");
  if (!reponse.ok) throw new Error(reponse.status);
  const page = new DOMParser().parseFromString(await reponse.text(), "text/html").body;
  const qui = page.dataset.participant;
  if (qui !== document.body.dataset.participant) return qui ? "autre" : "session";
  document.body.setAttribute("hx-headers:inherited", page.getAttribute("hx-headers:inherited"));
  for (const champ of document.querySelectorAll("[name=csrfmiddlewaretoken]")) champ.value = secret();
  document.dispatchEvent(new CustomEvent("session:reprise"));
  return "";
}

// --- Sending a write ----------------------------------------------------------------------------

const poste = ({ adresse, corps }, secret, keepalive) => demande(adresse, {
  method: "POST", body: new URLSearchParams(corps), keepalive, headers: { "HX-Request": "true", "X-CSRFToken": secret },
});

// { statut, donnees, texte }; statut is "attente" when it must be sent again, with how soon if
// known; "session" or "autre" when it must wait for whoever wrote it.
export async function expedie(envoi, { form = null, adieu = false } = {}) {
  try {
    let reponse = await poste(envoi, form?.elements.csrfmiddlewaretoken?.value ?? secret(), adieu);
    if (reponse.status === 403 && !adieu) {
      const empeche = await renouvelle();
      if (empeche) return { statut: empeche };
      reponse = await poste(envoi, secret(), adieu);
    }
    if (reponse.redirected) return { statut: "session", ou: reponse.url };
    if (passagere(reponse.status)) return { statut: "attente", delai: delai(reponse.headers) };
    const json = reponse.headers.get("Content-Type")?.includes("json");
    const texte = await reponse.text();
    return { statut: reponse.status, texte, donnees: json ? JSON.parse(texte) : null };
  } catch {
    return { statut: "attente" };
  }
}

// What was typed after a write had left, as a change of what that write made; null if nothing was.
export function suivante(adresse, partie, apres) {
  const changes = differents(apres ?? {}, partie);
  if (!changes.length) return null;
  const corps = [["autosave", "1"], ["cle", cleNeuve()]];
  for (const nom of changes) {
    corps.push(["champ", nom], ...apres[nom].map((v) => [nom, v]), ...(partie[nom] ?? []).map((v) => [`base-${nom}`, v]));
  }
  return { adresse, corps, noms: changes, photo: apres, quand: Date.now() };
}

export const EMPECHE = {
  session: "Votre session est finie. Votre texte est gardé ici\u00a0: reconnectez-vous dans un autre onglet.",
  autre: "Quelqu’un d’autre s’est connecté sur cet appareil. Votre texte est gardé à votre nom\u00a0: reconnectez-vous, puis rechargez la page.",
};
export const ROLE = "Votre rôle a changé\u00a0: vous pouvez lire, plus écrire. Rechargez la page.";

export function raison({ statut, donnees }) {
  const [premiere] = Object.values(donnees?.erreurs ?? {}).flat();
  if (premiere) return premiere;
  if (statut === 403) return ROLE;
  if (statut === 404) return "Cette case n’est plus au mur\u00a0: quelqu’un l’a retirée.";
  return "Cette case n’a pas pu être enregistrée.";
}
