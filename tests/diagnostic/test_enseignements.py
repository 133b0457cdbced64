"""From results to words to action: nothing by itself, one click, once, and the thread both ways."""

from uuid import uuid4

import pytest

from diagnostic import operations
from diagnostic.models import (
    Campagne,
    ElementTheme,
    EtatDesLieux,
    Intention,
    Piste,
    Question,
    Sens,
    SyntheseTheme,
)
from diagnostic.questionnaires import en_yaml, lire_yaml
from fiches.models import FicheAction, Origine
from fresque import assemblage
from fresque.fichier import exporter, importer, lire
from pasapas.journal import Geste
from pasapas.models import Projet
from tests.base import empreinte
from tests.diagnostic.passages import campagne as passer
from tests.diagnostic.passages import clore, exemple
from tests.factories import (
    CampagneFactory,
    ElementThemeFactory,
    EtonnementFactory,
    FicheActionFactory,
    IntentionFactory,
    PisteFactory,
    ThemeFicheFactory,
)
from tests.htmx import element
from tests.personnes import Visiteur

P4 = "planches/autodiagnostic"


@pytest.fixture
def campagne(projet: Projet) -> Campagne:
    return clore(passer(projet, exemple()))


@pytest.fixture
def geste(projet: Projet) -> Geste:
    return Geste(projet, None, "autodiagnostic", "pistes")


def base(projet: Projet) -> str:
    return f"/projets/{projet.slug}/"


def page(projet: Projet, campagne: Campagne) -> str:
    return f"{base(projet)}autodiagnostic/{campagne.pk}/enseignements/"


# --- Results propose, the group keeps


def test_rien_ne_s_ecrit_tout_seul(campagne: Campagne, projet: Projet, lecteur: Visiteur) -> None:
    avant = empreinte()
    contenu = lecteur.get(page(projet, campagne)).content.decode()
    assert empreinte() == avant
    assert "Écrire avec les équipes une conduite à tenir simple" in contenu
    assert "questionnaire de démonstration, rédigé pour ce projet" in contenu
    assert "/garder/" not in contenu


def test_garder_ecrit_la_phrase_une_seule_fois(
    campagne: Campagne, projet: Projet, contributrice: Visiteur
) -> None:
    url = f"{page(projet, campagne)}q02/modifier/garder/"
    for _ in range(2):
        reponse = contributrice.post(url)
    assert reponse.url == f"{page(projet, campagne)}#q02-modifier"
    garde = ElementTheme.objects.get(projet=projet)
    assert (garde.origine, garde.sens, garde.synthese.theme.code) == ("q02", "modifier", "t1")
    assert garde.texte == Question.objects.get(code="q02").phrase("modifier")
    contenu = contributrice.get(page(projet, campagne)).content.decode()
    assert f"/t1-modifier/lignes/{garde.pk}/" in contenu
    resultats = contributrice.get(f"{base(projet)}autodiagnostic/{campagne.pk}/resultats/")
    assert "Gardé dans nos enseignements" in resultats.content.decode()


def test_garder_depuis_les_resultats_y_revient(
    campagne: Campagne, projet: Projet, contributrice: Visiteur
) -> None:
    url = f"{page(projet, campagne)}q02/modifier/garder/"
    reponse = contributrice.post(url, {"retour": "resultats"})
    assert reponse.url.endswith(f"/{campagne.pk}/resultats/#q02")


def test_retirer_puis_garder_rend_les_mots_du_groupe(
    campagne: Campagne, projet: Projet, contributrice: Visiteur
) -> None:
    url = f"{page(projet, campagne)}q02/modifier/"
    contributrice.post(f"{url}garder/")
    ElementTheme.objects.update(texte="Nos mots à nous")
    contributrice.post(f"{url}retirer/")
    assert not ElementTheme.objects.presents().exists()
    contributrice.post(f"{url}garder/")
    assert ElementTheme.objects.presents().get().texte == "Nos mots à nous"


