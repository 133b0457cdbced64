"""What the pages of a campagne show, as frozen values. Individual answers are never read here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils import timezone

from diagnostic.campagnes import recueil
from diagnostic.campagnes.etat_tirage import EtatTirage, etat_du_tirage
from diagnostic.campagnes.questionnaire import Affirmation, Choix, Passage, passage
from diagnostic.campagnes.refus import Refus
from diagnostic.graphiques.formes import FORMES, Silhouette
from diagnostic.models import Campagne, CollegePassation, Etonnement, Passation, Reponse
from pasapas.acces.permissions import peut_animer, peut_ecrire
from pasapas.models import College, Participant, Projet

# Whose voice a participant may give, by the collège they belong to.
MEMBRES = {
    CollegePassation.DIRECTION_RH: {College.DIRECTION, College.RH},
    CollegePassation.DIRECTION: {College.DIRECTION},
    CollegePassation.RH: {College.RH},
    CollegePassation.ENCADREMENT: {College.ENCADREMENT},
    CollegePassation.IRP: {College.IRP},
    CollegePassation.SALARIES: {College.SALARIES},
}


@dataclass(frozen=True, slots=True)
class EtatPassation:
    """How far one collège has come. ``donnees``: statements its voice was given on."""

    passation: Passation
    donnees: int
    atteint: bool
    parle: bool
    tirage: EtatTirage | None

    @property
    def nom(self) -> str:
        return self.passation.get_college_display()


@dataclass(frozen=True, slots=True)
class Voix:
    """A collège's voice on the statement shown; ``choix`` is None until it is given."""

    college: str
    nom: str
    forme: Silhouette
    choix: Choix | None
    parle: bool


@dataclass(frozen=True, slots=True)
class Manque:
    """What a collège has not answered yet, once every statement was seen. ``dit``: their ranks,
    « 3, 7 à 9 »; ``premier``: the code of the first one."""

    college: str
    nom: str
    nombre: int
    dit: str
    premier: str
    parle: bool


@dataclass(frozen=True, slots=True)
class Dite:
    """A voice as it was given: a level or « nsp » or « nc », and the hands raised for it."""

    valeur: int | str | None
    mains: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Allure:
    """How long the séance has lasted, against what was planned. It tells the time, and blames
    nobody: a group that goes back, or takes longer, does what the séance is for."""

    depuis: datetime | None
    minutes: int
    ecoulees: int

    @property
    def dit(self) -> str:
        if self.depuis is None:
            return f"{self.minutes} min prévues"
        if self.interrompue:
            return "Séance reprise"
        if self.ecoulees > self.minutes:
            return f"{self.ecoulees} min, pour {self.minutes} prévues"
        return f"{self.ecoulees} min sur {self.minutes}"

    @property
    def interrompue(self) -> bool:
        """The clock ran on while nobody was there: a break, or another day."""
        return self.ecoulees > 2 * self.minutes + 10


@dataclass(frozen=True)
class Seance:
    """The statement shown to the room, and every voice on it. ``sienne``: who looks belongs to a
    collège that has given its own, and does not hold the screen of the room."""

    passage: Passage
    commencee: bool
    devoilee: bool
    sienne: bool
    affirmation: Affirmation
    precedente: Affirmation | None
    suivante: Affirmation | None
    voix: tuple[Voix, ...]
    rythme: Allure
    etonnements: tuple[Etonnement, ...]
    manques: tuple[Manque, ...] | None  # None until the last statement is shown

    @property
    def finit(self) -> bool:
        """The last statement is shown: what is left is to complete, and to close."""
        return self.manques is not None

    @property
    def completes(self) -> bool:
        return all(voix.choix for voix in self.voix)

    @property
    def montre(self) -> bool:
        """Whether voices may be seen: nobody is swayed by them before giving theirs."""
        return self.completes or self.devoilee or self.sienne

    @property
    def donnees(self) -> int:
        return sum(voix.choix is not None for voix in self.voix)

    @property
    def colonnes(self) -> tuple[tuple[Choix, tuple[Voix, ...]], ...]:
        """Each level, and whose voices stand on it."""
        return tuple(
            (choix, tuple(voix for voix in self.voix if voix.choix == choix))
            for choix in self.passage.niveaux
        )

    @property
    def formes(self) -> tuple[Silhouette, ...]:
        return tuple(voix.forme for voix in self.voix)

    @property
    def hors_echelle(self) -> tuple[Voix, ...]:
        return tuple(v for v in self.voix if v.choix and v.choix.niveau is None)


def parle_pour(participant: Participant, passation: Passation) -> bool:
    """Who may give a collège's voice: one of its members who writes, or who leads the séance."""
    if peut_animer(participant):
        return True
    return peut_ecrire(participant) and _est_du_college(participant, passation)


def _est_du_college(participant: Participant, passation: Passation) -> bool:
    return participant.college in MEMBRES[CollegePassation(passation.college)]


def campagnes(projet: Projet) -> list[Campagne]:
    """Every campagne of the projet, the last one first: 1 query."""
    trouvees = Campagne.objects.de(projet).select_related("questionnaire")
    return list(trouvees.defer("resultats").order_by("-ouverte_le", "-pk"))


