"""Each piece of advice of the kit, where it comes from and where one needs it (kit 1.1 to 1.5).

Labels and questions of the boxes are the kit's, word for word, and live with the planches; here
its longer texts are told again in short, with their source.
"""

from dataclasses import dataclass

IMPRIMER = "imprimer"  # the only page that is no planche


@dataclass(frozen=True, slots=True)
class Conseil:
    """``lieux``: kinds of planche (``Planche.modele``) and pages where it stands; ``encarts``: the
    boxes of that planche it is about, all of them when empty."""

    code: str
    source: str
    texte: str
    lieux: tuple[str, ...]
    encarts: tuple[str, ...] = ()
    titre: str = ""


PRESENTATION = "Annexes 3 et 4, page\u00a02 (« De quoi s’agit-il ? »)"
LIVRET_3 = "Livret n°3, cité par l’annexe 3, page\u00a02"
LIVRET_4 = "Livret n°4, cité par l’annexe 4, page\u00a02"
GUIDE_3 = "Annexe 3, page\u00a03 (guide d’usage)"
MODE_3 = "Annexe 3, page\u00a03 (mode d’emploi)"
MODE_4 = "Annexe 4, page\u00a03 (mode d’emploi)"
GUIDE_4 = "Annexe 4, page\u00a03 (guide d’usage)"
PRATIQUE_1 = "Annexe 1 (conseil pratique)"
PRATIQUE_2 = "Annexe 2 (conseil pratique)"
ANNEXE_2 = "Annexe 2 (« Auto-diagnostic »)"

