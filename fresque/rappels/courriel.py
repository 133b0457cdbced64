"""The e-mail of a day: the étapes in the words of the wall, as text and as HTML."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from fresque.pdf.pigments import palette
from fresque.rappels.decision import Echeance
from pasapas.models import Projet, User
from pasapas.serveur.hotes import racine
from pasapas.valeurs.textes import duree, extrait, jour_de_semaine

MONTREES = 12  # étapes of one fresque in one e-mail; how many more there are is said
FEUILLE = settings.BASE_DIR / "static" / "css" / "courriel.css"
REGLE = re.compile(r"^\.([a-z_-]+) \{ (.*) \}$", re.M)
PIGMENT = re.compile(r"var\(--([a-z0-9-]+)\)")
CLASSE = re.compile(r'class="([a-z_ -]+)"')


@dataclass(frozen=True)
class ContenuCourriel:
    """``siennes``: what this person has in hand; ``autres``: what comes in their fresques."""

    user: User
    projets: Mapping[int, Projet]
    siennes: Sequence[Echeance]
    autres: Sequence[Echeance]
    resume: bool
    premier: bool
    arret: str


@dataclass(frozen=True, slots=True)
class Dite:
    """One étape as people read it."""

    lieu: str
    intitule: str
    pour: str
    delai: str
    retard: bool
    adresse: str = ""


@dataclass(frozen=True, slots=True)
class Bloc:
    """The étapes of one fresque."""

    fresque: str
    adresse: str
    etapes: list[Dite]
    reste: int


def message(contenu: ContenuCourriel) -> EmailMultiAlternatives:
    ici = racine()
    arret = ici + reverse("rappels_arret", args=[contenu.arret])
    donnees: dict[str, Any] = {
        "contenu": contenu,
        "titre": sujet(contenu),
        "siennes": _blocs(contenu, contenu.siennes, ici),
        "autres": _blocs(contenu, contenu.autres, ici),
        "arret": arret,
        "choisir": ici + reverse("mes_rappels"),
    }
    tetes = {
        "List-Unsubscribe": f"<{arret}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    mail = EmailMultiAlternatives(
        donnees["titre"],
        render_to_string("rappels/courriel.txt", donnees).strip() + "\n",
        None,
        [contenu.user.email or ""],
        headers=tetes,
    )
    mail.attach_alternative(
        habiller(render_to_string("rappels/courriel.html", donnees)), "text/html"
    )
    return mail


def sujet(contenu: ContenuCourriel) -> str:
    """Without a word of the wall: it shows on a locked telephone."""
    if contenu.resume:
        return "Votre semaine sur la fresque"
    dites = contenu.siennes
    retards = sum(echeance.en_retard for echeance in dites)
    if len(dites) > 1:
        suite = f", dont {retards} en retard" if 0 < retards < len(dites) else ""
        suite = " en retard" if retards == len(dites) else suite
        return f"Rappel : {len(dites)} étapes{suite}"
    une = dites[0]
    quand = "une étape en retard" if retards else f"une étape à finir {delai(une)}"
    return f"Rappel : fiche n°{une.fiche}, {quand}"


def delai(echeance: Echeance) -> str:
    """How long is truly left, today."""
    restants = echeance.restants
    if restants < 0:
        return f"en retard de {duree(-restants)}"
    if restants < 2:
        return ("aujourd’hui", "demain")[restants]
    return f"dans {restants} jours"


def pour(echeance: Echeance) -> str:
    """« pour fin mai », in the words of the group; the last day, when they do not say it."""
    dits = extrait(echeance.periode, 80)
    jusqu_au = jour_de_semaine(echeance.terme, annee=echeance.terme.year != echeance.jour.year)
    return f"prévue «\u00a0{dits}\u00a0», jusqu’au {jusqu_au}" if dits else f"jusqu’au {jusqu_au}"


def _blocs(contenu: ContenuCourriel, dites: Sequence[Echeance], ici: str) -> list[Bloc]:
    blocs = []
    for cle, projet in sorted(contenu.projets.items(), key=lambda p: (str(p[1]), p[0])):
        siennes = [echeance for echeance in dites if echeance.projet == cle]
        if siennes:
            adresse = ici + reverse("fresque:mur", args=[projet.slug])
            lignes = [dite(une, 200, ici + _adresse(une, projet)) for une in siennes[:MONTREES]]
            blocs.append(Bloc(projet.nom_entier, adresse, lignes, len(siennes) - len(lignes)))
    return blocs


def _adresse(echeance: Echeance, projet: Projet) -> str:
    code = f"fiche-{echeance.fiche}"
    return f"{reverse('fresque:planche', args=[projet.slug, code])}#{code}--etapes-{echeance.etape}"


def dite(echeance: Echeance, signes: int, adresse: str = "") -> Dite:
    titre = extrait(echeance.action, 60)
    return Dite(
        lieu=f"Fiche n°{echeance.fiche}" + (f" · {titre}" if titre else ""),
        intitule=extrait(echeance.intitule, signes),
        pour=pour(echeance),
        delai=delai(echeance),
        retard=echeance.en_retard,
        adresse=adresse,
    )


@cache
def regles() -> Mapping[str, str]:
    """What each class of the e-mail looks like, its pigments as colours."""
    pigments = palette()
    texte = PIGMENT.sub(lambda p: pigments[p[1]], FEUILLE.read_text(encoding="utf-8"))
    return dict(REGLE.findall(texte))


def habiller(html: str) -> str:
    """Each element with its own style: mailboxes read no style sheet. What people typed is
    escaped, and holds no ``class="``. KeyError: a class that the sheet does not know."""
    dites = regles()
    return CLASSE.sub(
        lambda trouve: f'style="{" ".join(dites[nom] for nom in trouve[1].split())}"', html
    )
