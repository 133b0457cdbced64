"""The poster « Contribuez »: off until somebody turns it on, closed by a day, a gesture, another
address; what is left by it is seen by who animates, and becomes a post-it or nothing."""

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone
from lxml import html
from PIL import Image, ImageStat

from fresque.contributions import operations
from fresque.contributions.code import code_de
from fresque.models import AfficheContribuez, Contribution
from fresque.pdf import contribuez
from pasapas.models import Evenement, PostIt, Projet
from pasapas.serveur.journaux import masquer
from tests.factories import AfficheContribuezFactory, ContributionFactory, PostItFactory
from tests.htmx import suivre
from tests.mur import case, relire_planche
from tests.papier import colle, poppler, poppler_octets
from tests.personnes import Visiteur

pytestmark = pytest.mark.django_db
MATIN = datetime(2026, 3, 2, 9, tzinfo=UTC)
FIN = "2026-03-20"


@pytest.fixture(autouse=True)
def maintenant(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    def aller(jours: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: MATIN + timedelta(days=jours))

    aller(0)
    return aller


@pytest.fixture
def adresse(projet: Projet, animatrice: Visiteur) -> str:
    return ouvrir(animatrice, projet)


def page(projet: Projet, suite: str = "") -> str:
    return f"/projets/{projet.slug}/contributions/{suite}"


def ouvrir(qui: Visiteur, projet: Projet, question: str = "Et vous ?", fin: str = FIN) -> str:
    """Turn it on, and read its address on the page."""
    reponse = qui.post(page(projet), {"question": question, "jusqu_au": fin}, follow=True)
    (dite,) = html.fromstring(reponse.content).xpath("//*[@class='affiche-adresse']/text()")
    return dite.removeprefix("http://testserver")


def laisser(adresse: str, texte: str = "Un café le lundi", **autres: str) -> Any:
    """As a telephone does, with the key of the form it was given."""
    telephone = Client()
    (cle,) = html.fromstring(telephone.get(adresse).content).xpath("//*[@name='envoi']/@value")
    envoi = {"envoi": cle, "couleur": "rose", "texte": texte, "prenom": ""} | autres
    return telephone.post(adresse, envoi)


def en_attente(projet: Projet) -> list[str]:
    return [c.texte for c in Contribution.objects.de(projet).en_attente()]


def test_eteinte_puis_ouverte_fermee_renouvelee(
    projet: Projet, animatrice: Visiteur, contributrice: Visiteur, maintenant: Any
) -> None:
    assert "L’affiche est fermée" in animatrice.get(page(projet)).text
    assert animatrice.get(page(projet, "affiche.pdf")).status_code == 404
    assert contributrice.get(page(projet)).status_code == 403
    une = ouvrir(animatrice, projet)
    lue = Client().get(une)
    assert (lue.status_code, lue.cookies.output()) == (200, "")
    assert ("Accueillir et garder" in lue.text, "Et vous ?" in lue.text) == (True, True)
    assert str(projet.etablissement) not in lue.text
    majuscules = une.split("/")[2].upper().replace("-", "")
    assert Client().get(f"/contribuer/{majuscules}/").status_code == 200
    animatrice.post(page(projet, "fermer/"))
    assert Client().get(une).status_code == 404
    assert laisser_sans_cle(une).status_code == 404
    assert ouvrir(animatrice, projet) == une  # the poster on the wall answers again
    animatrice.post(page(projet, "renouveler/"))
    assert Client().get(une).status_code == 404
    deux = ouvrir(animatrice, projet)
    assert Client().get(deux).status_code == 200
    maintenant(18)
    assert Client().get(deux).status_code == 200
    maintenant(19)
    assert Client().get(deux).status_code == 404
    dits = [f"{e.champ} {e.apres}".strip() for e in Evenement.objects.filter(encart="affiche")]
    assert {"ouverte oui", "ouverte non", "adresse renouvelée", "question Et vous ?"} <= set(dits)
    secrets = {une.split("/")[2], deux.split("/")[2]}
    assert not [
        s for s in secrets for ligne in AfficheContribuez.objects.values() if s in str(ligne)
    ]


def test_un_mur_deja_ouvert_apprend_qu_un_postit_attend(
    projet: Projet, adresse: str, animatrice: Visiteur, contributrice: Visiteur
) -> None:
    """Whoever animates, and they alone."""
    mur = f"/projets/{projet.slug}/"
    ouverts = [(qui, qui.get(mur)) for qui in (animatrice, contributrice)]
    laisser(adresse)
    recus = [suivre(qui, mur, ouvert) for qui, ouvert in ouverts]
    assert [set(r) for r in recus] == [{"suivi"}, set()]
    assert "1 post-it à lire" in recus[0]["suivi"].text_content()


def laisser_sans_cle(adresse: str) -> Any:
    return Client().post(adresse, {"couleur": "rose", "texte": "Rien"})


def test_une_fresque_dont_la_garde_est_finie_ne_recoit_plus(projet: Projet, adresse: str) -> None:
    Projet.objects.filter(pk=projet.pk).update(conserver_jusqu_au="2026-03-01")
    assert Client().get(adresse).status_code == 404


@pytest.mark.une_base
@pytest.mark.parametrize(
    ("saisie", "dit"),
    [
        ({"question": " ", "jusqu_au": FIN}, "Écrivez la question"),
        ({"question": "Et vous ?", "jusqu_au": ""}, "jusqu’à quel jour l’affiche est ouverte"),
        ({"question": "Et vous ?", "jusqu_au": "2026-03-01"}, "Ce jour est passé"),
        ({"question": "Et vous ?", "jusqu_au": "2027-06-01"}, "un an au plus"),
    ],
)
def test_une_affiche_mal_reglee_le_dit(
    projet: Projet, animatrice: Visiteur, saisie: dict[str, str], dit: str
) -> None:
    reponse = animatrice.post(page(projet), saisie)
    assert (reponse.status_code, dit in reponse.text) == (422, True)
    assert not AfficheContribuez.objects.filter(ouverte=True).exists()


@pytest.mark.une_base
def test_l_affiche_imprimee_mene_a_la_page_et_ne_dit_que_le_projet(
    projet: Projet, animatrice: Visiteur, adresse: str
) -> None:
    reponse = animatrice.get(page(projet, "affiche.pdf"))
    assert reponse["Content-Type"] == "application/pdf"
    texte = colle(poppler("pdftotext", reponse.content))
    for mot in ("Contribuez", "Accueillir et garder", "Et vous ?", "20 mars 2026", adresse):
        assert colle(mot) in texte, mot
    assert colle(str(projet.etablissement)) not in texte
    assert poppler("pdfinfo", reponse.content).count("Pages:           1") == 1
    legere = animatrice.get(page(projet, "affiche.pdf"), {"variante": "encre"})
    encre = [_encre_du_titre(pdf.content) for pdf in (legere, reponse)]
    assert encre[0] < 0.5 * encre[1]


def _encre_du_titre(pdf: bytes) -> float:
    """How dark the band of the title is, in greys."""
    cadre = (
        "-r",
        "20",
        "-gray",
        "-png",
        "-singlefile",
        "-x",
        "12",
        "-y",
        "12",
        "-W",
        "140",
        "-H",
        "24",
    )
    image = Image.open(io.BytesIO(poppler_octets("pdftoppm", pdf, *cadre)))
    return 255 - ImageStat.Stat(image.convert("L")).mean[0]


@pytest.mark.une_base
def test_affiche_remplit_une_feuille_que_la_question_soit_courte_ou_longue() -> None:
    """The code takes what the words leave: it is read from further away."""
    pour = (
        "Accueillir chaque nouveau professionnel pendant ses six premiers mois dans nos services !"
    )
    longue = "Que faudrait-il MODIFIER dans nos PLANNINGS du week-end et dans nos RÉUNIONS ? " * 2
    ou = "https://pas-a-pas.association-departementale-de-protection.example.org/contribuer/k7qf/"
    for nom, question in (("Nuits", "Et vous ?"), (pour, longue[:160])):
        sienne = AfficheContribuez(
            projet=Projet(nom=nom), question=question, jusqu_au=date(2026, 12, 31)
        )
        pdf = contribuez.affiche(sienne, ou)
        assert poppler("pdfinfo", pdf).count("Pages:           1\n") == 1
        octets = poppler_octets("pdftoppm", pdf, "-gray", "-r", "25.4", "-singlefile")
        image = Image.open(io.BytesIO(octets)).point(lambda gris: 255 if gris < 200 else 0)
        boite = image.getbbox()
        assert boite and boite[3] > 268  # millimetres of 297


def test_un_post_it_attend_sans_etre_vu_puis_se_colle_ou_on_veut_et_se_reprend(
    projet: Projet, animatrice: Visiteur, lecteur: Visiteur, adresse: str
) -> None:
    reponse = laisser(adresse, "Un téléphone la nuit", prenom="Léa")
    assert (reponse.status_code, reponse["Location"]) == (302, "merci/")
    assert "Merci" in Client().get(f"{adresse}merci/").text
    assert (
        "Un téléphone la nuit" not in lecteur.get(f"/projets/{projet.slug}/planches/eclaire/").text
    )
    assert "1 post-it" in animatrice.get("/").text
    assert "1 post-it à lire" in animatrice.get(f"/projets/{projet.slug}/").text
    assert "à lire" not in lecteur.get(f"/projets/{projet.slug}/").text
    contribution = Contribution.objects.get()
    accepter = page(projet, f"{contribution.pk}/accepter/")
    assert "Choisissez la case" in animatrice.post(accepter, {"vers": "x--y"}, follow=True).text
    assert lecteur.post(accepter, {"vers": "eclaire--ambition"}).status_code == 403
    suite = animatrice.post(accepter, {"vers": "eclaire--ambition"}, follow=True)
    assert "est collé sur A1 · Renseignez ici votre projet, votre ambition" in suite.text
    (colle_la,) = relire_planche(projet, "eclaire").encart("ambition").postits
    assert (colle_la.texte, colle_la.couleur, colle_la.auteur) == (
        *("Un téléphone la nuit", "rose"),
        "Léa, par l’affiche",
    )
    note = Evenement.objects.get(objet="postit", action="ajout")
    assert (note.nom, note.encart) == (str(animatrice.participant), "ambition")
    assert "entre-temps" in animatrice.post(accepter, {"vers": "eclaire--nom"}, follow=True).text
    assert PostIt.objects.count() == 1
    assert 'value="eclaire--ambition" selected' in (
        laisser(adresse, "Un autre") and animatrice.get(page(projet)).text
    )
    (annuler,) = html.fromstring(suite.content).xpath("//*[@id='messages']//form/@action")
    animatrice.post(annuler)
    assert relire_planche(projet, "eclaire").encart("ambition").postits == ()
    assert en_attente(projet) == ["Un téléphone la nuit", "Un autre"]


def test_ce_qui_est_refuse_s_efface_en_trente_jours_et_le_journal_n_en_dit_rien(
    projet: Projet, animatrice: Visiteur, adresse: str, maintenant: Any
) -> None:
    laisser(adresse, "Des mots de trop")
    contribution = Contribution.objects.get()
    animatrice.post(page(projet, f"{contribution.pk}/refuser/"))
    assert en_attente(projet) == []
    assert "Des mots de trop" in animatrice.get(page(projet)).text  # it can be taken back
    assert [e.apres for e in Evenement.objects.filter(champ="post-it")] == ["un post-it refusé"]
    assert not Evenement.objects.filter(apres__contains="Des mots").exists()
    maintenant(29)
    call_command("menage", stdout=StringIO())
    assert Contribution.objects.exists()
    maintenant(31)
    call_command("menage", stdout=StringIO())
    assert not Contribution.objects.exists()


def test_deux_touchers_font_un_post_it_et_d_autres_mots_un_autre(
    projet: Projet, adresse: str
) -> None:
    cle = "9b2f0c1e-3a57-4e57-9b8e-0d3f6f0a7c11"
    for texte in ("Un", "Un", "Un et demi"):
        assert laisser(adresse, texte, envoi=cle).status_code == 302
    assert en_attente(projet) == ["Un", "Un et demi"]


def test_cinquante_par_jour_et_par_fresque(
    projet: Projet, adresse: str, maintenant: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    AfficheContribuez.objects.update(recues=49, recues_le="2026-03-02")
    assert laisser(adresse, "Le cinquantième").status_code == 302
    refus = laisser(adresse, "Un de trop", prenom="Léa")
    assert refus.status_code == 429
    assert "50 post-it ont déjà été laissés aujourd’hui" in refus.text
    assert ("Un de trop" in refus.text, 'value="Léa"' in refus.text) == (True, True)
    maintenant(1)
    assert laisser(adresse, "Le lendemain").status_code == 302
    assert en_attente(projet) == ["Le cinquantième", "Le lendemain"]
    monkeypatch.setattr(operations, "EN_ATTENTE", 2)
    assert "plus de place" in laisser(adresse, "Un de trop").text


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite n’a qu’un écrivain")
def test_deux_telephones_ne_sont_jamais_tous_deux_le_cinquantieme(projet: Projet) -> None:
    affiche = AfficheContribuezFactory(
        projet=projet, ouverte=True, jusqu_au=FIN, recues=49, recues_le="2026-03-02"
    )

    def laisser_un(rang: int) -> str:
        try:
            valeurs = {"texte": f"Un {rang}", "couleur": "rose", "prenom": ""}
            operations.laisser(AfficheContribuez.objects.get(pk=affiche.pk), valeurs)
        except operations.Refus:
            return "refusé"
        finally:
            connection.close()
        return "laissé"

    with ThreadPoolExecutor(4) as ensemble:
        rendus = sorted(ensemble.map(laisser_un, range(4)))
    assert rendus == ["laissé", "refusé", "refusé", "refusé"]
    assert Contribution.objects.count() == 1


def test_fermee_ou_renouvelee_pendant_qu_on_ecrit_elle_ne_recoit_plus(
    projet: Projet, animatrice: Visiteur, adresse: str
) -> None:
    mots = {"texte": "Trop tard", "couleur": "rose", "prenom": ""}
    for geste in ("renouveler", "fermer"):
        lue = AfficheContribuez.objects.de(projet).get()  # as the telephone's request found it
        animatrice.post(page(projet, f"{geste}/"))
        with pytest.raises(operations.Refus, match="vient d’être fermée"):
            operations.laisser(lue, mots)
    assert en_attente(projet) == []


def test_qui_anime_retire_le_prenom_d_un_post_it_venu_de_l_affiche(
    projet: Projet, animatrice: Visiteur
) -> None:
    du_mur = PostItFactory(projet=projet, texte="D’ici")
    venu = PostItFactory(projet=projet, texte="D’ailleurs", signature="Léa, par l’affiche")
    ici = case(projet, "eclaire", "constats")
    assert "signature" not in animatrice.get(ici.url_postit(du_mur.pk)).text
    assert "Léa, par l’affiche" in animatrice.get(ici.url_postit(venu.pk)).text
    envoi = {"texte": "D’ailleurs", "couleur": "jaune", "signature": "par l’affiche"}
    depart = {f"base-{nom}": valeur for nom, valeur in envoi.items()}
    depart["base-signature"] = "Léa, par l’affiche"
    animatrice.post(ici.url_postit(venu.pk), envoi | depart)
    venu.refresh_from_db()
    assert venu.signature == "par l’affiche"


@pytest.mark.une_base
@pytest.mark.parametrize(
    ("saisie", "dit"),
    [
        ({"texte": " \n "}, "Écrivez quelque chose sur le post-it."),
        ({"texte": "x" * 281}, "tient en 280 signes ; le vôtre en a 281"),
        ({"couleur": "noir"}, "noir"),
        ({"prenom": "y" * 61}, "60"),
    ],
)
def test_un_post_it_mal_ecrit_le_dit_et_garde_tout(
    projet: Projet, adresse: str, saisie: dict[str, str], dit: str
) -> None:
    reponse = laisser(adresse, **{"texte": "Gardé", **saisie})
    assert (reponse.status_code, dit in reponse.text) == (422, True)
    assert saisie.get("texte", "Gardé").strip() in reponse.text
    assert en_attente(projet) == []


def test_des_mots_hostiles_ne_font_que_se_lire(
    projet: Projet, animatrice: Visiteur, adresse: str
) -> None:
    laisser(adresse, "<script>alert(1)</script> {{ 7*7 }} \x00\u202e=cmd", prenom="<b>Z\u202e")
    (contribution,) = Contribution.objects.all()
    assert contribution.prenom == "<b>Z"
    lue = animatrice.get(page(projet)).text
    assert "<script>alert(1)" not in lue
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in lue


def test_rien_ne_dit_qui_ecrit_ni_le_secret(
    projet: Projet, animatrice: Visiteur, adresse: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Even from the browser of somebody logged in: no cookie, no log, no row but its own."""
    secret = adresse.split("/")[2]
    with caplog.at_level(0):
        reponse = animatrice.post(
            adresse, {"couleur": "bleu", "texte": "Moi"}, REMOTE_ADDR="9.9.9.9"
        )
    assert (reponse.status_code, reponse.cookies.output()) == (302, "")
    assert reponse["Cache-Control"] == "no-store, private"
    contribution = Contribution.objects.values().get()
    assert {contribution[c] for c in ("par_id", "postit_id", "retire_le")} == {None}
    assert [t for t in caplog.records if secret in t.getMessage() or "Moi" in t.getMessage()] == []
    assert masquer(f"GET {adresse} 500") == "GET /contribuer/…/ 500"
    ailleurs = {"headers": {"Sec-Fetch-Site": "cross-site"}}
    assert Client().post(adresse, {"couleur": "bleu", "texte": "X"}, **ailleurs).status_code == 403
    assert en_attente(projet) == ["Moi"]


def test_le_secret_change_avec_celui_du_serveur_sans_decrocher_l_affiche(
    projet: Projet, animatrice: Visiteur, adresse: str, settings: Any
) -> None:
    avant = settings.SECRET_KEY
    with override_settings(SECRET_KEY="neuf" * 12, SECRET_KEY_FALLBACKS=[avant]):
        assert Client().get(adresse).status_code == 200
        assert code_de(AfficheContribuez.objects.get()) == adresse.split("/")[2]
    with override_settings(SECRET_KEY="neuf" * 12, SECRET_KEY_FALLBACKS=[]):
        assert Client().get(adresse).status_code == 404
        assert code_de(AfficheContribuez.objects.get()) == ""


def test_une_autre_fresque_ne_se_repond_pas(
    projet: Projet, animatrice: Visiteur, autre_projet: Projet
) -> None:
    ailleurs = ContributionFactory(projet=autre_projet)
    for geste in ("accepter", "refuser", "reprendre"):
        reponse = animatrice.post(page(projet, f"{ailleurs.pk}/{geste}/"), {"vers": "eclaire--nom"})
        assert reponse.status_code == 404
