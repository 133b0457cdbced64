"""What is sent again after a lost answer: the same words once, later words never lost."""

import pytest

from fresque.models import Constat
from pasapas.models import CleEcriture, Evenement, PostIt, Projet
from tests.factories import ConstatFactory, EvenementFactory, ParticipantFactory
from tests.mur import case
from tests.personnes import Visiteur
from tests.saisie import CHAQUE_MODE, CLE, envoyer, renvoyer


@pytest.fixture
def ambition(projet: Projet) -> str:
    return case(projet, "eclaire", "ambition").url_saisie


@pytest.fixture
def constats(projet: Projet) -> str:
    return case(projet, "eclaire", "constats").url_saisie


def ecrits(projet: Projet) -> list[str]:
    return [constat.texte for constat in Constat.objects.de(projet).presents()]


@CHAQUE_MODE
def test_ce_qu_on_tape_apres_une_reponse_perdue_s_ecrit(
    mode: str, projet: Projet, ambition: str, animatrice: Visiteur
) -> None:
    """The form kept its key and its base; the text went on."""
    for texte in ("abc", "abc", "abcdef", "Autre chose", "abc"):
        depart = {"ambition": texte, "base-ambition": ""}
        assert renvoyer(animatrice, mode, ambition, **depart).status_code in {200, 302}
        projet.refresh_from_db()
        assert projet.ambition == texte
    assert CleEcriture.objects.filter(projet=projet).count() == 1
    assert Evenement.objects.filter(projet=projet).count() == 4


def test_une_suite_se_joint_a_ce_que_d_autres_ont_ecrit(
    projet: Projet, ambition: str, animatrice: Visiteur, contributrice: Visiteur
) -> None:
    """Her own first text, that she never knew was kept, is no clash with herself."""
    renvoyer(animatrice, "htmx", ambition, **{"ambition": "Garder", "base-ambition": ""})
    autre = {"ambition": "Garder\nRecruter", "base-ambition": "Garder"}
    contributrice.htmx("post", ambition, autre)
    suite = {"ambition": "Gardons tout le monde", "base-ambition": ""}
    reponse = renvoyer(animatrice, "htmx", ambition, **suite)
    assert "avec ce que d’autres ont écrit" in reponse.content.decode()
    projet.refresh_from_db()
    assert projet.ambition == "Gardons tout le monde\nRecruter"


@CHAQUE_MODE
def test_une_ligne_nouvelle_garde_ce_qu_on_a_tape_apres(
    mode: str, projet: Projet, constats: str, animatrice: Visiteur
) -> None:
    for texte in ("abc", "abc", "abcdef", "abcdef", "abcd"):
        reponse = renvoyer(animatrice, mode, constats, texte=texte)
        assert ecrits(projet) == [texte]
        if mode == "autosave":
            assert reponse.json()["champs"] == {"texte": texte}
            pk = Constat.objects.get().pk
            adresse = case(projet, "eclaire", "constats").url_ligne(pk)
            assert reponse.json()["suite"] == {"modifier": adresse, "page": ""}
    notes = Evenement.objects.filter(projet=projet).order_by("pk")
    assert [note.apres for note in notes] == ["abc", "abcdef", "abcd"]


def test_un_post_it_nouveau_garde_ce_qu_on_a_tape_apres(
    projet: Projet, animatrice: Visiteur
) -> None:
    url = case(projet, "eclaire", "constats").url_postit()
    for texte in ("Oui", "Oui, le mardi"):
        envoi = {"texte": texte, "couleur": "jaune"}
        assert renvoyer(animatrice, "autosave", url, **envoi).json()["champs"]["texte"] == texte
    assert PostIt.objects.get().texte == "Oui, le mardi"


def test_une_fiche_nouvelle_garde_ce_qu_on_a_tape_apres(
    projet: Projet, animatrice: Visiteur
) -> None:
    """One fiche, under its last name; the browser is still led to it."""
    url = case(projet, "actions", "fiches").url_saisie
    for nom in ("Tuteurs", "Tuteurs de nuit"):
        reponse = renvoyer(animatrice, "htmx", url, intitule=nom, statut="en_cours")
        assert reponse.headers["HX-Redirect"].endswith("/planches/fiche-1/?cote=exemple")
    (fiche,) = case(projet, "actions", "fiches").encart.lignes
    assert fiche.titre.endswith("Tuteurs de nuit")


