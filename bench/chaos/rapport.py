"""One row per trial: a line of the table for people, a line of JSON for programs."""

import json
import sys
from pathlib import Path

from bench.chaos.verification import Verdict

COLONNES = (
    "partie",
    "base",
    "acquis",
    "perdus",
    "doublés",
    "hors journal",
    "500",
    "tenu",
    "détail",
)


def _chiffres(verdict: Verdict) -> tuple[int, ...]:
    listes = (verdict.perdus, verdict.doubles, verdict.trous)
    return (verdict.acquis, *map(len, listes), verdict.erreurs)


def _cellules(verdict: Verdict) -> tuple[str, ...]:
    detail = ", ".join(f"{nom} {valeur}" for nom, valeur in verdict.detail.items())
    return (
        verdict.partie,
        verdict.base,
        *map(str, _chiffres(verdict)),
        "oui" if verdict.tenu else "NON",
        detail.replace("_", " ").replace(".", ","),
    )


def _json(verdict: Verdict) -> str:
    noms = ("acquis", "perdus", "doubles", "hors_journal", "erreurs_500")
    chiffres = dict(zip(noms, _chiffres(verdict), strict=True))
    quoi = {"partie": verdict.partie, "base": verdict.base, "tenu": verdict.tenu}
    return json.dumps(
        {**quoi, **chiffres, "fautes": verdict.fautes[:20], **verdict.detail}, ensure_ascii=False
    )


def publier(verdicts: list[Verdict], fichier: Path) -> bool:
    """Print everything and keep the JSON lines in ``fichier``. True when every promise holds."""
    rangees = [COLONNES, *map(_cellules, verdicts)]
    largeurs = [max(map(len, colonne)) for colonne in zip(*rangees, strict=True)]
    lignes = [
        "| " + " | ".join(c.ljust(n) for c, n in zip(rangee, largeurs, strict=True)) + " |"
        for rangee in rangees
    ]
    lignes.insert(1, "|" + "|".join("-" * (largeur + 2) for largeur in largeurs) + "|")
    texte = "".join(f"{_json(verdict)}\n" for verdict in verdicts)
    fichier.parent.mkdir(parents=True, exist_ok=True)
    fichier.write_text(texte)
    sys.stdout.write("\n" + "\n".join(lignes) + f"\n\n{texte}\n")
    manques = [verdict for verdict in verdicts if not verdict.tenu]
    for manque in manques:
        sys.stdout.write(f"✗ {manque}\n")
    if verdicts and not manques:
        sys.stdout.write("✓ Rien de perdu, rien de doublé, aucune erreur 500.\n")
    return bool(verdicts) and not manques