@pytest.mark.parametrize(
    "suite",
    [
        "q02/valoriser/garder/",  # not proposed: an axe
        "q02/modifier/effacer/",
        "q99/modifier/garder/",
        "q02/autre/garder/",
    ],
)
def test_ce_qui_n_est_pas_propose(
    suite: str, campagne: Campagne, projet: Projet, contributrice: Visiteur
) -> None:
    avant = empreinte()
    assert contributrice.post(page(projet, campagne) + suite).status_code == 404
    assert empreinte() == avant


def test_avant_la_cloture_rien_n_est_propose(projet: Projet, contributrice: Visiteur) -> None:
    ouverte = CampagneFactory(projet=projet, questionnaire=operations.questionnaire_courant())
    EtonnementFactory(projet=projet, campagne=ouverte, texte="Personne ne connaît le protocole")
    contenu = contributrice.get(page(projet, ouverte)).content.decode()
    assert "à la clôture de la campagne" in contenu
    assert "Personne ne connaît le protocole" in contenu
    url = f"{page(projet, ouverte)}q02/modifier/garder/"
    assert contributrice.post(url).status_code == 404


def test_lecteur_et_etrangere_ne_gardent_rien(
    campagne: Campagne, projet: Projet, lecteur: Visiteur, etrangere: Visiteur
) -> None:
    url = f"{page(projet, campagne)}q02/modifier/garder/"
    assert (lecteur.post(url).status_code, etrangere.post(url).status_code) == (403, 404)
    assert etrangere.get(page(projet, campagne)).status_code == 404
    assert not ElementTheme.objects.exists()


def test_page_ne_coute_pas_plus_avec_trois_etonnements(
    campagne: Campagne, projet: Projet, lecteur: Visiteur, django_assert_max_num_queries: object
) -> None:
    EtonnementFactory.create_batch(3, projet=projet, campagne=campagne)
    for code in ("q01", "q02", "q03"):
        question = Question.objects.get(code=code)
        operations.garder(
            Geste(projet, None, "autodiagnostic", "t1-modifier"), question, Sens.MODIFIER
        )
    with django_assert_max_num_queries(14):
        lecteur.get(page(projet, campagne))


# --- Surprises of the séance


@pytest.mark.parametrize("vers", ["rapport", "piste"])
def test_etonnement_s_apporte_une_seule_fois(
    vers: str, campagne: Campagne, projet: Projet, contributrice: Visiteur
) -> None:
    EtatDesLieux.objects.update(rapport_etonnement="Déjà là")
    note = EtonnementFactory(projet=projet, campagne=campagne, texte="Le salaire arrive loin")
    for _ in range(2):
        contributrice.post(f"{page(projet, campagne)}etonnements/{note.pk}/{vers}/")
    rapport = EtatDesLieux.objects.get(projet=projet).rapport_etonnement
    pistes = [(p.texte, p.etonnement_id) for p in Piste.objects.all()]
    if vers == "rapport":
        assert (rapport, pistes) == ("Déjà là\n• Le salaire arrive loin", [])
    else:
        assert (rapport, pistes) == ("Déjà là", [("Le salaire arrive loin", note.pk)])
    contenu = contributrice.get(page(projet, campagne)).content.decode()
    assert ("En faire une piste" in contenu) == (vers == "rapport")
    assert ("Au rapport d’étonnement" in contenu) == (vers == "piste")


def test_rapport_trop_plein_le_dit(
    campagne: Campagne, projet: Projet, contributrice: Visiteur
) -> None:
    EtatDesLieux.objects.update(rapport_etonnement="x" * 20_000)
    note = EtonnementFactory(projet=projet, campagne=campagne)
    url = f"{page(projet, campagne)}etonnements/{note.pk}/rapport/"
    assert "20000" in contributrice.post(url, follow=True).content.decode().replace("\u202f", "")
    assert EtatDesLieux.objects.get(projet=projet).rapport_etonnement == "x" * 20_000


def test_etonnement_d_une_autre_campagne(
    campagne: Campagne, projet: Projet, autre_projet: Projet, contributrice: Visiteur
) -> None:
    ailleurs = EtonnementFactory(projet=autre_projet)
    url = f"{page(projet, campagne)}etonnements/{ailleurs.pk}/piste/"
    assert contributrice.post(url).status_code == 404
    assert contributrice.post(url.replace("piste", "corbeille")).status_code == 404


