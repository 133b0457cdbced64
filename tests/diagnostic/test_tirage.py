"""Slips drawn from a hat: each serves once, theft shows, and the words say exactly that."""

import json
import re

import pytest

from diagnostic.campagnes import cloture, tirage
from diagnostic.campagnes.refus import Refus
from diagnostic.models import BulletinAnonyme, BulletinATirer, Campagne, Passation
from diagnostic.resultats import contredire, lire
from diagnostic.resultats.grille import grille_de
from fresque.fichier.schema_resultats import lire_resultats
from pasapas.models import Evenement, Projet
from tests.diagnostic.campagnes_outils import VUE, Telephone, adresse, dite, geste, recueil_ouvert
from tests.personnes import Visiteur

pytestmark = pytest.mark.django_db
INVITES = 12


@pytest.fixture
def passation(projet: Projet) -> Passation:
    return recueil_ouvert(projet, INVITES, acces="bulletins")


@pytest.fixture
def codes(passation: Passation, animatrice: Visiteur) -> list[str]:
    return tirage.imprimer(
        geste(passation.campagne.projet, animatrice.participant), passation, "feuille 1"
    )


def entrer(passation: Passation, code: str) -> Telephone:
    telephone = Telephone(passation)
    reponse = telephone.post(f"{telephone.base}commencer/", {"bulletin": code})
    assert reponse.status_code == 302
    return telephone


def repondre(passation: Passation, code: str, niveau: int = 3) -> Telephone:
    telephone = entrer(passation, code)
    assert telephone.repondre("q01", niveau).status_code == 302
    return telephone


def decompte(passation: Passation, auteur: Visiteur | None = None) -> dict[str, object]:
    cloture.cloturer(geste(passation.campagne.projet), passation.campagne)
    (publie,) = Campagne.objects.get().resultats["decomptes"]
    return publie


def test_autant_de_codes_que_d_invites_et_rien_que_leurs_empreintes(
    passation: Passation, codes: list[str]
) -> None:
    assert len(set(codes)) == INVITES
    assert all(re.fullmatch(r"[a-hj-km-np-z2-9]{4}-[a-hj-km-np-z2-9]{4}", code) for code in codes)
    restes = repr(list(BulletinATirer.objects.values()))
    assert not any(code in restes or tirage.nu(code) in restes for code in codes)
    assert BulletinATirer.objects.count() == INVITES


def test_un_bulletin_ouvre_le_recueil_une_fois(passation: Passation, codes: list[str]) -> None:
    """Its code is used up by the first answer, and leaves the device with it."""
    telephone = entrer(passation, f" {codes[0].upper()} ")
    assert not BulletinATirer.objects.filter(utilise=True).exists()
    for _ in range(2):  # a finger that slips, an answer that was lost
        assert telephone.repondre("q01", 3).status_code == 302
    telephone.repondre("q02", 2)
    assert tirage.nu(codes[0]) not in telephone.cookies["recueil"].value
    assert BulletinAnonyme.objects.get().reponses == {"q01": 3, "q02": 2}
    assert BulletinATirer.objects.filter(utilise=True, refuse=False).count() == 1


@pytest.mark.parametrize("code", ["", "aaaa-aaaa", "é", "9" * 500, "\0", "k7qf"])
def test_un_code_inconnu_se_dit_a_cote_du_champ(
    code: str, passation: Passation, codes: list[str]
) -> None:
    telephone = Telephone(passation)
    refus = telephone.post(f"{telephone.base}commencer/", {"bulletin": code})
    assert refus.status_code == 422
    assert "Aucun bulletin de ce questionnaire" in dite(refus)
    assert 'aria-invalid="true"' in refus.content.decode()
    assert "recueil" not in telephone.cookies
    telephone.cookies["recueil"] = f"cle.{code}" if code.isascii() and code.isalnum() else "cle"
    assert telephone.repondre("q01", 3).status_code == 422
    assert not BulletinAnonyme.objects.exists()


