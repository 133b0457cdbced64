"""A surprise noted in haste is put right or taken off, wherever it shows, and comes back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from diagnostic import operations
from diagnostic.campagnes import seance
from diagnostic.models import Campagne, EtatDesLieux, Etonnement, Piste
from pasapas.ecriture.journal import Geste
from pasapas.entretien.menage import CORBEILLE
from pasapas.models import Evenement, Projet, Role
from tests.base import empreinte
from tests.diagnostic.campagnes_outils import adresse, geste, ouvrir
from tests.htmx import element, texte
from tests.personnes import Visiteur, visiteur

pytestmark = pytest.mark.django_db


@pytest.fixture
def campagne(projet: Projet) -> Campagne:
    campagne = ouvrir(projet)
    seance.montrer(campagne, "q01")
    return campagne


@pytest.fixture
def note(campagne: Campagne) -> Etonnement:
    return seance.noter_etonnement(geste(campagne.projet), campagne, "q01", "Kévin M. n’a rien su.")


def la(note: Etonnement, suite: str = "") -> str:
    return adresse(note.campagne, f"enseignements/etonnements/{note.pk}/{suite}")


def ecrans(note: Etonnement) -> tuple[str, ...]:
    suites = ("seance/", "seance/salle/", "voix/encadrement/", "enseignements/")
    return tuple(adresse(note.campagne, suite) for suite in suites)


def page_du_formulaire(personne: Visiteur, note: Etonnement) -> dict[str, str]:
    form = personne.get(la(note)).context["form"]
    return {champ.html_name: str(champ.value() or "") for champ in form}


@pytest.mark.une_base
def test_chaque_ecran_mene_a_la_correction(animatrice: Visiteur, note: Etonnement) -> None:
    for ecran in ecrans(note):
        assert la(note) in animatrice.get(ecran).content.decode(), ecran


@pytest.mark.une_base
def test_un_nom_d_enfant_ne_reste_pas_au_projecteur(
    contributrice: Visiteur, lecteur: Visiteur, note: Etonnement
) -> None:
    ecran = adresse(note.campagne, "seance/")
    vu = element(lecteur.get(ecran), "suivi").get("data-vu")
    saisie = {**page_du_formulaire(contributrice, note), "texte": "On n’a rien su."}

    reponse = contributrice.post(la(note), {**saisie, "retour": "seance"})

    assert reponse.url == ecran
    suite = lecteur.htmx("get", ecran, {"vu": vu})  # the room follows
    assert "On n’a rien su." in texte(element(suite, "suivi"))
    assert "Kévin" not in suite.content.decode()


@pytest.mark.une_base
def test_correction_dans_l_historique(contributrice: Visiteur, note: Etonnement) -> None:
    saisie = {**page_du_formulaire(contributrice, note), "texte": "On n’a rien su."}
    contributrice.post(la(note), saisie)
    evenement = Evenement.objects.get(action=Evenement.Action.MODIFICATION, objet="etonnement")
    assert (evenement.avant, evenement.apres) == ("Kévin M. n’a rien su.", "On n’a rien su.")
    page = contributrice.get(reverse("fresque:historique", args=[note.projet.slug]))
    assert "Étonnement modifié" in texte(element(page, "contenu"))


def test_correction_envoyee_deux_fois(contributrice: Visiteur, note: Etonnement) -> None:
    saisie = {**page_du_formulaire(contributrice, note), "texte": "On n’a rien su."}
    for _ in range(2):
        contributrice.post(la(note), saisie)
    assert Evenement.objects.filter(action=Evenement.Action.MODIFICATION).count() == 1


def test_deux_corrections_qui_se_contredisent(
    contributrice: Visiteur, animatrice: Visiteur, note: Etonnement
) -> None:
    """Both are shown, nothing is overwritten, and saving again decides."""
    premiere = page_du_formulaire(contributrice, note)
    seconde = page_du_formulaire(animatrice, note)
    contributrice.post(la(note), {**premiere, "texte": "Personne n’a rien su."})

    reponse = animatrice.post(la(note), {**seconde, "texte": "Un jeune n’a rien su."})

    assert reponse.status_code == 409
    form = reponse.context["form"]
    assert "Personne" in form["texte"].value()
    assert "Un jeune" in form["texte"].value()
    note.refresh_from_db()
    assert note.texte == "Personne n’a rien su."
    decide = {champ.html_name: str(champ.value() or "") for champ in form}
    animatrice.post(la(note), {**decide, "texte": "Rien n’a été su."})
    note.refresh_from_db()
    assert note.texte == "Rien n’a été su."


@pytest.mark.une_base
@pytest.mark.parametrize("mots", ["", "   "])
def test_correction_impossible(mots: str, contributrice: Visiteur, note: Etonnement) -> None:
    avant = empreinte()
    reponse = contributrice.post(la(note), {"texte": mots, "cle": str(uuid4())})
    assert reponse.status_code == 422
    assert "Pas de nom d’enfant" in reponse.content.decode()
    assert empreinte() == avant


@pytest.mark.une_base
@pytest.mark.parametrize("retour", ["seance", "salle", "encadrement", ""])
def test_retirer_puis_annuler(retour: str, animatrice: Visiteur, note: Etonnement) -> None:
    pages = dict(zip(("seance", "salle", "encadrement", ""), ecrans(note), strict=True))

    reponse = animatrice.post(la(note, "retirer/"), {"retour": retour})

    assert reponse.url.split("#")[0] == pages[retour]
    page = animatrice.get(reponse.url)
    assert "Kévin" not in texte(element(page, "contenu"))
    (annuler,) = element(page, "messages").xpath(".//form/@action")
    assert animatrice.post(annuler).url.split("#")[0] == pages[retour]
    assert "Kévin" in animatrice.get(pages[retour]).content.decode()


def test_retire_il_est_dans_la_corbeille(
    contributrice: Visiteur, lecteur: Visiteur, note: Etonnement
) -> None:
    corbeille = reverse("fresque:corbeille", args=[note.projet.slug])
    contributrice.post(la(note, "retirer/"))
    page = contributrice.get(corbeille)
    assert "Étonnement retiré" in texte(element(page, "contenu"))
    (remettre,) = element(page, "contenu").xpath(".//li//form/@action")
    assert lecteur.post(remettre).status_code == 403
    assert contributrice.post(remettre).url == corbeille
    note.refresh_from_db()
    assert note.retire_le is None
    assert "La corbeille est vide" in contributrice.get(corbeille).content.decode()


@pytest.mark.une_base
def test_retire_il_n_est_plus_nulle_part(animatrice: Visiteur, note: Etonnement) -> None:
    animatrice.post(la(note, "retirer/"))
    for ecran in ecrans(note):
        animatrice.get(ecran)  # the message says it once
        assert la(note) not in animatrice.get(ecran).content.decode()
    assert animatrice.get(la(note)).status_code == 404
    assert animatrice.post(la(note, "piste/")).status_code == 404


def test_corrige_pendant_qu_on_le_retire_il_revient(
    contributrice: Visiteur, animatrice: Visiteur, note: Etonnement
) -> None:
    saisie = {**page_du_formulaire(contributrice, note), "texte": "On n’a rien su."}
    animatrice.post(la(note, "retirer/"))
    contributrice.post(la(note), saisie)
    note.refresh_from_db()
    assert (note.texte, note.retire_le) == ("On n’a rien su.", None)


def test_corriger_ne_ramene_pas_ce_qui_a_quitte_la_corbeille(
    contributrice: Visiteur, note: Etonnement
) -> None:
    saisie = {**page_du_formulaire(contributrice, note), "texte": "On n’a rien su."}
    loin = timezone.now() - CORBEILLE - timedelta(minutes=1)
    Etonnement.objects.filter(pk=note.pk).update(retire_le=loin)
    assert contributrice.post(la(note), saisie).status_code == 404
    note.refresh_from_db()
    assert (note.texte, note.retire_le) == ("Kévin M. n’a rien su.", loin)


@pytest.mark.une_base
def test_retirer_dit_ou_ses_mots_restent(animatrice: Visiteur, note: Etonnement) -> None:
    for vers in ("rapport/", "piste/"):
        animatrice.post(la(note, vers))
    page = animatrice.post(la(note, "retirer/"), follow=True)
    dit = texte(element(page, "messages"))
    assert "restent dans le rapport d’étonnement et parmi les pistes d’actions" in dit


@pytest.mark.une_base
def test_lecteur_et_etrangere_ne_corrigent_rien(
    lecteur: Visiteur, etrangere: Visiteur, note: Etonnement
) -> None:
    avant = empreinte()
    for suite in ("", "retirer/", "retablir/"):
        assert lecteur.post(la(note, suite), {"texte": "x"}).status_code == 403
        assert etrangere.post(la(note, suite), {"texte": "x"}).status_code == 404
    assert empreinte() == avant


def test_etonnement_d_une_autre_campagne_ne_se_corrige_pas_ici(
    animatrice: Visiteur, autre_projet: Projet, note: Etonnement
) -> None:
    ailleurs = ouvrir(autre_projet)
    suites = (
        f"enseignements/etonnements/{note.pk}/",
        f"enseignements/etonnements/{note.pk}/retirer/",
    )
    pilote = visiteur(autre_projet, Role.PILOTE)
    for suite in suites:
        assert pilote.post(adresse(ailleurs, suite), {"texte": "x"}).status_code == 404


# --- What the group makes of it


@pytest.mark.une_base
@pytest.mark.parametrize(
    ("mots", "rapport", "dedans"),
    [
        ("Planning", "• Planning inconnu", False),
        ("Planning", "Déjà là\n• Planning", True),
        ("Planning", "Planning", True),
        ("Planning", "• Planning inconnu\r\n•  Planning \n", True),
        ("Planning\ninconnu", "• Planning\ninconnu\n• Autre", True),
        ("Planning\ninconnu", "• Planning\n• Autre\ninconnu", False),
        ("Planning", "", False),
    ],
)
def test_un_etonnement_est_au_rapport_ligne_entiere(mots: str, rapport: str, dedans: bool) -> None:
    assert Etonnement(texte=mots).est_dans(rapport) is dedans


@pytest.mark.une_base
def test_des_mots_qui_en_commencent_d_autres_vont_aussi_au_rapport(
    contributrice: Visiteur, note: Etonnement
) -> None:
    EtatDesLieux.objects.update(rapport_etonnement="• Planning inconnu")
    Etonnement.objects.update(texte="Planning")
    page = contributrice.get(adresse(note.campagne, "enseignements/")).content.decode()
    assert "Au rapport d’étonnement" in page
    for _ in range(2):
        contributrice.post(la(note, "rapport/"))
    rapport = EtatDesLieux.objects.get(projet=note.projet).rapport_etonnement
    assert rapport == "• Planning inconnu\n• Planning"


@pytest.mark.une_base
def test_une_piste_nee_d_un_etonnement_demande_une_action(
    contributrice: Visiteur, note: Etonnement
) -> None:
    """Beside the field; a piste typed by the group itself is not lectured."""
    page = adresse(note.campagne, "enseignements/")
    contributrice.post(la(note, "piste/"))
    piste = Piste.objects.get()
    lieu = [note.projet.slug, "autodiagnostic", "pistes", piste.pk]
    url = reverse("fresque:ligne", args=lieu)
    assert url in contributrice.get(page).content.decode()
    assert "comme une action" in contributrice.get(url).content.decode()
    formulaire = contributrice.htmx("get", url).content.decode()
    assert "un verbe, et ce que vous feriez" in " ".join(formulaire.split())

    contributrice.post(url, {"texte": "Dire la relève.", "base-texte": piste.texte})
    assert url not in contributrice.get(page).content.decode()
    Piste.objects.update(etonnement=None)
    assert "un verbe" not in contributrice.htmx("get", url).content.decode()


def test_la_piste_corrigee_ne_revient_pas_aux_mots_d_avant(
    note: Etonnement, projet: Projet
) -> None:
    piste = operations.piste_de_l_etonnement(Geste(projet, None, "autodiagnostic", "pistes"), note)
    Piste.objects.update(texte="Dire la relève.")
    encore = operations.piste_de_l_etonnement(Geste(projet, None, "autodiagnostic", "pistes"), note)
    assert (encore.pk, encore.texte) == (piste.pk, "Dire la relève.")


@pytest.mark.parametrize("suite", ["", "retirer/", "retablir/", "piste/"])
@pytest.mark.parametrize("cle", [0, 10**17, 10**25])
def test_cle_que_personne_n_a(cle: int, suite: str, animatrice: Visiteur, note: Etonnement) -> None:
    debut = f"/projets/{note.projet.slug}/autodiagnostic/"
    for url in (
        f"{debut}{note.campagne_id}/enseignements/etonnements/{cle}/{suite}",
        f"{debut}{cle}/enseignements/etonnements/{note.pk}/{suite}",
    ):
        assert animatrice.post(url, {"texte": "x"}).status_code == 404


@pytest.mark.une_base
@pytest.mark.parametrize("ou", ["seance/montrer/", "seance/salle/", "etonnements/"])
def test_etonnement_garde_l_affirmation_ou_il_a_commence(
    ou: str, animatrice: Visiteur, campagne: Campagne
) -> None:
    """Begun under the first statement, sent when the room is at the second: about the first."""
    saisie = {"code": "q02", "propos": "q01", "texte": "Personne ne sait.", "question": "q03"}
    animatrice.post(adresse(campagne, ou), saisie)
    assert Etonnement.objects.get().question.code == "q01"


@pytest.mark.une_base
def test_etonnement_refuse_dit_encore_de_quoi_il_parle(
    animatrice: Visiteur, campagne: Campagne
) -> None:
    saisie = {"code": "q02", "propos": "q05", "texte": "é" * 20_001, "question": "q03"}
    page = animatrice.post(adresse(campagne, "seance/montrer/"), saisie).content.decode()
    assert 'name="propos" value="q05"' in page
    assert "à propos de l’affirmation\u00a0<span data-rang>5</span>" in page.replace(
        "&nbsp;", "\u00a0"
    )
