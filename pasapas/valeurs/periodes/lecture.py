"""From tokens to the units a text names, each with its side, its part and its tie to the others."""

from datetime import date

from pasapas.valeurs.periodes import mots
from pasapas.valeurs.periodes.dates import Trouve, en_chiffres, jours
from pasapas.valeurs.periodes.jetons import FIN, Jeton, Jetons
from pasapas.valeurs.periodes.parties import fractions, mois, morceau_de_mois, semaines
from pasapas.valeurs.periodes.relatives import dans_n_mois, relative
from pasapas.valeurs.periodes.saisons import rentree, saison, une_annee, vacances
from pasapas.valeurs.periodes.unites import Cote, Lien, Nature, Unite

COTES = {
    "des": Cote.DES,
    "plus_tot": Cote.DES,
    "apres": Cote.APRES,
    "avant": Cote.AVANT,
    "jusqu_a": Cote.JUSQU_A,
    "plus_tard": Cote.JUSQU_A,
    "dici": Cote.JUSQU_A,
    "pour": Cote.JUSQU_A,
    "sous": Cote.JUSQU_A,
}
EN_MOIS = set(Nature) - {Nature.JOUR, Nature.AMBIGU, Nature.SEMAINE}
APRES_DES = {"mois", "rentree", "saison", "part", "prochain"}  # « des mars », not « des 12 et 13 »
NUMEROTENT = {"nombre", "etiquette", "point"}  # « étape 1 », « fiche n°4 »
DEVANT_UN_JOUR = {"le", "les", "du", "au", "aux", "des"}
SE_POSTPOSENT = {"plus_tard", "plus_tot"}  # « mars 2026 au plus tard »


class Illisible(Exception):
    """What the text says holds no period one may trust."""


