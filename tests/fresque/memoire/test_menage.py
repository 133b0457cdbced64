"""Thirty days after, what was taken off really leaves the base; numbers and the journal stay."""

from datetime import timedelta
from io import StringIO

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from bilan.models import Suite
from diagnostic.models import EtatDesLieux
from fiches.models import Etape, FicheAction
from fiches.operations import ouvrir_fiche
from fresque.models import Constat
from fresque.objets import OBJETS, POSTIT
from pasapas.ecriture import changements
from pasapas.ecriture.journal import Geste
from pasapas.entretien.menage import CORBEILLE
from pasapas.models import (
    Avancement,
    CleEcriture,
    Evenement,
    Participant,
    PostIt,
    Presence,
    Projet,
    Service,
    Tentative,
)
from tests import factories as f
from tests.base import empreinte
from tests.htmx import element, texte
from tests.mur import remplir
from tests.personnes import Visiteur

JOUR = timedelta(days=1)
CLE = "9b2f0c1e-3a57-4e57-9b8e-0d3f6f0a7c11"


def menage(*options: str) -> str:
    dit = StringIO()
    call_command("menage", *options, stdout=dit)
    return dit.getvalue()


def retirer(ligne: object, il_y_a: int) -> object:
    """Taken off by the ordinary gesture, that long ago."""
    changements.retirer(Geste(ligne.projet, None, "eclaire", "constats"), ligne)
    type(ligne).objects.filter(pk=ligne.pk).update(retire_le=timezone.now() - il_y_a * JOUR)
    return ligne


def test_la_corbeille_garde_le_temps_dit(projet: Projet) -> None:
    present, recent, vieux = f.ConstatFactory.create_batch(3, projet=projet)
    retirer(recent, CORBEILLE.days - 1)
    retirer(vieux, CORBEILLE.days + 1)
    histoire = list(Evenement.objects.filter(projet=projet).order_by("pk").values())
    assert "Parti de la base : constat, 1" in menage()
    assert set(Constat.objects.de(projet)) == {present, recent}
    assert list(Evenement.objects.filter(projet=projet).order_by("pk").values()) == histoire


def test_chaque_sorte_de_ligne_s_en_va(projet: Projet) -> None:
    """Whatever can be taken off leaves; people are kept or erased by another rule."""
    remplir(projet, 2)
    loin = timezone.now() - 40 * JOUR
    modeles = {o.model for o in (*OBJETS.values(), POSTIT) if hasattr(o.model, "retire_le")}
    for modele in modeles:
        modele.objects.de(projet).update(retire_le=loin)
    personnes = Participant.objects.de(projet).count()
    menage()
    restes = {m.__name__: m.objects.de(projet).count() for m in modeles}
    assert {nom: n for nom, n in restes.items() if n} == {
        "Participant": personnes,
        "FicheAction": 1,
        "Bilan": 1,
    }
    assert menage() == "Rien à ranger.\n"


def test_un_numero_ne_se_redonne_jamais(projet: Projet) -> None:
    """The last fiche leaves its texts and all that hung on it, and keeps its number."""
    geste = Geste(projet, None, "actions", "fiches")
    une, deux = (ouvrir_fiche(geste, {"intitule": nom}) for nom in ("Une", "Deux"))
    f.EtapeFactory(projet=projet, fiche=deux)
    for fiche in (une, deux):
        retirer(fiche, 31)
    assert "fiche action, 2" in menage()
    (reste,) = FicheAction.objects.de(projet)
    assert (reste.numero, reste.intitule) == (2, "")
    assert not Etape.objects.de(projet).exists()
    assert ouvrir_fiche(geste, {"intitule": "Trois"}).numero == 3
    menage()
    assert [fiche.numero for fiche in FicheAction.objects.de(projet)] == [3]


def test_ce_qui_se_montre_encore_reste(projet: Projet) -> None:
    """A service taken off that a constat still names, a fiche that a bilan still quotes."""
    service = f.ServiceFactory(etablissement=projet.etablissement)
    constat = f.ConstatFactory(projet=projet, service=service)
    fiche = f.FicheActionFactory(projet=projet)
    f.FicheActionFactory(projet=projet)
    suite = f.SuiteFactory(projet=projet, fiche=fiche)
    loin = timezone.now() - 31 * JOUR
    for modele, ligne in ((Service, service), (FicheAction, fiche)):
        modele.objects.filter(pk=ligne.pk).update(retire_le=loin)
    menage()
    assert Service.objects.filter(pk=service.pk).exists()
    assert FicheAction.objects.filter(pk=fiche.pk).exists()
    Constat.objects.filter(pk=constat.pk).update(retire_le=loin)
    Suite.objects.filter(pk=suite.pk).update(fiche=None)
    menage()
    menage()  # the constat leaves first, what it named leaves the next day
    assert not Service.objects.filter(pk=service.pk).exists()
    assert not FicheAction.objects.filter(pk=fiche.pk).exists()


