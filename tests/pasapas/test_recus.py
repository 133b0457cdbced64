"""« Créer » pressed twice creates once, « Inviter » pressed twice invites once: same answer."""

import re
import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.core import mail
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.utils import timezone
from lxml import html

from diagnostic.models import Campagne
from fresque.console.tenue import tenir
from pasapas.models import (
    Courriel,
    Dossier,
    Etablissement,
    Intervention,
    Participant,
    PisteProposee,
    Projet,
    Recu,
    Role,
)
from tests import factories as f
from tests.diagnostic.campagnes_outils import liste, saisie
from tests.diagnostic.campagnes_outils import ouvrir as ouvrir_campagne
from tests.personnes import Visiteur, visiteur
from tests.preuves import prouver


def cle_de(client: Client, url: str) -> str:
    """The key that the page's own form carries."""
    page = client.get(url).content.decode()
    return page.partition('name="envoi" value="')[2].partition('"')[0]


def deux_fois(client: Client, url: str, donnees: dict[str, object], page: str = "") -> list[str]:
    """The whole answer of each sending: where it leads, and what it says there."""
    envoi = {**donnees, "envoi": cle_de(client, page or url)}
    vues = []
    for _ in range(2):
        reponse = client.post(url, envoi, follow=True)
        # The wall, kept whole, is made of no template on a second visit.
        dits = [str(m) for m in (reponse.context or {}).get("messages", ())]
        vues.append(f"{reponse.redirect_chain} {dits}")
    return vues


@pytest.mark.django_db
def test_creer_deux_fois(pilote: Visiteur, projet: Projet) -> None:
    donnees = {"nom": "Encore", "etablissement": projet.etablissement_id}
    premiere, seconde = deux_fois(pilote, "/projets/nouveau/", donnees)
    assert premiere == seconde
    assert Projet.objects.filter(nom="Encore").count() == 1


@pytest.mark.django_db
def test_inviter_deux_fois(pilote: Visiteur, projet: Projet) -> None:
    prouver(pilote)
    donnees = {"nom": "Diaz", "courriel": "ana@example.org", "role": "lecteur"}
    premiere, seconde = deux_fois(pilote, f"/projets/{projet.slug}/acces/inviter/", donnees)
    assert premiere == seconde
    assert "ana@example.org" in premiere
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_ouvrir_deux_fois(animatrice: Visiteur, administratrice: Visiteur, projet: Projet) -> None:
    url = f"{liste(projet)}ouvrir/"
    vues = deux_fois(animatrice, url, saisie())
    assert (vues[0] == vues[1], Campagne.objects.count()) == (True, 1)
    etablissement = {
        "nom": "MECS",
        "type": "mecs",
        "departement": "35",
        "nom_pilote": "Diaz",
        "courriel": "ana@example.org",
    }
    vues = deux_fois(administratrice, "/etablissements/ouvrir/", etablissement)
    assert (vues[0] == vues[1], len(mail.outbox)) == (True, 1)
    ajout = {"nom": "À la main", "type": "mecs", "services-TOTAL_FORMS": 0}
    ajout["services-INITIAL_FORMS"] = 0
    url = "/administration/pasapas/etablissement/add/"
    vues = deux_fois(administratrice, url, ajout)
    assert vues[0] == vues[1]
    assert Etablissement.objects.filter(nom="À la main").count() == 1


