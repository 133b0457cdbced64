// A menu closes by itself: Escape gives its button back, a hand elsewhere closes it.

const MENUS = ":is(.menu, .points)[open]";

function ferme(menu, rend) {
  menu.open = false;
  if (rend) menu.querySelector("summary").focus();
}

document.addEventListener("keydown", (evenement) => {
  const menu = evenement.key === "Escape" && evenement.target.closest?.(MENUS);
  if (!menu) return;
  evenement.stopImmediatePropagation(); // the box around it stays as it is
  ferme(menu, true);
}, true);
const autres = ({ target }) => document.querySelectorAll(MENUS).forEach((menu) => menu.contains(target) || ferme(menu));
document.addEventListener("click", autres);
document.addEventListener("focusin", autres);
