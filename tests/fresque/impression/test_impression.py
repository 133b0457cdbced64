"""A print is asked for once, made beside the pages, shared, given up, forgotten."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from fresque.donnees.effacement import effacer_participant
from fresque.impression import fabrication, magasin, operations
from fresque.impression.calme import imprimer_au_calme
from fresque.impression.choix import Choix
from fresque.models import DemandeImpression, Impression
from pasapas.ecriture.changements import bouger
from pasapas.ecriture.journal import Geste
from pasapas.models import Ouvrier, Projet, Travail
from pasapas.models.travaux import Etat
from pasapas.travaux.sortes import Refus
from tests.droits.papier import Papier
from tests.factories import ParticipantFactory, VisiteFactory
from tests.personnes import Visiteur, partager

pytestmark = pytest.mark.django_db
Demander = Callable[..., Any]
Travailler = Callable[[], Travail | None]


def page(projet: Projet, suite: str = "") -> str:
    return f"/projets/{projet.slug}/imprimer/{suite}"


def une() -> Impression:
    return Impression.objects.sans_projet("il n’y en a qu’une").get()


def dits(reponse: Any) -> str:
    return " ".join(reponse.content.decode().split())


def test_rien_de_coche_n_imprime_rien(
    projet: Projet, lecteur: Visiteur, demander: Demander, papier: Papier
) -> None:
    reponse = demander(lecteur, coordonnees="1")
    assert reponse.status_code == 422
    assert "Rien n’est coché" in dits(reponse)
    assert 'name="coordonnees" value="1" checked' in dits(reponse)
    assert not Impression.objects.de(projet).exists()
    for demande in ({"vierges": "12"}, {"planche": "n-existe-pas"}, {"vierges": "\x00"}):
        assert lecteur.post(page(projet), demande).status_code == 422
    vierges = lecteur.post(page(projet), {"vierges": "2"}, follow=True)
    assert vierges["Content-Type"] == "application/pdf"
    assert len(papier.sortis()) == 2  # blank fiches alone, and no plan


def test_sans_ouvrier_la_page_attend_et_le_fichier_est_la(
    projet: Projet, lecteur: Visiteur, demander: Demander, papier: Papier
) -> None:
    reponse = demander(lecteur, "eclaire")
    fichier = page(projet, f"{une().pk}/fresque.pdf")
    assert reponse.headers["Location"] == fichier
    pdf = lecteur.get(fichier)
    assert pdf.content.startswith(b"%PDF")
    assert (pdf["Content-Type"], pdf["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert projet.slug in pdf["Content-Disposition"]
    papier.sortis()
    assert demander(lecteur, "eclaire").headers["Location"] == fichier  # the very same, at once
    assert papier.sortis() == []


def test_avec_un_ouvrier_la_page_suit_jusqu_au_fichier(
    projet: Projet, lecteur: Visiteur, demander: Demander, papier: Papier, ouvrier: Travailler
) -> None:
    suivi = demander(lecteur, "eclaire", "acteurs").headers["Location"]
    assert papier.sortis() == []
    vue = dits(lecteur.get(suivi))
    assert "En attente de son tour" in vue
    assert '<noscript><meta http-equiv="refresh" content="2; url=?suite=1"></noscript>' in vue
    assert 'hx-trigger="every 1s"' in vue
    fragment = lecteur.htmx("get", suivi)
    assert dits(fragment).startswith('<section class="impression"')
    assert ouvrier().etat == Etat.FAIT
    assert une().feuilles == [
        ["eclaire", une().feuilles[0][1], 1],
        ["acteurs", une().feuilles[1][1], 1],
    ]
    fichier = page(projet, f"{une().pk}/fresque.pdf")
    assert lecteur.htmx("get", suivi).headers["HX-Redirect"] == fichier
    assert lecteur.get(suivi, {"suite": "1"}).headers["Location"] == fichier
    assert "Votre fichier est prêt" in dits(lecteur.get(suivi))
    assert lecteur.get(fichier).content.startswith(b"%PDF")


def test_le_meme_mur_demande_par_plusieurs_est_un_seul_travail(
    projet: Projet,
    lecteur: Visiteur,
    pilote: Visiteur,
    demander: Demander,
    papier: Papier,
    ouvrier: Travailler,
) -> None:
    suivis = {demander(qui, "eclaire").headers["Location"] for qui in (lecteur, pilote, lecteur)}
    assert len(suivis) == 1
    assert Travail.objects.filter(sorte="impression").count() == 1
    annule = lecteur.post(f"{suivis.copy().pop()}annuler/", follow=True)
    assert "quelqu’un d’autre l’attend encore" in dits(annule)
    assert ouvrier().etat == Etat.FAIT
    assert pilote.get(suivis.pop(), {"suite": "1"}).status_code == 302
    demander(pilote, "eclaire", coordonnees="1")  # asked otherwise: another file
    bouger(projet)
    projet.refresh_from_db()
    demander(pilote, "eclaire")  # and so is another wall
    assert Impression.objects.de(projet).count() == 3


def test_annulee_par_la_derniere_personne_elle_s_arrete_et_se_relance(
    projet: Projet, lecteur: Visiteur, demander: Demander, papier: Papier, ouvrier: Travailler
) -> None:
    suivi = demander(lecteur, "eclaire").headers["Location"]
    assert "Impression arrêtée." in dits(lecteur.post(f"{suivi}annuler/", follow=True))
    assert ouvrier() is None
    assert "Cette impression est arrêtée" in dits(lecteur.get(suivi))
    assert lecteur.post(f"{suivi}reprendre/").headers["Location"] == suivi
    assert ouvrier().etat == Etat.FAIT


def test_ce_qui_rate_se_dit_en_francais_et_se_reessaie(
    projet: Projet,
    lecteur: Visiteur,
    demander: Demander,
    papier: Papier,
    ouvrier: Travailler,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    suivi = demander(lecteur, "eclaire").headers["Location"]

    def rater(*args: Any, **options: Any) -> bytes:
        raise MemoryError

    def refuser(*args: Any, **options: Any) -> bytes:
        raise Refus("Cette planche est trop longue.")

    monkeypatch.setattr(fabrication, "rendre", rater)
    ouvrier()
    assert "Un premier essai n’a pas abouti" in dits(lecteur.get(suivi))
    lecteur.post(f"{suivi}reprendre/")
    monkeypatch.setattr(fabrication, "rendre", refuser)
    assert ouvrier().etat == Etat.ABANDONNE
    ratee = dits(lecteur.get(suivi))
    assert "n’a pas abouti" in ratee
    assert "Cette planche est trop longue." in ratee
    monkeypatch.setattr(fabrication, "rendre", papier.rendre)
    lecteur.post(f"{suivi}reprendre/")
    assert ouvrier().etat == Etat.FAIT


def test_l_ouvrier_qui_s_en_va_ne_laisse_pas_attendre(
    projet: Projet, lecteur: Visiteur, demander: Demander, papier: Papier, ouvrier: Travailler
) -> None:
    suivi = demander(lecteur, "eclaire").headers["Location"]
    Ouvrier.objects.all().delete()
    assert "Personne ne s’occupe de cette impression" in dits(lecteur.get(suivi))
    assert lecteur.post(f"{suivi}reprendre/").headers["Location"].endswith("/fresque.pdf")


def test_on_n_attend_pas_cinq_impressions_a_la_fois(
    projet: Projet, lecteur: Visiteur, demander: Demander, papier: Papier, ouvrier: Travailler
) -> None:
    for vierges in range(1, 5):
        assert demander(lecteur, "eclaire", vierges=vierges).status_code == 302
    trop = demander(lecteur, "eclaire", vierges=5)
    assert trop.status_code == 422
    assert "Vous attendez déjà 4 impressions" in dits(trop)
    assert demander(lecteur, "eclaire", vierges=4).status_code == 302  # one of those


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite n’a qu’un écrivain")
def test_les_deux_derniers_qui_renoncent_ensemble_arretent_le_travail(projet: Projet) -> None:
    """Whoever comes second waits for the first: neither leaves the work to the other."""
    Ouvrier.objects.create(machine="essai")
    deux = [ParticipantFactory(projet=projet) for _ in "ab"]
    for qui in deux:
        impression = operations.demander(projet, Choix(vierges=1), qui)

    def renoncer() -> bool:
        try:
            return operations.abandonner(une(), deux[1])
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as ailleurs:
        with transaction.atomic():
            assert not operations.abandonner(impression, deux[0])
            second = ailleurs.submit(renoncer)
            with pytest.raises(TimeoutError):
                second.result(timeout=1)
        assert second.result(timeout=20)


def test_ce_qui_n_est_pas_partage_ne_s_ouvre_pas(
    projet: Projet, pilote: Visiteur, chargee: Visiteur, demander: Demander, papier: Papier
) -> None:
    demander(pilote, "eclaire")
    fichier = page(projet, f"{une().pk}/fresque.pdf")
    partager(chargee.participant, 1)
    assert chargee.get(fichier).status_code == 404
    demander(chargee, "eclaire")
    sienne = Impression.objects.de(projet).exclude(pk=fichier.split("/")[4]).get()
    siens = page(projet, f"{sienne.pk}/fresque.pdf")
    assert chargee.get(siens).status_code == pilote.get(siens).status_code == 200
    partager(chargee.participant, 2)  # the group changed its mind
    assert (
        chargee.get(siens).status_code
        == chargee.get(page(projet, f"{sienne.pk}/")).status_code
        == 404
    )


def test_un_fichier_parti_se_redemande(
    projet: Projet, lecteur: Visiteur, demander: Demander, papier: Papier, dossier: Path
) -> None:
    fichier = demander(lecteur, "eclaire").headers["Location"]
    magasin.jeter([une().fichier])
    assert "n’est plus gardé" in dits(lecteur.get(fichier, follow=True))
    assert demander(lecteur, "eclaire").headers["Location"] == fichier
    assert lecteur.get(fichier).status_code == 200


def test_les_vieux_fichiers_partent_et_ceux_que_rien_ne_nomme(
    projet: Projet, lecteur: Visiteur, demander: Demander, papier: Papier, dossier: Path
) -> None:
    demander(lecteur, "eclaire")
    perdu = magasin.deposer(projet.pk, "perdu", b"%PDF")
    call_command("impressions")
    assert len(list(dossier.rglob("*.pdf"))) == 2
    plus_tard = timezone.now() + operations.GARDE + timedelta(minutes=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: plus_tard)
        call_command("impressions", "--a-blanc")
        assert len(list(dossier.rglob("*.pdf"))) == 2
        call_command("impressions")
    assert not Impression.objects.de(projet).exists()
    assert not magasin.magasin().exists(perdu)


@pytest.mark.django_db(transaction=True)
def test_une_case_devenue_interne_n_est_plus_dans_aucun_fichier(
    projet: Projet, pilote: Visiteur, demander: Demander, papier: Papier, dossier: Path
) -> None:
    fichier = demander(pilote, "eclaire").headers["Location"]
    ici = f"/projets/{projet.slug}/planches/eclaire/constats/"
    pilote.post(f"{ici}imprimee/")
    assert pilote.get(fichier).status_code == 200
    pilote.post(f"{ici}interne/")
    assert pilote.get(fichier).status_code == 404
    assert list(dossier.rglob("*.pdf")) == []


@pytest.mark.django_db(transaction=True)
def test_effacer_quelqu_un_jette_ce_qui_est_imprime(
    projet: Projet, pilote: Visiteur, demander: Demander, papier: Papier, dossier: Path
) -> None:
    sans_compte = ParticipantFactory(projet=projet, nom="Roche")
    demander(pilote, "eclaire")
    assert len(list(dossier.rglob("*.pdf"))) == 1
    effacer_participant(Geste(projet, pilote.participant, "eclaire", "equipe"), sans_compte)
    assert list(dossier.rglob("*.pdf")) == []
    assert not Impression.objects.de(projet).exists()


def test_apres_une_pause_le_mur_est_pret_avant_qu_on_le_demande(
    projet: Projet, lecteur: Visiteur, papier: Papier, ouvrier: Travailler, settings: Any
) -> None:
    settings.ADRESSE = "http://testserver"
    VisiteFactory(participant=lecteur.participant, projet=projet, vue_le=timezone.now())
    Projet.objects.filter(pk=projet.pk).update(modifie_le=timezone.now())
    assert imprimer_au_calme() == 0  # somebody writes
    il_y_a = timezone.now() - timedelta(minutes=6)
    Projet.objects.filter(pk=projet.pk).update(modifie_le=il_y_a)
    assert (imprimer_au_calme(), imprimer_au_calme()) == (1, 0)
    assert ouvrier().etat == Etat.FAIT
    assert not DemandeImpression.objects.filter(projet=projet).exists()
    papier.sortis()
    codes = [planche for planche, _, _ in une().feuilles]
    demande = {"planche": codes, "postits": "1", "vierges": "1"}
    reponse = lecteur.post(page(projet), demande)
    assert reponse.headers["Location"] == page(projet, f"{une().pk}/fresque.pdf")
    assert papier.sortis() == []
