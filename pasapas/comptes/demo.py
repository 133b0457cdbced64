"""The accounts of the demonstration: invented people, one password for all, shown on purpose."""

MOT_DE_PASSE_DEMO = "dragibus-pas-a-pas"
ADMINISTRATION_DEMO = (
    "Anaïs Robert",
    "Administratrice de l’installation",
    "administration@example.org",
)
COMPTES_DEMO = (
    ("Hélène Marchetti", "Directrice, pilote", "helene.marchetti@example.org"),
    (
        "Sandrine Le Goff",
        "Cheffe de service, animatrice",
        "sandrine.legoff@example.org",
    ),
    ("Inès Carpentier", "Éducatrice spécialisée", "ines.carpentier@example.org"),
    ("Nadège Toussaint", "Élue au CSE", "nadege.toussaint@example.org"),
    ("Claire N’Guyen-Hébert", "Psychologue, lectrice", "claire.nguyen@example.org"),
    ("Pierre Lemoine", "Chargé de mission", "pierre.lemoine@example.org"),
)
