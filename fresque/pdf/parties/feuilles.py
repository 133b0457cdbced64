"""A planche to its sheets, a wall to its file: what was made for the same thing serves again."""

from collections.abc import Callable
from functools import partial

from fresque.frise.planche import papier
from fresque.pdf import codes, moteur, variantes
from fresque.pdf.composition import (
    Nouvelle,
    OptionsImpression,
    choisies,
    entiere,
    feuille_html,
    plan_html,
    vue,
)
from fresque.pdf.parties import depot
from fresque.pdf.parties.cles import cle_du_fichier, empreinte
from fresque.pdf.reliure import Partie, fabriquer, relier
from pasapas.models import Projet
from pasapas.valeurs.planches import Fresque, Planche

PLAN = "plan"


def partie(fresque: Fresque, planche: Planche, options: OptionsImpression) -> Partie:
    """The sheets of ``planche``, kept or made."""
    montree = vue(fresque, planche, options)
    return gardee_ou_faite(
        fresque.slug,
        empreinte(montree),
        partial(feuille_html, montree),
        planche.code,
        f"Annexe {planche.annexe.numero} · {planche.annexe.titre}",
        codes.finition(fresque.numero, planche.coordonnee, montree.adresse),
    )


def rendre(
    fresque: Fresque,
    *,
    options: OptionsImpression | None = None,
    dire: Callable[[str, int], None] | None = None,
    nouvelles: tuple[Nouvelle, ...] = (),
) -> bytes:
    """The PDF (PDF/UA-1) of the sheets asked for. The same input gives the same bytes.

    Codes that the fresque does not know are left out; with no sheet at all, only the plan, where
    ``nouvelles`` are told. ``dire`` hears of each planche once it is there: its code, its pages.
    """
    options = options or OptionsImpression()
    planches, parties = choisies(fresque, options), []
    with moteur.atelier():
        for planche in planches:
            parties.append(partie(fresque, planche, options))
            if dire:
                dire(planche.code, parties[-1].pages)
        if not parties or entiere(fresque, options):
            nombres = {une.code: une.pages for une in parties}
            html = plan_html(fresque, nombres, nouvelles, options)
            plan = gardee_ou_faite(fresque.slug, empreinte(html), lambda: html, PLAN)
            parties.insert(0, plan)
        return variantes.finir(relier(parties), options.variante)


def fichier(projet: Projet, options: OptionsImpression) -> bytes:
    """The same, from the projet as it stands: asked again, nothing is read but the file."""
    nom = f"{cle_du_fichier(projet, options)}.pdf"
    deja = depot.lire(projet.slug, nom)
    if deja is None:
        deja = rendre(papier(projet), options=options)
        depot.garder(projet.slug, nom, deja)
    return deja


def gardee_ou_faite(
    slug: str,
    cle: str,
    html: Callable[[], str],
    code: str,
    rayon: str = "",
    finition: "codes.Finition | None" = None,
) -> Partie:
    """The sheets kept under ``cle``, or made of ``html``."""
    octets = depot.lire(slug, f"{cle}.partie")
    if octets:
        return Partie.de_octets(octets)
    with moteur.atelier():
        moteur.balayer()
        document = moteur.mettre_en_page(html())
        faite = fabriquer(document, code=code, cle=cle, rayon=rayon, finition=finition)
    depot.garder(slug, f"{cle}.partie", faite.en_octets())
    return faite
