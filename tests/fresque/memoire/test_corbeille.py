"""What was taken off comes back, people of the équipe too; a text brings its row back with it."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from diagnostic.campagnes.cloture import ATTENTE
from diagnostic.campagnes.tirage import PEU
from diagnostic.resultats.delai import JOURS_ENTRE_DEUX
from fiches.operations import ouvrir_fiche
from fresque import operations
from fresque.contributions.operations import PAR_JOUR
from fresque.historique.corbeille import corbeille
from fresque.historique.series import DemandeDeMemoire
from fresque.historique.traces import traces
from fresque.models import Constat
from fresque.pdf.places import ETAGES
from fresque.sauvegarde.rotation import JOURS, MOIS, SEMAINES
from pasapas.acces import invitations
from pasapas.ecriture import changements
from pasapas.ecriture.journal import Geste, noter
from pasapas.entretien.menage import CORBEILLE
from pasapas.models import Evenement, Participant, Projet
from pasapas.models.accompagnement import HEURES_PAR_JOUR
from pasapas.models.projet import PREAVIS
from tests.factories import ConstatFactory, EtapeFactory, ServiceFactory
from tests.mur import relire
from tests.personnes import Visiteur

RACINE = Path(__file__).parents[3]
BROUILLONS = (RACINE / "static/js/brouillons.js").read_text(encoding="utf-8")
GARDE = int(re.findall(r"const GARDE = (\d+);", BROUILLONS)[0])
TEXTES = "pasapas/informations/textes/"
INVITATION = str(invitations.DUREE.days)  # in figures there
EN_LETTRES = {
    3: "trois",
    4: "quatre",
    6: "six",
    7: "sept",
    12: "douze",
    20: "vingt",
    50: "cinquante",
}


@pytest.fixture
def base(projet: Projet) -> str:
    return f"/projets/{projet.slug}/"


@pytest.fixture
def equipiere(projet: Projet, animatrice: Visiteur) -> Participant:
    geste = Geste(projet, animatrice.participant, "eclaire", "equipe")
    return operations.ajouter_membre(geste, {"prenom": "Nadia", "nom": "Benali"})


def ligne(base: str, encart: str, pk: int, geste: str = "") -> str:
    return f"{base}planches/eclaire/{encart}/lignes/{pk}/{f'{geste}/' if geste else ''}"


def dernier(projet: Projet, **filtres: str) -> Evenement:
    return Evenement.objects.filter(projet=projet, **filtres).order_by("-pk")[0]


def reprendre(client: Visiteur, base: str, evenement: Evenement) -> str:
    """What the page says once the text was asked back."""
    lieu = f"{base}planches/{evenement.planche}/{evenement.encart}/"
    reponse = client.post(f"{lieu}historique/{evenement.pk}/reprendre/", follow=True)
    assert reponse.status_code == 200
    return reponse.content.decode()


def test_membre_retire_de_l_equipe_revient_de_la_corbeille(
    projet: Projet, base: str, contributrice: Visiteur, equipiere: Participant
) -> None:
    contributrice.post(ligne(base, "equipe", equipiere.pk, "retirer"))
    page = contributrice.get(f"{base}corbeille/").content.decode()
    assert "Membre de l’équipe retiré par" in page
    assert "Nadia Benali" in page
    contributrice.post(ligne(base, "equipe", equipiere.pk, "retablir"))
    assert list(Participant.objects.de(projet).equipe()) == [equipiere]
    assert "Nadia Benali" not in contributrice.get(f"{base}corbeille/").content.decode()


def test_membre_retire_puis_retire_de_la_fresque_revient_en_deux_gestes(
    projet: Projet, base: str, animatrice: Visiteur, equipiere: Participant
) -> None:
    animatrice.post(ligne(base, "equipe", equipiere.pk, "retirer"))
    animatrice.post(ligne(base, "autres", equipiere.pk, "retirer"))
    for encart in ("autres", "equipe"):
        fresque = relire(projet)
        (retiree,) = corbeille(animatrice.participant, fresque)
        assert retiree.retablir_url == ligne(base, encart, equipiere.pk, "retablir")
        animatrice.post(retiree.retablir_url)
    assert list(Participant.objects.de(projet).equipe()) == [equipiere]


def test_historique_nomme_qui_a_quitte_l_equipe(
    projet: Projet, base: str, animatrice: Visiteur, equipiere: Participant
) -> None:
    animatrice.post(ligne(base, "equipe", equipiere.pk, "retirer"))
    animatrice.post(ligne(base, "equipe", equipiere.pk, "retablir"))
    page = traces(animatrice.participant, relire(projet), DemandeDeMemoire())
    assert [(t.action, t.champ, t.avant, t.apres) for t in page.traces] == [
        ("Membre de l’équipe rétabli", "", "", "Nadia Benali"),
        ("Membre de l’équipe retiré", "", "Nadia Benali", ""),
        ("Membre de l’équipe ajouté", "", "", "Nadia Benali"),
    ]


def test_contributrice_reprend_le_texte_d_un_membre_de_l_equipe(
    projet: Projet, base: str, contributrice: Visiteur, equipiere: Participant
) -> None:
    """She may write it: she may bring it back."""
    geste = Geste(projet, contributrice.participant, "eclaire", "equipe")
    for fonction in ("Éducatrice", "Cheffe de service"):
        changements.modifier(geste, equipiere, {"fonction": fonction})
    assert "Texte repris." in reprendre(contributrice, base, dernier(projet))
    equipiere.refresh_from_db()
    assert equipiere.fonction == "Éducatrice"


def test_texte_d_une_personne_hors_de_l_equipe_reste_a_qui_anime(
    projet: Projet, base: str, contributrice: Visiteur, animatrice: Visiteur
) -> None:
    geste = Geste(projet, animatrice.participant, "eclaire", "autres")
    personne = operations.ajouter_participant(geste, {"nom": "Aubry"})
    changements.modifier(geste, personne, {"fonction": "Inspectrice"})
    adresse = f"{base}planches/eclaire/autres/historique/{dernier(projet).pk}/reprendre/"
    assert contributrice.post(adresse).status_code == 403
    assert adresse not in contributrice.get(f"{base}historique/").content.decode()
    assert adresse in animatrice.get(f"{base}historique/").content.decode()


@pytest.mark.parametrize("encart", ["equipe", "constats"])
def test_texte_repris_dans_une_ligne_retiree_la_ramene(
    encart: str, projet: Projet, base: str, animatrice: Visiteur, equipiere: Participant
) -> None:
    constat = ConstatFactory(projet=projet, texte="Le soir, personne")
    instance, champ = (equipiere, "fonction") if encart == "equipe" else (constat, "texte")
    geste = Geste(projet, animatrice.participant, "eclaire", encart)
    for texte in ("Avant", "Après"):
        instance = changements.modifier(geste, instance, {champ: texte})
    change = dernier(projet)
    animatrice.post(ligne(base, encart, instance.pk, "retirer"))
    assert "la voici de nouveau, avec le texte repris" in reprendre(animatrice, base, change)
    instance.refresh_from_db()
    assert getattr(instance, champ) == "Avant"
    presents = (
        Participant.objects.de(projet).equipe()
        if encart == "equipe"
        else Constat.objects.de(projet).presents()
    )
    assert list(presents) == [instance]


def test_texte_d_un_membre_parti_de_la_fresque_dit_quoi_faire(
    projet: Projet, base: str, animatrice: Visiteur, equipiere: Participant
) -> None:
    geste = Geste(projet, animatrice.participant, "eclaire", "equipe")
    changements.modifier(geste, equipiere, {"fonction": "Éducatrice"})
    change = dernier(projet)
    animatrice.post(ligne(base, "equipe", equipiere.pk, "retirer"))
    animatrice.post(ligne(base, "autres", equipiere.pk, "retirer"))
    assert "remettez-la d’abord, depuis la corbeille" in reprendre(animatrice, base, change)
    equipiere.refresh_from_db()
    assert equipiere.fonction == "Éducatrice"


def test_texte_d_une_ligne_partie_depuis_longtemps_le_dit(
    projet: Projet, base: str, animatrice: Visiteur
) -> None:
    constat = ConstatFactory(projet=projet, texte="Avant")
    geste = Geste(projet, animatrice.participant, "eclaire", "constats")
    changements.modifier(geste, constat, {"texte": "Après"})
    change = dernier(projet)
    loin = timezone.now() - timedelta(days=31)
    Constat.objects.filter(pk=constat.pk).update(retire_le=loin)
    assert "a quitté la corbeille" in reprendre(animatrice, base, change)
    constat.refresh_from_db()
    assert (constat.texte, constat.retire_le) == ("Après", loin)


def test_corbeille_et_historique_accordent(projet: Projet, base: str, animatrice: Visiteur) -> None:
    geste = Geste(projet, animatrice.participant, "actions", "fiches")
    fiche = ouvrir_fiche(geste, {"intitule": "Les relèves"})
    noter(Geste(projet, animatrice.participant, "fiche-1", "objectif"), "conflit", fiche, ())
    animatrice.post(f"{base}planches/actions/fiches/lignes/{fiche.pk}/retirer/")
    assert "Fiche action retirée par" in animatrice.get(f"{base}corbeille/").content.decode()
    page = animatrice.get(f"{base}historique/").content.decode()
    assert "mis de côtée" not in page
    assert "Texte mis de côté" in page


def test_corbeille_ne_propose_que_ce_que_l_on_peut_remettre(
    projet: Projet, base: str, animatrice: Visiteur, contributrice: Visiteur
) -> None:
    service = ServiceFactory(etablissement=projet.etablissement)
    animatrice.post(ligne(base, "services", service.pk, "retirer"))
    adresse = ligne(base, "services", service.pk, "retablir")
    assert adresse in animatrice.get(f"{base}corbeille/").content.decode()
    assert adresse not in contributrice.get(f"{base}corbeille/").content.decode()


def test_journal_dit_les_dates_et_les_cases_cochees_en_francais(
    projet: Projet, animatrice: Visiteur
) -> None:
    geste = Geste(projet, animatrice.participant, "fiche-1", "etapes")
    changements.modifier(geste, EtapeFactory(projet=projet), {"date_realisation": date(2026, 7, 1)})
    changements.modifier(geste, ConstatFactory(projet=projet), {"auteur_masque": True})
    dits = Evenement.objects.filter(projet=projet).order_by("pk")
    assert list(dits.values_list("avant", "apres")) == [("", "1er juillet 2026"), ("non", "oui")]


@pytest.mark.pur
def test_les_pages_disent_les_jours_du_code() -> None:
    """The corbeille, the notice before erasing: what people read of them is what happens."""
    pages = [*(RACINE / "pasapas/informations/textes").glob("*.txt"), RACINE / "docs/rgpd.md"]
    dites = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    jours = r"corbeille(?: de| \| lignes retirées \|) (\d+) jours|(\d+) jours dans la corbeille"
    assert [int(a or b) for a, b in re.findall(jours, dites)] == [CORBEILLE.days] * 3
    preavis = re.findall(r"préavis de (\d+) jours", dites)
    assert {*map(int, preavis)} == {PREAVIS.days}


@pytest.mark.pur
@pytest.mark.parametrize(
    ("page", "phrase", "nombre"),
    [
        ("docs/heberger.md", "n’en garde que {} de jour", JOURS),
        ("docs/heberger.md", "{} de semaine", SEMAINES),
        ("docs/heberger.md", "{} de mois", MOIS),
        (f"{TEXTES}donnees-personnelles.txt", "invitation sert pendant {} jours", INVITATION),
        (f"{TEXTES}registre.txt", "invitation {} jours", INVITATION),
        ("docs/rgpd.md", "l’invitation sert {} jours", INVITATION),
        ("templates/pdf/plan.html", "{} fiches par colonne", ETAGES),
        ("docs/rgpd.md", "proposés à moins de {} personnes", PEU),
        ("docs/rgpd.md", "sans réponse en {} jours", ATTENTE.days),
        ("docs/rgpd.md", "pour le limiter à {}", PAR_JOUR),
        (f"{TEXTES}donnees-personnelles.txt", "navigateur, {} jours", GARDE),
        ("templates/admin/pasapas/dossier/_jours.html", "{} heures pour un jour", HEURES_PAR_JOUR),
        *(
            (page, "moins de {} mois", JOURS_ENTRE_DEUX // 30)
            for page in (
                "templates/diagnostic/ouvrir.html",
                "templates/diagnostic/cloturer.html",
                "templates/diagnostic/resultats/_qui.html",
                "diagnostic/exports.py",
            )
        ),
    ],
)
def test_les_pages_disent_les_nombres_du_code(page: str, phrase: str, nombre: int | str) -> None:
    dite = " ".join((RACINE / page).read_text(encoding="utf-8").lower().split())
    assert phrase.format(EN_LETTRES.get(nombre, nombre)) in dite
