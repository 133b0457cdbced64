"""Opening, leading, closing a campagne: who may, what is asked, what remains."""

from datetime import date

import pytest
from django.utils import timezone

from diagnostic.campagnes.ouverture import PassationVoulue
from diagnostic.models import (
    BulletinAnonyme,
    Campagne,
    EtatDesLieux,
    Etonnement,
    Passation,
    Questionnaire,
)
from pasapas.models import Projet
from tests.base import empreinte, notes
from tests.diagnostic.campagnes_outils import (
    SAISIE,
    Telephone,
    adresse,
    liste,
    ouvrir,
    recueil_ouvert,
    saisie,
)
from tests.factories import (
    CampagneFactory,
    QuestionnaireFactory,
    ThemeFactory,
)
from tests.htmx import element, texte
from tests.personnes import Visiteur


def test_l_animatrice_ouvre_une_campagne(animatrice: Visiteur, projet: Projet) -> None:
    reponse = animatrice.post(f"{liste(projet)}ouvrir/", saisie())

    campagne = Campagne.objects.de(projet).get()
    assert reponse.url == adresse(campagne)
    assert (campagne.nom, campagne.seuil, campagne.minutes) == ("Printemps 2026", 5, 20)
    encadrement, salaries = campagne.passations.order_by("ordre")
    assert campagne.cloture_prevue == date(2199, 6, 12)
    assert (encadrement.mode, encadrement.participants, encadrement.jeton) == ("collective", 3, "")
    assert (salaries.mode, salaries.invites, salaries.places) == ("individuelle", 40, 44)
    assert len(salaries.jeton) == 14
    assert notes(projet) == 1


def test_sans_recueil_aucune_cloture_n_est_annoncee(animatrice: Visiteur, projet: Projet) -> None:
    animatrice.post(f"{liste(projet)}ouvrir/", saisie(mode_salaries="", invites_salaries=""))
    assert Campagne.objects.de(projet).get().cloture_prevue is None


def test_une_seule_campagne_ouverte_a_la_fois(animatrice: Visiteur, projet: Projet) -> None:
    ouvrir(projet)

    reponse = animatrice.post(f"{liste(projet)}ouvrir/", saisie())

    assert reponse.status_code == 422
    dit = reponse.context["form"].non_field_errors()
    assert dit == ["Une autre campagne est déjà ouverte sur cette fresque."]
    assert Campagne.objects.de(projet).count() == 1


def test_campagne_d_un_autre_projet_introuvable(
    animatrice: Visiteur, projet: Projet, autre_projet: Projet
) -> None:
    ailleurs = ouvrir(autre_projet)
    avant = empreinte()
    for suite in ("", "cloturer/", "annuler/", "seance/", "voix/encadrement/", "papier/salaries/"):
        url = f"/projets/{projet.slug}/autodiagnostic/{ailleurs.pk}/{suite}"
        assert animatrice.get(url).status_code == 404
        assert animatrice.post(url).status_code in {404, 405}
    assert empreinte() == avant


def test_avant_la_cloture_seulement_le_seuil(animatrice: Visiteur, projet: Projet) -> None:
    """Whoever leads learns that enough people answered, never how many."""
    passation = recueil_ouvert(projet)
    pages = []
    for _ in range(7):
        telephone = Telephone(passation).commencer()
        telephone.repondre("q01", 2)
        telephone.rendre()
        pages.append(texte(element(animatrice.get(adresse(passation.campagne)), "contenu")))

    assert len(set(pages[:4])) == 1
    assert len(set(pages[4:])) == 1
    assert "moins de 5 réponses rendues pour le moment" in pages[3]
    assert "5 réponses rendues au moins, ce collège pourra être montré" in pages[4]


def test_clore_publie_et_detruit(animatrice: Visiteur, projet: Projet) -> None:
    passation = recueil_ouvert(projet)
    for niveau in (1, 2, 2, 3, 4):
        Telephone(passation).commencer().repondre("q01", niveau)
    version = Projet.objects.get(pk=projet.pk).version

    reponse = animatrice.post(adresse(passation.campagne, "cloturer/"))

    campagne = Campagne.objects.de(projet).get()
    assert reponse.url == adresse(campagne, "resultats/")
    assert campagne.resultats["questions"]["q01"]["profils"]["salaries"]["moyenne"] == 2.4
    assert not BulletinAnonyme.objects.exists()
    assert Passation.objects.get(pk=passation.pk).jeton == ""
    assert Projet.objects.get(pk=projet.pk).version > version


@pytest.mark.parametrize("mode", ["collective", "individuelle"])
def test_personne_n_a_repondu_rien_ne_se_clot(
    mode: str, animatrice: Visiteur, projet: Projet
) -> None:
    """The last results stand, and « annuler » remains; one answer is enough to close."""
    campagne = ouvrir(projet, PassationVoulue("salaries", mode, 40))
    BulletinAnonyme.objects.create(passation=campagne.passations.get(), empreinte="0" * 64)
    avant = empreinte()
    refus = animatrice.post(adresse(campagne, "cloturer/"), follow=True)
    assert "Personne n’a répondu à cette campagne" in refus.content.decode()
    assert empreinte() == avant
    assert adresse(campagne, "annuler/") in refus.content.decode()
    BulletinAnonyme.objects.update(reponses={"q01": 2})
    animatrice.post(adresse(campagne, "cloturer/"))
    assert not Campagne.objects.get().ouverte


