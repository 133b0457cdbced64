// A list to search in (select2, Django's own): it bears the name of its field, which it forgets.

function nommer() {
  for (const boite of document.querySelectorAll(".select2-selection[role='combobox']")) {
    const choix = boite.closest(".select2-container").previousElementSibling;
    const nom = document.querySelector(`label[for="${choix.id}"]`);
    if (!nom) continue;
    nom.id ||= `${choix.id}-nom`;
    const dit = boite.querySelector(".select2-selection__rendered");
    for (const une of [boite, dit]) une.setAttribute("aria-labelledby", `${nom.id} ${dit.id}`);
  }
}

// It is drawn when Django's own script is ready, and for each row that is added.
new MutationObserver(nommer).observe(document.body, { childList: true, subtree: true });
nommer();
