"""Addresses of one fresque, all below /projets/<slug>/."""

from django.urls import include, path

from fresque.contributions.views import animees as contributions
from fresque.donnees.views import projet as donnees
from fresque.rappels import views as rappels
from fresque.views import (
    accueil,
    affichage,
    agenda,
    autodiagnostic,
    deplacement,
    direct,
    encarts,
    enseignements,
    etonnements,
    fichier,
    frise,
    gestes,
    historique,
    image,
    impression,
    interne,
    mur,
    planches,
    suivi,
)

app_name = "fresque"
POSTIT = {"sorte": "postit"}
ENCART = "planches/<slug:code>/<slug:nom>/"
LIGNE, COLLE = f"{ENCART}lignes/<int:pk>/", f"{ENCART}postits/<int:pk>/"
ENSEIGNEMENTS = "autodiagnostic/<int:pk>/enseignements/"
ETONNEMENT = f"{ENSEIGNEMENTS}etonnements/<int:etonnement>/"
CAMPAGNE, IMPRESSION = "campagnes/<int:pk>/", "imprimer/<uuid:pk>/"
CONTRIBUTION = "contributions/<int:pk>/"

urlpatterns = [
    path("", mur.mur, name="mur"),
    path("planches/<slug:code>/", planches.planche, name="planche"),
    path("planches/<slug:code>/feuille.png", image.image, name="image"),
    path(ENCART, encarts.lire, name="encart"),
    path(f"{ENCART}modifier/", encarts.modifier, name="modifier"),
    path(f"{ENCART}ajouter/", encarts.ajouter, name="ajouter"),
    path(LIGNE, encarts.ligne, name="ligne"),
    path(f"{LIGNE}deplacer/", deplacement.deplacer, name="deplacer"),
    path(f"{LIGNE}<slug:geste>/", gestes.geste, name="geste"),
    path(f"{ENCART}postits/", encarts.ajouter, POSTIT, name="postit_ajouter"),
    path(COLLE, encarts.ligne, POSTIT, name="postit"),
    path(f"{COLLE}deplacer/", deplacement.deplacer, POSTIT, name="postit_deplacer"),
    path(f"{COLLE}<slug:geste>/", gestes.geste, POSTIT, name="postit_geste"),
    path(f"{ENCART}interne/", interne.garder, {"interne": True}, name="interne"),
    path(f"{ENCART}imprimee/", interne.garder, {"interne": False}, name="imprimee"),
    path(f"{ENCART}exemple/", encarts.reprendre_exemple, name="reprendre_exemple"),
    path(f"{ENCART}historique/", historique.encart, name="historique_encart"),
    path(f"{ENCART}historique/<int:pk>/reprendre/", historique.reprendre, name="reprendre"),
    path(ENSEIGNEMENTS, enseignements.enseignements, name="enseignements"),
    path(ETONNEMENT, etonnements.corriger, name="corriger"),
    path(f"{ETONNEMENT}<slug:vers>/", etonnements.geste, name="etonnement"),
    path(
        f"{ENSEIGNEMENTS}<slug:question>/<slug:sens>/<slug:geste>/",
        enseignements.proposition,
        name="proposition",
    ),
    path("suivi/", suivi.tableau, name="suivi"),
    path("suivi/etapes/ajouter/", suivi.ajouter, name="suivi_ajouter"),
    path("suivi/etapes/<int:pk>/", suivi.etape, name="suivi_etape"),
    path("suivi/etapes/<int:pk>/<slug:geste>/", suivi.geste, name="suivi_geste"),
    path("agenda/", agenda.agenda, name="agenda"),
    path("agenda/projet.ics", agenda.projet, name="agenda_projet"),
    path("agenda/<slug:code>.ics", agenda.planche, name="agenda_planche"),
    path("agenda/<slug:code>/<int:pk>.ics", agenda.ligne, name="agenda_ligne"),
    path("frise/", frise.frise, name="frise"),
    path("direct/", direct.direct, name="direct"),
    path("direct/morceaux/", direct.morceaux, name="morceaux"),
    path("presence/", direct.presence, name="presence"),
    path("depart/masquer/", accueil.masquer, name="masquer_depart"),
    path("acces/", include("fresque.personnes.urls")),
    path("accompagnement/", include("fresque.accompagnement.urls")),
    path("historique/", historique.tout, name="historique"),
    path("corbeille/", historique.corbeille, name="corbeille"),
    path(f"{CAMPAGNE}questionnaire.pdf", autodiagnostic.questionnaire, name="questionnaire_papier"),
    path(f"{CAMPAGNE}affiche-<slug:college>.pdf", autodiagnostic.affiche, name="affiche_recueil"),
    path(
        f"{CAMPAGNE}bulletins/<slug:college>/", autodiagnostic.bulletins, name="bulletins_a_tirer"
    ),
    path(f"{CAMPAGNE}resultats.pdf", autodiagnostic.resultats, name="resultats_papier"),
    path("imprimer/", impression.imprimer, name="imprimer"),
    path(IMPRESSION, impression.suivre, name="impression"),
    path(f"{IMPRESSION}fresque.pdf", impression.fichier, name="impression_pdf"),
    path(f"{IMPRESSION}annuler/", impression.annuler, name="impression_annuler"),
    path(f"{IMPRESSION}reprendre/", impression.reessayer, name="impression_reprendre"),
    path(f"{IMPRESSION}affichee/", impression.affichee, name="impression_affichee"),
    path("affichage/<slug:code>/<slug:geste>/", affichage.geste, name="affichage"),
    path("fresque.pdf", impression.pdf, name="pdf"),
    path("contributions/", contributions.contributions, name="contributions"),
    path("contributions/fermer/", contributions.fermer, name="contributions_fermer"),
    path("contributions/renouveler/", contributions.renouveler, name="contributions_renouveler"),
    path("contributions/affiche.pdf", contributions.affiche, name="affiche_contribuez"),
    path(f"{CONTRIBUTION}accepter/", contributions.accepter, name="contribution_accepter"),
    path(f"{CONTRIBUTION}refuser/", contributions.refuser, name="contribution_refuser"),
    path(f"{CONTRIBUTION}reprendre/", contributions.reprendre, name="contribution_reprendre"),
    path("rappels/", rappels.imprimer, name="rappels"),
    path("rappels.pdf", rappels.papier, name="rappels_papier"),
    path("fichier/", fichier.fichier, name="fichier"),
    path("fichier/projet.yaml", fichier.exporter, name="exporter"),
    path("donnees/", donnees.donnees, name="donnees"),
    path("donnees/conserver/", donnees.conserver, name="conserver"),
    path("donnees/personnes/<int:pk>/effacer/", donnees.participant, name="effacer_participant"),
    path("donnees/contacts/<int:pk>/effacer/", donnees.contact, name="effacer_contact"),
]
