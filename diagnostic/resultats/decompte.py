"""How answers were collected, published beside them: slips counted, a closing confirmed."""

from dataclasses import dataclass

from django.db.models import TextChoices

from diagnostic.models import CollegePassation

LIEN_OUVERT = (
    "Le lien d’un questionnaire était ouvert : une même personne a pu répondre plusieurs fois, et "
    "cela ne se verrait pas."
)


class Cloture(TextChoices):
    """Who saw to the closing of a recueil, beside who leads (docs/adr/0021), in a sentence."""

    SANS = "", ""  # no individual answers, or published before this was asked
    DEUX = (
        "deux",
        "La clôture, demandée par qui mène la campagne, a été confirmée par une personne "
        "élue ou salariée.",
    )
    SANS_REPONSE = (
        "sans_reponse",
        "La clôture a été faite par une seule personne : aucun élu ni salarié ayant un "
        "compte ne l’a confirmée à temps.",
    )
    SEUL = (
        "seul",
        "La clôture a été faite par une seule personne : aucun autre élu ni salarié "
        "n’avait de compte pour la confirmer.",
    )


@dataclass(frozen=True, slots=True)
class Decompte:
    """The slips of one recueil: printed, drawn (None: nobody counted), used, refused once more.

    ``seul``: the number drawn was typed by who printed them, for want of another account.
    """

    college: str
    imprimes: int
    annules: int
    tires: int | None
    utilises: int
    refuses: int
    seul: bool

    @property
    def nom(self) -> str:
        return CollegePassation(self.college).label

    @property
    def en_trop(self) -> int:
        """Slips that served though nobody of the group had drawn them."""
        return 0 if self.tires is None else max(self.utilises - self.tires, 0)

    @property
    def phrases(self) -> tuple[str, ...]:
        """The same words on the page, on paper and in the files."""
        return tuple(filter(None, (self._tirage, self.ecart, self._refus, self._annules)))

    @property
    def _tirage(self) -> str:
        debut = f"{_bulletins(self.imprimes, 'imprimé')}, "
        servi = f"{self.utilises} {'ont' if self.utilises > 1 else 'a'} servi"
        if self.tires is None:
            return f"{debut}{servi}. Personne n’a tapé combien avaient été tirés."
        qui = (
            "le nombre a été tapé par qui les avait imprimés, faute d’un autre compte"
            if self.seul
            else "le nombre a été tapé par une autre personne que celle qui les avait imprimés"
        )
        return f"{debut}{self.tires} tiré{_s(self.tires)} ({qui}), {servi}."

    @property
    def ecart(self) -> str:
        if not self.en_trop:
            return ""
        return (
            f"Il a servi plus de bulletins ({self.utilises}) que le groupe n’en a tiré "
            f"({self.tires}) : {self.en_trop} au moins {'ont' if self.en_trop > 1 else 'a'} servi "
            "à quelqu’un qui n’en avait pas tiré. Ces résultats ne sont pas sûrs."
        )

    @property
    def _refus(self) -> str:
        if not self.refuses:
            return "Aucun bulletin n’a été refusé."
        return (
            f"{_bulletins(self.refuses, 'refusé')}, pour avoir déjà servi ou avoir été remplacé "
            "quand on l’a présenté. Quelqu’un a pu répondre à la place d’un autre, ou revenir avec "
            "le même bulletin : parlez-en."
        )

    @property
    def _annules(self) -> str:
        if not self.annules:
            return ""
        return f"La feuille a été refaite : {_bulletins(self.annules, 'remplacé')}."


def _s(nombre: int) -> str:
    return "s" if nombre > 1 else ""


def _bulletins(nombre: int, participe: str) -> str:
    return f"{nombre} bulletin{_s(nombre)} {participe}{_s(nombre)}"