@pytest.mark.une_base
def test_le_seuil_part_du_questionnaire(animatrice: Visiteur, projet: Projet) -> None:
    """Shown, then corrected or not; never applied without having been shown."""
    prudent = publie(8)
    url = f"{liste(projet)}ouvrir/"
    assert animatrice.get(url).context["form"]["seuil"].value() == 8
    siens = {"questionnaire": str(prudent.pk), "invites_salaries": "40"}
    # Another questionnaire was shown first, with its 5.
    rendue = animatrice.post(url, saisie(**siens, seuil="5", seuil_propose="5"))
    assert rendue.status_code == 422
    assert rendue.context["form"]["seuil"].value() == "8"
    assert rendue.context["form"]["nom"].value() == SAISIE["nom"]
    animatrice.post(url, saisie(**siens, seuil="3", seuil_propose="8"))
    assert Campagne.objects.get().seuil == 3


def test_seuil_laisse_vide_et_seuil_hors_bornes(animatrice: Visiteur, projet: Projet) -> None:
    prudent = publie(9)
    animatrice.post(f"{liste(projet)}ouvrir/", saisie(questionnaire=str(prudent.pk), seuil=""))
    assert Campagne.objects.get().seuil == 9
    bornes = [Questionnaire(restitution={"anonymat": {"effectif_minimal": n}}) for n in (1, 50)]
    assert [q.seuil for q in (*bornes, Questionnaire())] == [3, 10, 5]


def publie(seuil: int) -> Questionnaire:
    """A questionnaire of its own threshold, the last one published."""
    neuf = QuestionnaireFactory(restitution={"anonymat": {"effectif_minimal": seuil}})
    ThemeFactory(questionnaire=neuf)
    Questionnaire.objects.filter(pk=neuf.pk).update(publie_le=timezone.now())
    return neuf


def test_clore_deux_fois_ne_change_rien(animatrice: Visiteur, projet: Projet) -> None:
    campagne = recueil_ouvert(projet).campagne
    Telephone(campagne.passations.get()).commencer().repondre("q01", 2)
    animatrice.post(adresse(campagne, "cloturer/"))
    avant = empreinte()

    assert animatrice.post(adresse(campagne, "cloturer/")).status_code == 302
    assert animatrice.post(adresse(campagne, "annuler/")).status_code == 302

    assert empreinte() == avant


def test_bulletin_vide_ne_compte_pas(animatrice: Visiteur, projet: Projet) -> None:
    """A row without any answer is nobody: it does not help a small group over the bound."""
    passation = recueil_ouvert(projet)
    for _ in range(4):
        Telephone(passation).commencer().repondre("q01", 2)
    BulletinAnonyme.objects.create(passation=passation, empreinte="0" * 64)

    animatrice.post(adresse(passation.campagne, "cloturer/"))

    assert Campagne.objects.de(projet).get().resultats["profils"] == []


def test_annuler_ne_laisse_rien(animatrice: Visiteur, projet: Projet) -> None:
    passation = recueil_ouvert(projet)
    Telephone(passation).commencer().repondre("q01", 2)
    url = adresse(passation.campagne, "annuler/")
    assert animatrice.get(url).status_code == 200
    assert Campagne.objects.de(projet).exists()

    assert animatrice.post(url).url == liste(projet)

    restes = (Campagne, Passation, BulletinAnonyme, Etonnement)
    assert [modele.objects.count() for modele in restes] == [0, 0, 0, 0]


def test_le_nombre_d_invites_ne_fait_qu_augmenter(animatrice: Visiteur, projet: Projet) -> None:
    passation = recueil_ouvert(projet, invites=5)
    url = adresse(passation.campagne, "inviter/salaries/")

    animatrice.post(url, {"invites": "60"})
    animatrice.post(url, {"invites": "beaucoup"})
    animatrice.post(url, {"invites": "12"})  # lowering it would tell how many answered

    assert Passation.objects.get(pk=passation.pk).places == 66


def test_reference_libre_apres_un_import(projet: Projet) -> None:
    CampagneFactory(projet=projet, reference="campagne-2", close_le="2026-01-01")
    assert ouvrir(projet).reference == "campagne-3"


def test_changer_les_invites_d_une_campagne_close_est_refuse(
    animatrice: Visiteur, projet: Projet
) -> None:
    passation = recueil_ouvert(projet)
    Telephone(passation).commencer().repondre("q01", 2)
    animatrice.post(adresse(passation.campagne, "cloturer/"))
    avant = empreinte()
    url = adresse(passation.campagne, "inviter/salaries/")
    assert animatrice.post(url, {"invites": "9"}).status_code == 302
    assert empreinte() == avant


def test_la_planche_suit_le_questionnaire_de_la_campagne(projet: Projet) -> None:
    autre = QuestionnaireFactory()
    ThemeFactory(questionnaire=autre)
    Questionnaire.objects.filter(pk=autre.pk).update(publie_le=timezone.now())
    ouvrir(projet, questionnaire=autre)
    assert EtatDesLieux.objects.get(projet=projet).questionnaire == autre
