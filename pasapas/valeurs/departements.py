"""The départements of France, overseas included: their name, the code of their region, and the
time there when it is not that of Paris."""

NOMS_ET_REGIONS = {
    "auvergne-rhone-alpes": "01 Ain|03 Allier|07 Ardèche|15 Cantal|26 Drôme|38 Isère|42 Loire|"
    "43 Haute-Loire|63 Puy-de-Dôme|69 Rhône|73 Savoie|74 Haute-Savoie",
    "bourgogne-franche-comte": "21 Côte-d’Or|25 Doubs|39 Jura|58 Nièvre|70 Haute-Saône|"
    "71 Saône-et-Loire|89 Yonne|90 Territoire de Belfort",
    "bretagne": "22 Côtes-d’Armor|29 Finistère|35 Ille-et-Vilaine|56 Morbihan",
    "centre-val-de-loire": "18 Cher|28 Eure-et-Loir|36 Indre|37 Indre-et-Loire|41 Loir-et-Cher|"
    "45 Loiret",
    "corse": "2A Corse-du-Sud|2B Haute-Corse",
    "grand-est": "08 Ardennes|10 Aube|51 Marne|52 Haute-Marne|54 Meurthe-et-Moselle|55 Meuse|"
    "57 Moselle|67 Bas-Rhin|68 Haut-Rhin|88 Vosges",
    "hauts-de-france": "02 Aisne|59 Nord|60 Oise|62 Pas-de-Calais|80 Somme",
    "ile-de-france": "75 Paris|77 Seine-et-Marne|78 Yvelines|91 Essonne|92 Hauts-de-Seine|"
    "93 Seine-Saint-Denis|94 Val-de-Marne|95 Val-d’Oise",
    "normandie": "14 Calvados|27 Eure|50 Manche|61 Orne|76 Seine-Maritime",
    "nouvelle-aquitaine": "16 Charente|17 Charente-Maritime|19 Corrèze|23 Creuse|24 Dordogne|"
    "33 Gironde|40 Landes|47 Lot-et-Garonne|64 Pyrénées-Atlantiques|79 Deux-Sèvres|86 Vienne|"
    "87 Haute-Vienne",
    "occitanie": "09 Ariège|11 Aude|12 Aveyron|30 Gard|31 Haute-Garonne|32 Gers|34 Hérault|46 Lot|"
    "48 Lozère|65 Hautes-Pyrénées|66 Pyrénées-Orientales|81 Tarn|82 Tarn-et-Garonne",
    "pays-de-la-loire": "44 Loire-Atlantique|49 Maine-et-Loire|53 Mayenne|72 Sarthe|85 Vendée",
    "provence-alpes-cote-d-azur": "04 Alpes-de-Haute-Provence|05 Hautes-Alpes|06 Alpes-Maritimes|"
    "13 Bouches-du-Rhône|83 Var|84 Vaucluse",
    "guadeloupe": "971 Guadeloupe",
    "martinique": "972 Martinique",
    "guyane": "973 Guyane",
    "la-reunion": "974 La Réunion",
    "saint-pierre-et-miquelon": "975 Saint-Pierre-et-Miquelon",
    "mayotte": "976 Mayotte",
    "saint-barthelemy": "977 Saint-Barthélemy",
    "saint-martin": "978 Saint-Martin",
    "wallis-et-futuna": "986 Wallis-et-Futuna",
    "polynesie-francaise": "987 Polynésie française",
    "nouvelle-caledonie": "988 Nouvelle-Calédonie",
}
FUSEAUX = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}
# Code of the département: its name, the code of its region.
DEPARTEMENTS: dict[str, tuple[str, str]] = {
    code: (nom, region)
    for region, siens in NOMS_ET_REGIONS.items()
    for code, _, nom in (dit.partition(" ") for dit in siens.split("|"))
}


def nom_du_departement(code: str) -> str:
    """« Guadeloupe (971) »; what is no code, as it stands."""
    return f"{DEPARTEMENTS[code][0]} ({code})" if code in DEPARTEMENTS else code


def choix() -> list[tuple[str, str]]:
    """For a list to choose from, by number: « 44 Loire-Atlantique »."""
    return [(code, f"{code} {DEPARTEMENTS[code][0]}") for code in sorted(DEPARTEMENTS)]
