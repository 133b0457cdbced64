"""The accounts of the demonstration: invented people, one password for all, shown on purpose."""

MOT_DE_PASSE_DEMO = "dragibus-pas-a-pas"
COLLEGUE_DEMO = (  # of one region, where the other adviser follows someone too
    "Maïwenn Kerdoncuff",
    "Chargée de mission, Bretagne",
    "maiwenn.kerdoncuff@example.org",
)
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
# Who comes with the portefeuille: nobody of the example.
AUTRES_DEMO = (COLLEGUE_DEMO, ADMINISTRATION_DEMO)
