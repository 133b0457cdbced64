"""Annexe 3 as values: P5 « Les actions engagées » and one P6 per fiche (kit 1.4)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from fiches.etapes import encart_etapes
from fiches.models import (
    Etape,
    Facteur,
    FicheAction,
    Origine,
    RubriqueAjoutee,
    Signe,
    ThemeFiche,
)
from pasapas.models import Projet
from pasapas.models.champs import par_cle
from pasapas.valeurs.annexes import ANNEXES
from pasapas.valeurs.encarts import Champ, Encart, Genre, Ligne, case_texte
from pasapas.valeurs.planches import Planche, Section
from pasapas.valeurs.textes import extrait

ANNEXE = ANNEXES[2]
INTRO = (
    "Affichez ci-dessous, l’ensemble des actions engagées au sein de votre établissement. "
    "Par exemple : aménagement des horaires de travail, organisation des réunions des équipes, "
    "refonte des plannings etc."
)
TEXTES = {
    "problematique": ("Problématique", "À quel problème doit-on répondre ?"),
    "objectif": ("Objectif de l’action", "Quel est notre but ?"),
    "description": ("Description de l’action envisagée", "Qu’envisageons-nous de faire ?"),
    "perimetre": (
        "Périmètre pour tester les actions",
        "À quelle échelle : établissement, services ? Quels métiers concernés ?",
    ),
    "evaluation": (
        "Évaluation",
        "Quels sont les indicateurs de succès, qualitatifs et quantitatifs ? Quels sont les "
        "effets sur l’établissement ? le collectif ? le nouveau professionnel et l’usager ?",
    ),
    "acteurs_a_mobiliser": (
        "Acteurs à mobiliser",
        "De quel métier ? De quelles fonctions ? En interne / à l’externe ?",
    ),
    "modalites": (
        "Modalités de participation",
        "Durée, horaires, individuel / collectif, distanciel / présentiel, temps programmé",
    ),
}
_texte = partial(case_texte, "fiche", lignes=4)
_par_fiche = partial(par_cle, "fiche_id")


def fiches_des_intentions(projet: Projet) -> dict[int, tuple[int, str]]:
    """For each intention that became a fiche: the fiche's number and title."""
    origines = Origine.objects.filter(intention__projet=projet, fiche__retire_le=None)
    return {
        origine.intention_id: (origine.fiche.numero, origine.fiche.intitule)
        for origine in origines.select_related("fiche")
    }


def annexe(
    projet: Projet,
    aujourd_hui: date,
    numeros: Collection[int] | None = None,
    *,
    actions: bool = True,
    retirees: bool = False,
) -> tuple[Planche, ...]:
    """P5 if ``actions``, then the P6 of these numbers (None: every one): at most 7 queries.

    ``retirees``: those that were taken off too, as they were.
    """
    lignes = FicheAction.objects.de(projet).select_related("referent")
    lignes = lignes if retirees else lignes.presents()
    if numeros is not None and not actions:
        lignes = lignes.filter(numero__in=numeros)
    fiches = list(lignes)
    ouvertes = [fiche for fiche in fiches if numeros is None or fiche.numero in numeros]
    cles, siennes = [fiche.pk for fiche in fiches], [fiche.pk for fiche in ouvertes]
    facteurs = _par_fiche(Facteur.objects.de(projet).presents().filter(fiche__in=siennes))
    etapes = _par_fiche(Etape.objects.de(projet).presents().filter(fiche__in=cles).confiees())
    rubriques = _par_fiche(RubriqueAjoutee.objects.de(projet).presents().filter(fiche__in=siennes))
    themes = _par_fiche(
        ThemeFiche.objects.filter(fiche__projet=projet, fiche__in=cles).select_related("theme")
    )
    nees = Origine.objects.filter(
        fiche__projet=projet, fiche__in=siennes, intention__retire_le=None
    )
    origines = _par_fiche(nees.select_related("intention").order_by("intention__ordre", "pk"))
    planches = tuple(
        _fiche(
            fiche,
            themes[fiche.pk],
            facteurs[fiche.pk],
            etapes[fiche.pk],
            rubriques[fiche.pk],
            aujourd_hui,
            origines[fiche.pk],
        )
        for fiche in ouvertes
    )
    return (_actions(fiches, themes, etapes), *planches) if actions else planches


def vierge(rang: int) -> Planche:
    """A blank fiche to be filled by hand (« autant que nécessaire : la page 5 »)."""
    planche = _fiche(FicheAction(numero=0), (), (), (), (), date.today())
    return replace(
        planche,
        code=f"fiche-vierge-{rang}",
        page="P6",
        coordonnee="n°",
        titre="FICHE ACTION",
        etat="",
        etat_libelle="",
        sections=planche.sections[:-1],
        blanche=True,
    )


def _actions(
    fiches: list[FicheAction], themes: Mapping[int, list], etapes: Mapping[int, list]
) -> Planche:
    return Planche(
        code="actions",
        modele="actions",
        page="P5",
        coordonnee="C1",
        annexe=ANNEXE,
        titre="LES ACTIONS ENGAGÉES",
        sous_titre="Passons à l’action !",
        intro=INTRO,
        sections=(
            Section(
                (
                    Encart(
                        nom="fiches",
                        titre="Nos fiches action",
                        hors_kit=True,
                        genre=Genre.CARTES,
                        lignes=tuple(
                            _carte(fiche, themes[fiche.pk], etapes[fiche.pk]) for fiche in fiches
                        ),
                        objet="fiche",
                        ajout="Ouvrir une fiche action",
                        lignes_vides=6,
                    ),
                )
            ),
        ),
    )