def test_la_planche_d_une_fiche_nouvelle_est_comptee_aussitot(
    projet: Projet, animatrice: Visiteur
) -> None:
    url = case(projet, "actions", "fiches").url_saisie
    renvoyer(animatrice, "autosave", url, intitule="Tuteurs", statut="en_cours")
    assert projet.avancements.filter(planche="fiche-1").exists()


def test_ce_que_d_autres_ont_ajoute_a_la_ligne_nouvelle_reste(
    projet: Projet, constats: str, animatrice: Visiteur, contributrice: Visiteur
) -> None:
    renvoyer(animatrice, "autosave", constats, texte="Le soir, personne.")
    ligne = case(projet, "eclaire", "constats").url_ligne(Constat.objects.get().pk)
    autre = {"texte": "Le soir, personne.\nLe matin non plus.", "base-texte": "Le soir, personne."}
    contributrice.htmx("post", ligne, {"champ": "texte", **autre})
    texte = "Le soir après 21 h, personne."
    reponse = renvoyer(animatrice, "autosave", constats, texte=texte)
    assert ecrits(projet) == ["Le soir après 21 h, personne.\nLe matin non plus."]
    assert reponse.json()["avis"].startswith("Enregistré, avec ce que d’autres")


@CHAQUE_MODE
def test_une_ligne_nouvelle_se_heurte_a_ce_que_d_autres_y_ont_ecrit(
    mode: str, projet: Projet, constats: str, animatrice: Visiteur, contributrice: Visiteur
) -> None:
    """The clash is settled on the row itself; asked again, it is shown again."""
    renvoyer(animatrice, mode, constats, texte="Le soir")
    ligne = case(projet, "eclaire", "constats").url_ligne(Constat.objects.get().pk)
    autre = {"texte": "Le matin", "base-texte": "Le soir"}
    contributrice.htmx("post", ligne, {"champ": "texte", **autre})
    for _ in range(2):
        reponse = renvoyer(animatrice, mode, constats, texte="La nuit")
        assert reponse.status_code == 409
    if mode != "autosave":
        assert f'action="{ligne}"' in reponse.content.decode()
    assert ecrits(projet) == ["Le matin"]
    assert Evenement.objects.filter(projet=projet, action="conflit", apres="La nuit").exists()


def test_un_choix_que_d_autres_ont_fait_sur_la_ligne_nouvelle_reste(
    projet: Projet, constats: str, animatrice: Visiteur, contributrice: Visiteur
) -> None:
    """She goes on typing and never touched the author."""
    auteur = ParticipantFactory(projet=projet)
    renvoyer(animatrice, "autosave", constats, texte="Le soir", auteur="")
    ligne = case(projet, "eclaire", "constats").url_ligne(Constat.objects.get().pk)
    choix = {"auteur": auteur.pk, "base-auteur": ""}
    contributrice.htmx("post", ligne, {"champ": "auteur", **choix})
    renvoyer(animatrice, "autosave", constats, texte="Le soir, personne", auteur="")
    constat = Constat.objects.get()
    assert (constat.texte, constat.auteur) == ("Le soir, personne", auteur)


def test_une_ligne_nouvelle_retiree_revient_avec_la_suite(
    projet: Projet, constats: str, animatrice: Visiteur
) -> None:
    """The same words do not bring it back; later words do."""
    renvoyer(animatrice, "autosave", constats, texte="Le soir")
    Constat.objects.update(retire_le=projet.cree_le)
    renvoyer(animatrice, "autosave", constats, texte="Le soir")
    assert ecrits(projet) == []
    reponse = renvoyer(animatrice, "autosave", constats, texte="Le soir, personne")
    assert "le voici de nouveau" in reponse.json()["avis"]
    assert ecrits(projet) == ["Le soir, personne"]


def test_une_cle_d_avant_l_empreinte_ne_double_rien(
    projet: Projet, constats: str, animatrice: Visiteur
) -> None:
    """Stored by the version before this one: the row is known, what came with it is not."""
    constat = ConstatFactory(projet=projet, texte="Le soir")
    EvenementFactory(projet=projet, objet="constat", objet_pk=constat.pk, action="ajout")
    CleEcriture.objects.create(id=CLE, projet=projet, resultat=constat.pk)
    renvoyer(animatrice, "autosave", constats, texte="Le soir")
    assert ecrits(projet) == ["Le soir"]