def test_un_bulletin_qui_a_servi_se_refuse_et_compte_une_fois(
    passation: Passation, codes: list[str]
) -> None:
    repondre(passation, codes[0])
    for _ in range(3):
        telephone = Telephone(passation)
        refus = telephone.post(f"{telephone.base}commencer/", {"bulletin": codes[0]})
        assert refus.status_code == 409
        assert "Ce bulletin a déjà servi" in dite(refus)
        assert "Sinon, quelqu’un a répondu à votre place : dites-le à voix haute" in dite(refus)
    assert BulletinATirer.objects.filter(refuse=True).count() == 1
    assert BulletinAnonyme.objects.count() == 1


def test_pris_pendant_que_la_personne_lisait(passation: Passation, codes: list[str]) -> None:
    telephone = entrer(passation, codes[0])
    repondre(passation, codes[0])
    refus = telephone.repondre("q01", 1)
    assert refus.status_code == 409
    assert "Ce bulletin a déjà servi" in dite(refus)
    assert BulletinATirer.objects.get(utilise=True).refuse
    assert BulletinAnonyme.objects.get().reponses == {"q01": 3}


@pytest.mark.parametrize("voles", [0, 1, 4, 11])
def test_chaque_bulletin_vole_se_voit(voles: int, passation: Passation, codes: list[str]) -> None:
    """k codes used before their holders come: k refusals counted."""
    for code in codes[:voles]:
        repondre(passation, code, 1)
    for code in codes:
        telephone = Telephone(passation)
        reponse = telephone.post(f"{telephone.base}commencer/", {"bulletin": code})
        if reponse.status_code == 302:
            telephone.repondre("q01", 4)
    publie = decompte(passation)
    assert (publie["utilises"], publie["refuses"]) == (INVITES, voles)
    assert not BulletinATirer.objects.exists()


def test_plus_de_bulletins_utilises_que_tires_se_dit(
    passation: Passation, codes: list[str], animatrice: Visiteur, contributrice: Visiteur
) -> None:
    """The codes nobody drew, answered with by who had kept them: page, paper and files say so."""
    compte = f"tirage/{passation.college}/"
    assert (
        contributrice.post(adresse(passation.campagne, compte), {"tires": "7"}).status_code == 302
    )
    for code in codes[:9]:
        repondre(passation, code)
    publie = decompte(passation)
    assert publie == {
        "college": "salaries",
        "imprimes": INVITES,
        "annules": 0,
        "tires": 7,
        "utilises": 9,
        "refuses": 0,
        "seul": False,
    }
    dit = "Il a servi plus de bulletins (9) que le groupe n’en a tiré (7)"
    campagne = Campagne.objects.get()
    assert any(dit in phrase for phrase in lire(campagne).recolte)
    page = dite(animatrice.get(adresse(campagne, "resultats/")))
    assert page.index(dit) < page.index("À confronter")  # told first, and again beside who answered
    assert page.count(dit) == 2
    csv = animatrice.get(adresse(campagne, "resultats/tableau.xlsx"))
    assert csv.status_code == 200
    assert "Le lien d’un questionnaire était ouvert" not in dite(
        animatrice.get(adresse(campagne, "resultats/"))
    )


def test_le_nombre_tire_est_tape_par_une_autre_personne(
    passation: Passation, codes: list[str], animatrice: Visiteur, lecteur: Visiteur
) -> None:
    page = adresse(passation.campagne)
    assert "quelqu’un d’autre" in dite(animatrice.get(page))
    url = f"{page}tirage/salaries/"
    refus = animatrice.post(url, {"tires": "7"}, follow=True)
    assert str(lecteur.participant) in dite(refus)
    assert passation.tirage.tires is None
    for faux in ("13", "-1", "", "x", "9" * 40):
        lecteur.post(url, {"tires": faux})
    assert Passation.objects.get().tirage.tires is None

    lecteur.post(url, {"tires": "7"})
    fait = Passation.objects.get().tirage
    assert (fait.tires, fait.compte_par, fait.compte_seul) == (7, lecteur.participant, False)
    assert f"nombre tapé par {lecteur.participant}" in dite(animatrice.get(page))
    trace = Evenement.objects.filter(champ="tirage").order_by("pk").last()
    assert (trace.qui, trace.apres) == (lecteur.participant, "Salariés\xa0: 7 bulletins tirés")


