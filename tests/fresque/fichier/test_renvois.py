"""Broken ties of a file: ids that lead nowhere, doubled numbers, dates out of order."""

import pytest

from fresque.fichier import RapportErreurs, importer, lire
from pasapas.models import Etablissement, Projet, Region
from tests.fresque.fichier.outils import EXEMPLE, MINIMAL, rapport

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]

PERSONNES = "ines, malik"
REGIONS = (
    "auvergne-rhone-alpes, bourgogne-franche-comte, bretagne, centre-val-de-loire, corse, "
    "grand-est, guadeloupe, guyane, hauts-de-france, ile-de-france, la-reunion, martinique, "
    "mayotte, normandie, nouvelle-aquitaine, nouvelle-caledonie, occitanie, pays-de-la-loire, "
    "polynesie-francaise, provence-alpes-cote-d-azur, saint-barthelemy, saint-martin, "
    "saint-pierre-et-miquelon, wallis-et-futuna"
)

FAUX = """\
version: 2
etablissement:
  nom: MECS Les Tilleuls
  region: pays-de-loire
  services: [{id: jour, nom: Jour}]
personnes:
  - {id: ines, nom: Carpentier, courriel: pas une adresse}
  - {id: malik, nom: Diarra, acces_clos_le: 30/06/2025}
  - {id: ines, nom: Autre}
accompagnement:
  phase: 4
  charge_de_mission_id: pierre
  debut: 2025-02-01
  fin_prevue: 2025-01-31
  jours_sur_site: {prevus: 2.55, realises: -1}
projet:
  id: Les Tilleuls
  annexe_1:
    equipe_projet: [ines, personne, ines]
    inspirations: [{type: lien, url: "javascript:alert(1)"}, {type: note}]
    constats:
      - {auteur_id: helene, service: nuit, texte: x}
    acteurs:
      - {id: cse, nom: CSE, contact_id: karim}
    historique_carte:
      - {date: 2025-02-30, acteur_id: opco, de: engage, vers: parti}
    repertoire: [{acteur_id: opco, nom: x}]
  annexe_2:
    campagne:
      id: c1
      questionnaire: autodiagnostic-pas-a-pas
      questionnaire_version: 1
      ouverte_le: 2025-01-13
      close_le: 2025-01-12
      passations:
        - college: irp
          mode: collective
          reponses: [[5,0,2,non, 1,2,2, 2,3,2, 4,2,3, 2,2,1, 2,3,2, 1,2,1, 2,3,2,1], [1, 2]]
    syntheses: [{theme: t9}, {theme: t1}, {theme: t1}]
    intentions: [{texte: x, theme: sante, fiche: 4}]
  annexe_3:
    fiches:
      - numero: 1
        themes: [t1, t1, t0]
        referent_id: karim
        etapes:
          - {intitule: a, periode: {debut: 2025-03, fin: 2025-02}, realisee_le: hier}
          - {intitule: b, periode: {fin: 2025-02-30}}
        postits: [{auteur_id: karim, zone: description, texte: ok, couleur: violet}]
      - numero: 1
      - numero: 0
  annexe_4:
    participants: [karim]
    communications: [{sujet: x, responsable_id: karim}]
    suites: [{texte: x, fiche: 7, echeance: 2026-13}]
  postits:
    - {planche: fiche-1, zone: description, texte: x}
    - {planche: bilan-2, zone: retenons, texte: x}
"""


def reproches(personne: str, lieu: str) -> str:
    return f"{lieu} : aucune personne n’a l’id « {personne} » ; dans ce fichier : {PERSONNES}"


