"""What an administrateur changes in the back office is told on the fresques, and comes back."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry

from pasapas.ecriture import administration
from pasapas.models import Etablissement, Evenement, PageInformation, Projet, Service
from tests.factories import ParticipantFactory, ProjetFactory, ServiceFactory
from tests.personnes import Visiteur

L_ADMINISTRATION = "L’administration"


@pytest.fixture
def etablissement(projet: Projet) -> Etablissement:
    return projet.etablissement


def memoire(projet: Projet) -> list[tuple[str, ...]]:
    champs = ("nom", "action", "encart", "objet", "champ", "avant", "apres")
    return list(Evenement.objects.filter(projet=projet).order_by("pk").values_list(*champs))


def envoyer(
    client: Visiteur, ligne: Any, lignes: tuple[dict[str, Any], ...] = (), **saisi: Any
) -> None:
    """Post the whole form of a row, as the page would, with what was typed in it."""
    adresse = f"/administration/pasapas/{ligne._meta.model_name}/{ligne.pk}/change/"
    page = client.get(adresse).context
    donnees = {
        nom: "" if valeur is None else valeur
        for nom in page["adminform"].form.fields
        if (valeur := page["adminform"].form[nom].value()) is not False
    }
    for formset in (inline.formset for inline in page["inline_admin_formsets"]):
        for champ in formset.management_form:
            donnees[champ.html_name] = champ.value()
        if lignes:
            donnees[f"{formset.prefix}-TOTAL_FORMS"] = len(lignes)
            for rang, une in enumerate(lignes):
                donnees |= {f"{formset.prefix}-{rang}-{nom}": val for nom, val in une.items()}
    reponse = client.post(adresse, donnees | saisi)
    assert reponse.status_code == 302, reponse.context["errors"]


def test_etablissement_change_se_lit_sur_ses_fresques(
    etablissement: Etablissement, projet: Projet, administratrice: Visiteur
) -> None:
    autre, avant = ProjetFactory(etablissement=etablissement), etablissement.nom
    envoyer(administratrice, etablissement, nom="La Maison bleue", capacite="40")
    for fresque in (projet, autre):
        assert memoire(fresque) == [
            (L_ADMINISTRATION, "modification", "etablissement", "etablissement", *dit)
            for dit in (("nom", avant, "La Maison bleue"), ("capacite", "", "40"))
        ]
        assert Projet.objects.get(pk=fresque.pk).version == fresque.version + 1


def test_administrateur_membre_de_la_fresque_y_signe_de_son_nom(
    etablissement: Etablissement, projet: Projet, administratrice: Visiteur
) -> None:
    moi = ParticipantFactory(projet=projet, user=administratrice.user, prenom="Ana", nom="Diaz")
    envoyer(administratrice, etablissement, nom="La Maison bleue")
    assert [(e.nom, e.qui) for e in Evenement.objects.filter(projet=projet)] == [("Ana Diaz", moi)]


def test_etablissement_enregistre_sans_changement_ne_dit_rien(
    etablissement: Etablissement, projet: Projet, administratrice: Visiteur
) -> None:
    envoyer(administratrice, etablissement)
    assert memoire(projet) == []


def test_service_retire_par_l_administration_va_a_la_corbeille(
    etablissement: Etablissement, projet: Projet, administratrice: Visiteur, animatrice: Visiteur
) -> None:
    """Nothing leaves the base at once, and the group can put it back."""
    service = ServiceFactory(etablissement=etablissement, nom="Les Myrtilles")
    ligne = {
        "id": service.pk,
        "etablissement": etablissement.pk,
        "nom": service.nom,
        "DELETE": "on",
    }
    envoyer(administratrice, etablissement, (ligne,))
    assert memoire(projet) == [
        (L_ADMINISTRATION, "retrait", "services", "service", "", "Les Myrtilles", "")
    ]
    retablir = f"/projets/{projet.slug}/planches/eclaire/services/lignes/{service.pk}/retablir/"
    assert retablir in animatrice.get(f"/projets/{projet.slug}/corbeille/").content.decode()
    animatrice.post(retablir)
    assert list(Service.objects.de(projet).presents()) == [service]


def test_services_ajoutes_et_changes_se_lisent_sur_la_fresque(
    etablissement: Etablissement, projet: Projet, administratrice: Visiteur
) -> None:
    service = ServiceFactory(etablissement=etablissement, nom="Internat", places=10)
    commun = {"etablissement": etablissement.pk}
    lignes = (
        {**commun, "id": service.pk, "nom": "Internat", "places": 12},
        *({**commun, "nom": nom} for nom in ("Accueil", "Accueil")),
    )
    envoyer(administratrice, etablissement, lignes)
    assert [dit[1:] for dit in memoire(projet)] == [
        ("ajout", "services", "service", "", "", "Accueil"),
        ("ajout", "services", "service", "", "", "Accueil"),
        ("modification", "services", "service", "places", "10", "12"),
    ]
    references = [un.reference for un in Service.objects.de(projet).presents()]
    assert references == [service.reference, "accueil", "accueil-2"]


def test_projet_change_se_lit_sur_la_fresque(
    projet: Projet, administratrice: Visiteur, animatrice: Visiteur
) -> None:
    envoyer(administratrice, projet, nom="Tenir ensemble", identifiant="tenir")
    assert [(dit[2], *dit[4:]) for dit in memoire(projet)] == [
        ("nom", "nom", "Accueillir et garder", "Tenir ensemble"),
        ("projet", "identifiant", "accueillir-et-garder", "tenir"),
    ]
    page = animatrice.get(f"/projets/{projet.slug}/historique/").content.decode()
    assert "Réglages de la fresque" in page


def test_formulaire_ouvert_n_ecrase_pas_ce_que_le_groupe_ecrit(
    projet: Projet, administratrice: Visiteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the moment the form is read and the one it is saved, the group writes."""
    dire_avant = administration.changements

    def pendant(*recu: Any) -> Any:
        Projet.objects.filter(pk=projet.pk).update(ambition="Garder les équipes", version=9)
        return dire_avant(*recu)

    monkeypatch.setattr(administration, "changements", pendant)
    envoyer(administratrice, projet, nom="Tenir ensemble")
    projet.refresh_from_db()
    assert (projet.nom, projet.ambition, projet.version) == (
        "Tenir ensemble",
        "Garder les équipes",
        10,
    )


def test_journal_de_l_administration_dit_qui_avant_et_apres(
    projet: Projet, administratrice: Visiteur
) -> None:
    """Pages of information belong to no fresque: their history is the back office's own."""
    page = PageInformation.objects.get(code="mentions")
    PageInformation.objects.filter(pk=page.pk).update(texte="Avant")
    envoyer(administratrice, page, texte="Après")
    entree = LogEntry.objects.get(object_id=str(page.pk))
    assert entree.user == administratrice.user
    histoire = f"/administration/pasapas/pageinformation/{page.pk}/history/"
    vue = administratrice.get(histoire).content.decode()
    assert "texte, de «\u00a0Avant\u00a0» à «\u00a0Après\u00a0»" in vue


@pytest.mark.parametrize("suite", ["change", "delete", "history"])
def test_une_adresse_qui_ne_nomme_aucun_champ_mene_a_la_ligne(
    suite: str, etablissement: Etablissement, administratrice: Visiteur
) -> None:
    la = f"/administration/pasapas/etablissement/{etablissement.pk}/{suite}/"
    assert administratrice.get(f"{la}?_to_field=&_popup=").status_code == 200
