"""Taken off by someone while someone else wrote there: the row comes back, and this is said."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.utils import timezone

from diagnostic.models import Piste
from fresque import operations
from fresque.donnees.effacement import effacer_participant
from fresque.forms import ParticipantForm
from fresque.objets import OBJETS
from pasapas.acces import roles
from pasapas.ecriture import changements
from pasapas.ecriture.journal import Geste
from pasapas.entretien.menage import CORBEILLE
from pasapas.models import Contenu, Evenement, Participant, PostIt, Projet, Role, Service
from tests.factories import (
    ActeurFactory,
    BilanFactory,
    ConstatFactory,
    EtapeFactory,
    FicheActionFactory,
    ParticipantFactory,
    PisteFactory,
    PostItFactory,
    ServiceFactory,
)
from tests.mur import Case, case, cases, garde_ses_lignes, relire_planche, remplir
from tests.personnes import Visiteur
from tests.saisie import CHAQUE_MODE, MODES, envoyer, saisir, sur, textes


def dit(mode: str, reponse: HttpResponse) -> str:
    """What the person is told."""
    assert reponse.status_code == 200
    return reponse.json()["avis"] if mode == "autosave" else reponse.content.decode()


def sortes(projet: Projet) -> list[Case]:
    """One list per kind of row."""
    trouvees: dict[str, Case] = {}
    for c in cases(projet):
        if c.encart.ajout and garde_ses_lignes(c):
            trouvees.setdefault(c.encart.objet, c)
    return list(trouvees.values())


def lu(c: Case, pk: int) -> Any:
    return OBJETS[c.encart.objet].model.objects.get(pk=pk)


@CHAQUE_MODE
def test_chaque_ligne_retiree_pendant_qu_on_y_ecrit_revient(
    mode: str,
    projet: Projet,
    animatrice: Visiteur,
    pilote: Visiteur,
    subtests: pytest.Subtests,
) -> None:
    remplir(projet, 2)
    for c in sortes(projet):
        with subtests.test(case=c.id_html):
            pk = c.encart.lignes[-1].pk
            page = animatrice.htmx("get", c.url_ligne(pk))
            donnees = saisir(page) | {a: v for a, v in c.encart.preset if v}
            pilote.htmx("post", c.url_ligne(pk, "retirer"))
            assert c.relire(projet).ligne(pk) is None
            reponse = envoyer(animatrice, mode, c.url_ligne(pk), donnees)
            assert "voici de nouveau, avec votre texte." in dit(mode, reponse)
            comptees = set(projet.avancements.values_list("planche", flat=True))
            assert not c.a_sa_planche or OBJETS[c.encart.objet].code_de(lu(c, pk)) in comptees
            (frappe, *_) = textes(page, donnees) or [""]
            ligne = c.relire(projet).ligne(pk)
            assert frappe in f"{ligne.titre} {[champ.texte for champ in ligne.champs]}"


@CHAQUE_MODE
def test_un_post_it_decolle_pendant_qu_on_y_ecrit_se_recolle(
    mode: str, projet: Projet, animatrice: Visiteur, pilote: Visiteur
) -> None:
    c = case(projet, "eclaire", "constats")
    postit = PostItFactory(projet=projet, planche="eclaire", zone="constats", texte="Oui")
    donnees = saisir(animatrice.htmx("get", c.url_postit(postit.pk)), "Non")
    pilote.htmx("post", c.url_postit(postit.pk, "retirer"))
    assert animatrice.htmx("get", c.url_postit(postit.pk)).status_code == 404
    reponse = envoyer(animatrice, mode, c.url_postit(postit.pk), donnees)
    assert "Post-it retiré entre-temps\u00a0: le voici de nouveau" in dit(mode, reponse)
    assert [p.texte for p in c.relire(projet).postits] == [donnees["texte"]]
    ailleurs = case(projet, "eclaire", "ambition").url_postit(postit.pk)
    PostIt.objects.update(retire_le=timezone.now())
    assert envoyer(animatrice, "htmx", ailleurs, donnees).status_code == 404


def retirer_fiche(client: Visiteur, projet: Projet, pk: int) -> None:
    client.htmx("post", case(projet, "actions", "fiches").url_ligne(pk, "retirer"))
    assert relire_planche(projet, "fiche-1") is None


@CHAQUE_MODE
@pytest.mark.parametrize("connue", [False, True])
def test_un_texte_ecrit_sur_une_fiche_retiree_la_fait_revenir(
    connue: bool, mode: str, projet: Projet, animatrice: Visiteur, pilote: Visiteur
) -> None:
    """``connue``: the address of the box was kept from an earlier save."""
    fiche = FicheActionFactory(projet=projet)
    url = case(projet, "fiche-1", "objectif").url_saisie
    base = "Tenir" if connue else ""
    if connue:
        envoyer(animatrice, "autosave", url, {"objectif": "Tenir", "base-objectif": ""})
    retirer_fiche(pilote, projet, fiche.pk)
    envoi = {"objectif": "Tenir bon", "base-objectif": base}
    reponse = envoyer(animatrice, mode, url, envoi)
    attendu = "Fiche action retirée entre-temps\u00a0: la voici de nouveau, avec votre texte."
    assert attendu in dit(mode, reponse)
    assert case(projet, "fiche-1", "objectif").encart.texte == "Tenir bon"
    assert Evenement.objects.filter(projet=projet, action="retablissement").count() == 1
    assert projet.avancements.filter(planche="fiche-1").exists()


@CHAQUE_MODE
def test_ce_qui_se_tape_dans_les_listes_d_une_fiche_retiree_reste(
    mode: str, projet: Projet, animatrice: Visiteur, pilote: Visiteur
) -> None:
    """A row changed, a row added, a post-it stuck: each brings the fiche back."""
    fiche = FicheActionFactory(projet=projet)
    etape = EtapeFactory(projet=projet, fiche=fiche, resultats="")
    etapes = case(projet, "fiche-1", "etapes")
    for url, envoi in (
        (etapes.url_ligne(etape.pk), {"champ": "resultats", "resultats": "Faite"}),
        (etapes.url_saisie, {"intitule": "Une étape de plus"}),
        (etapes.url_postit(), {"texte": "Vu", "couleur": "jaune"}),
    ):
        retirer_fiche(pilote, projet, fiche.pk)
        assert "la voici de nouveau" in dit(mode, envoyer(animatrice, mode, url, envoi))
    encart = etapes.relire(projet)
    assert [ligne.titre for ligne in encart.lignes] == [etape.intitule, "Une étape de plus"]
    assert encart.ligne(etape.pk).champs[-1].texte.startswith("Faite")
    assert [postit.texte for postit in encart.postits] == ["Vu"]


@CHAQUE_MODE
def test_ce_qui_est_refuse_ne_ramene_pas_la_fiche(
    mode: str, projet: Projet, animatrice: Visiteur, pilote: Visiteur
) -> None:
    """A box that is not there, a row that is not, a form left empty: all stays as it was."""
    fiche = FicheActionFactory(projet=projet)
    etapes = case(projet, "fiche-1", "etapes")
    retirer_fiche(pilote, projet, fiche.pk)
    fiche.refresh_from_db()
    partie, faits = fiche.retire_le, Evenement.objects.count()
    for url, statut in (
        (f"/projets/{projet.slug}/planches/fiche-1/nimporte/modifier/", 404),
        (etapes.url_ligne(9999), 404),
        (etapes.url_saisie, 422),
        (etapes.url_postit(), 422),
    ):
        reponse = envoyer(animatrice, mode, url, {"intitule": "", "texte": ""})
        assert reponse.status_code == statut
        assert "de nouveau" not in reponse.text
        fiche.refresh_from_db()
        assert (fiche.retire_le, Evenement.objects.count()) == (partie, faits)
        assert not projet.avancements.filter(planche="fiche-1").exists()
    assert relire_planche(projet, "fiche-1") is None


def test_un_texte_ecrit_sur_un_bilan_retire_le_fait_revenir(
    projet: Projet, animatrice: Visiteur, pilote: Visiteur
) -> None:
    bilan = BilanFactory(projet=projet)
    url = case(projet, "bilan-2", "retenons").url_saisie
    pilote.htmx("post", case(projet, "bilan-1", "bilans").url_ligne(bilan.pk, "retirer"))
    reponse = envoyer(animatrice, "autosave", url, {"retenons": "L’écoute", "base-retenons": ""})
    assert "Bilan retiré entre-temps" in reponse.json()["avis"]
    assert case(projet, "bilan-2", "retenons").encart.texte == "L’écoute"


@pytest.mark.une_base
def test_une_page_sur_une_fiche_retiree_ne_s_ouvre_pas(
    projet: Projet, animatrice: Visiteur, lecteur: Visiteur, pilote: Visiteur
) -> None:
    """Reading brings nothing back, nor does someone who may not write."""
    fiche = FicheActionFactory(projet=projet)
    url = case(projet, "fiche-1", "objectif").url_saisie
    retirer_fiche(pilote, projet, fiche.pk)
    assert animatrice.htmx("get", url).status_code == 404
    assert lecteur.htmx("post", url, {"objectif": "Non"}).status_code == 403
    assert relire_planche(projet, "fiche-1") is None


@pytest.mark.une_base
def test_on_n_entre_pas_dans_l_equipe_par_l_adresse_d_une_carte(
    projet: Projet, contributrice: Visiteur
) -> None:
    """Only who was taken off the équipe comes back into it."""
    autre = ParticipantFactory(projet=projet, ordre_equipe=None)
    url = case(projet, "eclaire", "equipe").url_ligne(autre.pk)
    assert contributrice.htmx("post", url, {"nom": "Volé"}).status_code == 404
    autre.refresh_from_db()
    assert (autre.ordre_equipe, autre.nom == "Volé") == (None, False)


def test_une_personne_effacee_ne_revient_pas(projet: Projet, animatrice: Visiteur) -> None:
    personne = ParticipantFactory(projet=projet, ordre_equipe=None, nom="Moreau")
    url = case(projet, "eclaire", "autres").url_ligne(personne.pk)
    geste = Geste(projet, animatrice.participant, "eclaire", "autres")
    roles.retirer_participant(geste, personne)
    assert "voici de nouveau" in dit("htmx", animatrice.htmx("post", url, {"nom": "Moreau"}))
    effacer_participant(geste, personne)
    assert animatrice.htmx("post", url, {"nom": "Moreau"}).status_code == 404
    assert animatrice.htmx("post", f"{url}retablir/").status_code == 404


@pytest.mark.parametrize("encart", ["equipe", "autres"])
def test_nul_ne_remet_une_personne_effacee(
    encart: str, projet: Projet, animatrice: Visiteur, contributrice: Visiteur
) -> None:
    """Neither through the corbeille, nor by naming her again; the last lock is on the row."""
    geste = Geste(projet, animatrice.participant, "eclaire", "equipe")
    nadege = operations.ajouter_membre(geste, {"prenom": "Nadège", "nom": "Moreau"})
    operations.retirer_membre(geste, nadege)
    effacer_participant(geste, nadege)
    url = case(projet, "eclaire", encart).url_ligne(nadege.pk)
    for client in (contributrice, animatrice):
        assert client.post(f"{url}retablir/").status_code in {403, 404}
        assert client.post(url, {"prenom": "Nadège", "nom": "Moreau"}).status_code in {403, 404}
    for retablir in (changements.retablir, operations.retablir_membre):
        with pytest.raises(PermissionDenied):
            retablir(geste, Participant.objects.get(pk=nadege.pk))
    nadege.refresh_from_db()
    assert (nadege.est_efface, nadege.prenom, nadege.ordre_equipe) == (True, "", None)
    saisie = QueryDict("nom=Moreau")
    form = ParticipantForm(saisie, instance=nadege, participant=animatrice.participant)
    assert form.non_field_errors() == [changements.EFFACEE]
    assert "/retablir/" not in animatrice.get(f"/projets/{projet.slug}/corbeille/").content.decode()


@pytest.mark.une_base
def test_seul_qui_a_quitte_l_equipe_y_est_remis(
    projet: Projet, animatrice: Visiteur, contributrice: Visiteur
) -> None:
    """Not the adviser, nor someone around the projet, whoever asks: they never were of it."""
    for role in (Role.CHARGE_DE_MISSION, Role.CONTRIBUTEUR):
        jamais = ParticipantFactory(projet=projet, role=role, ordre_equipe=None)
        url = case(projet, "eclaire", "equipe").url_ligne(jamais.pk, "retablir")
        for client in (contributrice, animatrice):
            assert client.post(url).status_code == 404
    assert not Participant.objects.de(projet).equipe().exists()


@pytest.mark.parametrize("de_l_equipe", [False, True])
def test_seul_qui_anime_remet_sur_la_fresque_qui_en_est_parti(
    de_l_equipe: bool, projet: Projet, animatrice: Visiteur, contributrice: Visiteur
) -> None:
    geste = Geste(projet, animatrice.participant, "eclaire", "equipe")
    ajouter = operations.ajouter_membre if de_l_equipe else operations.ajouter_participant
    personne = ajouter(geste, {"nom": "Moreau"})
    roles.retirer_participant(geste, personne)
    url = case(projet, "eclaire", "equipe").url_ligne(personne.pk)
    for client in (contributrice, *([] if de_l_equipe else [animatrice])):
        assert client.post(f"{url}retablir/").status_code == 404
        assert client.post(url, {"nom": "Volé"}).status_code == 404
    personne.refresh_from_db()
    assert (personne.retire_le is None, personne.nom) == (False, "Moreau")
    if de_l_equipe:
        animatrice.post(f"{url}retablir/")
        assert list(Participant.objects.de(projet).equipe()) == [personne]


def test_ecrire_ne_ramene_pas_ce_qui_a_quitte_la_corbeille(
    projet: Projet, animatrice: Visiteur
) -> None:
    """Thirty days are thirty days: for a row, a post-it, a surprise."""
    loin = timezone.now() - CORBEILLE - timedelta(minutes=1)
    lignes = {
        case(projet, "eclaire", "constats").url_ligne: ConstatFactory,
        case(projet, "acteurs", "cercle-reste").url_ligne: ActeurFactory,
        case(projet, "eclaire", "constats").url_postit: partial(
            PostItFactory, planche="eclaire", zone="constats"
        ),
    }
    for url, fabrique in lignes.items():
        ligne = fabrique(projet=projet, retire_le=loin)
        for mode in MODES:
            envoi = {"texte": "Encore", "nom": "Encore", "couleur": "jaune"}
            assert envoyer(animatrice, mode, url(ligne.pk), envoi).status_code == 404
        assert type(ligne).objects.get(pk=ligne.pk).retire_le == loin


def test_une_ligne_retiree_juste_avant_l_ecriture_revient(
    projet: Projet, animatrice: Visiteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the reading of the row and its writing: the row as it is held decides."""
    piste = PisteFactory(projet=projet, texte="Un tuteur")
    url = case(projet, "autodiagnostic", "pistes").url_ligne(piste.pk)
    verrouiller = changements.verrouiller

    def retirer_avant(ligne: Contenu) -> Contenu:
        Piste.objects.celle(piste).filter(version=1).update(retire_le=timezone.now())
        return verrouiller(ligne)

    monkeypatch.setattr(changements, "verrouiller", retirer_avant)
    envoi = {"autosave": "1", "champ": "texte", **sur(piste, texte="Un tuteur par équipe")}
    assert "la voici de nouveau" in animatrice.htmx("post", url, envoi).json()["avis"]
    piste.refresh_from_db()
    assert (piste.texte, piste.retire_le) == ("Un tuteur par équipe", None)


def test_un_service_retire_revient_sur_toutes_les_fresques(
    projet: Projet, animatrice: Visiteur
) -> None:
    service = ServiceFactory(etablissement=projet.etablissement)
    url = case(projet, "eclaire", "services").url_ligne(service.pk)
    Service.objects.update(retire_le=timezone.now())
    assert "voici de nouveau" in dit(
        "htmx", animatrice.htmx("post", url, sur(service, nom="Internat"))
    )
    assert [s.nom for s in Service.objects.all() if s.retire_le is None] == ["Internat"]
