// « Imprimer cette page »: shown where a script can do it.

for (const bouton of document.querySelectorAll("[data-imprime]")) {
  bouton.hidden = false;
  bouton.addEventListener("click", () => window.print());
}
