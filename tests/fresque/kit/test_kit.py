"""The paper, word for word: every box of the kit, its label and its prompt (kit 1.2 to 1.5)."""

import pytest

from fresque.pdf.tableaux import colonnes
from pasapas.models import Projet
from pasapas.valeurs.encarts import Encart, Genre
from pasapas.valeurs.planches import Planche
from tests.factories import ActeurFactory, FicheActionFactory
from tests.fresque.kit.libelles import THEMES, plein
from tests.mur import relire, relire_planche, remplir

pytestmark = pytest.mark.une_base
ENTETE = (
    "Engager une dynamique collective d’amélioration des conditions de travail "
    "dans le secteur de la protection de l’enfance"
)
ECLAIRE = [
    ("nom", "Quel est le nom de votre établissement, service, projet :", ""),
    ("ambition", "Renseignez ici votre projet, votre ambition :", ""),
    ("probleme", "Quel est le problème que je souhaite traiter ?", ""),
    ("equipe", "Quelle équipe rassembler ?", ""),
    ("autres", "Et autour de l’équipe", "Qui suit le projet sans être du groupe de travail ?"),
    (
        "inspirations",
        "Qu’est-ce qui m’inspire ? Qu’est-ce qui me donne envie de me lancer ?",
        "Collez ou notez ici, les ressources qui vous inspirent !",
    ),
    (
        "constats",
        "Vos constats :",
        "Notez ici vos observations, constats, points de blocages identifiés au quotidien et sur "
        "lesquels il serait intéressant d’agir :",
    ),
    ("etablissement", "Notre établissement", ""),
    ("services", "Nos services", ""),
]
ACTEURS = [
    ("cercle-direct", "Les partenaires directs :", ""),
    ("cercle-elargi", "Écosystème élargi :", ""),
    ("cercle-interet", "Sphère d’intérêt :", ""),
    ("cercle-reste", "À placer :", ""),
    ("engagement-engage", "Les partenaires engagés :", ""),
    ("engagement-a-relancer", "Les partenaires à relancer :", ""),
    ("engagement-a-contacter", "Les partenaires à contacter :", ""),
    ("engagement-reste", "À classer :", ""),
    ("repertoire", "Mon répertoire", "Qui appeler, à quel numéro ?"),
]
ETAT_DES_LIEUX = [
    ("outil", "Quel outil avez-vous utilisé ?", ""),
    ("mis_en_place", "Qu’avez-vous mis en place à cette étape ?", ""),
    (
        "deroulement",
        "Expliquez ici comment vous avez abordé cet état des lieux ?",
        "Qui y a participé ? Comment l’avez-vous mené ?",
    ),
]
AUTODIAGNOSTIC = [
    *(
        encart
        for n in range(1, 9)
        for encart in (
            (f"t{n}-valoriser", "Éléments à valoriser", ""),
            (f"t{n}-modifier", "Éléments à modifier", ""),
            (f"t{n}-points-de-vue", "Points de vue confrontés", ""),
        )
    ),
    ("rapport_etonnement", "Rapport d’étonnement ?", ""),
    ("pistes", "Pistes d’actions ?", ""),
    ("apprentissages", "Apprentissages complémentaires", ""),
    ("intentions", "Premières intentions d’action :", ""),
]
FICHE = [
    ("intitule", "FICHE ACTION", "Comment s’intitule l’action ?"),
    ("suivi", "Où en est-elle ?", "Qui en est le référent ? De quels thèmes part-elle ?"),
    ("problematique", "Problématique", "À quel problème doit-on répondre ?"),
    ("objectif", "Objectif de l’action", "Quel est notre but ?"),
    ("description", "Description de l’action envisagée", "Qu’envisageons-nous de faire ?"),
    (
        "perimetre",
        "Périmètre pour tester les actions",
        "À quelle échelle : établissement, services ? Quels métiers concernés ?",
    ),
    ("facteurs_reussite", "+ Facteurs de réussite", ""),
    ("contraintes", "- Contraintes", ""),
    (
        "evaluation",
        "Évaluation",
        "Quels sont les indicateurs de succès, qualitatifs et quantitatifs ? Quels sont les effets "
        "sur l’établissement ? le collectif ? le nouveau professionnel et l’usager ?",
    ),
    (
        "acteurs_a_mobiliser",
        "Acteurs à mobiliser",
        "De quel métier ? De quelles fonctions ? En interne / à l’externe ?",
    ),
    (
        "modalites",
        "Modalités de participation",
        "Durée, horaires, individuel / collectif, distanciel / présentiel, temps programmé",
    ),
    ("etapes", "ÉTAPES DE RÉALISATION", ""),
    ("rubriques", "Nos rubriques ajoutées", "Faites-en votre outil, en ajoutant des items"),
]
BILAN = [
    ("seance", "La séance de bilan", "Quel jour ? Qui était là ?"),
    (
        "retenons",
        "Que retenons-nous ?",
        "Quels sont nos apprentissages ? Que nous ont apporté les actions menées ? Quel bilan en "
        "faisons-nous ?",
    ),
    ("valoriser", "Que souhaitons-nous valoriser ?", ""),
    ("communications", "Sur quoi souhaitons-nous communiquer ? À qui ? Comment ?", ""),
    ("poursuivre", "Comment pouvons-nous poursuivre et conserver cette dynamique ?", ""),
    ("suites", "Quelles actions pour la suite ?", ""),
    ("bilans", "Nos bilans", ""),
]
PLANCHES = {
    "eclaire": ("A1", "P1", "J’éclaire le projet", ENTETE, ECLAIRE),
    "acteurs": ("A2", "P2", "LES ACTEURS DU PROJET", ENTETE, ACTEURS),
    "etat-des-lieux": ("B1", "P3", "UN ÉTAT DES LIEUX", "Par quoi commencer ?", ETAT_DES_LIEUX),
    "autodiagnostic": ("B2", "P4", "AUTO-DIAGNOSTIC", "Par quoi commencer ?", AUTODIAGNOSTIC),
    "actions": (
        "C1",
        "P5",
        "LES ACTIONS ENGAGÉES",
        "Passons à l’action !",
        [("fiches", "Nos fiches action", "")],
    ),
    "fiche-1": ("n°1", "P6.1", "FICHE ACTION N°1", "", FICHE),
    "bilan-1": ("D1", "P7", "RÉALISONS LE BILAN", "", BILAN),
}
SECTIONS = [
    (
        "acteurs",
        "proximite",
        "QUI POUR M’AIDER ?",
        "Cartographiez ici l’ensemble des acteurs à engager :",
    ),
    (
        "acteurs",
        "relation",
        "OÙ EN SOMMES-NOUS AVEC EUX ?",
        "Répertoriez ici l’ensemble des acteurs de votre projet en y catégorisant vos cartes :",
    ),
    (
        "fiche-1",
        "facteurs",
        "Facteurs de réussite et contraintes",
        "Quels seront les éléments favorables et défavorables pour la mise en œuvre du projet ?",
    ),
    ("autodiagnostic", "enseignements", "VOS ENSEIGNEMENTS", ""),
    ("bilan-1", "apprentissages", "1 - Renseignez vos apprentissages", ""),
    (
        "bilan-1",
        "communication",
        "2 - Recensez et précisez vos intentions de communication",
        "",
    ),
    ("bilan-1", "suite", "3 - Et maintenant ?", ""),
]
INTRO_AUTODIAGNOSTIC = (
    "Commencer par un état des lieux permet de s’accorder ensemble sur ce qui participe à bien "
    "faire son travail, ce qui l’empêche et qui va donc être favorable ou délétère en termes de "
    "QVCT. Comme point de départ, vous avez choisi d’utiliser l’Autodiagnostic Pas à Pas dédié à "
    "la protection de l’enfance pour identifier les changements que vous pourriez mener. "
    "Renseignez ci-dessous les enseignements recueillis sous chacune des thématiques qui le "
    "composent :"
)
PROSE = [
    ("autodiagnostic", "intro", INTRO_AUTODIAGNOSTIC),
    (
        "actions",
        "intro",
        "Affichez ci-dessous, l’ensemble des actions engagées au sein de votre établissement. Par "
        "exemple : aménagement des horaires de travail, organisation des réunions des équipes, "
        "refonte des plannings etc.",
    ),
    (
        "acteurs",
        "conseil",
        "Cette cartographie est un outil vivant. N’hésitez pas à la réactualiser régulièrement au "
        "fil de l’évolution du projet, de l’arrivée de nouveaux partenaires ou de changements dans "
        "l’environnement.",
    ),
    (
        "etat-des-lieux",
        "conseil",
        "Pour en savoir plus, les 8 thématiques abordées par l’autodiagnostic sont détaillées p. "
        "21 à 23 du kit. Afin de vous permettre d’interroger les pratiques de votre établissement, "
        "la passation peut se faire en groupe, ou peut être l’occasion de confronter des points de "
        "vue entre direction, représentants du personnel et représentants métiers, etc.",
    ),
]


