// Moving, taking off, putting back, choosing: each gesture has a key of its own, so that sending
// it again does nothing twice. It is sent again by itself when the server asks to come back.

import { aNous } from "./champs.js";
import { cleNeuve, delai, passagere, renouvelle } from "./envoi.js";

const ESSAIS = 3;
const gestes = new WeakMap(); // what was pressed -> what left, and under which key

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const { request, sourceElement } = ctx;
  if (request.method !== "POST" || sourceElement.matches("[data-saisie]")) return; // it has its own
  const champs = [...request.body].filter(([nom]) => !aNous(nom));
  const envoi = `${request.action}?${new URLSearchParams(champs)}`;
  const avant = gestes.get(sourceElement);
  const geste = avant?.envoi === envoi ? avant : { envoi, cle: cleNeuve(), essais: 0 };
  gestes.set(sourceElement, geste);
  request.body.set("cle", geste.cle);
  request.headers["X-Cle"] = geste.cle;
});

// Answered: the same button pressed again is another gesture.
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const { status } = ctx.response;
  if (!passagere(status) && status !== 403) gestes.delete(ctx.sourceElement);
});

document.addEventListener("htmx:response:error", async ({ detail: { ctx } }) => {
  const { sourceElement, response } = ctx;
  const geste = gestes.get(sourceElement);
  if (!geste || geste.essais >= ESSAIS) return;
  geste.essais += 1;
  if (passagere(response.status)) setTimeout(refais, delai(response.headers) ?? 2000 * geste.essais, sourceElement);
  else if (response.status === 403 && geste.essais === 1 && await renouvelle().catch(() => "attente") === "") refais(sourceElement);
});

function refais(element) {
  if (!element.isConnected) return;
  if (element.matches("form")) element.requestSubmit();
  else element.click();
}
