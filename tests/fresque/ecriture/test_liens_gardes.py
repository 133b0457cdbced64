"""Touching a row cuts none of its links, even to what has left the wall since."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from diagnostic import operations as diagnostic
from diagnostic.models import Intention
from pasapas.models import Projet
from tests import factories as f
from tests.diagnostic.questionnaires_outils import autre_version
from tests.htmx import texte
from tests.mur import case
from tests.personnes import Visiteur
from tests.saisie import envoi, formulaire

PARTIE = "(n’est plus sur la fresque)"


def constat_service(projet: Projet) -> tuple[Any, str, str, str]:
    service = f.ServiceFactory(etablissement=projet.etablissement)
    return f.ConstatFactory(projet=projet, service=service), "service", "eclaire", "constats"


def constat_auteur(projet: Projet) -> tuple[Any, str, str, str]:
    auteur = f.ParticipantFactory(projet=projet)
    return f.ConstatFactory(projet=projet, auteur=auteur), "auteur", "eclaire", "constats"


def fiche_referent(projet: Projet) -> tuple[Any, str, str, str]:
    referent = f.ParticipantFactory(projet=projet)
    return f.FicheActionFactory(projet=projet, referent=referent), "referent", "actions", "fiches"


def contact_acteur(projet: Projet) -> tuple[Any, str, str, str]:
    acteur = f.ActeurFactory(projet=projet)
    return f.ContactFactory(projet=projet, acteur=acteur), "acteur", "acteurs", "repertoire"


def communication_responsable(projet: Projet) -> tuple[Any, str, str, str]:
    responsable = f.ParticipantFactory(projet=projet)
    ligne = f.CommunicationFactory(projet=projet, responsable=responsable)
    return ligne, "responsable", f"bilan-{ligne.bilan.numero}", "communications"


def suite_fiche(projet: Projet) -> tuple[Any, str, str, str]:
    ligne = f.SuiteFactory(projet=projet, fiche=f.FicheActionFactory(projet=projet))
    return ligne, "fiche", f"bilan-{ligne.bilan.numero}", "suites"


LIENS = [
    constat_service,
    constat_auteur,
    fiche_referent,
    contact_acteur,
    communication_responsable,
    suite_fiche,
]


@pytest.mark.parametrize("lien", LIENS)
def test_une_ligne_garde_ce_qu_elle_nomme_et_qui_est_parti(
    lien: Callable[[Projet], tuple[Any, str, str, str]], projet: Projet, animatrice: Visiteur
) -> None:
    ligne, champ, code, nom = lien(projet)
    nomme = getattr(ligne, champ)
    url = case(projet, code, nom).url_ligne(ligne.pk)
    ouverte = envoi(animatrice.htmx("get", url))
    type(nomme).objects.filter(pk=nomme.pk).update(retire_le=timezone.now())
    rouverte = animatrice.htmx("get", url)
    (option,) = formulaire(rouverte).xpath(f"//select[@name='{champ}']/option[@selected]")
    assert texte(option) == f"{nomme} {PARTIE}"
    for donnees in (ouverte, envoi(rouverte)):
        assert animatrice.htmx("post", url, donnees).status_code == 200
        ligne.refresh_from_db()
        assert getattr(ligne, champ) == nomme


def test_ce_qui_est_parti_ne_se_choisit_plus_ailleurs(projet: Projet, animatrice: Visiteur) -> None:
    service = f.ServiceFactory(etablissement=projet.etablissement, retire_le=timezone.now())
    constat = f.ConstatFactory(projet=projet)
    url = case(projet, "eclaire", "constats").url_ligne(constat.pk)
    page = animatrice.htmx("get", url)
    assert PARTIE not in page.content.decode()
    donnees = {"champ": "service", "service": service.pk, "base-service": ""}
    assert animatrice.htmx("post", url, donnees).status_code == 422


def test_un_choix_remplace_puis_parti_ne_bloque_pas_qui_n_y_touche_pas(
    projet: Projet, animatrice: Visiteur
) -> None:
    """Opened with one service; another one was chosen since, and the first one taken off."""
    avant, apres = f.ServiceFactory.create_batch(2, etablissement=projet.etablissement)
    constat = f.ConstatFactory(projet=projet, service=avant, texte="Le soir")
    url = case(projet, "eclaire", "constats").url_ligne(constat.pk)
    donnees = envoi(animatrice.htmx("get", url)) | {"texte": ["Le soir, personne"]}
    type(constat).objects.update(service=apres)
    type(avant).objects.filter(pk=avant.pk).update(retire_le=timezone.now())
    assert animatrice.htmx("post", url, donnees).status_code == 200
    constat.refresh_from_db()
    assert (constat.texte, constat.service) == ("Le soir, personne", apres)


def test_une_intention_garde_sa_fiche_qui_est_a_la_corbeille(
    projet: Projet, animatrice: Visiteur
) -> None:
    origine = f.OrigineFactory(fiche=f.FicheActionFactory(projet=projet))
    intention = origine.intention
    url = case(projet, "autodiagnostic", "intentions").url_ligne(intention.pk)
    ouverte = envoi(animatrice.htmx("get", url))
    type(origine.fiche).objects.update(retire_le=timezone.now())
    page = animatrice.htmx("get", url)
    assert PARTIE in page.content.decode()
    for donnees in (ouverte, envoi(page)):
        assert animatrice.htmx("post", url, donnees).status_code == 200
        assert Intention.objects.get().origine == origine


@pytest.mark.parametrize("mode", ["htmx", "autosave"])
def test_une_intention_se_delie_de_sa_fiche_et_s_y_relie(
    mode: str, projet: Projet, animatrice: Visiteur
) -> None:
    fiche = f.FicheActionFactory(projet=projet)
    intention = f.OrigineFactory(fiche=fiche).intention
    url = case(projet, "autodiagnostic", "intentions").url_ligne(intention.pk)
    extra = {"autosave": "1", "champ": "fiche"} if mode == "autosave" else {}
    for choix, lies in (("", 0), (str(fiche.pk), 1)):
        donnees = envoi(animatrice.htmx("get", url)) | {"fiche": choix} | extra
        assert animatrice.htmx("post", url, donnees).status_code == 200
        assert fiche.origines.count() == lies


def test_les_themes_d_un_questionnaire_precedent_restent(
    projet: Projet, animatrice: Visiteur
) -> None:
    theme = f.IntentionFactory(
        projet=projet, theme=diagnostic.questionnaire_courant().themes.get(code="t8")
    ).theme
    fiche = f.FicheActionFactory(projet=projet)
    f.ThemeFicheFactory(fiche=fiche, theme=theme)
    nouveau = autre_version((b"version: 1", b"version: 2"), (b"code: t8", b"code: t9"))
    diagnostic.adopter(projet, nouveau)
    for code, nom, pk in (
        ("autodiagnostic", "intentions", Intention.objects.get().pk),
        ("actions", "fiches", fiche.pk),
    ):
        url = case(projet, code, nom).url_ligne(pk)
        page = animatrice.htmx("get", url)
        dit = page.content.decode()
        assert dit.count("(questionnaire précédent)") == 1
        assert animatrice.htmx("post", url, envoi(page)).status_code == 200
    assert Intention.objects.get().theme == theme
    assert list(fiche.themes.all()) == [theme]


def test_un_participant_parti_reste_du_bilan_ou_il_etait(
    projet: Projet, animatrice: Visiteur
) -> None:
    presence = f.PresenceBilanFactory(
        bilan=f.BilanFactory(projet=projet), participant=f.ParticipantFactory(projet=projet)
    )
    url = case(projet, "bilan-1", "bilans").url_ligne(presence.bilan.pk)
    type(presence.participant).objects.filter(pk=presence.participant.pk).update(
        retire_le=timezone.now()
    )
    page = animatrice.htmx("get", url)
    assert PARTIE in page.content.decode()
    assert animatrice.htmx("post", url, envoi(page)).status_code == 200
    assert list(presence.bilan.participants.all()) == [presence.participant]
    sans = envoi(page)
    sans.pop("participants")
    assert animatrice.htmx("post", url, sans).status_code == 200
    assert not presence.bilan.participants.exists()
