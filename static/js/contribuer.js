// The page of a poster: what is typed stays in this tab until it has left, so that a weak network
// or a page loaded again takes nothing away. Without this script, the form is sent all the same.

const TIROIR = `contribuer:${location.pathname.split("/")[2]}`;
const GARDES = ["envoi", "couleur", "texte", "prenom"];
const forme = document.querySelector("[data-contribuer]");

function retiens(valeur) {
  try {
    if (valeur) sessionStorage.setItem(TIROIR, JSON.stringify(valeur));
    else sessionStorage.removeItem(TIROIR);
  } catch { /* no storage here: the text is still in the page */ }
}

function retrouve() {
  try {
    return JSON.parse(sessionStorage.getItem(TIROIR)) ?? {};
  } catch {
    return {};
  }
}

const dits = () => Object.fromEntries(GARDES.map((nom) => [nom, forme.elements[nom].value]));

if (document.body.hasAttribute("data-contribue")) retiens(null);

if (forme) {
  const garde = retrouve();
  // The same key too: what had no answer is not left twice.
  if (garde.texte && !forme.elements.texte.value) {
    for (const nom of GARDES) if (garde[nom]) forme.elements[nom].value = garde[nom];
  }
  forme.addEventListener("input", () => retiens(dits()));
  forme.addEventListener("submit", async (evenement) => {
    evenement.preventDefault();
    const bouton = forme.querySelector("[type=submit]");
    const alerte = forme.querySelector("[data-sans-reseau]");
    retiens(dits());
    bouton.disabled = true;
    alerte.hidden = true;
    try {
      const reponse = await fetch(location.href, { method: "POST", body: new FormData(forme), signal: AbortSignal.timeout(20000) });
      if (reponse.redirected) location.replace(reponse.url);
      else forme.submit(); // refused: the page says why, with what was typed
    } catch {
      alerte.hidden = false;
      bouton.disabled = false;
    }
  });
}
