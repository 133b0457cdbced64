// A passkey: the browser makes it or proves it, the form carries the answer to the server.

const form = document.querySelector("form[data-cle]");
const defi = JSON.parse(document.getElementById("cle-demande")?.textContent ?? "null");
const etat = form?.querySelector("[data-cle-etat]");

const octets = (texte) => Uint8Array.from(atob(texte.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const enBase64 = (tampon) => btoa(String.fromCharCode(...new Uint8Array(tampon)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const connues = (liste = []) => liste.map((cle) => ({ ...cle, id: octets(cle.id) }));

function reponse(cle) {
  const { response: r } = cle;
  const dedans = { clientDataJSON: enBase64(r.clientDataJSON) };
  if (r.attestationObject) dedans.attestationObject = enBase64(r.attestationObject);
  if (r.getTransports) dedans.transports = r.getTransports();
  if (r.authenticatorData) dedans.authenticatorData = enBase64(r.authenticatorData);
  if (r.signature) dedans.signature = enBase64(r.signature);
  if (r.userHandle) dedans.userHandle = enBase64(r.userHandle);
  return { id: cle.id, rawId: enBase64(cle.rawId), type: cle.type, response: dedans, clientExtensionResults: cle.getClientExtensionResults() };
}

function creer({ publicKey: p }) {
  return navigator.credentials.create({ publicKey: {
    ...p, challenge: octets(p.challenge), user: { ...p.user, id: octets(p.user.id) },
    excludeCredentials: connues(p.excludeCredentials),
  } });
}

function prouver({ publicKey: p }) {
  return navigator.credentials.get({ publicKey: {
    ...p, challenge: octets(p.challenge), allowCredentials: connues(p.allowCredentials),
  } });
}

form?.addEventListener("submit", async (evenement) => {
  if (!defi) return;
  evenement.preventDefault();
  etat.textContent = "Répondez à la demande de votre navigateur…";
  try {
    const cle = await (form.dataset.cle === "creer" ? creer : prouver)(defi);
    form.elements.credential.value = JSON.stringify(reponse(cle));
    form.submit();
  } catch (erreur) {
    etat.textContent = erreur.name === "InvalidStateError"
      ? "Cette clé est déjà reliée à votre compte."
      : "La clé n’a pas répondu, ou la demande a été annulée. Vous pouvez essayer à nouveau.";
  }
});