def test_sans_autre_compte_on_le_dit(
    passation: Passation, codes: list[str], animatrice: Visiteur
) -> None:
    page = adresse(passation.campagne)
    assert "Personne d’autre n’a de compte" in dite(animatrice.get(page))
    animatrice.post(f"{page}tirage/salaries/", {"tires": "7"})
    repondre(passation, codes[0])
    publie = decompte(passation)
    assert (publie["tires"], publie["seul"]) == (7, True)
    assert any("faute d’un autre compte" in p for p in lire(Campagne.objects.get()).recolte)


@pytest.mark.une_base
def test_un_charge_de_mission_ne_compte_pas(
    passation: Passation, codes: list[str], chargee: Visiteur
) -> None:
    url = adresse(passation.campagne, "tirage/salaries/")
    assert chargee.post(url, {"tires": "7"}).status_code == 403


def test_la_feuille_envoyee_deux_fois_est_la_meme(
    passation: Passation, codes: list[str], animatrice: Visiteur, projet: Projet
) -> None:
    encore = tirage.imprimer(geste(projet, animatrice.participant), passation, "feuille 1")
    assert encore == codes
    assert BulletinATirer.objects.count() == INVITES
    with pytest.raises(Refus, match="déjà imprimés"):
        tirage.imprimer(geste(projet), passation, "feuille 2")


def test_refaire_la_feuille_ne_vole_pas_en_silence(
    passation: Passation, codes: list[str], projet: Projet, contributrice: Visiteur
) -> None:
    """Whoever drew from the first sheet is told; it is counted; once drawn, nothing is redone."""
    neufs = tirage.imprimer(geste(projet), passation, "feuille 2", refaire=True)
    assert set(neufs).isdisjoint(codes)
    telephone = Telephone(passation)
    refus = telephone.post(f"{telephone.base}commencer/", {"bulletin": codes[0]})
    assert "imprimée de nouveau après votre tirage" in dite(refus)
    repondre(passation, neufs[0])
    tirage.compter(geste(projet, contributrice.participant), passation, 8)
    with pytest.raises(Refus, match="déjà comptés"):
        tirage.imprimer(geste(projet), passation, "feuille 3", refaire=True)
    publie = decompte(passation)
    assert (publie["imprimes"], publie["annules"], publie["refuses"]) == (INVITES, INVITES, 1)


@pytest.mark.une_base
def test_la_page_de_la_campagne_ne_dit_pas_qui_est_venu(
    passation: Passation, codes: list[str], animatrice: Visiteur
) -> None:
    page = adresse(passation.campagne)
    cle = re.compile(r'(csrfmiddlewaretoken|cle|envoi)" value="[^"]+"|X-CSRFToken[^}]*|vu=\w+')
    avant = cle.sub("", animatrice.get(page).content.decode())
    repondre(passation, codes[0])
    assert cle.sub("", animatrice.get(page).content.decode()) == avant


def test_effacer_laisse_l_appareil_repondre_de_nouveau(
    passation: Passation, codes: list[str]
) -> None:
    telephone = repondre(passation, codes[0])
    assert "répondre de nouveau" in dite(telephone.get(f"{telephone.base}effacer/"))
    assert telephone.effacer().status_code == 200
    assert BulletinAnonyme.objects.get().reponses == {}
    assert telephone.repondre("q01", 1).status_code == 302
    assert BulletinAnonyme.objects.get().reponses == {"q01": 1}


@pytest.mark.une_base
def test_la_premiere_page_dit_ce_qui_est_vrai(projet: Projet, passation: Passation) -> None:
    telephone = Telephone(passation)
    dit = dite(telephone.get(f"{telephone.base}?bulletin=k7qf-2m9t"))
    assert "tirés, utilisés et refusés paraissent avec les résultats" in dit
    assert (
        'value="k7qf-2m9t"'
        in telephone.get(f"{telephone.base}?bulletin=k7qf-2m9t").content.decode()
    )
    assert "Personne ne peut savoir" not in dit
    passation.acces = "lien"
    passation.save()
    dit = dite(telephone.get(telephone.base))
    assert "Une personne qui répondrait 4 fois lirait la réponse" in dit
    assert "cela ne se verrait pas" in dit
    assert "bulletin à tirer" not in dit


