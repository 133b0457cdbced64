"""A run of the questionnaire. No row here leads from an answer to a person."""

import uuid
from collections.abc import Collection

from django.db import models
from django.db.models import F, Q

from pasapas.models import Cloisonnee, Contenu, Element, Jour, TexteCourt, TexteLong
from pasapas.models.regles import connu, parmi, regle, unique
from pasapas.valeurs.textes import jour

from .questionnaire import SEUIL, SEUIL_PLAFOND, SEUIL_PLANCHER, Question, Questionnaire

MINUTES_MIN, MINUTES_MAX = 5, 240
INVITES_MAX = 5000  # people: more is no bound
MARGE_MIN = 2  # answers accepted beyond those invited, at least


class Campagne(Contenu):
    """``resultats`` is what was published at closing, frozen: nothing is worked out again."""

    nom = TexteCourt("Nom de la campagne", max_length=100)
    reference = models.SlugField("référence", max_length=60)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="campagnes")
    ouverte_le = Jour("ouverte le", null=True, blank=True)
    cloture_prevue = Jour("clôture prévue le", null=True, blank=True)
    close_le = Jour("close le", null=True, blank=True)
    seuil = models.PositiveSmallIntegerField("effectif minimal affiché", default=SEUIL)
    minutes = models.PositiveSmallIntegerField("durée prévue d’une séance (minutes)", default=20)
    question_courante = models.ForeignKey(
        Question, models.SET_NULL, null=True, related_name="+", editable=False
    )
    seance_depuis = models.DateTimeField("séance commencée le", null=True, editable=False)
    # Who leads showed the voices given so far on the statement shown, without waiting.
    voix_montrees = models.BooleanField("voix montrées", default=False, editable=False)
    resultats = models.JSONField("résultats publiés", null=True, editable=False)

    SUR = ("etat-des-lieux", "autodiagnostic")

    class Meta:
        ordering = ["ouverte_le", "pk"]
        constraints = [
            unique(
                "campagne_reference_unique",
                ("projet", "reference"),
                "Une autre campagne porte déjà cette référence.",
            ),
            regle(
                "campagne_dates_dans_l_ordre",
                Q(close_le=None) | Q(ouverte_le=None) | Q(close_le__gte=F("ouverte_le")),
                "La clôture doit suivre l’ouverture.",
            ),
            regle(
                "campagne_seuil_entre_3_et_10",
                Q(seuil__gte=SEUIL_PLANCHER, seuil__lte=SEUIL_PLAFOND),
                f"L’effectif minimal va de {SEUIL_PLANCHER} à {SEUIL_PLAFOND} personnes.",
            ),
            regle(
                "campagne_resultats_apres_cloture",
                Q(resultats=None) | ~Q(close_le=None),
                "Les résultats paraissent à la clôture.",
            ),
            unique(
                "campagne_une_seule_ouverte",
                ("projet",),
                "Une autre campagne est déjà ouverte sur cette fresque.",
                Q(close_le=None),
            ),
            regle(
                "campagne_duree_raisonnable",
                Q(minutes__gte=MINUTES_MIN, minutes__lte=MINUTES_MAX),
                "Une séance dure de 5 minutes à 4 heures.",
            ),
        ]

    def __str__(self) -> str:
        du = f"Campagne du {jour(self.ouverte_le)}" if self.ouverte_le else ""
        return self.nom or du or self.reference

    @property
    def ouverte(self) -> bool:
        return self.close_le is None


class CollegePassation(models.TextChoices):
    DIRECTION_RH = "direction_rh", "Direction et RH"
    DIRECTION = "direction", "Direction"
    RH = "rh", "RH"
    ENCADREMENT = "encadrement", "Encadrement"
    IRP = "irp", "Représentants du personnel"
    SALARIES = "salaries", "Salariés"


class ModePassation(models.TextChoices):
    COLLECTIVE = "collective", "Voix collective"
    INDIVIDUELLE = "individuelle", "Réponses individuelles"


class AccesRecueil(models.TextChoices):
    """How one comes into a recueil individuel (docs/adr/0021)."""

    LIEN = "lien", "Lien ouvert"
    BULLETINS = "bulletins", "Bulletins à tirer"