# --- From a piste to an intention, from an intention to a fiche


def transformer(client: Visiteur, projet: Projet, encart: str, pk: int, **entetes: str) -> object:
    url = f"{base(projet)}{P4}/{encart}/lignes/{pk}/devenir/"
    return client.post(url, headers=entetes)


def test_piste_devient_intention_et_le_fil_se_voit(projet: Projet, contributrice: Visiteur) -> None:
    piste = PisteFactory(projet=projet, texte="Un tuteur volontaire")
    reponse = transformer(contributrice, projet, "pistes", piste.pk, **{"HX-Request": "true"})
    intention = Intention.objects.get(piste=piste)
    assert intention.texte == "Un tuteur volontaire"
    pistes, intentions = (
        element(reponse, f"autodiagnostic--{nom}") for nom in ("pistes", "intentions")
    )
    assert "Devenue une intention" in pistes.text_content()
    assert "En faire une intention" not in pistes.text_content()
    assert "Née d’une piste d’action" in intentions.text_content()
    (retour,) = intentions.xpath(".//a[contains(@href, 'pistes')]/@href")
    assert retour == f"{base(projet)}#autodiagnostic--pistes-{piste.pk}"
    (annuler,) = intentions.xpath(".//button[@data-annuler]/@formaction")
    contributrice.post(annuler)
    (ligne,) = assemblage.planche(projet, "autodiagnostic").encart("pistes").lignes
    assert ligne.devenir == "En faire une intention"


def test_mots_changes_se_citent_dans_les_deux_sens(projet: Projet) -> None:
    piste = PisteFactory(projet=projet, texte="Un tuteur")
    IntentionFactory(projet=projet, piste=piste, texte="Un tuteur par métier")
    planche = assemblage.planche(projet, "autodiagnostic")
    dits = [
        champ.texte
        for nom in ("pistes", "intentions")
        for champ in planche.encart(nom).lignes[0].details
    ]
    assert dits == [
        "Devenue l’intention «\u00a0Un tuteur par métier\u00a0»",
        "Née de la piste «\u00a0Un tuteur\u00a0»",
    ]


@pytest.mark.parametrize("cle", ["", str(uuid4())])
def test_deux_clics_ne_font_pas_deux_intentions(
    cle: str, projet: Projet, contributrice: Visiteur
) -> None:
    piste = PisteFactory(projet=projet)
    for _ in range(2):
        reponse = transformer(contributrice, projet, "pistes", piste.pk, **{"X-Operation": cle})
        assert reponse.status_code == 302
    assert Intention.objects.count() == 1


def test_intention_retiree_revient_avec_ses_mots(geste: Geste, projet: Projet) -> None:
    piste = PisteFactory(projet=projet, texte="Un tuteur")
    intention = operations.intention_de_la_piste(geste, piste)
    Intention.objects.update(texte="Un tuteur par métier", retire_le="2026-01-01T00:00Z")
    assert operations.intention_de_la_piste(geste, piste) == intention
    assert Intention.objects.presents().get().texte == "Un tuteur par métier"


def test_piste_nee_d_un_etonnement_donne_son_theme(geste: Geste, projet: Projet) -> None:
    campagne = CampagneFactory(projet=projet, questionnaire=operations.questionnaire_courant())
    question = Question.objects.get(code="q05")
    note = EtonnementFactory(projet=projet, campagne=campagne, question=question)
    piste = operations.piste_de_l_etonnement(geste, note)
    assert operations.intention_de_la_piste(geste, piste).theme.code == "t2"
    (ligne,) = assemblage.planche(projet, "autodiagnostic").encart("pistes").lignes
    assert ligne.champs[1].texte == "Née d’un étonnement de la séance"


