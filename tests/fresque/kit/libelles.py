"""The words of the paper (kit 1.2 to 1.5)."""

THEMES = [
    "Santé et sécurité dans le travail",
    "Compétences et parcours professionnels",
    "Égalité professionnelle pour tous",
    "Les relations au travail",
    "Les relations avec l’extérieur",
    "Le projet d’entreprise et le management",
    "La qualité de l’emploi",
    "Le contenu du travail",
]
# Every heading that the paper prints above a box, a group of boxes or a column (kit 1.2 to 1.5).
DU_KIT = {
    "Quelle équipe rassembler ?",
    "Qu’est-ce qui m’inspire ? Qu’est-ce qui me donne envie de me lancer ?",
    "Quel est le nom de votre établissement, service, projet :",
    "Renseignez ici votre projet, votre ambition :",
    "Quel est le problème que je souhaite traiter ?",
    "Vos constats :",
    "QUI POUR M’AIDER ?",
    "Mon répertoire",
    "Les partenaires directs :",
    "Écosystème élargi :",
    "Sphère d’intérêt :",
    "Les partenaires engagés :",
    "Les partenaires à relancer :",
    "Les partenaires à contacter :",
    "Quel outil avez-vous utilisé ?",
    "Qu’avez-vous mis en place à cette étape ?",
    "Expliquez ici comment vous avez abordé cet état des lieux ?",
    *THEMES,
    "VOS ENSEIGNEMENTS",
    "Éléments à valoriser",
    "Éléments à modifier",
    "Rapport d’étonnement ?",
    "Pistes d’actions ?",
    "Apprentissages complémentaires",
    "Premières intentions d’action :",
    "FICHE ACTION",
    "Problématique",
    "Objectif de l’action",
    "Description de l’action envisagée",
    "Périmètre pour tester les actions",
    "Facteurs de réussite et contraintes",
    "+ Facteurs de réussite",
    "- Contraintes",
    "Évaluation",
    "Acteurs à mobiliser",
    "Modalités de participation",
    "ÉTAPES DE RÉALISATION",
    "Étape",  # the column bears no name on paper
    "Période envisagée",
    "Date de réalisation",
    "Résultats et suites à donner",
    "1 - Renseignez vos apprentissages",
    "Que retenons-nous ?",
    "2 - Recensez et précisez vos intentions de communication",
    "Que souhaitons-nous valoriser ?",
    "Sur quoi souhaitons-nous communiquer ? À qui ? Comment ?",
    "3 - Et maintenant ?",
    "Comment pouvons-nous poursuivre et conserver cette dynamique ?",
    "Quelles actions pour la suite ?",
}


def plein(texte: str) -> str:
    """Non-breaking spaces are typography: the words are the paper's."""
    return texte.replace("\u00a0", " ").replace("\u2060", "")
