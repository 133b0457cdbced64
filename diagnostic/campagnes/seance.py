"""The séance: the statement shown to the room, each collège's voice, surprises written down."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from statistics import median_low

from django.db.models import Q
from django.utils import timezone

from diagnostic.campagnes.questionnaire import Affirmation, Passage, passage
from diagnostic.campagnes.refus import HorsQuestionnaire, Refus
from diagnostic.campagnes.verrou import ouverte
from diagnostic.models import (
    Bulletin,
    Campagne,
    Etonnement,
    ModePassation,
    Passation,
    Reponse,
)
from pasapas.acces.permissions import peut_animer
from pasapas.ecriture import changements
from pasapas.ecriture.conciliation import (
    Envoi,
    concilier,
    noter_resultat,
    resultat,
    une_fois,
)
from pasapas.ecriture.journal import Geste, noter_champ
from pasapas.ecriture.transactions import ensemble
from pasapas.models import Participant

VOIX = "voix"  # what the journal calls a collège's voice
Mains = Mapping[int, int]  # how many hands for each level


@dataclass(frozen=True, slots=True)
class VoixDite:
    """What who leads typed for one collège: a level or « nsp » or « nc », and raised hands."""

    passation: Passation
    saisie: str
    mains: Mains = field(default_factory=dict)


def passer(
    geste: Geste,
    campagne: Campagne,
    *,
    code: str,
    vers: str,
    texte: str = "",
    propos: str = "",
    voix: Iterable[VoixDite] = (),
) -> None:
    """Keep what was said on the statement at ``code``, and show the one at ``vers``: both, or
    nothing. When these voices were the last ones expected, the room stays and sees them side by
    side; it goes on the next time. Sent again under the same key, the surprise is not written
    twice; it is about the statement at ``propos`` when it was begun under another one.

    Raises Refus, and ValidationError when the surprise cannot be kept.
    """
    with une_fois(geste if texte else replace(geste, cle=None)) as nouvelle:
        if nouvelle and texte:
            _noter_ou_poursuivre(geste, nouvelle, campagne, propos or code, texte)
        dites = list(voix)
        for dite in dites:
            donner_voix(dite.passation, code, dite.saisie, dite.mains, geste=geste)
        reste = dites and _avance(campagne, code, vers) and _toutes_dites(campagne, code)
        montrer(campagne, code if reste else vers)


def _avance(campagne: Campagne, code: str, vers: str) -> bool:
    return _affirmation(campagne, vers).rang > _affirmation(campagne, code).rang


def _toutes_dites(campagne: Campagne, code: str) -> bool:
    """Every collège that speaks in the séance has said its voice on this statement."""
    attendues = list(campagne.passations.exclude(mode=ModePassation.INDIVIDUELLE))
    dites = Reponse.objects.filter(
        bulletin__passation__in=attendues, question=_affirmation(campagne, code).pk
    )
    return dites.count() == len(attendues)


@ensemble
def montrer(campagne: Campagne, code: str) -> Campagne:
    """Show this statement to the room; the first one shown starts the séance and its clock."""
    ligne = ouverte(campagne)
    affirmation = _affirmation(ligne, code)
    if ligne.question_courante_id != affirmation.pk:
        ligne.voix_montrees = False
    ligne.question_courante_id = affirmation.pk
    if ligne.seance_depuis is None:
        ligne.seance_depuis = timezone.now()
    ligne.save(update_fields=["question_courante", "seance_depuis", "voix_montrees"])
    return ligne


@ensemble
def devoiler(campagne: Campagne, code: str) -> None:
    """Show the voices given so far on this statement, if the room is still there."""
    ligne = ouverte(campagne)
    if ligne.question_courante_id == _affirmation(ligne, code).pk:
        ligne.voix_montrees = True
        ligne.save(update_fields=["voix_montrees"])


@ensemble
def reprendre_le_rythme(campagne: Campagne) -> Campagne:
    """Set the clock, after a break, to where the séance should be at the statement shown."""
    ligne = ouverte(campagne)
    lu = passage(ligne.questionnaire)
    courante = next((a for a in lu.affirmations if a.pk == ligne.question_courante_id), None)
    faites = courante.rang - 1 if courante else 0
    ligne.seance_depuis = timezone.now() - timedelta(
        minutes=ligne.minutes * faites / max(lu.total, 1)
    )
    ligne.save(update_fields=["seance_depuis"])
    return ligne


@ensemble
def donner_voix(
    passation: Passation,
    code: str,
    saisie: str,
    mains: Mains | None = None,
    *,
    geste: Geste | None = None,
) -> Reponse:
    """The attributed voice of a collège on one statement; said again, the last one stands, and
    the journal keeps what it replaced."""
    campagne = ouverte(passation.campagne)
    if passation.individuelle:
        raise Refus("Dans ce collège, chacun répond seul : il n’y a pas de réponse commune.")
    affirmation = _affirmation(campagne, code)
    valeur = passage(campagne.questionnaire).lire(saisie)
    if valeur is None:
        raise HorsQuestionnaire
    bulletin, _ = Bulletin.objects.get_or_create(passation=passation)
    dite = bulletin.reponses.filter(question=affirmation.pk).first()
    if geste and dite and _valeur(dite) != valeur:
        _noter_voix(geste, passation, affirmation, _valeur(dite), valeur)
    chiffree = isinstance(valeur, int)
    reponse, _ = Reponse.objects.update_or_create(
        bulletin=bulletin,
        question_id=affirmation.pk,
        defaults={
            "niveau": valeur if chiffree else None,
            "hors_echelle": "" if chiffree else valeur,
            "mains": {str(niveau): nombre for niveau, nombre in (mains or {}).items() if nombre},
        },
    )
    return reponse


@ensemble
def retirer_voix(passation: Passation, code: str, *, geste: Geste | None = None) -> None:
    """Take a voice back: the collège has not answered this statement any more."""
    campagne = ouverte(passation.campagne)
    affirmation = _affirmation(campagne, code)
    dites = Reponse.objects.filter(bulletin__passation=passation, question_id=affirmation.pk)
    if geste is not None:
        for dite in dites:
            _noter_voix(geste, passation, affirmation, _valeur(dite), None)
    dites.delete()


def _noter_voix(
    geste: Geste,
    passation: Passation,
    affirmation: Affirmation,
    avant: int | str | None,
    apres: int | str | None,
) -> None:
    """A voice replaced or taken back: « Direction, affirmation 3 : 2 (Parfois) », and after."""
    lu = passage(passation.campagne.questionnaire)
    qui = f"{passation.get_college_display()}, affirmation {affirmation.rang}\u00a0: "
    noter_champ(geste, passation.campagne, VOIX, qui + _dire(lu, avant), qui + _dire(lu, apres))


def voix_tues(participant: Participant) -> Q:
    """The lines of the journal that this person may not read yet: voices, while the campagne is
    open. One that is replaced before the room sees it would be read there. Who leads may."""
    if peut_animer(participant):
        return Q(pk__in=[])
    ouvertes = Campagne.objects.filter(projet=participant.projet_id, close_le=None).order_by()
    return Q(champ=VOIX, objet=Campagne._meta.model_name, objet_pk__in=ouvertes.values("pk"))


def _valeur(reponse: Reponse) -> int | str | None:
    return reponse.hors_echelle or reponse.niveau


def _dire(lu: Passage, valeur: int | str | None) -> str:
    """« 2 (Parfois) », « Je ne sais pas »."""
    if valeur is None:
        return "réponse retirée"
    libelle = lu.libelle(valeur)
    return f"{valeur} ({libelle})" if isinstance(valeur, int) else libelle


def niveau_propose(mains: Mains) -> int | None:
    """The level in the middle of the raised hands; of two in the middle, the lower one."""
    levees = [niveau for niveau, nombre in sorted(mains.items()) for _ in range(nombre)]
    return median_low(levees) if levees else None


@ensemble
def noter_etonnement(geste: Geste, campagne: Campagne, code: str, texte: str) -> Etonnement:
    """Write down what surprises. Raises ValidationError when the text cannot be kept."""
    ligne = ouverte(campagne)
    question = _affirmation(ligne, code).pk if code else None
    return changements.ajouter(
        geste, Etonnement, {"campagne": ligne, "question_id": question, "texte": texte}
    )


def noter_une_fois(geste: Geste, campagne: Campagne, code: str, texte: str) -> None:
    """The same, under the key of the form: sent again, nothing is written twice."""
    with une_fois(geste) as nouvelle:
        if nouvelle:
            _noter_ou_poursuivre(geste, nouvelle, campagne, code, texte)


def _noter_ou_poursuivre(
    geste: Geste, envoi: Envoi, campagne: Campagne, code: str, texte: str
) -> None:
    """Words that go on with those an answer was lost for are the same surprise; others are not."""
    (avant,) = envoi.deja.get("texte", [""])
    notes = Etonnement.objects.de(geste.projet).filter(pk=resultat(geste, Etonnement) or 0)
    note = notes.first() if avant and texte.startswith(avant) else None
    if note is not None:
        ligne = changements.verrouiller(note)
        bilan = concilier(geste, ligne, {"texte": texte}, {"texte": avant}, deja=envoi.deja)
        changements.modifier(geste, ligne, bilan.valeurs)
        if not bilan.conflits:
            return
    noter_resultat(geste, noter_etonnement(geste, campagne, code, texte))


def _affirmation(campagne: Campagne, code: str) -> Affirmation:
    affirmation = passage(campagne.questionnaire).par_code.get(code)
    if affirmation is None:
        raise HorsQuestionnaire
    return affirmation
