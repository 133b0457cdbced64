"""A collège's voice is nobody's own answer: what replaces it says who, before and after."""

import pytest

from diagnostic.campagnes import ouverture
from diagnostic.models import Campagne
from fresque.views.direct import auteurs
from pasapas.models import Evenement, Projet
from tests.base import notes
from tests.diagnostic.campagnes_outils import Telephone, adresse, geste, ouvrir
from tests.personnes import Visiteur

pytestmark = pytest.mark.django_db
ENCADREMENT = "Encadrement, affirmation 1\u00a0: "


@pytest.fixture
def campagne(projet: Projet) -> Campagne:
    return ouvrir(projet)


def dire(client: Visiteur, campagne: Campagne, reponse: str) -> None:
    envoi = {"question": "q01", "reponse": reponse}
    assert client.post(adresse(campagne, "voix/encadrement/"), envoi).status_code == 302


def voix(campagne: Campagne) -> list[tuple[str, str, str]]:
    dites = Evenement.objects.filter(projet=campagne.projet, champ="voix").order_by("pk")
    return [
        (nom, avant.removeprefix(ENCADREMENT), apres.removeprefix(ENCADREMENT))
        for nom, avant, apres in dites.values_list("nom", "avant", "apres")
    ]


def test_voix_remplacee_dit_par_qui_avant_et_apres(
    campagne: Campagne, animatrice: Visiteur, pilote: Visiteur
) -> None:
    for client, reponse in ((animatrice, "2"), (animatrice, "2"), (pilote, "3"), (pilote, "nsp")):
        dire(client, campagne, reponse)
    (une, deux) = voix(campagne)
    assert [nom for nom, _, _ in (une, deux)] == [str(pilote.participant)] * 2
    assert [(une[1][:3], une[2][:3]), (deux[1][:3], deux[2])] == [
        ("2 (", "3 ("),
        ("3 (", "Je ne sais pas"),
    ]
    page = animatrice.get(f"/projets/{campagne.projet.slug}/historique/").content.decode()
    assert "Campagne modifiée, «&nbsp;Voix d’un collège&nbsp;»" in page
    assert f"/projets/{campagne.projet.slug}/autodiagnostic/" in page


def lues(client: Visiteur, campagne: Campagne) -> list[str]:
    """What the history says of voices."""
    page = client.get(f"/projets/{campagne.projet.slug}/historique/").context["page"]
    dites = [trace.apres for trace in page.traces if trace.champ == "Voix d’un collège"]
    return [dite.removeprefix(ENCADREMENT) for dite in dites]


def test_voix_remplacee_ne_se_lit_qu_a_la_cloture(
    campagne: Campagne,
    animatrice: Visiteur,
    pilote: Visiteur,
    contributrice: Visiteur,
    lecteur: Visiteur,
    chargee: Visiteur,
) -> None:
    """The room has not been shown it; who leads types every voice."""
    for reponse in ("1", "4", "2"):
        dire(animatrice, campagne, reponse)
    toutes = [apres for _, _, apres in reversed(voix(campagne))]
    assert len(toutes) == 2
    qui = (animatrice, pilote, contributrice, lecteur, chargee)
    assert [lues(client, campagne) for client in qui] == [toutes, toutes, [], [], []]
    animatrice.post(adresse(campagne, "cloturer/"))
    assert lues(lecteur, campagne) == toutes


def test_le_reste_du_journal_se_lit_pendant_la_seance(
    campagne: Campagne, animatrice: Visiteur, lecteur: Visiteur
) -> None:
    for reponse in ("1", "4"):
        dire(animatrice, campagne, reponse)
    page = f"/projets/{campagne.projet.slug}/historique/"
    siennes, toutes = (c.get(page).context["page"].traces for c in (lecteur, animatrice))
    assert len(siennes) == len(toutes) - 1 > 0


def test_voix_remplacee_ne_se_dit_pas_sur_le_mur(campagne: Campagne, animatrice: Visiteur) -> None:
    avant = auteurs(Projet.objects.get())
    for reponse in ("1", "4"):
        dire(animatrice, campagne, reponse)
    assert auteurs(Projet.objects.get()) == avant


def test_voix_retiree_sur_le_papier_est_dans_le_journal(
    campagne: Campagne, animatrice: Visiteur
) -> None:
    dire(animatrice, campagne, "2")
    adresse_papier = adresse(campagne, "papier/encadrement/")
    champs = animatrice.get(adresse_papier).context["form"]
    envoi = {champ.html_name: champ.value() or "" for champ in champs if champ.name != "q01"}
    animatrice.post(adresse_papier, {**envoi, "feuille-q01": ""})
    ((nom, avant, apres),) = voix(campagne)
    assert (nom, avant[:3], apres) == (str(animatrice.participant), "2 (", "réponse retirée")


def test_voix_donnee_une_premiere_fois_n_encombre_pas_le_journal(
    campagne: Campagne, animatrice: Visiteur
) -> None:
    avant = notes(campagne.projet)
    dire(animatrice, campagne, "2")
    assert notes(campagne.projet) == avant


def test_reponse_individuelle_changee_n_a_pas_d_histoire(campagne: Campagne) -> None:
    """Who takes back what they answered is nobody's business, not even without a name."""
    avant = notes(campagne.projet)
    telephone = Telephone(campagne.passations.get(college="salaries")).commencer()
    for valeur in ("1", "4"):
        telephone.repondre("q01", valeur)
    assert notes(campagne.projet) == avant


def test_campagne_annulee_ne_laisse_aucune_voix(campagne: Campagne, animatrice: Visiteur) -> None:
    for reponse in ("2", "3"):
        dire(animatrice, campagne, reponse)
    ouverture.annuler(geste(campagne.projet, animatrice.participant), campagne)
    assert voix(campagne) == []
