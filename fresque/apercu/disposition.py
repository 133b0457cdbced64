"""How each planche is laid out on the wall: its patches, in the kit's order.

A patch has a short label, the box whose words it shows, and the kit's question cut short for
the sheet that is still blank. ``forme`` is its place in the grid of mur.css: ``ligne`` (one line,
whole width), ``entiere``, ``haute``, ``grande``, ``courte`` (a line or two).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Touchee:
    nom: str
    encart: str
    question: str = ""
    forme: str = ""
    facultative: bool = False  # not there at all while it is empty


TITRES = {
    "eclaire": "J’éclaire le projet",
    "acteurs": "Les acteurs du projet",
    "etat-des-lieux": "Un état des lieux",
    "autodiagnostic": "Auto-diagnostic",
    "actions": "Les actions engagées",
}

PLACES: dict[str, tuple[Touchee, ...]] = {
    "eclaire": (
        Touchee("Nom", "nom", "Quel est le nom de votre projet\u00a0?", "ligne"),
        Touchee("Ambition", "ambition", "Votre projet, votre ambition\u00a0?", "haute"),
        Touchee("Problème", "probleme", "Quel problème traiter\u00a0?", "haute"),
        Touchee("Équipe", "equipe", "Quelle équipe rassembler\u00a0?", "entiere"),
        Touchee("Ce qui inspire", "inspirations", "Qu’est-ce qui m’inspire\u00a0?", "haute"),
        Touchee("Constats", "constats", "Vos constats", "haute"),
    ),
    "acteurs": (
        Touchee("Partenaires directs", "cercle-direct", "Les partenaires directs", "grande"),
        Touchee("Écosystème élargi", "cercle-elargi", "Écosystème élargi", "grande"),
        Touchee("Sphère d’intérêt", "cercle-interet", "Sphère d’intérêt", "ligne"),
        Touchee("Engagés", "engagement-engage", "Engagés", "haute"),
        Touchee("À relancer", "engagement-a-relancer", "À relancer", "haute"),
        Touchee("À contacter", "engagement-a-contacter", "À contacter", "haute"),
        Touchee("Répertoire", "repertoire", "Mon répertoire", "haute"),
    ),
    "etat-des-lieux": (
        Touchee("Outil", "outil", "Quel outil avez-vous utilisé\u00a0?", "ligne"),
        Touchee("Mis en place", "mis_en_place", "Qu’avez-vous mis en place\u00a0?", "grande"),
        Touchee("Démarche", "deroulement", "Comment, et avec qui\u00a0?", "grande"),
    ),
    "autodiagnostic": (
        Touchee("Étonnement", "rapport_etonnement", "Rapport d’étonnement\u00a0?", "entiere"),
        Touchee("Pistes", "pistes", "Pistes d’actions\u00a0?", "courte"),
        Touchee("Intentions", "intentions", "Premières intentions", "courte"),
    ),
    "fiche": (
        Touchee("Problème", "problematique", "À quel problème\u00a0?"),
        Touchee("But", "objectif", "Quel est notre but\u00a0?"),
        Touchee("Action", "description", "Que faire\u00a0?", "courte"),
        Touchee("Périmètre", "perimetre", "À quelle échelle\u00a0?", "courte"),
        Touchee("+ Réussite", "facteurs_reussite", "+ Réussite", "courte"),
        Touchee("− Contraintes", "contraintes", "− Contraintes", "courte"),
        Touchee("Évaluation", "evaluation", "Évaluation", "courte"),
        Touchee("Acteurs", "acteurs_a_mobiliser", "Acteurs à mobiliser", "courte"),
        Touchee("Modalités", "modalites", "Modalités de participation", "ligne"),
        Touchee("Nos rubriques", "rubriques", "", "ligne", facultative=True),
    ),
    "bilan": (
        Touchee("Que retenons-nous\u00a0?", "retenons", "Que retenons-nous\u00a0?", "grande"),
        Touchee("À valoriser", "valoriser", "Que souhaitons-nous valoriser\u00a0?", "grande"),
        Touchee(
            "Communiquer", "communications", "Sur quoi communiquer\u00a0? À qui\u00a0?", "grande"
        ),
        Touchee("Maintenant\u00a0?", "poursuivre", "Et maintenant\u00a0?", "courte"),
        Touchee("La suite", "suites", "Quelles suites\u00a0?", "courte"),
    ),
}

# What the boxes that no patch stands for are called in the lists beside the wall.
AUTRES_NOMS = {
    "autres": "Autour de l’équipe",
    "etablissement": "Établissement",
    "services": "Services",
    "cercle-reste": "Acteurs à placer",
    "engagement-reste": "Acteurs à classer",
    "apprentissages": "Apprentissages",
    "fiches": "Nos fiches action",
    "intitule": "Intitulé",
    "suivi": "Avancée",
    "etapes": "Étapes",
    "seance": "La séance de bilan",
    "bilans": "Nos bilans",
}
# Cut where the narrowest patch has to cut them.
THEMES = {
    "Santé et sécurité dans le travail": "Santé et sécurité",
    "Compétences et parcours professionnels": "Compé\u00adtences",
    "Égalité professionnelle pour tous": "Égalité",
    "Les relations avec l’extérieur": "Liens exté\u00adrieurs",
    "Le projet d’entreprise et le management": "Manage\u00adment",
}