@pytest.mark.django_db
def test_chaque_geste_qui_cree_envoie_ou_defait(
    pilote: Visiteur, chargee: Visiteur, administratrice: Visiteur, projet: Projet
) -> None:
    """By the very form of its page: done once, and the second sending is told the same."""
    suivi = f.AccompagnementFactory(projet=projet, suivi_par=administratrice.user)
    tenir({projet.etablissement_id})
    campagne, affiche = ouvrir_campagne(projet), f"/projets/{projet.slug}/contributions/"
    ici, la = f"/administration/pasapas/accompagnement/{suivi.pk}/", f"/projets/{projet.slug}/"
    appels = f"/administration/pasapas/dossier/{Dossier.objects.get().pk}/"
    un_mois = timezone.localdate() + timedelta(days=30)
    prouver(pilote)
    pilote.post(affiche, {"question": "Que garder ?", "jusqu_au": un_mois.isoformat()})
    vide, nouveau = f.RegionFactory(), {"nouveau": chargee.participant.user_id}
    gestes: list[tuple[Visiteur, str, str, dict[str, Any]]] = [
        (administratrice, f"{appels}change/", f"{appels}noter/", {"note": "Appelé"}),
        (administratrice, f"{ici}entretien/", f"{ici}entretien/piste/", {"texte": "Accueillir"}),
        (administratrice, f"{ici}suite/", f"{ici}pause/", {}),
        (administratrice, f"/administration/pasapas/region/{vide.pk}/delete/", "", {}),
        (administratrice, f"{ici}suite/", f"{ici}confier/", nouveau),
        (pilote, affiche, f"{affiche}renouveler/", {}),
        (pilote, f"{la}autodiagnostic/{campagne.pk}/annuler/", "", {}),
        (chargee, f"{la}acces/partir/", "", {}),
    ]
    for client, page, action, dits in gestes:
        envoi, partis = formulaire(client, page, action) | dits, Courriel.objects.count()
        vus = []
        for _ in range(2):
            reponse = client.post(action or page, envoi)
            dits_alors = [str(m) for m in get_messages(reponse.wsgi_request)]
            vus.append((reponse.status_code, reponse.headers.get("Location"), dits_alors))
        assert vus[0][0] == 302, (page, reponse.text)
        assert vus[0][1] == vus[1][1], vus
        assert Courriel.objects.count() - partis <= 1
    assert Intervention.objects.filter(note="Appelé").count() == 1
    assert PisteProposee.objects.count() == 1


def formulaire(client: Visiteur, page: str, action: str) -> dict[str, Any]:
    """What the form of this page would send, as it is shown."""
    for form in html.fromstring(client.get(page).text).forms:
        if form.method == "POST" and (form.get("action") or "") == action:
            return dict(form.form_values())
    raise AssertionError(f"{page} : pas de formulaire vers « {action} »")


# Forms without a key of ``cle_envoi``: each kind has its reason.
SANS_CLE = {
    "ce qui s’écrit au mur porte la clé de l’écriture": (
        "fresque/_cellule fresque/_conflit fresque/_deplacer fresque/_geste fresque/_postit "
        "fresque/_saisie fresque/_scannee fresque/planche suivi/_ajout suivi/_confier "
        "diagnostic/_tirage diagnostic/etonnement diagnostic/seance diagnostic/voix "
        "diagnostic/saisir"
    ),
    "dans une page gardée, une clé serait la même pour tous": (
        "accueil/_depart composants/_compte composants/_confort composants/_messages "
        "diagnostic/resultats/_garder fresque/_decrochee fresque/_imprimer_une "
        "fresque/_proposition fresque/_reimprimer"
    ),
    "ouvre, ferme ou prouve une session : elle n’est plus la même ensuite": (
        "account/_abandonner account/confirm_login_code account/login account/logout "
        "account/password_change account/password_reset_from_key account/password_set "
        "account/reauthenticate account/revenir admin/base_site donnees/effacer entree/accepter "
        "entree/carte entree/invitation entree/premiere etablissements/inscription_code "
        "mfa/authenticate mfa/recovery_codes/generate mfa/totp/activate_form "
        "mfa/totp/deactivate_form mfa/webauthn/add_form mfa/webauthn/edit_form "
        "mfa/webauthn/authenticator_confirm_delete mfa/webauthn/reauthenticate"
    ),
    "une réponse du recueil est celle d’une question montrée": (
        "diagnostic/recueil/accueil diagnostic/recueil/effacer diagnostic/recueil/fin "
        "diagnostic/recueil/question"
    ),
    "deux fois font une : un choix, un état, un fichier": (
        "admin/echanges/exporter admin/echanges/importer admin/pasapas/dossier/_notes "
        "admin/pasapas/dossier/change_list agenda/agenda diagnostic/_a_deux "
        "diagnostic/_projection diagnostic/_voix diagnostic/salle fresque/_affichee "
        "fresque/_choisir fresque/_impression_annuler fresque/_impression_reprendre "
        "fresque/_premiere_fois personnes/cartes rappels/arreter rappels/choisir"
    ),
}
FORMULAIRE = re.compile(r"<form\b[^>]*?method=\"post\".*?</form>", re.DOTALL)


