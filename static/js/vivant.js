// A page that is read more than written follows the fresque too: when it moves, the same address is
// asked again, and what shows otherwise is put in place. What one is writing stays.

import { auCalme } from "./appui.js";
import { pendant, pose } from "./direct.js";
import { demande } from "./envoi.js";

const ENTRE = "form:has(:focus), form[data-en-place]";

document.querySelector("[data-direct]").addEventListener("direct:version", () => pendant(async () => {
  const reponse = await demande(location.href);
  if (!reponse.ok || reponse.redirected) return;
  const neuve = new DOMParser().parseFromString(await reponse.text(), "text/html");
  for (const vieux of document.querySelectorAll("[data-vivant]")) {
    const neuf = neuve.getElementById(vieux.id);
    if (neuf) await auCalme(() => (vieux.querySelector(ENTRE) || pose(neuf, false)));
  }
}).catch(() => {})); // no answer: the next change will ask again