def dit(encart: Encart) -> tuple[str, str, str]:
    return encart.nom, plein(encart.titre), plein(encart.question)


@pytest.fixture
def vide(projet: Projet) -> Projet:
    Projet.objects.filter(pk=projet.pk).update(nom="")
    FicheActionFactory(projet=projet, intitule="")
    projet.refresh_from_db()
    return projet


@pytest.mark.parametrize("code", PLANCHES)
def test_planche_a_toutes_ses_cases_mot_pour_mot(vide: Projet, code: str) -> None:
    planche = relire_planche(vide, code)
    coordonnee, page, titre, sous_titre, encarts = PLANCHES[code]
    assert [dit(encart) for encart in planche.encarts] == encarts
    assert (planche.coordonnee, planche.page, planche.titre, planche.sous_titre) == (
        coordonnee,
        page,
        titre,
        sous_titre,
    )


def test_mur_vide_a_toutes_les_planches_dans_l_ordre(vide: Projet) -> None:
    fresque = relire(vide)
    assert [planche.code for planche in fresque.planches] == list(PLANCHES)
    assert {annexe.numero: len(planches) for annexe, planches in fresque.par_annexe} == {
        1: 2,
        2: 2,
        3: 2,
        4: 1,
    }


def test_projet_vide_n_a_que_des_cases_vides(vide: Projet) -> None:
    """Except what names the établissement, lists the fiche and the bilan, says their state."""
    remplies = {
        (planche.code, encart.nom)
        for planche in relire(vide).planches
        for encart in planche.encarts
        if not encart.vide
    }
    assert remplies == {
        ("eclaire", "etablissement"),
        ("actions", "fiches"),
        ("fiche-1", "suivi"),
        ("bilan-1", "bilans"),
    }


