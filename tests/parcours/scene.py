"""Who plays, and on which walls: the example, an empty one, a hostile one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.test import Client

from fiches.models import ResponsableEtape
from fresque.fichier import importer, lire
from pasapas.ecriture.changements import bouger
from pasapas.models import BorneDePeriode, Contenu, Finess, Participant, Projet, Role, User
from tests.factories import ParticipantFactory, ProjetFactory, UserFactory
from tests.mur import remplir

FICHIER_EXEMPLE = Path(settings.BASE_DIR) / "fresque" / "exemple" / "projet-exemple.yaml"
PERSONNES = ("animatrice", "lectrice", "etrangere")

ADRESSE = "https://example.org/" + "a" * 280
MOT = "anticonstitutionnellement" * 12
LONG = "Un mot après l’autre, la séance avance. " * 500
ARABE = "نحتاج إلى وقت للعمل معًا كل أسبوع"
EMOJI = "👩🏽‍🏫👨‍👩‍👧‍👦🏳️‍🌈 ❤️ ①②③"
SCRIPT = "<script>document.title='volé'</script><img src=x onerror=alert(1)> {{ 7|add:7 }} & &amp;"
SANS_MOTS = (models.SlugField, models.EmailField, models.URLField, Finess, BorneDePeriode)
POISONS = (ADRESSE, ARABE, EMOJI, SCRIPT, MOT)
LONGS = {"ambition", "resultats"}  # the fields that get the 20,000 characters


def compte(nom: str) -> User:
    courriel = f"{nom}@example.org"
    trouve = User.objects.filter(email=courriel).first()
    return trouve or UserFactory(email=courriel, prenom=nom.capitalize(), nom="Dupuis")


def compte_demo(courriel: str, mot_de_passe: str) -> User:
    """One of the demonstration's accounts, never seen before."""
    User.objects.filter(email=courriel).delete()
    return User.objects.create_user(
        email=courriel, password=mot_de_passe, prenom="Sandrine", nom="Le Goff"
    )


def entrer(nom: str) -> list[dict[str, Any]]:
    client = Client()
    client.force_login(compte(nom))
    return [{"name": cle, "value": morceau.value} for cle, morceau in client.cookies.items()]


def inviter(projet: Projet) -> Projet:
    """The lectrice comes to see; the animatrice leads."""
    if not Participant.objects.de(projet).filter(user=compte("animatrice")).exists():
        ParticipantFactory(projet=projet, user=compte("animatrice"), role=Role.ANIMATEUR)
    ParticipantFactory(projet=projet, user=compte("lectrice"), role=Role.LECTEUR)
    return projet


def exemple() -> Projet:
    source = lire(FICHIER_EXEMPLE.read_bytes())
    return inviter(importer(source, createur=compte("animatrice")))


def a_lire(projet: Projet) -> Iterator[Projet]:
    """For several tests, none of which may leave another wall to the next."""
    avant = projet.version
    yield projet
    projet.refresh_from_db()
    assert projet.version == avant, f"un test a écrit sur « {projet} », que d’autres relisent"


def vide() -> Projet:
    projet = ProjetFactory(nom="")
    return inviter(projet)


def hostile() -> Projet:
    """Every text of every row is one of the poisons, as long as its field allows."""
    projet = remplir(inviter(ProjetFactory(nom="x")), 1)
    rang = 0
    lignes = [projet.etablissement, projet]
    for modele in Contenu.__subclasses__():
        lignes += _lignes(modele, projet)
    for ligne in lignes:
        if isinstance(ligne, ResponsableEtape):
            ligne.participant = None  # a name alone, as one types it
        for champ in _textes(ligne):
            rang += 1
            poison = LONG if champ.name in LONGS else POISONS[rang % len(POISONS)]
            setattr(ligne, champ.name, poison[: champ.max_length or len(poison)])
        ligne.save()
    bouger(projet)
    return projet


def _lignes(modele: type[Contenu], projet: Projet) -> list[Contenu]:
    if modele._meta.abstract:
        return [ligne for fille in modele.__subclasses__() for ligne in _lignes(fille, projet)]
    return list(modele.objects.de(projet).order_by("pk"))


def _textes(ligne: models.Model) -> list[models.Field]:
    """The fields people type in: no choice, no address, no reference."""
    return [
        champ
        for champ in ligne._meta.concrete_fields
        if isinstance(champ, models.CharField | models.TextField)
        and not isinstance(champ, SANS_MOTS)
        and champ.editable
        and not champ.choices
    ]
