// Post-its at hand: the bar of a phone sticks one on the box one is looking at; a nature chosen with
// the finger gives the hand back to the note.

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
