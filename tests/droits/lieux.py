"""Three fresques, alike in everything but what they say: the one at hand, one that closed, and
one that belongs to others. In each, every text that can hold it holds the place's own canary."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from diagnostic.campagnes.cloture import cloturer
from diagnostic.campagnes.ouverture import PassationVoulue, ouvrir
from diagnostic.models import Campagne, Question, Reponse
from diagnostic.operations import questionnaire_courant
from fiches.models import ResponsableEtape
from fresque.contributions.code import nouveau
from fresque.models import Constat
from pasapas.ecriture.journal import Geste
from pasapas.models import Accompagnement, Etablissement, Finess, Participant, Projet, Region, Role
from pasapas.serveur.checks import MAISON
from tests import factories as f
from tests.mur import remplir

ICI, AILLEURS, CLOS = "ici", "ailleurs", "clos"
LIEUX = (ICI, AILLEURS, CLOS)


@dataclass
class Lieu:
    """One fresque and the rows an address may name."""

    nom: str
    projet: Projet

    @property
    def canari(self) -> str:
        return f"canari-{self.nom}"

    @property
    def slug(self) -> str:
        return self.projet.slug

    def lignes(self, modele: type[models.Model]) -> models.QuerySet:
        """The rows of ``modele`` that belong here, in the order they were made."""
        chemin = chemin_vers_projet(modele)
        return modele._base_manager.filter(**{chemin: self.projet.pk}).order_by("pk")

    def un(self, modele: type[models.Model], rang: int = 0, **filtre: Any) -> Any:
        return self.lignes(modele).filter(**filtre)[rang]


def chemin_vers_projet(modele: type[models.Model]) -> str:
    """How a row of ``modele`` names its projet; LookupError when it has none."""
    if modele is Projet:
        return "pk"
    if modele is Etablissement:
        return "projets"
    cles = {champ.name: champ.related_model for champ in modele._meta.concrete_fields}
    cles = {nom: vers for nom, vers in cles.items() if isinstance(vers, type)}
    if Projet in cles.values():
        return next(nom for nom, vers in cles.items() if vers is Projet)
    for nom, vers in cles.items():
        if vers._meta.app_label in MAISON and vers is not modele:
            try:
                return f"{nom}__{chemin_vers_projet(vers)}"
            except LookupError:
                continue
    raise LookupError(modele)


def fonder(nom: str, region: Region) -> Lieu:
    etablissement = f.EtablissementFactory(nom="Maison", region=region)
    projet = f.ProjetFactory(nom=f"Projet {nom}", etablissement=etablissement)
    lieu = Lieu(nom, remplir(projet, 2))
    _completer(lieu)
    for modele in _modeles_du_projet():
        _semer(lieu, modele)
    projet.refresh_from_db()
    return lieu


def _completer(lieu: Lieu) -> None:
    """What a filled wall does not have: a change, campagnes closed and open."""
    constat = lieu.un(Constat)
    f.EvenementFactory(
        projet=lieu.projet,
        action="modification",
        planche="eclaire",
        encart="constats",
        objet="constat",
        objet_pk=constat.pk,
        champ="texte",
        avant="Avant",
        apres=constat.texte,
    )
    f.ParticipantFactory(projet=lieu.projet, role=Role.CHARGE_DE_MISSION)
    f.PisteProposeeFactory(projet=lieu.projet)
    f.ImpressionFactory(projet=lieu.projet)
    dans_un_mois = timezone.localdate() + timedelta(days=30)
    affiche = {"ouverte": True, "jusqu_au": dans_un_mois, **nouveau()}
    f.AfficheContribuezFactory(projet=lieu.projet, **affiche)
    f.ContributionFactory(projet=lieu.projet)
    f.InterventionFactory(projet=lieu.projet, accompagnement=lieu.un(Accompagnement))
    geste = Geste(lieu.projet, lieu.un(Participant), "autodiagnostic", "campagne")
    cloturer(geste, _campagne(geste))
    cloturer(geste, _campagne(geste))
    _campagne(geste)


def _campagne(geste: Geste) -> Campagne:
    """Open; the direction has answered the best to everything, and someone was surprised."""
    campagne = ouvrir(
        geste,
        nom="Campagne",
        questionnaire=questionnaire_courant(),
        seuil=5,
        minutes=20,
        ouverte_le=timezone.localdate(),
        passations=[
            PassationVoulue("direction", "collective", 3),
            PassationVoulue("salaries", "individuelle", 12),
        ],
    )
    bulletin = f.BulletinFactory(passation=campagne.passations.get(college="direction"))
    questions = Question.objects.filter(theme__questionnaire=campagne.questionnaire)
    Reponse.objects.bulk_create(
        Reponse(bulletin=bulletin, question=question, niveau=4) for question in questions
    )
    f.EtonnementFactory(projet=geste.projet, campagne=campagne)
    return campagne


def _modeles_du_projet() -> Iterator[type[models.Model]]:
    for modele in apps.get_models():
        if modele._meta.app_label in MAISON:
            try:
                chemin_vers_projet(modele)
            except LookupError:
                continue
            yield modele


def _semer(lieu: Lieu, modele: type[models.Model]) -> None:
    """Write the canary in every text of every row: no choice, no address, no reference."""
    textes = {
        champ.name: lieu.canari
        for champ in modele._meta.concrete_fields
        if isinstance(champ, models.CharField | models.TextField)
        and not isinstance(champ, (models.SlugField, models.EmailField, models.URLField, Finess))
        and champ.editable
        and not champ.choices
        and not champ.unique
        and (champ.max_length or 99) > len(lieu.canari)
    }
    courriels = {
        champ.name: f"{lieu.canari}@example.org"
        for champ in modele._meta.concrete_fields
        if isinstance(champ, models.EmailField)
    }
    lignes = lieu.lignes(modele)
    if modele is ResponsableEtape:  # somebody, or a name
        lignes = lignes.filter(participant=None)
    if textes or courriels:
        lignes.update(**textes, **courriels)