CONSEILS = (
    Conseil(
        "pour-vous",
        PRESENTATION,
        "Ce support est fait pour celles et ceux de la protection de l’enfance : il aide à "
        "améliorer ensemble les conditions de travail de l’établissement.",
        ("eclaire",),
    ),
    Conseil(
        "tableau-de-bord",
        PRESENTATION,
        "Les quatre annexes mises bout à bout font le tableau de bord du projet : la fresque. On y "
        "suit, pas à pas, tout ce qui est entrepris.",
        ("eclaire",),
    ),
    Conseil(
        "rendre-visible",
        PRESENTATION,
        "Affichée là où chacun passe, la fresque montre le projet, permet d’en parler et d’y "
        "ajouter. C’est ce qui le fait exister.",
        ("eclaire", IMPRIMER),
    ),
    Conseil(
        "carte-vivante",
        PRATIQUE_1,
        "La carte des acteurs bouge avec le projet : la relire de temps en temps, quand un "
        "partenaire arrive ou que l’environnement change.",
        ("acteurs",),
    ),
    Conseil(
        "se-mettre-d-accord",
        ANNEXE_2,
        "Commencer par l’état des lieux, c’est se mettre d’accord sur ce qui aide à bien "
        "travailler et sur ce qui en empêche.",
        ("etat-des-lieux", "autodiagnostic"),
    ),
    Conseil(
        "huit-themes",
        PRATIQUE_2,
        "Les huit thèmes de l’autodiagnostic sont expliqués aux pages 21 à 23 du kit.",
        ("etat-des-lieux", "autodiagnostic"),
        ("outil",),
    ),
    Conseil(
        "confronter",
        PRATIQUE_2,
        "L’autodiagnostic se fait en groupe, ou sert à comparer les points de vue : direction, "
        "représentants du personnel, métiers.",
        ("etat-des-lieux", "autodiagnostic"),
        ("deroulement",),
    ),
    Conseil(
        "sous-chaque-theme",
        ANNEXE_2,
        "Sous chaque thème, le groupe écrit ce qu’il en retient, avec ses mots.",
        ("autodiagnostic",),
    ),
    Conseil(
        "agir-concretement",
        LIVRET_3,
        "Cette partie sert à passer aux actes, pour la qualité de vie et les conditions de "
        "travail.",
        ("actions",),
    ),
    Conseil(
        "changer-un-fonctionnement",
        LIVRET_3,
        "Une action peut changer la façon de faire de l’établissement, d’un service ou d’une "
        "équipe : qualité du service rendu, santé, conditions de travail.",
        ("actions", "fiche"),
        ("description", "perimetre"),
    ),
    Conseil(
        "exemples-d-actions",
        "Annexe 3, page\u00a04",
        "Des idées d’actions données par le kit : horaires, réunions d’équipe, plannings.",
        ("actions",),
    ),
    Conseil(
        "fil-du-projet",
        GUIDE_3,
        "Les fiches action disent comment le plan devient réel ; on les suit et on les corrige en "
        "chemin.",
        ("actions", "fiche"),
    ),
    Conseil(
        "reflechir-avant",
        GUIDE_3,
        "Avant de se lancer, le groupe se met d’accord sur les buts, les moyens, les freins et la "
        "façon d’évaluer.",
        ("fiche",),
        ("objectif", "facteurs_reussite", "contraintes", "evaluation"),
    ),
    Conseil(
        "suivre-les-etapes",
        GUIDE_3,
        "Chaque étape se suit : quand, fait ou pas, ce qui en sort.",
        ("fiche",),
        ("etapes",),
    ),
    Conseil(
        "ensemble-et-au-fil",
        GUIDE_3,
        "La fiche s’écrit avec le groupe de travail, et se reprend tout au long du projet.",
        ("fiche",),
    ),
    Conseil(
        "une-fiche-une-action",
        GUIDE_3,
        "Une fiche, une action : on décrit mieux, et on sait où l’on en est.",
        ("actions", "fiche"),
        ("intitule",),
    ),
    Conseil(
        "afficher-pour-contribuer",
        GUIDE_3,
        "Affichée, la fiche reçoit les idées de tous.",
        ("fiche", IMPRIMER),
    ),
    Conseil(
        "papier-ou-ecran",
        GUIDE_3,
        "On écrit sur le papier ou à l’écran, comme on préfère : l’un sert à l’autre.",
        ("fiche", IMPRIMER),
    ),
    Conseil(
        "votre-outil",
        GUIDE_3,
        "La fiche est à vous : ajoutez des rubriques, collez des post-it.",
        ("fiche",),
        ("rubriques",),
    ),
    Conseil(
        "imprimer-annexe-3",
        MODE_3,
        "En A4 : la feuille « Les actions engagées » une fois, une fiche par action. L’exemple du "
        "kit ne s’imprime pas.",
        (IMPRIMER, "actions"),
    ),
    Conseil(
        "assembler-les-actions",
        MODE_3,
        "« Les actions engagées » se scotche à la suite de ce qui est déjà au mur, puis viennent "
        "les fiches des actions à montrer.",
        (IMPRIMER, "actions"),
    ),
    Conseil(
        "bilan-ensemble",
        LIVRET_4,
        "Le bilan se fait à plusieurs, avec celles et ceux qui ont mené les actions.",
        ("bilan",),
        ("seance",),
    ),
    Conseil(
        "faire-durer",
        LIVRET_4,
        "Il sert à donner plus d’effet aux actions, et à les faire durer.",
        ("bilan",),
        ("poursuivre", "suites"),
    ),
    Conseil(
        "le-dire",
        LIVRET_4,
        "Et à faire savoir ce qui a été fait, dedans comme dehors.",
        ("bilan",),
        ("valoriser", "communications"),
    ),
    Conseil(
        "retenir",
        GUIDE_4,
        "Notez ce qui a marqué et ce qui a servi tout au long des actions.",
        ("bilan",),
        ("retenons",),
        "Premier encadré",
    ),
    Conseil(
        "ce-qui-a-marche",
        GUIDE_4,
        "Demandez-vous ce qui a marché, ce qui n’a pas marché, ce qui reste à retravailler.",
        ("bilan",),
        ("retenons",),
        "Premier encadré",
    ),
    Conseil(
        "freins-et-leviers",
        GUIDE_4,
        "Revenez sur ce qui a freiné, et sur ce qui a aidé.",
        ("bilan",),
        ("retenons",),
        "Premier encadré",
    ),
    Conseil(
        "lecons",
        GUIDE_4,
        "Dites ce qui a fait réussir, et ce que les difficultés ont appris.",
        ("bilan",),
        ("retenons",),
        "Premier encadré",
    ),
    Conseil(
        "recenser-la-communication",
        GUIDE_4,
        "Listez ce que vous voulez faire savoir.",
        ("bilan",),
        ("communications", "valoriser"),
        "Deuxième encadré",
    ),
    Conseil(
        "a-qui-et-comment",
        GUIDE_4,
        "Pour chacun : à qui, et comment, pour que le travail fait soit vu.",
        ("bilan",),
        ("communications",),
        "Deuxième encadré",
    ),
    Conseil(
        "et-apres",
        GUIDE_4,
        "Dites les prochaines étapes.",
        ("bilan",),
        ("poursuivre", "suites"),
        "Troisième encadré",
    ),
    Conseil(
        "imprimer-annexe-4",
        MODE_4,
        "Du bilan, une seule feuille A4, en un exemplaire, scotchée à la suite des actions.",
        (IMPRIMER, "bilan"),
    ),
)


def conseils_de(lieu: str) -> tuple[Conseil, ...]:
    """The advice that stands at this kind of planche or page, in the order of the kit."""
    return tuple(conseil for conseil in CONSEILS if lieu in conseil.lieux)
