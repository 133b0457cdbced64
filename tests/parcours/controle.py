"""What must hold on any page: axe finds nothing, nothing is cut, the page stays in its width."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

REGLES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Without ``preload`` it writes no sheet of style of its own, which our policy refuses.
OPTIONS = {"resultTypes": ["violations"], "runOnly": REGLES, "preload": False}
FAUTES = """async (options) => {
  const { violations } = await axe.run(options);
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ html }) => `axe ${id} : ${html.slice(0, 160)}`));
}"""

# A text is cut when it leaves its box, or when a box around it hides what overflows.
COUPES = """() => {
  const coupes = [];
  const cache = (e) => getComputedStyle(e).overflow !== "visible" &&
    (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
  const etendue = document.createRange();
  for (const texte of document.querySelectorAll(".prose")) {
    if (!texte.checkVisibility()) continue;
    const boite = texte.closest(".encart, .postit, .conseil, .planche__corps") ?? document.body;
    const cadre = boite.getBoundingClientRect();
    const mots = document.createTreeWalker(texte, NodeFilter.SHOW_TEXT);
    let coupe = false;
    while (mots.nextNode() && !coupe) {
      if (mots.currentNode.parentElement.closest(".hors-vue")) continue;
      etendue.selectNodeContents(mots.currentNode);
      const ici = etendue.getBoundingClientRect();
      coupe = ici.width > 0 && (
        ici.left < cadre.left - 1 || ici.right > cadre.right + 1 ||
        ici.top < cadre.top - 1 || ici.bottom > cadre.bottom + 1
      );
    }
    for (let e = texte; e !== boite && !coupe; e = e.parentElement) coupe = cache(e);
    if (coupe || cache(boite)) {
      coupes.push(`${boite.id || boite.className} : ${texte.textContent.slice(0, 40)}`);
    }
  }
  return coupes;
}"""

# Who pushes the page wider than the window.
DEBORDE = """() => {
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const fautifs = [...document.body.querySelectorAll("*")].filter((e) =>
    e.getBoundingClientRect().right > clientWidth + 1);
  return [`page de ${scrollWidth} px`, ...fautifs.slice(-3).map((e) =>
    `${e.tagName}.${e.className} jusqu’à ${Math.round(e.getBoundingClientRect().right)} px`)];
}"""


def accessibilite(page: Page) -> list[str]:
    """From the top of the page: what has scrolled half under the header is no smaller for that."""
    page.evaluate("scrollTo(0, 0)")
    if page.evaluate("typeof axe") == "undefined":  # half a megabyte, read once for each page
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(FAUTES, OPTIONS)


def mise_en_page(page: Page) -> list[str]:
    page.evaluate("document.fonts.ready.then(() => true)")
    return [
        *(f"déborde : {element}" for element in page.evaluate(DEBORDE)),
        *(f"coupé : {texte}" for texte in page.evaluate(COUPES)),
    ]


def fautes(page: Page) -> list[str]:
    """All that is wrong with what one sees."""
    return [*mise_en_page(page), *accessibilite(page)]