def test_projet_rempli_n_a_aucune_case_vide(projet: Projet) -> None:
    vides = [
        (planche.code, encart.nom)
        for planche in relire(remplir(projet)).planches
        for encart in planche.encarts
        if encart.vide
    ]
    assert vides == []


@pytest.mark.parametrize(("code", "nom", "titre", "intro"), SECTIONS)
def test_section_dit_le_kit(vide: Projet, code: str, nom: str, titre: str, intro: str) -> None:
    planche = relire_planche(vide, code)
    (section,) = [section for section in planche.sections if section.nom == nom]
    assert (plein(section.titre), plein(section.intro)) == (titre, intro)


def test_huit_themes_dans_l_ordre(vide: Projet) -> None:
    planche = relire_planche(vide, "autodiagnostic")
    assert [section.titre for section in planche.sections[:8]] == THEMES


@pytest.mark.parametrize(("code", "champ", "prose"), PROSE)
def test_prose_du_kit(vide: Projet, code: str, champ: str, prose: str) -> None:
    assert plein(getattr(relire_planche(vide, code), champ)) == prose


def test_etapes_sont_un_tableau(vide: Projet) -> None:
    etapes = relire_planche(vide, "fiche-1").encart("etapes")
    assert etapes.genre == Genre.TABLEAU
    assert colonnes(etapes) == (  # on paper; the screen asks who besides
        "Étape",
        "Période envisagée",
        "Date de réalisation",
        "Résultats et suites à donner",
    )
    assert etapes.sous == ("Qui ?",)


def test_acteur_sans_place_a_sa_colonne(projet: Projet) -> None:
    ActeurFactory(projet=projet, cercle="", engagement="")
    planche: Planche = relire_planche(projet, "acteurs")
    restes = [dit(encart)[:2] for encart in planche.encarts if encart.nom.endswith("-reste")]
    assert restes == [("cercle-reste", "À placer :"), ("engagement-reste", "À classer :")]


def test_noms_de_cases_uniques_et_zones_sans_partage(projet: Projet) -> None:
    for planche in relire(remplir(projet)).planches:
        zones = [zone for encart in planche.encarts for zone in encart.siennes]
        assert sorted(zones) == sorted(set(zones)), planche.code
