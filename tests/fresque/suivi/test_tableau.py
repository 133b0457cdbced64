"""The tableau de bord: what is late, what comes next, who sees to it; ticked, confided and added to
from there, by whoever writes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from lxml import html

from fiches.models import Etape
from fresque.accueil import petits_murs, siennes
from fresque.suivi.etapes import Confiee
from fresque.suivi.tableau import Demande, dresser
from pasapas.models import Etablissement, Projet
from pasapas.valeurs.encarts import Champ, Ligne
from pasapas.valeurs.etapes import EtapeVue, Responsable
from pasapas.valeurs.periodes import Borne, Periode
from tests.factories import EtapeFactory, FicheActionFactory, IntentionFactory, ProjetFactory
from tests.factories import ResponsableEtapeFactory as Confier
from tests.mur import case, relire
from tests.personnes import Visiteur, visiteur
from tests.requetes import requetes

pytestmark = pytest.mark.une_base
LE = date(2026, 3, 12)
INES, KARIM = Responsable("Inès", 1), Responsable("Karim", 2)


def etape(
    titre: str,
    debut: str = "",
    fin: str = "",
    *qui: Responsable,
    faite: date | None = None,
    arretee: bool = False,
) -> Confiee:
    bornes = [Borne(*map(int, dite.split("-"))) if dite else None for dite in (debut, fin)]
    vue = EtapeVue(debut, Periode(*bornes), faite, qui)
    retard = bool(bornes[1] and bornes[1].dernier < LE and not (faite or arretee))
    etat = "faite" if faite else "en-retard" if retard else "a-venir"
    ligne = Ligne("etape", len(titre), (Champ("intitule", titre),), etat=etat, etape=vue)
    return Confiee(ligne, vue, "fiche-1", "n°1", "Relève", arretee)


@pytest.mark.pur
def test_chaque_etape_une_fois_sous_ce_qui_appelle_d_abord() -> None:
    toutes = (
        etape("hier", "2026-01", "2026-03-11", INES),
        etape("jusqu’au 12", "2026-01", "2026-03-12", INES),
        etape("en cours depuis l’automne", "2025-09", "2026-06", KARIM, INES),
        etape("fin mars", "", "2026-03", Responsable("RH")),
        etape("avril, à personne", "2026-04", "2026-04"),
        etape("avril, à qui est parti", "2026-04", "2026-04", Responsable("Léa", 3, parti=True)),
        etape("mai", "2026-05", "2026-05", INES),
        etape("d’ici avril", "", "2026-04", INES),
        etape("un jour", "", "", KARIM),
        etape("hier encore", faite=LE - timedelta(days=1)),
        etape("l’an dernier", faite=LE - timedelta(days=200)),
        etape("laissée", "2025-01", "2025-01", INES, arretee=True),
    )

    def vus(demande: Demande | None = None) -> dict[str, list[str]]:
        tranches = dresser(toutes, 1, LE, demande).tranches
        return {g.code: [une.titre for une in g.etapes] for g in tranches if g.etapes}

    assert vus() == {
        "retard": ["hier"],
        "mois": ["jusqu’au 12", "fin mars", "en cours depuis l’automne"],
        "personne": ["avril, à personne", "avril, à qui est parti"],
        "ensuite": ["d’ici avril", "mai"],
        "date": ["un jour"],
        "faites": ["hier encore"],
    }
    assert vus(Demande("moi")) == {
        "retard": ["hier"],
        "mois": ["jusqu’au 12", "en cours depuis l’automne"],
        "ensuite": ["d’ici avril", "mai"],
    }
    assert vus(Demande("2")) == {"mois": ["en cours depuis l’automne"], "date": ["un jour"]}
    assert vus(Demande(nom="RH")) == {"mois": ["fin mars"]}
    assert vus(Demande("personne"))["ensuite"] == ["avril, à personne", "avril, à qui est parti"]
    tableau = dresser(toutes, 1, LE, Demande("2", fiche="1"))
    assert [(f.titre, f.nombre, f.actif) for f in tableau.gens] == [
        ("Inès", 5, False),
        ("Karim", 2, True),
        ("Léa", 1, False),
        ("RH", 1, False),
    ]
    assert [f.requete for f in tableau.vues] == [
        "?fiche=1",
        "?qui=moi&fiche=1",
        "?qui=personne&fiche=1",
    ]
    assert [f.requete for f in tableau.fiches] == ["?qui=2"]  # takes itself off
    for demande in (Demande("99"), Demande("x"), Demande(nom="Zoé"), Demande(fiche="9")):
        assert (dresser(toutes, 1, LE, demande).inconnu, vus(demande)) == (True, vus())


def page(client: Visiteur, suite: str = "") -> html.HtmlElement:
    reponse = client.get(f"/projets/{client.participant.projet.slug}/suivi/{suite}")
    assert reponse.status_code == 200
    return html.document_fromstring(reponse.content.decode())


def titres(arbre: html.HtmlElement, tranche: str) -> list[str]:
    chemin = f"//section[contains(@class, 'tranche--{tranche}')]//a[@class='etape__titre']"
    return [lien.text_content() for lien in arbre.xpath(chemin)]


def dit(arbre: html.HtmlElement) -> str:
    return " ".join(arbre.xpath("//main")[0].text_content().split())


@pytest.mark.django_db
def test_on_coche_on_confie_et_on_ajoute_depuis_le_tableau(
    projet: Projet, contributrice: Visiteur
) -> None:
    """One gesture each, back where one was; the next étape of the fiche is proposed."""
    fiche = FicheActionFactory(projet=projet, intitule="Relève")
    une = EtapeFactory(projet=projet, fiche=fiche, intitule="Former", periode_fin="2020-01")
    EtapeFactory(projet=projet, fiche=fiche, intitule="Essayer", periode_envisagee="avril")
    ici, moi = f"/projets/{projet.slug}/suivi/", contributrice.participant
    assert titres(page(contributrice), "retard") == ["Former"]
    envoi = {
        "periode_envisagee": "d’ici mars 2020",
        "base-periode_envisagee": "",
        "noms": "moi, RH",
    }
    reponse = contributrice.post(f"{ici}etapes/{une.pk}/?fiche=1", envoi)
    assert (reponse.status_code, reponse.url) == (302, f"{ici}?fiche=1")
    assert [str(un) for un in une.responsables.all()] == [str(moi), "RH"]
    assert titres(page(contributrice, "?qui=moi"), "retard") == ["Former"]

    reponse = contributrice.post(f"{ici}etapes/{une.pk}/faite/?qui=moi")
    assert (reponse.status_code, reponse.url) == (302, f"{ici}?qui=moi")
    arbre = page(contributrice, "?qui=moi")
    assert "Étape suivante : Essayer · sans personne · avril." in dit(arbre)
    (annuler,) = arbre.xpath("//div[@class='messages']//form/@action")
    assert titres(arbre, "faites") == ["Former"]
    encore = contributrice.post(f"{ici}etapes/{une.pk}/faite/", follow=True)
    assert "Étape déjà faite, le" in encore.content.decode()
    contributrice.post(annuler)
    assert titres(page(contributrice), "retard") == ["Former"]

    quand = f"mai {timezone.localdate().year + 1}"
    neuve = {"intitule": "Évaluer", "periode_envisagee": quand, "noms": "moi", "fiche": "1"}
    assert contributrice.post(f"{ici}etapes/ajouter/?qui=moi", neuve).url == f"{ici}?qui=moi"
    assert titres(page(contributrice, "?qui=moi"), "ensuite") == ["Évaluer"]
    for faux, phrase in (({"intitule": ""}, "Remplissez"), ({"fiche": "7"}, "Choisissez la fiche")):
        refus = contributrice.post(f"{ici}etapes/ajouter/", neuve | faux)
        assert refus.status_code == 422
        assert phrase in refus.content.decode()
        assert quand in refus.content.decode()
    assert Etape.objects.de(projet).count() == 3


@pytest.mark.django_db
def test_deux_personnes_sur_une_etape_rien_ne_se_perd(
    projet: Projet, contributrice: Visiteur, animatrice: Visiteur
) -> None:
    """One date and both are told; words that clash are shown to whoever comes second."""
    une = EtapeFactory(projet=projet, fiche=FicheActionFactory(projet=projet))
    ici = f"/projets/{projet.slug}/suivi/etapes/{une.pk}/"
    contributrice.post(f"{ici}faite/")
    seconde = animatrice.post(f"{ici}faite/", follow=True).content.decode()
    assert f", par {contributrice.participant}." in seconde
    assert "Étape faite le" in dit(page(contributrice))
    contributrice.post(ici, {"periode_envisagee": "mai", "base-periode_envisagee": ""})
    heurt = animatrice.post(ici, {"periode_envisagee": "juin", "base-periode_envisagee": ""})
    assert heurt.status_code == 409
    une.refresh_from_db()
    assert une.periode_envisagee == "mai"


@pytest.mark.django_db
def test_qui_lit_voit_tout_n_a_a_lui_que_le_sien_et_n_ecrit_rien(
    projet: Projet, lecteur: Visiteur, contributrice: Visiteur
) -> None:
    fiche = FicheActionFactory(projet=projet)
    for client, titre in ((lecteur, "La sienne"), (contributrice, "L’autre")):
        une = EtapeFactory(projet=projet, fiche=fiche, intitule=titre)
        Confier(etape=une, participant=client.participant)
    arbre = page(lecteur)
    assert titres(arbre, "date") == ["La sienne", "L’autre"]
    assert not arbre.xpath("//main//button[not(@data-imprime)] | //main//form")
    assert titres(page(lecteur, "?qui=moi"), "date") == ["La sienne"]
    assert lecteur.post(f"/projets/{projet.slug}/suivi/etapes/{une.pk}/faite/").status_code == 403
    # The wall counts them too, and the sheet leads here in one tap.
    mur = lecteur.get(f"/projets/{projet.slug}/?vue=moi").content.decode()
    assert "La sienne" in mur
    assert "L’autre" not in mur
    feuille = html.document_fromstring(
        lecteur.get(case(projet, "fiche-1", "etapes").url_lieu).content
    )
    assert feuille.xpath("//header//a[text()='À moi']/@href") == [
        f"/projets/{projet.slug}/suivi/?qui=moi"
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("departement", "tranche"), [("971", "mois"), ("35", "retard")])
def test_le_meme_matin_en_guadeloupe_et_en_bretagne(
    departement: str,
    tranche: str,
    projet: Projet,
    contributrice: Visiteur,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """31 May, 18:30 in Pointe-à-Pitre, is 1 June in Rennes: what ended in May is late there."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 5, 31, 22, 30, tzinfo=UTC))
    Etablissement.objects.filter(projets=projet).update(departement=departement)
    EtapeFactory(
        projet=projet,
        fiche=FicheActionFactory(projet=projet),
        intitule="Essai",
        periode_debut="2026-05",
        periode_fin="2026-05",
    )
    assert titres(page(contributrice), tranche) == ["Essai"]
    petit = petits_murs(contributrice.participant.user, siennes(contributrice.participant.user))[0]
    assert petit.retards == (tranche == "retard")


