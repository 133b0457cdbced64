"""Who sees to an étape: chosen or named in place, kept when two people write, given back by who
leaves."""

import pytest
from django.db import IntegrityError, transaction

from fiches.models import Etape, ResponsableEtape
from fresque.donnees.effacement import effacer_participant
from fresque.fichier import RapportErreurs, exporter, importer, lire
from pasapas.acces import roles
from pasapas.ecriture.journal import Geste
from pasapas.models import Evenement, Participant, Projet
from tests.factories import EtapeFactory, FicheActionFactory, ParticipantFactory
from tests.factories import ResponsableEtapeFactory as Confiee
from tests.htmx import racines, texte
from tests.mur import Case, case, relire
from tests.personnes import Visiteur

pytestmark = pytest.mark.django_db
CELLULE = "champ=responsables&champ=noms"


@pytest.fixture
def ines(projet: Projet) -> Participant:
    return ParticipantFactory(projet=projet, prenom="Inès", nom="Carpentier")


@pytest.fixture
def karim(projet: Projet) -> Participant:
    return ParticipantFactory(projet=projet, prenom="Karim", nom="Belkacem")


@pytest.fixture
def etape(projet: Projet) -> Etape:
    return EtapeFactory(projet=projet, fiche=FicheActionFactory(projet=projet))


def ici(etape: Etape) -> Case:
    return case(etape.projet, "fiche-1", "etapes")


def qui(etape: Etape) -> list[str]:
    return [str(un) for un in etape.responsables.all()]


def confier(client: Visiteur, etape: Etape, *gens: Participant, noms: str = "", **base: object):
    donnees = {"responsables": [un.pk for un in gens], "noms": noms, "base-noms": "", **base}
    return client.htmx("post", f"{ici(etape).url_ligne(etape.pk)}?{CELLULE}", donnees)


def cellule(client: Visiteur, etape: Etape) -> str:
    (boite,) = racines(client.htmx("get", ici(etape).url))
    (dite,) = boite.xpath(".//td[contains(@class, 'cellule--qui')]")
    return texte(dite)


def test_une_case_dit_qui_du_groupe_ou_par_un_nom(
    etape: Etape, ines: Participant, karim: Participant, contributrice: Visiteur
) -> None:
    """A name that somebody of the group bears, however it is typed, is that person."""
    assert "À qui ?" in cellule(contributrice, etape)
    reponse = confier(contributrice, etape, ines, noms="Cabinet Durand ; karim BELKACEM, ")
    assert reponse.status_code == 200
    assert qui(etape) == ["Inès Carpentier", "Karim Belkacem", "Cabinet Durand"]
    assert etape.responsables.filter(participant=karim).exists()
    assert "Inès Carpentier, Karim Belkacem, Cabinet Durand" in cellule(contributrice, etape)
    dit = Evenement.objects.get(projet=etape.projet, champ="responsables")
    assert (dit.avant, dit.apres) == ("", "Inès Carpentier, Karim Belkacem, Cabinet Durand")
    page = contributrice.get(ici(etape).url + "historique/")
    assert "Qui s’en charge" in page.content.decode()
    # Another cell of the row leaves them alone; a row added says them at once.
    contributrice.htmx(
        "post", f"{ici(etape).url_ligne(etape.pk)}?champ=resultats", {"resultats": "Fait"}
    )
    assert len(qui(etape)) == 3
    neuve = {"intitule": "Former", "responsables": [ines.pk], "noms": "RH"}
    contributrice.htmx("post", ici(etape).url_saisie, neuve)
    assert qui(Etape.objects.latest("pk")) == ["Inès Carpentier", "RH"]


def test_deux_personnes_nomment_en_meme_temps(
    etape: Etape, ines: Participant, karim: Participant, contributrice: Visiteur
) -> None:
    confier(contributrice, etape, ines, noms="RH")
    depart = {"base-responsables": [ines.pk], "base-noms": "RH"}
    confier(contributrice, etape, ines, karim, noms="RH, Veilleurs", **depart)
    confier(contributrice, etape, noms="RH, Cabinet", **depart)  # Inès taken off, one name more
    assert qui(etape) == ["Karim Belkacem", "RH", "Veilleurs", "Cabinet"]


