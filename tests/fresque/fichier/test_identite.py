"""Import, export, import: nothing is lost, nothing is added, not one character moves."""

import json
from typing import Any

import pytest
import yaml

from diagnostic.models import BulletinAnonyme, Campagne, Passation, Piste, Reponse
from fresque.fichier import (
    FichierProjet,
    RapportErreurs,
    campagnes,
    exporter,
    importer,
    lire,
)
from fresque.models import Constat
from pasapas.models import Accompagnement
from pasapas.valeurs.signes import propre
from tests.factories import InterventionFactory, QuestionnaireFactory
from tests.fresque.fichier.outils import (
    EXEMPLE,
    HOSTILE,
    MINIMAL,
    TEXTES,
    ecrite,
    rapport,
    sans_donnees_de_demo,
    source,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("nom", TEXTES)
def test_texte_revient_tel_quel(nom: str) -> None:
    texte = TEXTES[nom]
    fichier = lire(MINIMAL.encode())
    annexe_1 = {"ambition": texte, "constats": [{"texte": texte}]}
    projet = {"id": "les-tilleuls", "annexe_1": annexe_1}
    fichier = FichierProjet.model_validate({**fichier.model_dump(), "projet": projet})

    ecrit = exporter(importer(fichier))
    revenu = importer(lire(ecrit.encode()))

    garde = propre(texte)
    assert revenu.ambition == garde
    assert Constat.objects.de(revenu).get().texte == garde
    assert yaml.safe_load(ecrit)["projet"]["annexe_1"]["ambition"] == garde


@pytest.mark.parametrize("chemin", [EXEMPLE, HOSTILE], ids=["exemple", "hostile"])
def test_import_export_import_est_l_identite(chemin: Any) -> None:
    premier = exporter(importer(lire(chemin.read_bytes())))
    second = exporter(importer(lire(premier.encode())))

    assert second == premier


def test_export_de_l_exemple_dit_la_meme_chose_que_lui() -> None:
    """Key for key and null for null, portefeuille and individual answers aside; beside the words
    of each period, both its ends."""
    source = EXEMPLE.read_text()

    ecrit = exporter(importer(lire(source.encode()), reponses_individuelles=True))

    attendu = sans_donnees_de_demo(source)
    for fiche in attendu["projet"]["annexe_3"]["fiches"]:
        for etape in fiche["etapes"]:
            etape["periode"].setdefault("fin", etape["periode"]["debut"])
    assert sans_donnees_de_demo(ecrit) == attendu


def test_export_du_fichier_hostile_dit_la_meme_chose_que_lui() -> None:
    fichier = lire(HOSTILE.read_bytes())

    assert lire(exporter(importer(fichier)).encode()) == fichier


def test_export_ne_contient_jamais_de_reponse_individuelle() -> None:
    projet = importer(lire(EXEMPLE.read_bytes()), reponses_individuelles=True)

    campagne = yaml.safe_load(exporter(projet))["projet"]["annexe_2"]["campagne"]

    individuelle = {"college": "salaries", "mode": "individuelle", "invites": 40}
    assert campagne["passations"][3] == individuelle
    salaries = json.loads(campagne["resultats"])["questions"]["q01"]["profils"]["salaries"]
    assert salaries == {
        "effectif": 8,
        "moyenne": 2.0,
        "nc": 0,
        "niveaux": [1, 6, 1, 0],
        "nsp": 1,
    }


def test_ce_qui_fut_publie_revient_tel_quel() -> None:
    premier = importer(lire(EXEMPLE.read_bytes()), reponses_individuelles=True)
    second = importer(lire(exporter(premier).encode()))

    publies = [Campagne.objects.get(projet=projet).resultats for projet in (premier, second)]
    assert publies[0] == publies[1]
    assert "salaries" in [profil["code"] for profil in publies[1]["profils"]]


@pytest.mark.une_base
@pytest.mark.parametrize(
    "faux",
    [
        "{",
        "[]",
        "12",
        '{"version": 1}',
        '{"version": 2}',
        "NaN",
        "[" * 5000,
    ],
)
def test_resultats_inventes_refuses(faux: str) -> None:
    dite = source(EXEMPLE)
    dite["projet"]["annexe_2"]["campagne"]["resultats"] = faux
    with pytest.raises(RapportErreurs, match="ces résultats ne sont pas de ceux"):
        lire(ecrite(dite).encode())


def test_etonnements_seuil_et_nom_reviennent() -> None:
    dite = source(HOSTILE)
    premiere = dite["projet"]["annexe_2"]["campagne"][0]
    premiere |= {
        "nom": "Printemps",
        "seuil": 7,
        "minutes": 15,
        "etonnements": [{"texte": "Ah ?", "question": "q03"}, {"texte": "Oh."}],
    }
    projet = importer(lire(ecrite(dite).encode()))
    revenue = yaml.safe_load(exporter(projet))["projet"]["annexe_2"]["campagne"][0]
    assert {cle: revenue[cle] for cle in ("nom", "seuil", "minutes", "etonnements")} == {
        cle: premiere[cle] for cle in ("nom", "seuil", "minutes", "etonnements")
    }


def test_une_piste_dit_toujours_de_quel_etonnement_elle_est_nee() -> None:
    """Each campagne has its own, counted from the first of the file."""
    dite = source(HOSTILE)
    annexe_2 = dite["projet"]["annexe_2"]
    for rang, bloc in enumerate(annexe_2["campagne"]):
        bloc["etonnements"] = [{"texte": f"Ah {rang} ?"}, {"texte": f"Oh {rang}."}]
    annexe_2 |= {"pistes_action": ["Un", "Deux", "Trois"], "origines_pistes_action": [4, None, 1]}

    projet = importer(lire(ecrite(dite).encode()))

    nees = [piste.etonnement and piste.etonnement.texte for piste in Piste.objects.de(projet)]
    assert nees == ["Oh 1.", None, "Ah 0 ?"]
    revenue = yaml.safe_load(exporter(projet))["projet"]["annexe_2"]
    assert revenue["origines_pistes_action"] == [4, None, 1]
    annexe_2 |= {"origines_pistes_action": [5, None]}
    dits = rapport(ecrite(dite))
    assert [dit.partition(" : ")[2] for dit in dits] == [
        "2 origines pour 3 pistes d’action",
        "il n’y a que 4 étonnements, lu « 5 »",
    ]


def test_le_seuil_se_dit_quand_ce_n_est_pas_celui_du_questionnaire() -> None:
    projet = importer(lire(HOSTILE.read_bytes()))
    campagnes = Campagne.objects.de(projet)
    questionnaire = QuestionnaireFactory(restitution={"anonymat": {"effectif_minimal": 8}})
    campagnes.update(seuil=5, questionnaire=questionnaire)

    revenu = importer(lire(exporter(projet).encode()))

    assert {campagne.seuil for campagne in Campagne.objects.de(revenu)} == {5}


def test_une_campagne_ouverte_reprend_avec_un_nouveau_lien() -> None:
    projet = importer(lire(HOSTILE.read_bytes()))
    ouverte = Campagne.objects.get(projet=projet, close_le=None)
    assert len(ouverte.passations.get(college="salaries").jeton) == 14
    assert ouverte.resultats is None


def test_reponses_individuelles_laissees_dehors_sauf_demande() -> None:
    importer(lire(EXEMPLE.read_bytes()))

    assert Passation.objects.filter(mode="individuelle").get().jeton == ""
    assert not BulletinAnonyme.objects.exists()
    assert "salaries" not in str(Campagne.objects.get().resultats["profils"])
    assert Reponse.objects.count() == 3 * 26


@pytest.mark.une_base
def test_ordre_des_bulletins_ne_suit_pas_celui_du_fichier(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    melanges: list[int] = []
    melanger = campagnes.ALEA.sample
    monkeypatch.setattr(
        campagnes.ALEA,
        "sample",
        lambda liste, nombre: melanges.append(nombre) or melanger(liste, nombre),
    )

    importer(lire(EXEMPLE.read_bytes()), reponses_individuelles=True)

    assert melanges == [9]


@pytest.mark.une_base
def test_notes_privees_restent_si_on_le_demande() -> None:
    projet = importer(lire(EXEMPLE.read_bytes()))

    suivi = Accompagnement.objects.get()
    Accompagnement.objects.update(entretien_compte_rendu="Entre nous")
    for type_ in ("courriel", "intervention_sur_site"):
        InterventionFactory(accompagnement=suivi, projet=projet, type=type_, intitule=type_)
    tout, groupe = exporter(projet), exporter(projet, notes_privees=False)
    for dit in ("notes_privees", "Entre nous", "intitule: courriel"):
        assert (dit in tout, dit in groupe) == (True, False)
    assert "intitule: intervention_sur_site" in groupe


def test_fichier_minimal_ressort_minimal() -> None:
    projet = importer(lire(MINIMAL.encode()))

    ecrit = yaml.safe_load(exporter(projet))
    assert ecrit == {
        "version": 1,
        "etablissement": {"nom": "MECS Les Tilleuls", "type": "autre"},
        "projet": {
            "id": "les-tilleuls",
            "annexe_1": {"nom": None, "ambition": None, "probleme": None},
        },
    }


@pytest.mark.une_base
def test_absent_vide_et_null_disent_la_meme_chose() -> None:
    texte = """
    fiches:
      - numero: 1
        postits: [{zone: objectif, texte: x}]
    """
    vide = texte.replace("texte: x", "texte: x, couleur: null, imprimer: null, auteur_id: ''")
    vide = vide.replace("numero: 1", "numero: 1\n        statut: null\n        themes:\n")

    assert lire(f"{MINIMAL}  annexe_3:{texte}".encode()) == lire(
        f"{MINIMAL}  annexe_3:{vide}".encode()
    )