@pytest.mark.django_db
@pytest.mark.parametrize("jour", ["1899-12-31", "apres-demain"])
def test_une_date_impossible_est_refusee_a_cote_du_champ(
    jour: str, projet: Projet, contributrice: Visiteur
) -> None:
    une = EtapeFactory(projet=projet, fiche=FicheActionFactory(projet=projet))
    ici = case(projet, "fiche-1", "etapes")
    if jour == "apres-demain":
        jour = (projet.etablissement.aujourd_hui + timedelta(days=2)).isoformat()
    envoi = {"date_realisation": jour, "base-date_realisation": "", "realisation_precision": "Mot"}
    reponse = contributrice.htmx(
        "post", f"{ici.url_ligne(une.pk)}?champ=date_realisation&champ=realisation_precision", envoi
    )
    assert reponse.status_code == 422
    arbre = html.fromstring(reponse.content.decode())
    (champ,) = arbre.xpath("//div[contains(@class, 'champ--date_realisation')]")
    assert champ.xpath(".//ul[contains(@class, 'errorlist')]/li")
    assert jour in reponse.content.decode()
    assert "Mot" in reponse.content.decode()
    une.refresh_from_db()
    assert une.date_realisation is None


@pytest.mark.django_db
def test_ouvrir_une_fiche_ne_fait_pas_reculer(projet: Projet, animatrice: Visiteur) -> None:
    """Étapes and decisions are told; the boxes counted are those of the sheets there is one of."""
    compte = animatrice.participant.user

    def avance() -> tuple[int, int, int, int]:
        (petit,) = petits_murs(compte, siennes(compte))
        suivi = petit.suivi
        return (petit.remplis, petit.total, suivi.faites, suivi.decisions)

    IntentionFactory(projet=projet)
    animatrice.htmx(
        "post",
        f"/projets/{projet.slug}/planches/eclaire/ambition/modifier/",
        {"ambition": "Rester"},
    )
    avant = avance()
    actions = case(projet, "actions", "fiches").url_saisie
    animatrice.post(actions, {"intitule": "Relève", "statut": "en_cours"})
    apres = avance()
    assert apres[0] >= avant[0]  # « Nos fiches action » is written on
    assert apres[1] == avant[1]
    assert apres[3] == avant[3] + 1
    accueil = " ".join(html.fromstring(animatrice.get("/").content).text_content().split())
    assert "2 décisions" in accueil


@pytest.mark.django_db
def test_autant_de_requetes_pour_trois_etapes_que_pour_trois_cents(db: None) -> None:
    """The wall, the sheet and the tableau, cold; warm, the tableau costs the door and a visit."""
    comptes = []
    for fiches, etapes in ((1, 1), (1, 3), (30, 12)):  # the first pays what comes but once
        projet = ProjetFactory()
        client = visiteur(projet, "animateur")
        for _ in range(fiches):
            fiche = FicheActionFactory(projet=projet)
            for une in EtapeFactory.create_batch(etapes, projet=projet, fiche=fiche):
                Confier(etape=une, participant=client.participant)
        relire(projet)
        froides = [
            requetes(client, f"/projets/{projet.slug}/{suite}")
            for suite in ("", "planches/fiche-1/", "suivi/")
        ]
        relire(projet)
        froides.append(requetes(client, f"/projets/{projet.slug}/suivi/?qui=moi"))
        comptes.append((froides, requetes(client, f"/projets/{projet.slug}/suivi/")))
    assert comptes[1] == comptes[2]
    assert comptes[2][1] == 4  # the door, and when one last came
