"""What was acknowledged, confronted with what the database holds."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from bench.chaos.redacteur import Redacteur
from bench.chaos.terrain import Terrain
from bench.chaos.textes import CHAMPS, mots
from bench.client import Echec


@dataclass
class Verdict:
    """``trous``: texts that were overwritten and that the journal does not hold."""

    partie: str
    base: str
    acquis: int = 0
    perdus: list[str] = field(default_factory=list)
    doubles: list[str] = field(default_factory=list)
    trous: list[str] = field(default_factory=list)
    fautes: list[str] = field(default_factory=list)  # of the database, or promises of one trial
    codes: Counter[int] = field(default_factory=Counter)
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def erreurs(self) -> int:
        """Answers that own up to a failure of ours, or to nothing known."""
        return sum(n for code, n in self.codes.items() if code >= 500 and code != 503)

    @property
    def tenu(self) -> bool:
        return not (self.perdus or self.doubles or self.trous or self.fautes or self.erreurs)

    def __str__(self) -> str:
        """What a failed test shows."""
        return (
            f"{self.partie} ({self.base}) : {self.acquis} acquis, perdus {self.perdus[:5]}, "
            f"doublés {self.doubles[:3]}, trous {self.trous[:3]}, fautes {self.fautes[:5]}, "
            f"codes {dict(self.codes)}, {self.detail}"
        )


def verifier(
    partie: str, lieu: Terrain, slug: str, redacteurs: Iterable[Redacteur], **detail: Any
) -> Verdict:
    """Raises Echec when someone had to stop before the end."""
    redacteurs = list(redacteurs)
    for redacteur in redacteurs:
        if redacteur.echec:
            journal = lieu.journal.read_text()[-3000:]
            raise Echec(f"{redacteur.name} : {redacteur.echec}\n{journal}") from redacteur.echec
    constat = lieu.demander("constater", slug, CHAMPS)
    verdict = Verdict(partie, lieu.base)
    for redacteur in redacteurs:
        carnet = redacteur.carnet
        verdict.acquis += len(carnet.mots) + len(carnet.lignes)
        verdict.codes += carnet.codes
        verdict.doubles += carnet.doubles
        verdict.perdus += _mots_perdus(carnet.mots, constat)
        _compter_lignes(carnet.lignes, constat["lignes"], verdict)
    for champ in CHAMPS:
        _suivre(champ, constat, verdict)
    verdict.fautes += lieu.demander("integrite")
    verdict.detail = {
        "coupures": sum(r.carnet.coupures for r in redacteurs),
        "conflits": verdict.codes[409],
        "refus_503": verdict.codes[503],
        "attente_max_s": round(max(r.carnet.attente for r in redacteurs), 2),
        **detail,
    }
    return verdict


def _mots_perdus(acquis: Iterable[tuple[str, str]], constat: dict[str, Any]) -> list[str]:
    """Words neither in the final text nor in any text the journal keeps."""
    gardes = {(champ, mot) for champ, texte in constat["textes"].items() for mot in mots(texte)}
    for champ, _, avant, apres in constat["journal"]:
        gardes.update((champ, mot) for texte in (avant, apres) for mot in mots(texte))
    return [f"{champ} : {mot}" for champ, mot in acquis if (champ, mot) not in gardes]


def _compter_lignes(acquises: Iterable[str], presentes: list[str], verdict: Verdict) -> None:
    fois = Counter(presentes)
    verdict.perdus += [f"ligne {mot}" for mot in acquises if fois[mot] == 0]
    verdict.doubles += [f"ligne {mot}" for mot in acquises if fois[mot] > 1]


def _suivre(champ: str, constat: dict[str, Any], verdict: Verdict) -> None:
    """Each text written over is the one the journal says, from the first to what stands."""
    ecrits = [
        (avant, apres)
        for nom, action, avant, apres in constat["journal"]
        if nom == champ and action == "modification"
    ]
    suite = [("", ""), *ecrits, (constat["textes"][champ], "")]
    verdict.trous += [
        f"{champ} : « {apres} » puis « {avant} »"
        for (_, apres), (avant, _) in pairwise(suite)
        if apres != avant
    ]
    final = Counter(mots(constat["textes"][champ]))
    verdict.doubles += [f"{champ} : {mot}" for mot, fois in final.items() if fois > 1]
    venus = Counter(mot for avant, apres in ecrits for mot in set(mots(apres)) - set(mots(avant)))
    verdict.doubles += [f"{champ} : {mot} revenu" for mot, fois in venus.items() if fois > 1]
