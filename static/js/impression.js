// Choosing what to print without losing the rest of the form: « tout », « rien », an annexe, what changed.

const forme = document.querySelector("[data-impression]");
const cases = [...forme.querySelectorAll('[name="planche"]')];
const combien = forme.querySelector("[data-combien]");

function compte() {
  const nombre = cases.filter((une) => une.checked).length;
  combien.textContent = nombre ? `${nombre} planche${nombre > 1 ? "s" : ""} sur ${cases.length}.` : "Rien n’est coché.";
}

forme.addEventListener("click", (geste) => {
  const lien = geste.target.closest("[data-choisit]");
  if (!lien) return;
  geste.preventDefault();
  const voulues = lien.dataset.choisit.split(" ");
  for (const une of cases) une.checked = voulues.includes(une.value);
  compte();
});
forme.addEventListener("change", compte);
compte();
