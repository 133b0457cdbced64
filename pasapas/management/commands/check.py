"""``manage.py check``, told in French: what is wrong first, and what to do about each."""

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.core.checks import CheckMessage
from django.core.management.base import SystemCheckError
from django.core.management.commands.check import Command as DeDjango

from pasapas.serveur.mots_de_django import MOTS

GROUPES = (
    (checks.ERROR, "À corriger"),
    (checks.WARNING, "À regarder"),
    (checks.DEBUG, "À savoir"),
)


class Command(DeDjango):
    help = (
        "Vérifie le code et les réglages ; avec --deploy, l’installation elle-même : courriel, "
        "mandataire, flux, horloge, sauvegarde, pages à compléter."
    )

    def check(self, *, fail_level: int = checks.ERROR, **options: Any) -> None:  # type: ignore[override]
        options.pop("display_num_errors", None)
        trouves = [un for un in checks.run_checks(**options) if not un.is_silenced()]
        dit = "\n".join(_groupes(trouves)) or "Rien à signaler."
        if any(un.is_serious(fail_level) for un in trouves):
            raise SystemCheckError(dit)
        self.stdout.write(dit)


def _groupes(trouves: Sequence[CheckMessage]) -> list[str]:
    lignes: list[str] = []
    plafond = float("inf")
    for niveau, titre in GROUPES:
        siens = [un for un in trouves if niveau <= un.level < plafond]
        plafond = niveau
        if siens:
            lignes += ["", f"{titre} ({len(siens)})"]
            lignes += [ligne for un in siens for ligne in _dit(un)]
    return lignes


def _dit(un: CheckMessage) -> list[str]:
    """Its own words, those in French when it is one of Django's, and what to do."""
    texte, quoi_faire = MOTS.get(un.id or "", (un.msg, un.hint))
    objet = f"{un.obj} : " if un.obj is not None else ""
    dit = [f"- {objet}{texte} [{un.id}]"]
    return [*dit, f"  → {quoi_faire}"] if quoi_faire else dit
