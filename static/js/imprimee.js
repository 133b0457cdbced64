// The printed sheet beside the editor follows what is written, after a pause: the server says
// whether it changed, and it is drawn again only then.

const REPOS = 1500;
const image = document.querySelector("[data-imprimee]");
const adresse = image.getAttribute("src");

let marque = "";
let attente = 0;

async function regarde() {
  if (document.hidden) return;
  const reponse = await fetch(adresse, { method: "HEAD" }).catch(() => null);
  const nouvelle = reponse?.ok ? reponse.headers.get("ETag") : null;
  if (!nouvelle || nouvelle === marque) return;
  if (marque) image.src = `${adresse}?v=${encodeURIComponent(nouvelle)}`;
  marque = nouvelle;
}

new MutationObserver(() => {
  clearTimeout(attente);
  attente = setTimeout(regarde, REPOS);
}).observe(document.querySelector("main"), { subtree: true, childList: true, characterData: true });
regarde();