@pytest.mark.une_base
@pytest.mark.parametrize(
    ("invites", "choix", "voulu"),
    [
        ("19", "", "bulletins"),
        ("20", "", "lien"),
        ("19", "lien", "lien"),
        ("60", "bulletins", "bulletins"),
    ],
)
def test_a_peu_de_monde_des_bulletins_sont_proposes(
    invites: str, choix: str, voulu: str, animatrice: Visiteur, projet: Projet
) -> None:
    url = f"/projets/{projet.slug}/autodiagnostic/ouvrir/"
    form = animatrice.get(url).context["form"]
    saisie = {nom: form[nom].value() for nom in ("nom", "minutes", "seuil")}
    saisie["questionnaire"] = form["questionnaire"].value()
    saisie |= {
        "cloture_prevue": form["cloture_prevue"].value().isoformat(),
        "mode_salaries": "individuelle",
        "invites_salaries": invites,
        "acces_salaries": choix,
    }
    assert animatrice.post(url, saisie).status_code == 302
    assert Passation.objects.get().acces == voulu
    if voulu == "bulletins":
        Campagne.objects.all().delete()
        trop = animatrice.post(url, {**saisie, "acces_salaries": voulu, "invites_salaries": "241"})
        assert trop.status_code == 422
        assert "jusqu’à 240 personnes" in dite(trop)


@pytest.mark.une_base
def test_la_feuille_des_bulletins(
    passation: Passation, animatrice: Visiteur, contributrice: Visiteur
) -> None:
    projet = passation.campagne.projet
    url = f"/projets/{projet.slug}/campagnes/{passation.campagne.pk}/bulletins/salaries/"
    assert contributrice.post(url).status_code == 403
    assert animatrice.get(url).status_code == 405
    feuille = animatrice.post(url, {"cle": "une clé"})
    assert feuille.content.startswith(b"%PDF")
    assert "attachment" in feuille["Content-Disposition"]
    assert BulletinATirer.objects.count() == INVITES
    refus = animatrice.post(url, {"cle": "une autre"}, follow=True)
    assert "déjà imprimés" in dite(refus)


def test_refus_compte_meme_a_deux_en_meme_temps(passation: Passation, codes: list[str]) -> None:
    """The refusal is kept though the answer it came with is undone."""
    repondre(passation, codes[0])
    telephone = Telephone(passation)
    telephone.cookies["recueil"] = f"uneautrecle.{tirage.nu(codes[0])}"
    assert (
        telephone.post(
            f"{telephone.base}questions/q01/", {"reponse": "1", "montree": VUE}
        ).status_code
        == 409
    )
    assert BulletinATirer.objects.get(refuse=True).utilise


@pytest.mark.une_base
@pytest.mark.parametrize(
    ("faux", "dit"),
    [
        ({}, None),
        ({"tires": None}, None),
        ({"tires": 13}, "plus de tirés que d’imprimés"),
        ({"utilises": 13}, "plus de utilisés que d’imprimés"),
        ({"college": "irp"}, "n’a pas répondu de cette façon"),
    ],
)
def test_le_decompte_passe_par_le_fichier(
    faux: dict[str, object], dit: str | None, passation: Passation, codes: list[str]
) -> None:
    """What a closing publishes comes back whole; what no closing could publish is refused."""
    repondre(passation, codes[0])
    decompte(passation)
    campagne = Campagne.objects.get()
    publie = campagne.resultats
    publie["decomptes"][0] |= faux
    relu = lire_resultats(json.dumps(publie))
    assert relu.model_dump()["decomptes"] == publie["decomptes"]
    modes = {"salaries": "individuelle"}
    fautes = list(contredire(publie, grille_de(campagne.questionnaire), modes))
    assert fautes == [] if dit is None else any(dit in faute for faute in fautes)