@pytest.mark.parametrize(
    ("texte", "intitule", "description"),
    [
        ("Un tutorat", "Un tutorat", ""),
        ("Deux\nlignes", "", "Deux\nlignes"),
        ("mot " * 30, "", ("mot " * 30).strip()),
    ],
)
def test_intention_devient_fiche(
    texte: str, intitule: str, description: str, projet: Projet, contributrice: Visiteur
) -> None:
    theme = SyntheseTheme.objects.de(projet).get(theme__code="t3").theme
    intention = IntentionFactory(projet=projet, texte=texte, theme=theme)
    for _ in range(2):
        reponse = transformer(contributrice, projet, "intentions", intention.pk)
    fiche = FicheAction.objects.get(projet=projet)
    assert reponse.url == f"{base(projet)}planches/fiche-{fiche.numero}/"
    assert (fiche.intitule, fiche.description) == (intitule, description)
    assert list(fiche.themes.all()) == [theme]
    (fil,) = assemblage.planche(projet, "fiche-1").encart("suivi").fils
    assert (fil.label, fil.url) == (
        "Née de l’intention",
        f"{base(projet)}#autodiagnostic--intentions-{intention.pk}",
    )
    (ligne,) = assemblage.planche(projet, "autodiagnostic").encart("intentions").lignes
    assert (ligne.champs[-1].url, ligne.devenir) == (f"{base(projet)}planches/fiche-1/", "")


def test_fiche_retiree_revient_plutot_qu_une_autre(projet: Projet, contributrice: Visiteur) -> None:
    FicheActionFactory(projet=projet)
    intention = IntentionFactory(projet=projet, texte="Un tutorat")
    transformer(contributrice, projet, "intentions", intention.pk)
    fiche = Origine.objects.get(intention=intention).fiche
    contributrice.post(f"{base(projet)}planches/actions/fiches/lignes/{fiche.pk}/retirer/")
    (ligne,) = assemblage.planche(projet, "autodiagnostic").encart("intentions").lignes
    assert ligne.devenir == "En faire une fiche action"
    transformer(contributrice, projet, "intentions", intention.pk)
    assert FicheAction.objects.presents().count() == 2


def test_ce_qui_ne_devient_rien(
    projet: Projet, contributrice: Visiteur, lecteur: Visiteur, autre_projet: Projet
) -> None:
    element = ElementThemeFactory(projet=projet)
    piste, ailleurs = PisteFactory(projet=projet), PisteFactory(projet=autre_projet)
    avant = empreinte()
    assert transformer(contributrice, projet, "t1-valoriser", element.pk).status_code == 404
    assert transformer(contributrice, projet, "pistes", ailleurs.pk).status_code == 404
    assert transformer(lecteur, projet, "pistes", piste.pk).status_code == 403
    assert empreinte() == avant
    Piste.objects.filter(pk=piste.pk).update(retire_le="2026-01-01T00:00Z")
    assert transformer(contributrice, projet, "pistes", piste.pk).status_code == 404
    assert not Intention.objects.exists()


# --- Another questionnaire


def autre_version(remplace: tuple[bytes, bytes], *encore: tuple[bytes, bytes]) -> object:
    octets = en_yaml(operations.questionnaire_courant())
    for avant, apres in (remplace, *encore):
        assert avant in octets
        octets = octets.replace(avant, apres)
    return operations.publier(operations.creer(lire_yaml(octets)))