class Passation(Cloisonnee):
    """How one collège answered: one attributed collective voice, or individual answers."""

    campagne = models.ForeignKey(Campagne, models.CASCADE, related_name="passations")
    college = models.CharField("collège", max_length=20, choices=CollegePassation)
    mode = models.CharField("mode", max_length=20, choices=ModePassation)
    acces = models.CharField(
        "entrée du recueil", max_length=10, choices=AccesRecueil, default=AccesRecueil.LIEN
    )
    participants = models.PositiveIntegerField("participants", null=True, blank=True)
    invites = models.PositiveIntegerField("invités", null=True, blank=True)
    ordre = models.PositiveIntegerField(default=0)
    jeton = models.SlugField("code du lien de recueil", max_length=32, blank=True)

    class Meta:
        ordering = ["ordre", "pk"]
        constraints = [
            unique(
                "passation_jeton_unique", ("jeton",), "Ce lien de recueil sert déjà.", ~Q(jeton="")
            ),
            regle(
                "passation_lien_individuel_seulement",
                Q(jeton="") | ~Q(mode="collective"),
                "Une voix collective n’a pas de lien de recueil.",
            ),
            connu("passation_college_connu", "college", CollegePassation, "Ce collège"),
            regle(
                "passation_mode_connu",
                parmi("mode", ModePassation),
                "Voix collective ou réponses individuelles.",
            ),
            regle(
                "passation_bulletins_individuels",
                Q(acces="lien") | Q(acces="bulletins", mode="individuelle"),
                "Une voix collective n’a pas de bulletins à tirer.",
            ),
            unique(
                "passation_une_par_college",
                ("campagne", "college"),
                "Un collège répond d’une seule façon par campagne.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_college_display()} ({self.get_mode_display()})"

    @property
    def individuelle(self) -> bool:
        return self.mode == ModePassation.INDIVIDUELLE

    @property
    def par_bulletins(self) -> bool:
        """One comes in with a slip drawn from a hat, that serves once."""
        return self.acces == AccesRecueil.BULLETINS

    @property
    def places(self) -> int | None:
        """How many may answer by telephone: those invited, and a tenth more for second tries.

        An open link lets one person answer several times: this bounds it. None, no bound.
        """
        if self.invites is None or self.par_bulletins:
            return None
        return self.invites + max(MARGE_MIN, self.invites // 10)

    @property
    def places_papier(self) -> int | None:
        """How many sheets may be copied, whoever came by telephone. None, no bound."""
        return self.invites


class Bulletin(Cloisonnee):
    """The answers of one attributed collective voice. Its key says nothing of order or time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    passation = models.ForeignKey(Passation, models.CASCADE, related_name="bulletins")

    def __str__(self) -> str:
        return f"Bulletin ({self.passation})"


class HorsEchelle(models.TextChoices):
    NSP = "nsp", "Je ne sais pas"
    NC = "nc", "Non concerné"


class Reponse(Cloisonnee):
    """An answer on the scale, or off it (« Je ne sais pas », « Non concerné »)."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="reponses")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    niveau = models.PositiveSmallIntegerField("niveau", null=True)
    hors_echelle = models.CharField(max_length=3, choices=HorsEchelle, blank=True)
    mains = models.JSONField("mains levées par niveau", default=dict, blank=True)

    class Meta:
        verbose_name = "réponse"
        constraints = [
            unique(
                "reponse_unique_par_question",
                ("bulletin", "question"),
                "Cette question a déjà sa réponse.",
            ),
            regle(
                "reponse_un_niveau_ou_hors_echelle",
                Q(niveau=None, hors_echelle__in=HorsEchelle.values)
                | Q(niveau__gte=1, hors_echelle=""),
                "Un niveau, ou « Je ne sais pas », ou « Non concerné ».",
            ),
        ]

    def __str__(self) -> str:
        return self.get_hors_echelle_display() or str(self.niveau)


class BulletinAnonyme(Cloisonnee):
    """The answers of one person nobody can name: no account, no address, no date, no history.

    ``reponses`` goes from the code of a question to a level, « nsp » or « nc ». ``empreinte`` is
    the digest of a key that the person's own device holds. ``papier``: copied from a sheet, that
    somebody read. Keys are drawn again and again during the recueil, and the rows are destroyed
    at closing (docs/adr/0012).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    passation = models.ForeignKey(Passation, models.CASCADE, related_name="bulletins_anonymes")
    empreinte = models.CharField(max_length=64, unique=True, editable=False)
    reponses = models.JSONField(default=dict, blank=True)
    rendu = models.BooleanField(default=False)
    papier = models.BooleanField(default=False)

    class Meta:
        verbose_name = "bulletin anonyme"

    def __str__(self) -> str:
        return "Bulletin anonyme"


class FeuilleRecopiee(Cloisonnee):
    """A paper sheet was typed in: sent again, it is not counted twice.

    Nothing leads from here to a bulletin, nor says when: a digest of the key of the form, and
    the recueil, with which it is destroyed at closing (docs/adr/0012).
    """

    empreinte = models.CharField(primary_key=True, max_length=64, editable=False)
    passation = models.ForeignKey(Passation, models.CASCADE, related_name="feuilles_recopiees")

    class Meta:
        verbose_name = "feuille recopiée"

    def __str__(self) -> str:
        return "Feuille recopiée"


class Etonnement(Element):
    """A surprise, written down while the group answers (kit: « Rapport d’étonnement »)."""

    campagne = models.ForeignKey(
        Campagne, models.CASCADE, related_name="etonnements", editable=False
    )
    question = models.ForeignKey(Question, models.PROTECT, null=True, blank=True, related_name="+")
    texte = TexteLong("Ce qui nous étonne", blank=False)

    class Meta(Element.Meta):
        verbose_name = "étonnement"
        constraints = [
            regle("etonnement_texte_rempli", ~Q(texte=""), "Écrivez ce qui vous étonne.")
        ]

    def __str__(self) -> str:
        return self.texte

    def planches(self, champs: Collection[str] = ()) -> frozenset[str] | None:
        """None: it stands beside the wall, and what the group made of it is another row."""
        return frozenset()

    def est_dans(self, rapport: str) -> bool:
        """Whether these words stand in the rapport, on lines of their own: a surprise that
        begins like another one is not that one."""
        siennes, lignes = _lignes(self.texte), _lignes(rapport)
        return any(lignes[i : i + len(siennes)] == siennes for i in range(len(lignes)))


def _lignes(texte: str) -> list[str]:
    return [ligne.strip().removeprefix("•").strip() for ligne in texte.strip().splitlines()]
