"""The command of this name that django-import-export brings writes rows that nothing checks."""

from pasapas.entretien.commandes import Remplacee


class Command(Remplacee):
    help = "Refusé : voir import_projet."
    a_la_place = (
        "« manage.py import » écrirait des lignes sans aucun contrôle. Pour une fresque : "
        "manage.py import_projet FICHIER. Un questionnaire s’importe à l’écran, page "
        "« Questionnaires »."
    )
