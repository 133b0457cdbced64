// While a finger or a button is down, nothing that comes by itself moves the page: what is pressed
// is what is released.

let presse = null;
let relache = null;

addEventListener("pointerdown", () => { presse ??= new Promise((suite) => { relache = suite; }); }, true);
// The click comes just after the release: what waits goes after it.
const leve = () => setTimeout(() => { relache?.(); presse = relache = null; }, 0);
addEventListener("pointerup", leve, true);
addEventListener("pointercancel", leve, true);
addEventListener("blur", leve);

// Done at once when nothing is pressed.
export const auCalme = (faire) => (presse ? presse.then(faire) : faire());