def test_nouvelle_version_garde_tous_les_mots(projet: Projet) -> None:
    """t1 goes on; t8 is renamed t9 in the new version: what was said of it stays below."""
    for code in ("t1", "t8"):
        synthese = SyntheseTheme.objects.de(projet).get(theme__code=code)
        ElementThemeFactory(projet=projet, synthese=synthese, texte=f"Mot de {code}")
    fiche = FicheActionFactory(projet=projet)
    for code in ("t1", "t8"):
        theme = SyntheseTheme.objects.de(projet).get(theme__code=code).theme
        ThemeFicheFactory(fiche=fiche, theme=theme)
        IntentionFactory(projet=projet, theme=theme)
    nouveau = autre_version((b"version: 1", b"version: 2"), (b"code: t8", b"code: t9"))
    operations.adopter(projet, nouveau)
    operations.adopter(projet, nouveau)
    planche = assemblage.planche(projet, "autodiagnostic")
    noms = [section.nom for section in planche.sections]
    assert noms[:8] == [f"t{n}" for n in (1, 2, 3, 4, 5, 6, 7, 9)]
    ancienne = planche.sections[8]
    assert "Autodiagnostic Pas à pas (version 1)" in ancienne.intro
    assert planche.encart("t1-valoriser").lignes[0].titre == "Mot de t1"
    assert ancienne.encarts[0].lignes[0].titre == "Mot de t8"
    versions = [
        (lien.theme.code, lien.theme.questionnaire.version) for lien in fiche.liens_themes.all()
    ]
    assert versions == [("t1", 2), ("t8", 1)]
    assert [i.theme.questionnaire.version for i in Intention.objects.all()] == [2, 1]
    assert planche.mention.startswith("Autodiagnostic Pas à pas (version 2) :")


def test_revenir_a_l_ancienne_version_retrouve_les_mots(projet: Projet) -> None:
    premier = operations.questionnaire_courant()
    synthese = SyntheseTheme.objects.de(projet).get(theme__code="t8")
    ElementThemeFactory(projet=projet, synthese=synthese, texte="Mot de t8")
    nouveau = autre_version((b"version: 1", b"version: 2"), (b"code: t8", b"code: t9"))
    operations.adopter(projet, nouveau)
    operations.adopter(projet, premier)
    planche = assemblage.planche(projet, "autodiagnostic")
    assert planche.encart("t8-valoriser").lignes[0].titre == "Mot de t8"
    assert [section.nom for section in planche.sections][8:] == ["enseignements"]


def test_autre_questionnaire_de_memes_codes_ne_prend_pas_les_mots(projet: Projet) -> None:
    """« t1 » means something else there, except under the very same title."""
    for code in ("t1", "t2"):
        synthese = SyntheseTheme.objects.de(projet).get(theme__code=code)
        ElementThemeFactory(projet=projet, synthese=synthese, texte=f"Mot de {code}")
    titre = "Santé et sécurité dans le travail".encode()
    autre = autre_version(
        (b"slug: autodiagnostic-pas-a-pas", b"slug: un-autre"), (titre, b"Autonomie")
    )
    operations.adopter(projet, autre)
    planche = assemblage.planche(projet, "autodiagnostic")
    vus = {
        section.titre: [ligne.titre for encart in section.encarts for ligne in encart.lignes]
        for section in planche.sections[:9]
    }
    assert vus["Autonomie"] == []
    assert vus["Compétences et parcours professionnels"] == ["Mot de t2"]
    assert vus["Santé et sécurité dans le travail"] == ["Mot de t1"]
    noms = [encart.nom for encart in planche.encarts]
    assert len(noms) == len(set(noms))


# --- The file


def test_fil_et_origines_voyagent_dans_le_fichier(geste: Geste, projet: Projet) -> None:
    PisteFactory(projet=projet, texte="Une autre")
    operations.intention_de_la_piste(geste, PisteFactory(projet=projet, texte="Un tuteur"))
    question = Question.objects.get(code="q02")
    operations.garder(Geste(projet, None, "autodiagnostic", "t1-modifier"), question, Sens.MODIFIER)
    ancien = SyntheseTheme.objects.de(projet).get(theme__code="t8")
    ElementThemeFactory(projet=projet, synthese=ancien, texte="Mot de t8")
    IntentionFactory(projet=projet, theme=ancien.theme)
    operations.adopter(
        projet, autre_version((b"version: 1", b"version: 2"), (b"code: t8", b"code: t9"))
    )
    fichier = exporter(projet)
    copie = importer(lire(fichier.encode()))
    assert exporter(copie).replace(copie.slug, projet.slug) == fichier
    copiee = Intention.objects.de(copie).get(texte="Un tuteur")
    assert copiee.piste.texte == "Un tuteur"
    assert ElementTheme.objects.de(copie).get(origine="q02").sens == "modifier"
    assert [i.theme.code for i in Intention.objects.de(copie) if i.theme] == ["t8"]
