// What is at hand on a sheet: the bar of a phone sticks a post-it on the box one is looking at; a
// nature chosen with the finger gives the hand back to the note; a handle is dragged.

const LIEN = "[data-encart] a[hx-get$='/postits/']";

const loin = (lien) => {
  const { top, bottom } = lien.closest("[data-encart]").getBoundingClientRect();
  const milieu = innerHeight / 2;
  return top > milieu ? top - milieu : Math.max(0, milieu - bottom);
};

document.addEventListener("click", (evenement) => {
  if (!evenement.target.closest?.("[data-postit]")) return;
  const [lien] = [...document.querySelectorAll(LIEN)].sort((a, b) => loin(a) - loin(b));
  if (!lien) return;
  evenement.preventDefault();
  lien.click();
});

document.addEventListener("pointerup", ({ target }) => {
  const note = target.closest?.(".palette__choix")?.closest("form").querySelector("textarea");
  if (note) setTimeout(() => note.focus({ preventScroll: true }));
});

// What drags comes at the first hover or touch of a handle, and that very touch counts: the finger is
// still down when it is there.
async function saisit({ target, type, pointerType, clientX, clientY, pointerId }) {
  const poignee = target.closest?.("[data-poignee]");
  if (!poignee || window.Sortable) return;
  let leve = type !== "pointerdown";
  for (const fin of ["pointerup", "pointercancel"]) addEventListener(fin, () => { leve = true; }, { once: true });
  await import("./glisser.js").catch(() => { leve = true; }); // no network: the menu is still there
  if (leve) return;
  poignee.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, cancelable: true, pointerType, clientX, clientY, pointerId, isPrimary: true }));
}
for (const geste of ["pointerover", "pointerdown"]) document.addEventListener(geste, saisit, { passive: true });
