"""Addresses about access, all below /projets/<slug>/acces/."""

from django.urls import path

from fresque.personnes.views import acces, cartes, gestes, invitations, pilotage

urlpatterns = [
    path("", acces.acces, name="acces"),
    path("inviter/", invitations.inviter, name="acces_inviter"),
    path("cartes/", cartes.cartes, name="acces_cartes"),
    path("confier/", pilotage.confier, name="acces_confier"),
    path("conseil/", pilotage.conseil, name="acces_conseil"),
    path("conseil/refuser/", pilotage.refuser_conseil, name="acces_refuser_conseil"),
    path("partir/", pilotage.partir, name="acces_partir"),
    path("<int:pk>/", acces.personne, name="acces_personne"),
    path("<int:pk>/role/", gestes.role, name="acces_role"),
    path("<int:pk>/fermer/", gestes.fermer, name="acces_fermer"),
    path("<int:pk>/rouvrir/", gestes.rouvrir, name="acces_rouvrir"),
    path("<int:pk>/invitation/", invitations.envoyer, name="acces_envoyer"),
    path("<int:pk>/invitation/reprendre/", gestes.reprendre_invitation, name="acces_desinviter"),
    path("<int:pk>/carte/reprendre/", gestes.reprendre_carte, name="acces_sans_carte"),
    path("<int:pk>/partage/", pilotage.partage, name="acces_partage"),
    path("<int:pk>/remercier/", pilotage.remercier, name="acces_remercier"),
]