class Lecture:
    """One reading, from left to right, one token looked at a bounded number of times."""

    def __init__(self, jetons: Jetons, reference: date) -> None:
        self.jetons, self.reference = jetons, reference
        self.rang = 0
        self.unites: list[Unite] = []
        self.cote = ""
        self.part = ""
        self.lien = Lien.RIEN
        self.inconnus = False
        self.durees = False
        self.titre = False  # « Début : », « Fin : »
        self.en_tete = False  # the side is the first word
        self.prochain = False
        self.etiquetee = False
        self.collees = False
        self.separe = ""  # a dash, dots: between two dates, or after one

    def lire(self) -> list[Unite]:
        while self.jetons[self.rang] != FIN:
            trouve = self._trouver()
            if trouve is None:
                self._passer()
            elif not trouve.unites:
                raise Illisible
            else:
                self._garder(trouve)
        self._finir()
        return self.unites

    def _trouver(self) -> Trouve | None:
        jetons, rang = self.jetons, self.rang
        if self.cote in ("dici", "sous") and (lu := dans_n_mois(jetons, rang, self.reference)):
            return lu
        if self.cote == "sous":
            raise Illisible
        self.etiquetee = self._etiquetee()
        if self.etiquetee:
            return None
        lu = en_chiffres(jetons, rang) or jours(jetons, rang) or fractions(jetons, rang)
        lu = lu or semaines(jetons, rang) or morceau_de_mois(jetons, rang)
        lu = lu or mois(jetons, rang) or saison(jetons, rang) or vacances(jetons, rang)
        lu = lu or rentree(jetons, rang) or relative(jetons, rang, self.part, self.reference)
        return lu or une_annee(jetons, rang, self.part)

    def _etiquetee(self) -> bool:
        """« Étape 1 : », « phase 2 - », « 1) »: a number that dates nothing."""
        jetons, rang = self.jetons, self.rang
        if jetons[rang].genre != "nombre" or len(jetons[rang].texte) > 2:
            return False
        if jetons[rang + 1].texte == ")" and jetons[rang + 2] != FIN:
            return True
        avant = jetons[rang - 1]
        if avant.texte == "°":
            avant = jetons[rang - 2]
        if avant.genre != "etiquette":
            return False
        if jetons[rang + 1].genre == "mois":
            raise Illisible  # « étape 1 mars 2026 »: which?
        return jetons[rang + 1].texte not in ("/", ".") or jetons[rang + 2].genre != "nombre"

    def _garder(self, trouve: Trouve) -> None:
        premiere = trouve.unites[0]
        if not self.unites and self.inconnus and self._partait():
            raise Illisible
        lien = self.lien if self.unites else Lien.RIEN
        cote = COTES.get(self.cote)
        ambigu = premiere.nature is Nature.AMBIGU
        if ambigu and self.jetons[self.rang - 1].texte in DEVANT_UN_JOUR:
            premiere = premiere.avec(nature=Nature.JOUR)
        if self.titre and len(trouve.unites) == 1:
            premiere = premiere.avec(part="titre")
        elif self.part and premiere.nature not in (Nature.PART, Nature.ANNEE):
            premiere = premiere.avec(part=self.part)
        self.collees |= not premiere.sure and self._collee(trouve.rang)
        premiere = premiere.avec(cote=cote, lien=lien)
        nouvelles = [premiere, *trouve.unites[1:]]
        self.rang = trouve.rang
        suivi = self.jetons[self.rang].genre == "prochain"
        if suivi or self.prochain:
            nouvelles[-1] = nouvelles[-1].avec(prochain=True)
            self.rang += suivi
        self._prefixer(nouvelles)
        self.unites += nouvelles
        self.cote = self.part = ""
        self.titre = self.prochain = False
        self.lien = Lien.RIEN

    def _partait(self) -> bool:
        """« de la validation à mars 2026 »: it begins with what nobody dates."""
        avant = self.jetons[self.rang - 1]
        return self.jetons[0].texte in ("de", "du", "d", "entre") and avant.genre == "jusque"

    def _collee(self, fin: int) -> bool:
        """« visite du T3 », « rapport 2026 »: it may belong to the word beside."""
        avant = self.rang - 1
        if self.cote or self.jetons[avant].texte == "en":
            return False
        while self.jetons[avant].genre == "article":
            avant -= 1
        return bool({self.jetons[avant].genre, self.jetons[fin].genre} & {"inconnu", "etiquette"})

    def _prefixer(self, nouvelles: list[Unite]) -> None:
        """« 2026 : mars à juin », « 2026 T3 »: the year written first."""
        derniere = self.unites[-1] if self.unites else None
        if derniere is None or derniere.nature is not Nature.ANNEE or derniere.cote or self.cote:
            return
        libre = self.lien in (Lien.RIEN, Lien.ET) or self.jetons[self.rang - 1].texte == "-"
        if libre and all(unite.an is None for unite in nouvelles):
            self.unites.pop()
            nouvelles[:] = [unite.avec(an=derniere.an) for unite in nouvelles]

    def _passer(self) -> None:
        """A token that names nothing by itself."""
        jeton, suivant = self.jetons[self.rang], self.jetons[self.rang + 1]
        self.rang += 1
        match jeton.genre:
            case "cote" | "sous":
                self.cote = jeton.valeur or "sous"
                self.en_tete = self.rang == 1
            case "des":
                if suivant.genre in APRES_DES or suivant.texte in ("le", "la", "l", "les"):
                    self.cote = "des"
            case "part":
                if self.unites and self.lien is Lien.JUSQUE and jeton.texte == "en":
                    raise Illisible  # « sept. 2025 - en cours »
                self.titre = suivant.texte == ":"
                self.part = "vers" if self.part else jeton.valeur
            case "prochain" if suivant.genre in ("rentree", "saison", "mois"):
                self.prochain = True
            case "jusque" | "et":
                self._lier(jeton)
            case "compte" if suivant.genre == "mois":
                raise Illisible  # « deux mars »: a day in letters
            case "neutre":
                if jeton.texte.endswith("er"):  # « à confirmer »
                    self.lien = Lien.MOTS
            case "mois_mot" if not self._mois_nomme():
                raise Illisible
            case "rang" if jeton.valeur < 0:
                raise Illisible
            case "nombre" | "ordinal":
                self._compter(jeton, suivant)
            case "etiquette" if len(suivant.texte) <= 2 and suivant.genre in NUMEROTENT:
                pass
            case "inconnu" | "lettre" | "compte" | "etiquette" | "saison":
                self._ignorer(jeton)
            case "point" if jeton.texte == "?" and self._apres_tiret():
                raise Illisible  # « sept. 2025 - ? »
            case "article" | "point" | "scolaire" | "dans" | "rang" | "mois_mot":
                pass
            case _:
                raise Illisible

    def _lier(self, jeton: Jeton) -> None:
        fleche = jeton.texte in mots.FLECHES or jeton.texte.endswith(">")
        if fleche and self.rang == 1:
            raise Illisible  # until, or from?
        if self.lien in (Lien.RIEN, Lien.MOTS):
            self.lien = Lien.JUSQUE if jeton.genre == "jusque" else Lien.ET
            self.separe = jeton.texte if jeton.texte[0] in "-.~" else ""

    def _apres_tiret(self) -> bool:
        return bool(self.unites) and self.jetons[self.rang - 2].texte == "-"

    def _ouverte(self) -> bool:
        """« sept. 2025 à ? »: its end is not said; « mars 2026 - », « mars 2026… » say nothing."""
        return bool(self.unites) and self.lien is Lien.JUSQUE and not self.separe

    def _mois_nomme(self) -> bool:
        ici = self.rang
        while self.jetons[ici].genre in ("article", "jusque", "part"):
            ici += 1
        return self.jetons[ici].genre == "mois"

    def _compter(self, jeton: Jeton, suivant: Jeton) -> None:
        """« 2 réunions », « 14 h 30 », « étape 1 »: any other number makes the text unsure."""
        if self.etiquetee:
            return
        if suivant.texte in ("h", "heure", "heures"):
            self.rang += 1 + (self.jetons[self.rang + 1].genre == "nombre")
            self.lien = Lien.MOTS
        elif suivant.genre not in ("inconnu", "lettre") or len(jeton.texte) > 3:
            raise Illisible

    def _ignorer(self, jeton: Jeton) -> None:
        if self.cote and self.cote != "pour":
            self._postposer()
        if (self.cote and self.en_tete) or self._borne_inconnue(jeton):
            raise Illisible
        self.cote = self.part = ""
        self.inconnus = True
        self.durees |= jeton.texte in ("jour", "jours", "journee", "journees")
        self.lien = Lien.MOTS

    def _borne_inconnue(self, jeton: Jeton) -> bool:
        """« sept. 2025 à la fin du projet », « début des travaux : mars 2026 »."""
        if self.part in ("debut", "fin"):
            return True
        verbe = jeton.texte.endswith(("er", "ir", "re"))  # « à confirmer »
        return self._ouverte() and not verbe

    def _postposer(self) -> None:
        """« mars 2026 au plus tard »."""
        if self.cote not in SE_POSTPOSENT or len(self.unites) != 1:
            raise Illisible
        (unite,) = self.unites
        if unite.cote not in (None, COTES[self.cote]):
            raise Illisible
        self.unites = [unite.avec(cote=COTES[self.cote])]
        self.cote = ""

    def _finir(self) -> None:
        if self.cote:
            self._postposer()
        pendante = self.part and self.unites and self.unites[-1].nature is not Nature.MOIS
        seule = self.unites[0] if len(self.unites) == 1 else None
        logement = seule and seule.nature is Nature.TRIMESTRE and seule.an is None  # « un T3 »
        unsure = self.collees or (self.inconnus and logement)
        au_jour = any(u.cote or u.nature not in EN_MOIS for u in self.unites)
        if pendante or unsure or self._ouverte() or (self.durees and au_jour):
            raise Illisible
