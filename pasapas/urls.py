"""Wiring: which address opens which door."""

from django.contrib import admin
from django.urls import include, path

from fresque.etablissements.views import inscription
from fresque.rappels import views as rappels
from fresque.views import accueil, affichage, agenda, exemple, kit, ouverture
from pasapas import views
from pasapas.entree import views as entree
from pasapas.entree.premiere import premiere_visite
from pasapas.informations import views as informations
from pasapas.sante import views as sante

urlpatterns = [
    path("", accueil.accueil, name="accueil"),
    path("fresques/", accueil.mes_fresques, name="mes_fresques"),
    path("exemple/", exemple.mur, name="exemple"),
    path("exemple/planches/<slug:code>/", exemple.planche, name="exemple_planche"),
    path("kit-vierge.pdf", kit.vierge, name="kit_vierge"),
    path("confort/", views.confort, name="confort"),
    path("favicon.ico", views.icone, name="icone"),
    path("etablissements/", include("fresque.etablissements.urls")),
    path("inscription/", inscription.commencer, name="inscription"),
    path("inscription/code/", inscription.verifier, name="inscription_code"),
    path("inscription/etablissement/", inscription.etablissement, name="inscription_etablissement"),
    path("projets/nouveau/", ouverture.nouveau, name="projet_nouveau"),
    path("projets/importer/", ouverture.ouvrir_d_un_fichier, name="projet_importer"),
    path("projets/<slug:slug>/autodiagnostic/", include("diagnostic.urls")),
    path("recueil/", include("diagnostic.recueil_urls")),
    path("contribuer/", include("fresque.contributions.urls")),
    path("questionnaires/", include("diagnostic.questionnaires_urls")),
    path("projets/<slug:slug>/", include("fresque.urls")),
    path("F/<str:marque>", affichage.marque, name="feuille"),  # what a sheet's own code says
    path("abonnement/<slug:secret>.ics", agenda.abonnement, name="abonnement"),
    path("premiere-visite/", premiere_visite, name="premiere_visite"),
    path("invitation/", entree.invitation, name="invitation"),
    path("invitation/accepter/", entree.accepter, name="invitation_accepter"),
    path("carte/", entree.carte, name="carte"),
    path("comptes/", include("pasapas.mon_compte.urls")),
    path("mes-rappels/", rappels.choisir, name="mes_rappels"),
    path("rappels/arret/<str:jeton>/", rappels.arreter, name="rappels_arret"),
    path("mes-donnees/", include("fresque.donnees.urls")),
    path("informations/<slug:code>/", informations.lire, name="information"),
    path("administration/etat/", sante.installation, name="etat_installation"),
    path("administration/", admin.site.urls),
    path("sante/", include("pasapas.sante.urls")),
]

handler400 = "pasapas.serveur.refus.mauvaise_demande"
handler500 = "pasapas.serveur.indisponible.erreur"
