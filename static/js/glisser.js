// Rows and post-its are dragged by a handle (their three dots; a post-it, by its heading too). What
// is dropped leaves by the road of the menu. Fetched by postit.js, with the library it needs.

import { auCalme } from "./appui.js";
import { dit } from "./etat.js";

const POIGNEE = "[data-poignee]";
const LISTES = "[data-encart][data-tri] :is(.lignes, .tableau tbody), .postits";
const COLLE = "a[hx-get$='/postits/']"; // a box that takes post-its says so
const ECHEC = "Le déplacement n’a pas abouti\u00a0: ce que vous avez pris est revenu à sa place.";
const calme = matchMedia("(prefers-reduced-motion: reduce)");
const pretes = new WeakSet();
const retours = new WeakMap(); // the button that sends a move -> how to go back
const file = []; // what was dropped and has not left yet: one move at a time
let pris = null;
let enRoute = null; // the move that has no answer yet: its button, then what htmx makes of it

const sorte = (liste) => (liste.matches(".postits") ? "postit" : liste.closest("[data-tri]").dataset.tri);

function prepare() {
  for (const liste of document.querySelectorAll(LISTES)) {
    if (pretes.has(liste)) continue;
    pretes.add(liste);
    window.Sortable.create(liste, {
      handle: POIGNEE, group: sorte(liste), forceFallback: true, fallbackTolerance: 4,
      delay: 180, delayOnTouchOnly: true, touchStartThreshold: 6, animation: calme.matches ? 0 : 140,
      onChoose: vise, onStart: prend, onEnd: lache,
    });
  }
}

function vise({ item, from }) {
  pris = { from, suivante: item.nextElementSibling, genre: sorte(from) };
}

function prend({ item }) {
  item.querySelectorAll("details[open]").forEach((menu) => { menu.open = false; });
  document.body.dataset.glisse = pris.genre;
  document.addEventListener("pointermove", survole);
}

// Anywhere on a box is on that box.
function visee({ clientX, clientY }) {
  const boite = document.elementFromPoint(clientX, clientY)?.closest("[data-encart]");
  const accepte = pris.genre === "postit" ? boite?.querySelector(COLLE) : boite?.dataset.tri === pris.genre;
  return accepte ? boite : null;
}

function survole(evenement) {
  const boite = visee(evenement);
  document.querySelectorAll("[data-accueille]").forEach((e) => e !== boite && delete e.dataset.accueille);
  if (boite) boite.dataset.accueille = "";
}

const cle = (ligne) => ligne?.id.split("-").at(-1);

function lache({ item, to, originalEvent }) {
  document.removeEventListener("pointermove", survole);
  const point = originalEvent.changedTouches?.[0] ?? originalEvent;
  const boite = visee(point) ?? to.closest("[data-encart]");
  const { from, suivante, genre } = pris;
  delete document.body.dataset.glisse;
  document.querySelectorAll("[data-accueille]").forEach((e) => delete e.dataset.accueille);
  const ici = boite === to.closest("[data-encart]");
  if (ici && from === to && item.nextElementSibling === suivante) return;
  const depot = { genre, cle: cle(item), boite: boite.id, retour: () => from.insertBefore(item, suivante) };
  if (ici && item.nextElementSibling) depot.avant = cle(item.nextElementSibling);
  else if (ici && item.previousElementSibling) depot.apres = cle(item.previousElementSibling);
  file.push(depot);
  suit();
}

const trouve = (genre, voulue) => [...document.querySelectorAll(LISTES)]
  .filter((liste) => sorte(liste) === genre).flatMap((liste) => [...liste.children]).find((e) => cle(e) === voulue);

// What is dropped before the last move was answered waits for its turn.
function suit() {
  if (enRoute || !file.length) return;
  const depot = file.shift();
  const item = trouve(depot.genre, depot.cle);
  if (!item) { echoue(); suit(); return; }
  const retirer = item.querySelector("[hx-post$='/retirer/']").getAttribute("hx-post");
  const [, code, nom] = retirer.match(/planches\/([^/]+)\/([^/]+)\//);
  const depart = `${code}--${nom}`;
  const vers = new URLSearchParams(depot.boite === depart ? {} : { vers: depot.boite });
  if (depot.avant) vers.set("avant", depot.avant);
  else if (depot.apres) vers.set("apres", depot.apres);
  const bouton = Object.assign(document.createElement("button"), { id: "glisse", hidden: true });
  for (const [nom, valeur] of Object.entries({
    form: "geste", "hx-post": `${retirer.replace(/retirer\/$/, "deplacer/")}?${vers}`, "hx-trigger": "glisse, click",
    "hx-target": `#${depart}`, "hx-swap": "outerHTML",
  })) bouton.setAttribute(nom, valeur);
  retours.set(bouton, depot.retour);
  enRoute = bouton;
  item.append(bouton);
  htmx.process(bouton);
  htmx.trigger(bouton, "glisse"); // the library swallows the click that follows a drop
}

// Among what an answer has just brought, what waits for its turn stays where it was dropped.
function replace(depot) {
  const item = trouve(depot.genre, depot.cle);
  const [voisine, ou] = depot.avant ? [depot.avant, "before"] : [depot.apres, "after"];
  const la = trouve(depot.genre, voisine);
  if (!item || !la) return;
  const { parentNode: from, nextElementSibling: suivante } = item;
  depot.retour = () => from.insertBefore(item, suivante);
  la[ou](item);
}

// Nothing takes the place of what is held: the answer waits until the hand lets go.
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement === enRoute) enRoute = ctx;
  const va = ctx.fetch ?? fetch.bind(window);
  ctx.fetch = async (...demande) => {
    const reponse = await va(...demande);
    await auCalme(() => {});
    return reponse;
  };
});
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (ctx !== enRoute) return;
  enRoute = null;
  suit();
});

// No answer, or a refusal: it goes back where it was, and it is said. Should the same move be sent
// again by itself and arrive, its answer puts it in place.
function revient({ detail: { ctx } }) {
  const retour = retours.get(ctx?.sourceElement);
  if (!retour || ctx.response?.status === 422) return;
  retour();
  echoue();
}
const echoue = () => setTimeout(() => dit(ECHEC, "alerte")); // the last word, for a person
document.addEventListener("htmx:response:error", revient);
document.addEventListener("htmx:error", revient);

await import("../vendor/Sortable.min.js");
document.addEventListener("htmx:after:swap", () => { prepare(); file.forEach(replace); });
prepare();
