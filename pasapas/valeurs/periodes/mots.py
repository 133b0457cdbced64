"""The words of a period, folded: without accents, capitals or typographic signs."""

MOIS = (
    ("janvier", "janv", "jan"),
    ("fevrier", "fevr", "fev"),
    ("mars",),
    ("avril", "avr"),
    ("mai",),
    ("juin",),
    ("juillet", "juill", "juil", "jul"),
    ("aout", "aou"),
    ("septembre", "sept", "sep"),
    ("octobre", "octob", "oct"),
    ("novembre", "nov"),
    ("decembre", "dec"),
)


def _mots(texte: str) -> list[str]:
    return texte.split()


# Real words one letter away from one month alone: they are no typing mistake.
VRAIS_MOTS = frozenset(
    _mots("""
    fevier levrier ars bars cars fars gars macs mans marc marcs mare mares maris mark marks mats
    mers mirs murs pars vars ai ami bai gai hai lai ma mac maia maie mail main maki mal mali man
    mat mati max mi moi muai rai sai jain juif about ajout aouta aoute atout bout cout fout gout
    mout out raout tout novembres demembre sent seps sert set dept jans
    """)
)
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
JOURS_COURTS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")

ORDINAUX = {"premier": 1, "premiere": 1, "premiers": 1, "premieres": 1, "deuxieme": 2, "second": 2}
ORDINAUX |= {"seconde": 2, "troisieme": 3, "quatrieme": 4, "dernier": -1, "derniere": -1}
SUFFIXES = {"er", "ere", "re", "e", "eme", "ieme", "nd", "nde", "d", "o", "°"}
NOMBRES = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7}
NOMBRES |= {"huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12}

SAISONS = {"printemps": (3, 4), "ete": (7, 2), "automne": (9, 4), "hiver": (12, 4)}
VACANCES = {
    "toussaint": (10, 2),
    "noel": (12, 2),
    "hiver": (2, 2),
    "fevrier": (2, 2),
    "printemps": (4, 2),
    "paques": (4, 2),
    "avril": (4, 2),
    "ete": (7, 2),
}
AUTOMNALES = {"toussaint", "noel"}  # in the first of the two years of a school year

FLECHES = "→➔➜➝➞➡⇒⟶⟹⇨↦⇾❯►▶›>"
POINTS = {**dict.fromkeys(",;&+/|", "et"), **dict.fromkeys(FLECHES + "-~", "jusque")}
INTERDITS = set("€$£%<≤≥±")  # money, or a bound nobody spells the same way

# What a group of words is: the longest group wins.
PHRASES: dict[tuple[str, ...], tuple[str, object]] = {}


def _dire(genre: str, valeur: object, groupes: str) -> None:
    for groupe in groupes.replace("\n", ",").split(","):
        if groupe.strip():
            PHRASES[tuple(groupe.split())] = (genre, valeur)


_dire("cote", "des", "a partir,apartir,a compter,a / c,a dater,depuis,pas avant")
_dire("cote", "plus_tot", "au plus tot")
_dire("cote", "apres", "apres")
_dire("cote", "avant", "avant")
_dire("cote", "jusqu_a", "jusqu,jusque,jusqua,jusquau,jusquen")
_dire(
    "cote",
    "plus_tard",
    """
    au plus tard,plus tard que,pas plus tard que,echeance,deadline,date limite,date butoir
    dernier delai,au maximum,maximum,maxi,max
    """,
)
_dire("cote", "dici", "d ici,dici")
_dire("cote", "pour", "pour")
_dire("sous", None, "sous")
_dire("dans", None, "dans")
_dire("des", None, "des")
_dire("part", "debut", "debut,deb")
_dire("part", "mi", "mi,milieu")
_dire("part", "fin", "fin")
_dire("part", "courant", "courant,au cours,en cours,dans le courant,dans le cours")
_dire("part", "vers", "vers,autour,alentours,environs,aux alentours,aux environs")
_dire("jusque", None, "a,au,aux")
_dire("et", None, "et,ou,puis,ainsi que")
_dire("article", None, "de,du,d,l,le,la,les,en,un,une,ce,cet,cette,ci")
_dire("mois_mot", None, "mois")
_dire("annee", None, "annee,annees,an,ans,annee civile,annees civiles")
_dire("scolaire", None, "scolaire,scolaires")
_dire("trimestre", 4, "trimestre,trimestres,trim")
_dire("trimestre", 2, "semestre,semestres")
_dire("semaine", None, "semaine,semaines,sem")
_dire("morceau", None, "quinzaine,decade,moitie")
_dire("rentree", None, "rentree,rentrees")
_dire("vacances", None, "vacances,conges")
_dire("prochain", None, "prochain,prochaine,prochains,prochaines")
_dire(
    "etiquette",
    None,
    """
    etape,phase,fiche,action,groupe,n,no,numero,axe,lot,module,session,seance,atelier,niveau
    point,volet,partie,unite,jalon,objectif,tache
    """,
)
_dire(
    "neutre",
    None,
    """
    entre,pendant,durant,tout,toute,prevu,prevue,prevus,prevues,reporte,reportee,confirmer
    decale,decalee,repousse,repoussee,realise,realisee,fait,environ,probablement,sans doute
    normalement,plutot,sur,grandes,a priori,avec
    """,
)
# Recurring, conditional, vague, money, or about something else: nothing is guessed.
_dire(
    "arret",
    None,
    """
    tous,toutes,chaque,mensuel,mensuelle,mensuellement,hebdo,hebdomadaire,annuel,annuelle
    annuellement,trimestriel,trimestrielle,semestriel,semestrielle,fois,bimestriel,bimestrielle
    bimensuel,bimensuelle,quotidien,quotidienne,continu,regulier,reguliere,regulierement
    permanent,permanente,permanence,alternance,par mois,par an,par semaine,par trimestre
    par semestre,par jour,sur deux
    si,selon,sinon,reserve,condition,conditions,lorsque,lors,quand,depend,dependra,suite
    en fonction,attente,possible,asap,plus tard,plus tot,terme,delai,duree
    budget,budgets,euro,euros,cout,couts,financement,subvention
    pas,non,sans,ni,jamais,sauf,hors,hormis,excepte,annule,annulee,abandonne,abandonnee
    supprime,supprimee,loi,decret,arrete,circulaire,article
    maintenant,actuellement,aujourd hui,ce jour,immediat,immediate,immediatement,hier,demain
    noel,paques,toussaint,ascension,pentecote,carnaval,weekend,week
    suivant,suivante,suivants,suivantes,precedent,passe,passee,dela
    demarrer,demarre,demarrage,commencer,commence,debuter,debute,lancement
    terminer,termine,terminee,finir,fini,finie,achever,acheve,cloturer,cloture
    """,
)
PLUS_LONGUE = max(map(len, PHRASES))
