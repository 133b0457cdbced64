"""The command of this name that django-import-export brings writes the rows of every fresque."""

from pasapas.entretien.commandes import Remplacee


class Command(Remplacee):
    help = "Refusé : voir export_projet (une fresque) et donnees (une personne)."
    a_la_place = (
        "« manage.py export » sortirait les lignes de toutes les fresques. Pour une fresque : "
        "manage.py export_projet ADRESSE > fichier.yaml. Pour ce qui est gardé d’une personne : "
        "manage.py donnees COURRIEL. Pour toute la base : les outils de sauvegarde de la base."
    )