def test_fichier_plein_de_renvois_rompus() -> None:
    assert rapport(FAUX) == [
        "ligne 1, version : attendu 1, la seule version de ce format, lu « 2 »",
        "ligne 4, etablissement > region : région inconnue « pays-de-loire » ; "
        f"régions connues : {REGIONS}",
        "ligne 7, personnes > 1re > courriel : attendu une adresse e-mail, lu « pas une adresse »",
        "ligne 8, personnes > 2e > acces_clos_le : attendu une date comme 2025-02-17, "
        "lu « 30/06/2025 »",
        "ligne 9, personnes > 3e > id : « ines » est déjà pris plus haut",
        "ligne 11, accompagnement > phase : attendu 1, 2, 3 ou terminé, lu « 4 »",
        reproches("pierre", "ligne 12, accompagnement > charge_de_mission_id"),
        "ligne 14, accompagnement > fin_prevue : la fin prévue précède le début (2025-02-01)",
        "ligne 15, accompagnement > jours_sur_site > prevus : attendu un nombre de jours de 0 "
        "à 9999.9, au dixième près, lu « 2.55 »",
        "ligne 15, accompagnement > jours_sur_site > realises : attendu un nombre de jours de 0 "
        "à 9999.9, au dixième près, lu « -1 »",
        "ligne 17, projet > id : attendu un mot fait de lettres sans accent, de chiffres et de "
        "tirets, lu « Les Tilleuls »",
        reproches("personne", "ligne 19, projet > annexe_1 > equipe_projet > 2e"),
        "ligne 19, projet > annexe_1 > equipe_projet > 3e : « ines » est nommé deux fois",
        "ligne 20, projet > annexe_1 > inspirations > 1re > url : attendu une adresse de page "
        "en https://…, lu « javascript:alert(1) »",
        "ligne 20, projet > annexe_1 > inspirations > 2e : notez au moins un texte, une url ou "
        "un fichier",
        reproches("helene", "ligne 22, projet > annexe_1 > constats > 1er > auteur_id"),
        "ligne 22, projet > annexe_1 > constats > 1er > service : aucun service n’a l’id "
        "« nuit » ; dans ce fichier : jour",
        reproches("karim", "ligne 24, projet > annexe_1 > acteurs > 1er > contact_id"),
        "ligne 26, projet > annexe_1 > historique_carte > 1er > acteur_id : aucun acteur n’a "
        "l’id « opco » ; dans ce fichier : cse",
        "ligne 26, projet > annexe_1 > historique_carte > 1er > date : attendu une date comme "
        "2025-02-17, lu « 2025-02-30 »",
        "ligne 26, projet > annexe_1 > historique_carte > 1er > vers : attendu un de ces mots : "
        "engage, a_relancer, a_contacter, lu « parti »",
        "ligne 27, projet > annexe_1 > repertoire > 1er > acteur_id : aucun acteur n’a l’id "
        "« opco » ; dans ce fichier : cse",
        "ligne 34, projet > annexe_2 > campagne > close_le : la clôture précède l’ouverture "
        "(2025-01-13)",
        "ligne 38, projet > annexe_2 > campagne > passations > 1re > reponses > 1re > 1re : "
        "attendu 1, 2, 3, 4, nsp, nc ou null, lu « 5 »",
        "ligne 38, projet > annexe_2 > campagne > passations > 1re > reponses > 1re > 2e : "
        "attendu un niveau (1, 2…), nsp, nc ou null, lu « 0 »",
        "ligne 38, projet > annexe_2 > campagne > passations > 1re > reponses > 1re > 4e : "
        "attendu 1, 2, 3, 4, nsp, nc ou null, lu « non »",
        "ligne 38, projet > annexe_2 > campagne > passations > 1re > reponses > 2e : "
        "2 réponses pour 26 questions",
        "ligne 38, projet > annexe_2 > campagne > passations > 1re > reponses > 2e : "
        "une voix collective n’a qu’une liste de réponses",
        "ligne 39, projet > annexe_2 > syntheses > 1re > theme : attendu un de ces thèmes : "
        "t1, t2, t3, t4, t5, t6, t7, t8, lu « t9 »",
        "ligne 39, projet > annexe_2 > syntheses > 3e > theme : « t1 » a déjà sa synthèse "
        "plus haut",
        "ligne 40, projet > annexe_2 > intentions > 1re > fiche : aucune fiche n’a le numéro "
        "« 4 » ; dans ce fichier : 1, 0",
        "ligne 40, projet > annexe_2 > intentions > 1re > theme : attendu un de ces thèmes : "
        "t1, t2, t3, t4, t5, t6, t7, t8, lu « sante »",
        "ligne 44, projet > annexe_3 > fiches > 1re > themes > 2e : « t1 » est nommé deux fois",
        "ligne 44, projet > annexe_3 > fiches > 1re > themes > 3e : attendu un de ces thèmes : "
        "t1, t2, t3, t4, t5, t6, t7, t8, lu « t0 »",
        reproches("karim", "ligne 45, projet > annexe_3 > fiches > 1re > referent_id"),
        "ligne 47, projet > annexe_3 > fiches > 1re > etapes > 1re > periode > fin : "
        "la fin précède le début (2025-03)",
        "ligne 47, projet > annexe_3 > fiches > 1re > etapes > 1re > realisee_le : "
        "attendu une date comme 2025-02-17, lu « hier »",
        "ligne 48, projet > annexe_3 > fiches > 1re > etapes > 2e > periode > fin : "
        "attendu un mois comme 2025-02 ou un jour comme 2025-02-17, lu « 2025-02-30 »",
        reproches(
            "karim", "ligne 49, projet > annexe_3 > fiches > 1re > postits > 1er > auteur_id"
        ),
        "ligne 49, projet > annexe_3 > fiches > 1re > postits > 1er > couleur : attendu un de "
        "ces mots : jaune, rose, bleu, vert, gris, lu « violet »",
        "ligne 50, projet > annexe_3 > fiches > 2e > numero : « 1 » est déjà pris plus haut",
        "ligne 51, projet > annexe_3 > fiches > 3e > numero : attendu un nombre d’au moins 1, "
        "lu « 0 »",
        reproches("karim", "ligne 53, projet > annexe_4 > participants > 1er"),
        reproches("karim", "ligne 54, projet > annexe_4 > communications > 1re > responsable_id"),
        "ligne 55, projet > annexe_4 > suites > 1re > echeance : attendu un mois comme 2025-02, "
        "lu « 2026-13 »",
        "ligne 55, projet > annexe_4 > suites > 1re > fiche : aucune fiche n’a le numéro « 7 » ; "
        "dans ce fichier : 1, 0",
        "ligne 57, projet > postits > 1er > planche : les post-its d’une fiche s’écrivent dans "
        "la fiche, sous « postits »",
        "ligne 58, projet > postits > 2e > planche : attendu une de ces planches : eclaire, "
        "acteurs, etat-des-lieux, autodiagnostic, actions, bilan-1, lu « bilan-2 »",
    ]


