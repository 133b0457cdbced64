"""The host answers someone who wrote to them."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command, load_command_class

from fresque.donnees.lignes import textes
from fresque.models import Constat
from pasapas.models import Contact, Participant, Projet, Role, User
from tests import factories as f

pytestmark = pytest.mark.django_db


def lancer(*arguments: str) -> str:
    sortie = StringIO()
    call_command("donnees", *arguments, stdout=sortie)
    return sortie.getvalue()


@pytest.fixture
def contact(projet: Projet) -> Contact:
    return f.ContactFactory(projet=projet, nom="Marc Aubry", courriel="M.Aubry@example.org")


def test_un_contact_sans_compte_recoit_ses_donnees(contact: Contact) -> None:
    releve = json.loads(lancer(" m.aubry@EXAMPLE.org"))
    assert [ligne["cle"] for ligne in releve["tables"]["pasapas.Contact"]["lignes"]] == [
        str(contact.pk)
    ]


def test_un_contact_sans_compte_s_efface(contact: Contact, projet: Projet) -> None:
    Projet.objects.filter(pk=projet.pk).update(probleme="Voir Marc Aubry")
    assert "C’est effacé" in lancer("m.aubry@example.org", "--effacer", "--oui")
    contact.refresh_from_db()
    projet.refresh_from_db()
    assert (contact.nom, contact.courriel, projet.probleme) == (
        "Contact effacé",
        "",
        "Voir Ancien membre",
    )


def test_sans_oui_rien_ne_s_efface(contact: Contact, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda question: "non")
    with pytest.raises(CommandError, match="Rien n’a été effacé"):
        lancer("m.aubry@example.org", "--effacer")
    assert Contact.objects.get(pk=contact.pk).nom == "Marc Aubry"


def test_une_adresse_inconnue_le_dit() -> None:
    with pytest.raises(CommandError, match="Personne ne porte cette adresse"):
        lancer("inconnue@example.org")


def test_la_seule_pilote_d_un_groupe_ne_part_pas_ainsi(projet: Projet) -> None:
    user = f.UserFactory()
    f.ParticipantFactory(projet=projet, role=Role.PILOTE, user=user)
    f.ParticipantFactory(projet=projet, user=f.UserFactory())
    with pytest.raises(CommandError, match="seule à piloter"):
        lancer(user.email, "--effacer", "--oui")
    assert User.objects.filter(pk=user.pk).exists()


def test_un_compte_s_efface_par_son_adresse(projet: Projet) -> None:
    user = f.UserFactory()
    participant: Any = f.ParticipantFactory(projet=projet, user=user)
    lancer(user.email, "--effacer", "--oui")
    assert not User.objects.filter(pk=user.pk).exists()
    assert Participant.objects.get(pk=participant.pk).nom == "Ancien membre"


def expurger(*arguments: str) -> str:
    sortie = StringIO()
    call_command("expurger", *arguments, stdout=sortie)
    return sortie.getvalue()


def test_un_nom_d_enfant_quitte_la_fresque_et_sa_memoire(projet: Projet) -> None:
    autre = f.ConstatFactory(texte="Léo va mieux")
    constat = f.ConstatFactory(projet=projet, texte="Hier, LEO a crié. Léonie aussi.")
    evenement = f.EvenementFactory(projet=projet, avant="Léo a crié", apres="On a crié")
    version = projet.version
    assert expurger(projet.slug, "Léo") == "Remplacé par « [retiré] » dans 2 lignes.\n"
    for ligne in (constat, evenement, projet, autre):
        ligne.refresh_from_db()
    assert constat.texte == "Hier, [retiré] a crié. Léonie aussi."
    assert (evenement.avant, evenement.apres) == ("[retiré] a crié", "On a crié")
    assert autre.texte == "Léo va mieux"
    assert projet.version > version
    assert expurger(projet.slug, "Léo") == "Ces mots ne sont pas dans cette fresque.\n"


@pytest.mark.parametrize(("slug", "mots"), [("inconnu", "Léopold"), ("", " é. ")])
def test_expurger_refuse_ce_qu_il_ne_comprend_pas(projet: Projet, slug: str, mots: str) -> None:
    with pytest.raises(CommandError):
        expurger(slug or projet.slug, mots)


def test_ce_qui_s_ecrit_pendant_ce_temps_n_est_pas_perdu(
    projet: Projet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The texts were read, then someone saved a line, then the words are taken out."""
    constat = f.ConstatFactory(projet=projet, texte="Léo a crié.")

    def pendant(modele: Any, cherchee: Any) -> Any:
        for ligne in textes(modele, cherchee):
            if modele is Constat:
                Constat.objects.filter(pk=constat.pk).update(texte="Léo a crié. Puis le calme.")
            yield ligne

    monkeypatch.setattr("fresque.donnees.reecriture.textes", pendant)
    expurger(projet.slug, "Léo")
    constat.refresh_from_db()
    assert constat.texte == "[retiré] a crié. Puis le calme."


@pytest.mark.parametrize("option", ["--a-blanc", "--dry-run"])
def test_a_blanc_rien_ne_change_et_tout_est_dit(option: str, contact: Contact) -> None:
    projet = contact.projet
    Projet.objects.filter(pk=projet.pk).update(probleme="Voir Marc Aubry")
    f.EvenementFactory(projet=projet, apres="Marc Aubry")
    constat = f.ConstatFactory(projet=projet, texte="Hier, Le\u0301o a crié.")
    projet.refresh_from_db()
    assert lancer("m.aubry@example.org", "--effacer", option) == (
        "Serait effacé, dans 1 fresque(s). Noms cherchés : « Marc Aubry ». Textes réécrits : 1. "
        "Changements de l’historique : 1.\n"
    )
    assert expurger(projet.slug, "Léo", option) == (
        "constat : Hier, Le\u0301o a crié.\nSerait remplacé par « [retiré] » dans 1 ligne.\n"
    )
    for ligne in (contact, constat):
        avant = (ligne.nom, ligne.courriel) if ligne is contact else ligne.texte
        ligne.refresh_from_db()
        assert avant == ((ligne.nom, ligne.courriel) if ligne is contact else ligne.texte)
    version = projet.version
    projet.refresh_from_db()
    assert (projet.probleme, projet.version) == ("Voir Marc Aubry", version)


def test_a_blanc_refuse_comme_en_vrai(projet: Projet) -> None:
    user = f.UserFactory()
    f.ParticipantFactory(projet=projet, role=Role.PILOTE, user=user)
    f.ParticipantFactory(projet=projet, user=f.UserFactory())
    with pytest.raises(CommandError, match="seule à piloter"):
        lancer(user.email, "--effacer", "--a-blanc")


def test_ce_qui_change_beaucoup_s_essaie_a_blanc() -> None:
    """Under both names, in every command of that kind."""
    for nom in ("conservation", "donnees", "expurger", "import_projet", "menage", "quotidien"):
        commande = load_command_class("fresque", nom)
        options = commande.create_parser("manage.py", nom)._option_string_actions
        assert options["--a-blanc"] is options["--dry-run"]