def test_cles_presences_et_sessions_s_oublient(projet: Projet, animatrice: Visiteur) -> None:
    maintenant = timezone.now()
    for rang, age in enumerate((29, 31)):
        cle = CleEcriture.objects.create(id=CLE[:-1] + str(rang), projet=projet)
        CleEcriture.objects.filter(pk=cle.pk).update(cree_le=maintenant - age * JOUR)
    for encart, age in (("", timedelta(minutes=5)), ("eclaire--ambition", 2 * JOUR)):
        Presence.objects.create(
            projet=projet,
            participant=animatrice.participant,
            encart=encart,
            vu_le=maintenant - age,
        )
    for jours in (-1, 1):
        session = SessionStore()
        session.set_expiry(maintenant + jours * JOUR)
        session.save()
        appareil = {"user": animatrice.participant.user, "ip": "192.0.2.1", "user_agent": "x"}
        UserSession.objects.create(session_key=session.session_key, **appareil)
    for heures in (1, 48):
        f.TentativeFactory(quand=maintenant - timedelta(hours=heures))
    avant = Session.objects.count()
    menage()
    assert CleEcriture.objects.filter(projet=projet).count() == 1
    assert Presence.objects.get().encart == ""
    assert Session.objects.count() == avant - 1
    assert UserSession.objects.get().session_key == session.session_key
    assert Tentative.objects.count() == 1


def test_le_compte_des_cases_se_repare(projet: Projet) -> None:
    remplir(projet, 1)
    EtatDesLieux.objects.de(projet).update(deroulement="")
    assert f"Fresque recomptée : {projet}" in menage()
    notes = Avancement.objects.filter(projet=projet).order_by("planche").values()
    justes = list(notes)
    Avancement.objects.filter(projet=projet, planche="eclaire").update(remplis=0)
    menage()
    sans_cle = [{k: v for k, v in note.items() if k != "id"} for note in notes.all()]
    assert sans_cle == [{k: v for k, v in note.items() if k != "id"} for note in justes]


def test_a_blanc_dit_et_ne_fait_rien(projet: Projet) -> None:
    retirer(f.ConstatFactory(projet=projet), 31)
    avant = empreinte()
    dit = menage("--a-blanc")
    assert "Partirait de la base : constat, 1" in dit
    assert empreinte() == avant


@pytest.mark.parametrize("parti", [False, True])
def test_retablir_trop_tard_se_dit(parti: bool, projet: Projet, animatrice: Visiteur) -> None:
    constat = retirer(f.ConstatFactory(projet=projet, texte="Le soir, personne"), 31)
    if parti:
        menage()
    url = f"/projets/{projet.slug}/planches/eclaire/constats/lignes/{constat.pk}/retablir/"
    reponse = animatrice.htmx("post", url)
    assert reponse.status_code == 200
    assert "a quitté la corbeille" in reponse.content.decode()
    assert animatrice.post(url, follow=True).status_code == 200
    assert not Constat.objects.de(projet).presents().exists()


def test_recoller_un_post_it_trop_tard_se_dit(projet: Projet, animatrice: Visiteur) -> None:
    postit = retirer(f.PostItFactory(projet=projet, planche="eclaire", zone="constats"), 31)
    menage()
    url = f"/projets/{projet.slug}/planches/eclaire/constats/postits/{postit.pk}/retablir/"
    assert "a quitté la corbeille" in animatrice.htmx("post", url).content.decode()
    assert not PostIt.objects.de(projet).exists()


def test_une_ligne_jamais_vue_reste_inconnue(projet: Projet, animatrice: Visiteur) -> None:
    url = f"/projets/{projet.slug}/planches/eclaire/constats/lignes/987654/retablir/"
    assert animatrice.htmx("post", url).status_code == 404


def test_combien_de_temps_se_dit_partout_pareil(lecteur: Visiteur, projet: Projet) -> None:
    """One number for the corbeille: the page, and what we publish of personal data."""
    page = element(lecteur.get(f"/projets/{projet.slug}/corbeille/"), "contenu")
    assert f"depuis {CORBEILLE.days} jours." in texte(page)
    rgpd = (settings.BASE_DIR / "docs" / "rgpd.md").read_text(encoding="utf-8")
    assert f"| corbeille | lignes retirées | {CORBEILLE.days} jours (" in rgpd