def etats(campagne: Campagne, participant: Participant) -> list[EtatPassation]:
    """How far each collège has come: 2 queries, 1 for each recueil, 3 more if it has slips."""
    donnees = dict(
        Reponse.objects.filter(bulletin__passation__campagne=campagne)
        .order_by()
        .values_list("bulletin__passation")
        .annotate(Count("pk"))
    )
    return [
        EtatPassation(
            passation=passation,
            donnees=donnees.get(passation.pk, 0),
            atteint=passation.individuelle and recueil.seuil_atteint(passation),
            parle=parle_pour(participant, passation),
            tirage=etat_du_tirage(passation, participant) if passation.par_bulletins else None,
        )
        for passation in campagne.passations.all()
    ]


def seance(campagne: Campagne, participant: Participant, code: str = "") -> Seance:
    """The statement shown (or the one at ``code``) and the voices on it: 3 queries, and 1 more
    on the last statement, for what was not answered. Raises Refus."""
    lu = passage(campagne.questionnaire)
    affirmation = lu.par_code.get(code) or _courante(campagne, lu)
    if affirmation is None:
        raise Refus("Ce questionnaire n’a pas de question.")
    reponses = voix_dites(campagne, affirmation)
    passations = [p for p in campagne.passations.all() if not p.individuelle]
    siens = {p.pk for p in passations if _est_du_college(participant, p)}
    commencee = campagne.question_courante_id is not None
    montree = commencee and affirmation.pk == campagne.question_courante_id
    derniere = montree and lu.suivante(affirmation) is None
    return Seance(
        passage=lu,
        commencee=commencee,
        devoilee=montree and campagne.voix_montrees,
        sienne=not peut_animer(participant) and not siens.isdisjoint(reponses),
        affirmation=affirmation,
        precedente=lu.precedente(affirmation),
        suivante=lu.suivante(affirmation),
        voix=tuple(_voix(passation, reponses, lu, participant) for passation in passations),
        rythme=_rythme(campagne),
        etonnements=tuple(
            Etonnement.objects.filter(campagne=campagne, question=affirmation.pk).presents()
        ),
        manques=_manques(passations, lu, participant) if derniere else None,
    )


def _manques(
    passations: list[Passation], lu: Passage, participant: Participant
) -> tuple[Manque, ...]:
    """What each collège that speaks in the séance has not answered: 1 query."""
    faites = set(
        Reponse.objects.filter(bulletin__passation__in=passations)
        .order_by()
        .values_list("bulletin__passation", "question")
    )
    attendues = (
        (p, [a for a in lu.affirmations if (p.pk, a.pk) not in faites]) for p in passations
    )
    return tuple(
        Manque(
            college=passation.college,
            nom=passation.get_college_display(),
            nombre=len(restent),
            dit=plages([a.rang for a in restent]),
            premier=restent[0].code,
            parle=parle_pour(participant, passation),
        )
        for passation, restent in attendues
        if restent
    )


def plages(rangs: list[int]) -> str:
    """« 3, 7 à 9 et 12 »: ranks in a row are said by their ends, from three of them on."""
    suites: list[list[int]] = []
    for rang in rangs:
        if suites and rang == suites[-1][-1] + 1:
            suites[-1].append(rang)
        else:
            suites.append([rang])
    dites: list[str] = []
    for suite in suites:
        longue = len(suite) > 2
        dites += [f"{suite[0]} à {suite[-1]}"] if longue else [str(rang) for rang in suite]
    *debut, fin = dites
    return f"{', '.join(debut)} et {fin}" if debut else fin


def _courante(campagne: Campagne, lu: Passage) -> Affirmation | None:
    dite = (a for a in lu.affirmations if a.pk == campagne.question_courante_id)
    return next(dite, None) or next(iter(lu.affirmations), None)


def voix_dites(campagne: Campagne, affirmation: Affirmation) -> dict[int, Dite]:
    """What each collège said of a statement, by passation: 1 query."""
    lignes = Reponse.objects.filter(
        bulletin__passation__campagne=campagne, question=affirmation.pk
    ).order_by()
    return {
        passation: Dite(hors or niveau, {int(n): nombre for n, nombre in mains.items()})
        for passation, niveau, hors, mains in lignes.values_list(
            "bulletin__passation", "niveau", "hors_echelle", "mains"
        )
    }


def _voix(
    passation: Passation,
    reponses: Mapping[int, Dite],
    lu: Passage,
    participant: Participant,
) -> Voix:
    dite = reponses.get(passation.pk)
    valeur = dite.valeur if dite else None
    return Voix(
        college=passation.college,
        nom=passation.get_college_display(),
        forme=FORMES[CollegePassation(passation.college)],
        choix=next((choix for choix in lu.choix if choix.valeur == valeur), None),
        parle=parle_pour(participant, passation),
    )


def _rythme(campagne: Campagne) -> Allure:
    depuis = campagne.seance_depuis
    secondes = (timezone.now() - depuis).total_seconds() if depuis else 0
    return Allure(depuis=depuis, minutes=campagne.minutes, ecoulees=int(secondes // 60))