def _carte(fiche: FicheAction, themes: list[ThemeFiche], etapes: list[Etape]) -> Ligne:
    faites = sum(etape.date_realisation is not None for etape in etapes)
    avance = f"{faites} sur {len(etapes)}" if etapes else ""
    return Ligne(
        "fiche",
        fiche.pk,
        (
            Champ("intitule", fiche.intitule or "Action à nommer"),
            Champ("referent", str(fiche.referent or ""), "Référent"),
            Champ("themes", _themes(themes), "Thèmes"),
            Champ("etapes", avance, "Étapes faites"),
        ),
        etat=fiche.statut.replace("_", "-"),
        etat_libelle=fiche.get_statut_display(),
        numero=fiche.numero,
        renvoi=f"fiche-{fiche.numero}",
    )


def _themes(liens: Iterable[ThemeFiche]) -> str:
    return " · ".join(str(lien.theme) for lien in liens)


def _fiche(
    fiche: FicheAction,
    themes: Iterable[ThemeFiche],
    facteurs: Iterable[Facteur],
    etapes: Iterable[Etape],
    rubriques: Iterable[RubriqueAjoutee],
    aujourd_hui: date,
    origines: Iterable[Origine] = (),
) -> Planche:
    etapes = tuple(etapes)
    return Planche(
        code=f"fiche-{fiche.numero}",
        modele="fiche",
        page=f"P6.{fiche.numero}",
        coordonnee=f"n°{fiche.numero}",
        annexe=ANNEXE,
        titre=f"FICHE ACTION N°{fiche.numero}",
        sous_titre=fiche.intitule,
        etat=fiche.statut.replace("_", "-"),
        etat_libelle=fiche.get_statut_display(),
        pierres=tuple(etape.date_realisation is not None for etape in etapes),
        pour=None if fiche.arretee else fiche.referent_id,
        referent=str(fiche.referent or ""),
        sections=(
            Section(
                (
                    _texte(
                        fiche, "intitule", "FICHE ACTION", "Comment s’intitule l’action ?", lignes=1
                    ),
                    _suivi(fiche, themes, origines),
                ),
                nom="action",
            ),
            Section(
                tuple(
                    _texte(fiche, nom, *TEXTES[nom])
                    for nom in ("problematique", "objectif", "description", "perimetre")
                ),
                nom="intention",
            ),
            Section(
                (
                    _facteurs(fiche, facteurs, Signe.REUSSITE, "facteurs_reussite"),
                    _facteurs(fiche, facteurs, Signe.CONTRAINTE, "contraintes"),
                ),
                nom="facteurs",
                titre="Facteurs de réussite et contraintes",
                intro=(
                    "Quels seront les éléments favorables et défavorables "
                    "pour la mise en œuvre du projet ?"
                ),
            ),
            Section(
                tuple(
                    _texte(fiche, nom, *TEXTES[nom])
                    for nom in ("evaluation", "acteurs_a_mobiliser", "modalites")
                ),
                nom="conditions",
            ),
            Section((encart_etapes(fiche, etapes, aujourd_hui),), nom="etapes"),
            Section((_rubriques(fiche, rubriques),), nom="rubriques"),
        ),
    )


def _suivi(fiche: FicheAction, themes: Iterable[ThemeFiche], origines: Iterable[Origine]) -> Encart:
    morceaux = [
        fiche.get_statut_display() if fiche.pk else "",
        f"Référent : {fiche.referent}" if fiche.referent else "",
        f"Thèmes : {_themes(themes)}" if themes else "",
    ]
    return Encart(
        nom="suivi",
        titre="Où en est-elle ?",
        hors_kit=True,
        question="Qui en est le référent ? De quels thèmes part-elle ?",
        genre=Genre.TEXTE,
        texte="\n".join(filter(None, morceaux)),
        objet="fiche",
        pk=fiche.pk,
        champs=("statut", "referent", "themes"),
        lignes_vides=1,
        venues=tuple(
            Champ(
                "intention",
                f"«\u00a0{extrait(origine.intention.texte)}\u00a0»",
                "Née de l’intention",
                renvoi=f"autodiagnostic--intentions-{origine.intention_id}",
            )
            for origine in origines
        ),
    )


def _facteurs(fiche: FicheAction, facteurs: Iterable[Facteur], signe: Signe, nom: str) -> Encart:
    libelle = {"+": "+ Facteurs de réussite", "-": "- Contraintes"}[signe.value]
    return Encart(
        nom=nom,
        titre=libelle,
        genre=Genre.LISTE,
        lignes=tuple(
            Ligne("facteur", facteur.pk, (Champ("texte", facteur.texte),))
            for facteur in facteurs
            if facteur.signe == signe
        ),
        objet="facteur",
        pk=fiche.pk,
        preset=(("signe", signe.value),),
        ajout=f"Ajouter {'un facteur de réussite' if signe == '+' else 'une contrainte'}",
        lignes_vides=4,
    )


def _rubriques(fiche: FicheAction, rubriques: Iterable[RubriqueAjoutee]) -> Encart:
    return Encart(
        nom="rubriques",
        titre="Nos rubriques ajoutées",
        hors_kit=True,
        question="Faites-en votre outil, en ajoutant des items",
        genre=Genre.CARTES,
        lignes=tuple(
            Ligne("rubrique", r.pk, (Champ("titre", r.titre), Champ("texte", r.texte)))
            for r in rubriques
        ),
        objet="rubrique",
        pk=fiche.pk,
        ajout="Ajouter une rubrique",
        lignes_vides=2,
    )
