"""What was pasted, by each road: a box, a file, an invitation; wrong dates told."""

import pytest
from django.urls import reverse

from fiches.models import Etape
from fresque.fichier import importer, lire
from pasapas.lecture.messages import RapportErreurs
from pasapas.models import Etablissement, Invitation, Projet
from tests.factories import EtapeFactory
from tests.mur import case
from tests.personnes import Visiteur
from tests.preuves import prouver
from tests.saisie import MODES, envoyer, sur

pytestmark = pytest.mark.une_base
FICHIER = """version: 1
etablissement: {nom: MECS L’Envol, finess: "%s", departement: "35"}
projet:
  id: envol
  annexe_1: {nom: L’Envol, ambition: "%s"}
  annexe_3: {fiches: [{numero: 1, intitule: Relève, etapes: [{intitule: Un, realisee_le: %s}]}]}
"""


def test_un_fichier_se_nettoie_comme_une_case(db: None) -> None:
    colle = "Accueillir\x0bÉcouter L\x92équipe \uf0e0\x00"
    texte = FICHIER % ("35 000 123 4", colle, "2026-09-08")
    projet = importer(lire(texte.encode()))
    assert projet.ambition == "Accueillir\nÉcouter L’équipe →"
    assert projet.etablissement.finess == "350001234"


@pytest.mark.parametrize(
    ("finess", "jour", "dit"),
    [
        ("35 000 123", "2026-09-08", "8"),
        ("35 000 123 45", "2026-09-08", "10 caractères"),
        ("", "0026-09-08", "quatre chiffres"),
        ("", "2201-01-01", "quatre chiffres"),
    ],
)
def test_un_fichier_faux_dit_pourquoi(finess: str, jour: str, dit: str, db: None) -> None:
    with pytest.raises(RapportErreurs) as refus:
        lire((FICHIER % (finess, "", jour)).encode())
    (reproche,) = refus.value.erreurs
    assert dit in reproche.message


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("jour", ["0026-09-08", "0202-09-08"])
def test_une_annee_a_deux_chiffres_se_dit_a_cote_du_champ(
    mode: str, jour: str, projet: Projet, animatrice: Visiteur
) -> None:
    etape = EtapeFactory(projet=projet, date_realisation=None)
    url = case(projet, f"fiche-{etape.fiche.numero}", "etapes").url_ligne(etape.pk)
    saisie = {**sur(etape, intitule=etape.intitule), "date_realisation": jour, "champ": []}
    reponse = envoyer(animatrice, mode, url, saisie | {"base-date_realisation": ""})
    assert reponse.status_code == 422
    assert "quatre chiffres" in reponse.content.decode()
    assert Etape.objects.get().date_realisation is None


def test_un_finess_colle_en_groupes_se_garde_entier(projet: Projet, animatrice: Visiteur) -> None:
    url = case(projet, "eclaire", "etablissement").url_saisie
    depart = sur(projet.etablissement, finess="FINESS 35\u00a0000\u00a0123\u00a04")
    assert envoyer(animatrice, "autosave", url, depart | {"champ": "finess"}).status_code == 200
    assert Etablissement.objects.get(pk=projet.etablissement_id).finess == "350001234"


def test_une_invitation_part_a_l_adresse_que_l_on_voit(
    projet: Projet, animatrice: Visiteur
) -> None:
    url = reverse("fresque:acces_inviter", args=[projet.slug])
    prouver(animatrice)
    personne = {"nom": "Essai", "prenom": "Zoé\u200d", "role": "lecteur"}
    animatrice.post(url, {**personne, "courriel": "zoe.essai@example.org\u200b"})
    assert Invitation.objects.get().courriel == "zoe.essai@example.org"