@CHAQUE_MODE
def test_la_ligne_qu_on_a_tapee_deux_fois_n_y_est_qu_une(
    mode: str, projet: Projet, ambition: str, animatrice: Visiteur, contributrice: Visiteur
) -> None:
    """Merged the first time, unknown to her, with what someone else had written: she typed on
    from her own words, and twice."""
    Projet.objects.filter(pk=projet.pk).update(ambition="Un\nDeux")
    depart = {"base-ambition": "Un\nDeux"}
    contributrice.htmx("post", ambition, {"ambition": "Un\nDeux\nTrois", **depart})
    for mots in ("Deux fois", "Deux fois par mois", "Deux fois par mois, le soir"):
        reponse = renvoyer(animatrice, mode, ambition, ambition=f"Un\n{mots}", **depart)
        assert reponse.status_code in {200, 302}
        projet.refresh_from_db()
        assert projet.ambition == f"Un\n{mots}\nTrois"


def test_une_ligne_nouvelle_reprise_deux_fois_ne_double_rien(
    projet: Projet, constats: str, animatrice: Visiteur, contributrice: Visiteur
) -> None:
    renvoyer(animatrice, "page", constats, texte="Un\nDeux")
    ligne = case(projet, "eclaire", "constats").url_ligne(Constat.objects.get().pk)
    autre = {"texte": "Un\nDeux\nTrois", "base-texte": "Un\nDeux"}
    contributrice.htmx("post", ligne, {"champ": "texte", **autre})
    for mots in ("Deux fois", "Deux fois par mois"):
        renvoyer(animatrice, "page", constats, texte=f"Un\n{mots}")
        assert ecrits(projet) == [f"Un\n{mots}\nTrois"]


def test_ce_qui_s_est_heurte_repart_d_ou_il_etait(
    projet: Projet, ambition: str, animatrice: Visiteur, contributrice: Visiteur
) -> None:
    """Nothing of it was written: the words typed on are still those of the first base."""
    Projet.objects.filter(pk=projet.pk).update(ambition="Le soir")
    depart = {"base-ambition": "Le soir"}
    contributrice.htmx("post", ambition, {"ambition": "Le matin", **depart})
    for mots in ("La nuit", "La nuit aussi"):
        reponse = renvoyer(animatrice, "page", ambition, ambition=mots, **depart)
        assert reponse.status_code == 409
    projet.refresh_from_db()
    assert projet.ambition == "Le matin"


LIGNE = "mot " * 24 + "fin"  # 99 signs, and 199 ends of line make 19 900


@pytest.mark.parametrize("fin", ["\r\n", "\r", "\n"])
def test_a_la_limite_les_mots_de_deux_personnes_restent(
    fin: str, projet: Projet, ambition: str, animatrice: Visiteur, contributrice: Visiteur
) -> None:
    """Ends of line are one sign each before anything is measured, as a browser sends them."""
    lignes = [LIGNE] * 199
    depart = "\n".join(lignes)
    Projet.objects.filter(pk=projet.pk).update(ambition=depart)
    tapes = {contributrice: f"{LIGNE} elle", animatrice: f"elle aussi {LIGNE}"}
    for rang, (qui, ligne) in zip((0, 198), tapes.items(), strict=True):
        texte = fin.join([*lignes[:rang], ligne, *lignes[rang + 1 :]])
        envoi = {"ambition": texte, "base-ambition": fin.join(lignes)}
        assert qui.post(ambition, envoi).status_code == 302
    projet.refresh_from_db()
    assert projet.ambition == "\n".join([f"{LIGNE} elle", *lignes[1:198], f"elle aussi {LIGNE}"])


@pytest.mark.parametrize("depart", [{}, {"base-ambition": "x" * 20_001}], ids=["absent", "long"])
@CHAQUE_MODE
def test_sans_depart_on_ne_remplace_rien_sans_le_dire(
    mode: str, depart: dict[str, str], projet: Projet, ambition: str, animatrice: Visiteur
) -> None:
    """Nothing says what was on the screen: the two texts are shown, whoever wrote the other."""
    Projet.objects.filter(pk=projet.pk).update(ambition="Le matin\nLe soir")
    envoi = {"ambition": "La nuit\nLe soir", **depart}
    assert envoyer(animatrice, mode, ambition, envoi).status_code == 409
    assert envoyer(animatrice, mode, ambition, envoi).status_code == 409
    projet.refresh_from_db()
    assert projet.ambition == "Le matin\nLe soir"
    vide = {"ambition": "Le matin\nLe soir", **depart}
    assert envoyer(animatrice, mode, ambition, vide).status_code in {200, 302}
