// A statement that has just come is read before it is answered: for a moment neither a touch (the
// veil of .laisse-lire, static/css/base.css) nor a key reaches the page. A key held down turns no page.

const DELAI = 800; // milliseconds, as in diagnostic/campagnes/regard.py
let fin;

export function laisseLire() {
  clearTimeout(fin);
  document.body.dataset.regard = "";
  fin = setTimeout(() => { delete document.body.dataset.regard; }, DELAI);
}

const ECRIT = "textarea, input:not([type='radio'])";
const DEFILE = new Set(["Tab", "ArrowUp", "ArrowDown"]);
document.addEventListener("keydown", (evenement) => {
  const { key, repeat, target } = evenement;
  if (DEFILE.has(key) || target.closest(ECRIT)) return;
  if (!repeat && !("regard" in document.body.dataset)) return;
  evenement.preventDefault();
  evenement.stopImmediatePropagation();
}, true);

laisseLire();
