"""Two people and one text, as a group would live it: base, mine, current, merged."""

from pasapas.ecriture.fusion import Conflit

SANS_CHOC = {
    "l'un a écrit, l'autre non": (
        "Trier les déchets",
        "Trier les déchets de la cantine",
        "Trier les déchets",
        "Trier les déchets de la cantine",
    ),
    "la même chose, tapée deux fois": (
        "- le tri",
        "- le tri\n- le compost",
        "- le tri\n- le compost",
        "- le tri\n- le compost",
    ),
    "chacun sa ligne": (
        "- le tri\n- le vélo\n- la haie",
        "- le tri des papiers\n- le vélo\n- la haie",
        "- le tri\n- le vélo\n- la haie et la mare",
        "- le tri des papiers\n- le vélo\n- la haie et la mare",
    ),
    "deux lignes qui se suivent": (
        "- le tri\n- le vélo",
        "- le compost\n- le vélo",
        "- le tri\n- la marche",
        "- le compost\n- la marche",
    ),
    "deux mots de la même ligne": (
        "Réunion lundi avec les élèves au CDI",
        "Réunion mardi avec les élèves au CDI",
        "Réunion lundi avec les élèves au foyer",
        "Réunion mardi avec les élèves au foyer",
    ),
    "l'un précise le début, l'autre la fin": (
        "le jardin",
        "Cultiver le jardin",
        "le jardin de la cour",
        "Cultiver le jardin de la cour",
    ),
    "de part et d'autre d'un article élidé": (
        "Dans l’école, avec les parents",
        "Dans l’établissement, avec les parents",
        "Vers l’école, avec les parents",
        "Vers l’établissement, avec les parents",
    ),
    "chacun ajoute sa ligne à la fin": (
        "- le tri",
        "- le tri\n- le vélo",
        "- le tri\n- la haie",
        "- le tri\n- la haie\n- le vélo",
    ),
    "chacun ajoute sa ligne, avec le retour final": (
        "- le tri\n",
        "- le tri\n- le vélo\n",
        "- le tri\n- la haie\n",
        "- le tri\n- la haie\n- le vélo\n",
    ),
    "chacun ajoute sa ligne, l'un sans retour final": (
        "- le tri\n",
        "- le tri\n- le vélo\n",
        "- le tri\n- la haie",
        "- le tri\n- la haie\n- le vélo\n",
    ),
    "chacun ajoute sa ligne, l'autre sans retour final": (
        "- le tri\n",
        "- le tri\n- le vélo",
        "- le tri\n- la haie\n",
        "- le tri\n- la haie\n- le vélo\n",
    ),
    "chacun ajoute au début": (
        "- le tri",
        "- le vélo\n- le tri",
        "- la haie\n- le tri",
        "- la haie\n- le vélo\n- le tri",
    ),
    "une ligne en commun parmi celles ajoutées": (
        "- le tri",
        "- le tri\n- l’eau\n- le vélo",
        "- le tri\n- l’eau\n- la haie",
        "- le tri\n- l’eau\n- la haie\n- le vélo",
    ),
    "l'un corrige la dernière ligne, l'autre en ajoute une": (
        "- le tri\n- le velo",
        "- le tri\n- le vélo",
        "- le tri\n- le velo\n- la haie",
        "- le tri\n- le vélo\n- la haie",
    ),
    "les deux remplissent un encart vide": ("", "Le vélo", "La haie", "La haie\nLe vélo"),
    "l'un retire une ligne, l'autre corrige la suivante": (
        "- le tri\n- le velo\n- la haie",
        "- le velo\n- la haie",
        "- le tri\n- le vélo\n- la haie",
        "- le vélo\n- la haie",
    ),
    "l'un retire un mot, l'autre en ajoute un plus loin": (
        "Un très grand jardin partagé",
        "Un grand jardin partagé",
        "Un très grand jardin partagé et fleuri",
        "Un grand jardin partagé et fleuri",
    ),
    "chacun retire sa ligne": ("un\ndeux\ntrois", "deux\ntrois", "un\ndeux", "deux"),
    "la même correction, et l'autre continue": (
        "le velo",
        "le vélo",
        "le vélo électrique",
        "le vélo électrique",
    ),
    "signes composés et emoji restent entiers": (
        "école 👩🏽‍🌾 verte 1️⃣ fin",
        "e\u0301cole 👩🏽‍🌾 verte 1️⃣ fin",
        "école 👩🏽‍🌾 verte 2️⃣ fin",
        "e\u0301cole 👩🏽‍🌾 verte 2️⃣ fin",
    ),
    "écriture de droite à gauche": (
        "مشروع المدرسة الخضراء",
        "مشروعنا المدرسة الخضراء",
        "مشروع المدرسة الجميلة",
        "مشروعنا المدرسة الجميلة",
    ),
}

CHOCS = {
    "le même mot": (
        "Réunion lundi au CDI avec tous",
        "Réunion mardi au CDI avec tous",
        "Réunion jeudi au CDI avec tous",
        "Réunion jeudi mardi au CDI avec tous",
        (Conflit("lundi", "mardi", "jeudi"),),
    ),
    "deux mots voisins": (
        "un grand jardin pour tous",
        "un petit jardin pour tous",
        "un grand potager pour tous",
        "un grand potager petit jardin pour tous",
        (Conflit("grand jardin", "petit jardin", "grand potager"),),
    ),
    "une date ne se fusionne pas par morceaux": (
        "Le 12/05/2025 au CDI",
        "Le 13/05/2025 au CDI",
        "Le 12/06/2025 au CDI",
        "Le 12/06/2025 13/05/2025 au CDI",
        (Conflit("12/05/2025", "13/05/2025", "12/06/2025"),),
    ),
    "deux ajouts au même endroit d'une ligne": (
        "le jardin",
        "le jardin partagé",
        "le jardin fleuri",
        "le jardin fleuri partagé",
        (Conflit("", "partagé", "fleuri"),),
    ),
    "une ligne réécrite par les deux": (
        "- le tri\nEncore à définir\n- la haie",
        "- le tri\nLes parents viennent jeudi\n- la haie",
        "- le tri\nChaque classe plante un arbre\n- la haie",
        "- le tri\nChaque classe plante un arbre\nLes parents viennent jeudi\n- la haie",
        (
            Conflit(
                "Encore à définir", "Les parents viennent jeudi", "Chaque classe plante un arbre"
            ),
        ),
    ),
    "l'un retire la ligne que l'autre précise": (
        "- le tri\n- le vélo\n- la haie",
        "- le tri\n- la haie",
        "- le tri\n- le vélo du mardi\n- la haie",
        "- le tri\n- le vélo du mardi\n- la haie",
        (Conflit("- le vélo", "", "- le vélo du mardi"),),
    ),
    "l'un vide l'encart, l'autre le complète": (
        "le tri",
        "",
        "le tri des papiers",
        "le tri des papiers",
        (Conflit("le tri", "", "le tri des papiers"),),
    ),
    "un seul des deux passages est disputé": (
        "- le tri\n- le vélo lundi\n- la haie",
        "- le tri\n- le vélo mardi\n- la haie\n- la mare",
        "- le tri des papiers\n- le vélo jeudi\n- la haie",
        "- le tri des papiers\n- le vélo jeudi mardi\n- la haie\n- la mare",
        (Conflit("lundi", "mardi", "jeudi"),),
    ),
}
