"""Walking through the whole site by its own links, each kind of page once."""

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from pasapas.models import Projet
from pasapas.valeurs.planches import Planche
from tests.mur import relire_planche

FICHIERS = {"fresque:impression_pdf", "fresque:exporter"}  # no page to look at
FICHIERS |= {"fresque:questionnaire_papier", "fresque:affiche_recueil", "fresque:resultats_papier"}
FICHIERS |= {"diagnostic:xlsx", "diagnostic:csv", "mes_donnees_page", "mes_donnees_json"}
FICHIERS |= {"fresque:agenda_projet", "fresque:agenda_planche", "fresque:agenda_ligne"}
FICHIERS |= {"fresque:rappels_papier", "fresque:accompagnement_pdf", "kit_vierge"}
FICHIERS |= {"fresque:image", "fresque:affiche_contribuez"}
# The pages that links lead to, in a fresque that has everything: the tours say so.
PAR_LES_LIENS = {
    "account_change_password",
    "account_reauthenticate",
    "accueil",
    "diagnostic:liste",
    "diagnostic:ouvrir",
    "diagnostic:resultats",
    "fresque:acces",
    "fresque:acces_cartes",
    "fresque:acces_confier",
    "fresque:acces_conseil",
    "fresque:acces_inviter",
    "fresque:acces_partir",
    "fresque:acces_personne",
    "fresque:acces_role",
    "fresque:agenda",
    "fresque:ajouter",
    "fresque:corbeille",
    "fresque:donnees",
    "fresque:effacer_contact",
    "fresque:effacer_participant",
    "fresque:enseignements",
    "fresque:fichier",
    "fresque:frise",
    "fresque:historique",
    "fresque:imprimer",
    "fresque:ligne",
    "fresque:modifier",
    "fresque:mur",
    "fresque:planche",
    "fresque:rappels",
    "fresque:postit",
    "fresque:postit_ajouter",
    "information",
    "mes_donnees",
    "mes_donnees_effacer",
    "mes_rappels",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_index",
    "mon_compte",
    "projet_importer",
    "projet_nouveau",
    "usersessions_list",
}
LIENS = "() => [...document.querySelectorAll('a[href]')].map((a) => a.href)"


Lire = Callable[[str], Planche]


def sorte(
    adresse: str, projet: Projet | None, lire: Lire, *, detail: bool
) -> tuple[str, ...] | None:
    """What kind of page this is; None for what is no page of ours.

    With ``detail``, one form for each kind of row; without, one form of each sort.
    """
    chemin = urlsplit(adresse).path
    try:
        trouve = resolve(chemin)
    except Resolver404:
        return None
    if trouve.view_name in FICHIERS or chemin.startswith("/administration/"):
        return None
    choses = trouve.kwargs
    if "slug" in choses and (projet is None or choses["slug"] != projet.slug):
        return None
    if trouve.view_name == "fresque:planche":
        return (trouve.view_name, re.sub(r"-\d+$", "", choses["code"]))
    if not detail or trouve.view_name not in {"fresque:modifier", "fresque:ajouter"}:
        return (trouve.view_name,)
    encart = lire(choses["code"]).encart(choses["nom"])
    return (trouve.view_name, encart.objet, "plusieurs" if len(encart.champs) > 1 else "un")


def tournee(
    page: Page, depart: str, projet: Projet | None = None, *, detail: bool = False
) -> Iterator[str]:
    """Open each kind of page reached from ``depart``, one after the other."""
    a_voir, vues = [depart], set()
    lire = cache(partial(relire_planche, projet))  # nobody writes meanwhile
    while a_voir:
        adresse = a_voir.pop(0)
        genre = sorte(adresse, projet, lire, detail=detail)
        if genre is None or genre in vues:
            continue
        vues.add(genre)
        page.goto(adresse.partition("#")[0])
        yield " ".join(genre)
        a_voir += page.evaluate(LIENS)