def test_questionnaire_d_une_version_inconnue() -> None:
    campagne = "{id: c, questionnaire: autodiagnostic-pas-a-pas, questionnaire_version: 2}"
    texte = f"{MINIMAL}  annexe_2:\n    campagne: {campagne}\n"

    assert rapport(texte) == [
        "ligne 7, projet > annexe_2 > campagne > questionnaire_version : questionnaire "
        "« autodiagnostic-pas-a-pas » version 2 inconnu ; connus ici : "
        "autodiagnostic-pas-a-pas version 1"
    ]


def test_bilans_dont_les_numeros_se_croisent() -> None:
    texte = f"{MINIMAL}  annexe_4:\n    - {{numero: 2}}\n    - {{type: final}}\n"

    assert rapport(texte) == [
        "ligne 8, projet > annexe_4 > 2e : un autre bilan porte déjà le numéro 2"
    ]


def test_phrase_de_l_exemple_de_la_documentation() -> None:
    texte = EXEMPLE.read_text().replace("realisee_le: 2025-02-17", "realisee_le: hier")

    [reproche] = rapport(texte)

    lieu = "projet > annexe_3 > fiches > 1re > etapes > 1re > realisee_le"
    rang = texte[: texte.index("realisee_le: hier")].count("\n") + 1
    assert reproche == f"ligne {rang}, {lieu} : attendu une date comme 2025-02-17, lu « hier »"


def test_fichier_refuse_n_ecrit_rien() -> None:
    with pytest.raises(RapportErreurs):
        importer(lire(EXEMPLE.read_text().replace("[t2, t4]", "[t2, t99]").encode()))

    assert (Projet.objects.count(), Etablissement.objects.count()) == (0, 0)


def test_contrainte_de_la_base_devient_une_ligne_du_rapport(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Should a check be forgotten here, the database still refuses, and says it in French."""
    fichier = lire(MINIMAL.encode())
    personne = {"id": "a", "nom": "Carpentier"}
    fichier = type(fichier).model_validate({**fichier.model_dump(), "personnes": [personne]})
    monkeypatch.setattr(
        type(fichier.personnes[0]), "model_dump", lambda self, **options: {"nom": ""}
    )

    with pytest.raises(RapportErreurs) as refus:
        importer(fichier)

    assert [str(e) for e in refus.value.erreurs] == ["Donnez au moins le nom de la personne."]
    assert Projet.objects.count() == 0


def test_region_disparue_entre_la_lecture_et_l_ecriture() -> None:
    fichier = lire(MINIMAL.replace("Tilleuls\n", "Tilleuls\n  region: bretagne\n").encode())
    Region.objects.filter(code="bretagne").delete()

    with pytest.raises(RapportErreurs) as refus:
        importer(fichier)

    assert str(refus.value).startswith(
        "Fichier refusé, rien n’a été écrit : 1 erreur.\n"
        "- etablissement > region : région inconnue « bretagne » ; régions connues : "
    )