@pytest.mark.pur
def test_chaque_formulaire_porte_sa_cle_ou_dit_pourquoi() -> None:
    dispenses = {nom for noms in SANS_CLE.values() for nom in noms.split()}
    sans = {
        chemin.relative_to(settings.BASE_DIR / "templates").with_suffix("").as_posix()
        for chemin in (settings.BASE_DIR / "templates").rglob("*.html")
        for dit in FORMULAIRE.findall(chemin.read_text(encoding="utf-8"))
        if "cle_envoi" not in dit
    }
    assert sans == dispenses


@pytest.mark.django_db
def test_la_cle_est_a_qui_l_a_et_a_ce_qu_il_envoie(pilote: Visiteur, projet: Projet) -> None:
    """Another text, another person, another page: another deed. What was refused is tried anew."""
    envoi = {"envoi": str(uuid4()), "etablissement": projet.etablissement_id}
    assert pilote.post("/projets/nouveau/", envoi).status_code == 422
    assert not Recu.objects.exists()
    pilote.post("/projets/nouveau/", envoi | {"nom": "Un"})
    pilote.post("/projets/nouveau/", envoi | {"nom": "Deux"})
    autre = visiteur(projet, Role.PILOTE)
    autre.post("/projets/nouveau/", envoi | {"nom": "Un"})
    assert sorted(Projet.objects.values_list("nom", flat=True)) == [
        projet.nom,
        "Deux",
        "Un",
        "Un",
    ]
    pilote.post("/projets/nouveau/", envoi | {"nom": "Trois", "envoi": "rien"})
    assert Projet.objects.filter(nom="Trois").exists()


@pytest.mark.django_db
def test_une_preuve_a_donner_n_est_pas_une_chose_faite(pilote: Visiteur, projet: Projet) -> None:
    prouver(pilote, il_y_a=3600)
    url = f"/projets/{projet.slug}/acces/inviter/"
    envoi = {"nom": "Diaz", "courriel": "ana@example.org", "role": "lecteur"}
    envoi["envoi"] = str(uuid4())
    pilote.post(url, envoi)
    assert not Recu.objects.exists()
    prouver(pilote)
    pilote.post(url, envoi)
    assert Participant.objects.filter(courriel="ana@example.org").count() == 1


@pytest.mark.django_db
def test_un_recu_se_garde_un_jour(pilote: Visiteur, projet: Projet) -> None:
    deux_fois(pilote, "/projets/nouveau/", {"nom": "X", "etablissement": projet.etablissement_id})
    call_command("menage")
    assert Recu.objects.count() == 1
    Recu.objects.update(cree_le=timezone.now() - timezone.timedelta(days=2))
    call_command("menage")
    assert not Recu.objects.exists()


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite n’a qu’un écrivain")
@pytest.mark.django_db(transaction=True)
def test_les_deux_envois_arrivent_ensemble() -> None:
    """The second waits for the first, and answers as it did."""
    projet = f.ProjetFactory()
    clients = [visiteur(projet, Role.PILOTE)]
    clients.append(Client())
    clients[1].cookies = clients[0].cookies
    envoi = {"envoi": str(uuid4()), "nom": "Ensemble", "etablissement": projet.etablissement_id}
    depart, reponses = threading.Barrier(2), []

    def envoyer(client: Client) -> None:
        depart.wait()
        try:
            reponses.append(client.post("/projets/nouveau/", envoi).headers["Location"])
        finally:
            connections.close_all()

    fils = [threading.Thread(target=envoyer, args=[client]) for client in clients]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert len(reponses) == 2
    assert reponses[0] == reponses[1]
    assert Projet.objects.filter(nom="Ensemble").count() == 1
    assert connection.is_usable()