def test_ce_qui_ne_va_pas_est_dit_a_cote_et_garde(
    etape: Etape, contributrice: Visiteur, autre_projet: Projet
) -> None:
    ailleurs = ParticipantFactory(projet=autre_projet)
    long = "n" * 101
    for gens, noms, dit in (
        ([], long, "un nom a 100 signes au plus"),
        ([], ", ".join(f"n{i}" for i in range(21)), "20 noms au plus"),
        ([ailleurs], "", "responsables"),
    ):
        reponse = confier(contributrice, etape, *gens, noms=noms)
        assert reponse.status_code == 422
        assert dit in reponse.content.decode()
        assert noms in reponse.content.decode()
    assert qui(etape) == []
    for valeurs in ({"nom": ""}, {"nom": "RH", "participant": ailleurs}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ResponsableEtape.objects.create(projet=etape.projet, etape=etape, **valeurs)


def test_qui_part_laisse_l_etape_au_groupe(
    etape: Etape, ines: Participant, karim: Participant, animatrice: Visiteur
) -> None:
    """Access closed or off the wall: the étape says so, and asks for somebody."""
    for un in (ines, karim):
        Confiee(etape=etape, participant=un)
    relire(etape.projet)
    geste = Geste(etape.projet, animatrice.participant, "eclaire", "equipe")
    roles.fermer(geste, ines)
    roles.retirer_participant(geste, karim)
    etape.projet.refresh_from_db()
    vue = relire(etape.projet).planche("fiche-1").encart("etapes").lignes[0].etape
    assert [(un.nom, un.parti) for un in vue.responsables] == [
        (str(ines), True),
        (str(karim), True),
    ]
    assert vue.presents == ()
    assert "Inès Carpentier : n’est plus là" in cellule(animatrice, etape)
    # Whoever left stays among the choices of the étape they had, and of no other.
    form = animatrice.htmx("get", f"{ici(etape).url_ligne(etape.pk)}?{CELLULE}").content.decode()
    assert "Karim Belkacem (n’est plus sur la fresque)" in form


def test_une_personne_effacee_rend_ses_etapes(
    etape: Etape, ines: Participant, animatrice: Visiteur
) -> None:
    Confiee(etape=etape, participant=ines)
    Confiee(etape=etape, nom="Inès Carpentier", ordre=1)
    Confiee(etape=etape, nom="L’équipe de nuit", ordre=2)
    geste = Geste(etape.projet, animatrice.participant, "eclaire", "equipe")
    Participant.objects.filter(pk=ines.pk).update(user=None, courriel="")
    effacer_participant(geste, Participant.objects.get(pk=ines.pk))
    assert qui(etape) == ["L’équipe de nuit"]
    dits = Evenement.objects.filter(objet="etape", champ="responsables")
    assert {(un.planche, un.encart, un.apres) for un in dits} == {("fiche-1", "etapes", "")}
    assert not any("Inès" in un.avant for un in dits)


FICHIER = """
version: 1
etablissement: {nom: MECS des Tilleuls}
personnes: [{id: ines, nom: Carpentier, prenom: Inès}, {id: karim, nom: Belkacem}]
projet:
  id: tilleuls
  annexe_3:
    fiches:
      - numero: 1
        etapes:
          - {intitule: Former, responsables: [%s], autres_responsables: [%s], realisee_le: %s}
"""


def test_le_fichier_dit_qui_et_le_redit() -> None:
    dit = FICHIER % ("karim, ines", "RH, 'Nuit; RH'", "null")
    projet = importer(lire(dit.encode()))
    etape = Etape.objects.de(projet).get()
    assert qui(etape) == ["Belkacem", "Inès Carpentier", "RH", "Nuit"]
    sorti = exporter(projet)
    assert "- karim\n              - ines\n            autres_responsables:" in sorti
    encore = importer(lire(sorti.replace("id: tilleuls", "id: tilleuls-2").encode()))
    assert qui(Etape.objects.de(encore).get()) == qui(etape)


@pytest.mark.une_base
@pytest.mark.parametrize(
    ("gens", "noms", "fait", "phrase"),
    [
        ("zoe", "", "null", "aucune personne n’a l’id « zoe »"),
        ("ines, ines", "", "null", "« ines » est nommé deux fois"),
        ("", "RH, RH", "null", "« RH » est nommé deux fois"),
        ("", f"'{'n' * 101}'", "null", "101 caractères"),
        ("", "", "2199-01-01", "cette date n’est pas encore venue"),
        ("", "", "1899-12-31", "1900"),
    ],
)
def test_le_fichier_refuse_ce_qu_un_formulaire_refuse(
    gens: str, noms: str, fait: str, phrase: str
) -> None:
    with pytest.raises(RapportErreurs, match=phrase):
        lire((FICHIER % (gens, noms, fait)).encode())
