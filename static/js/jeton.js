// A secret that came after « # »: put it in its field, and take it out of the address.

const champ = document.querySelector("[data-jeton] input[name='code']");

function lire() {
  const jeton = location.hash.slice(1);
  if (!champ || !jeton) return;
  champ.value = jeton;
  history.replaceState(null, "", location.pathname);
  const saisie = champ.closest("[data-jeton]");
  if (saisie.dataset.jeton === "envoyer") saisie.requestSubmit();
  else saisie.querySelector("button[type='submit']")?.focus();
}

addEventListener("hashchange", lire);
lire();
