"""Why an answer or a gesture is refused: always a sentence, and nothing was changed."""


class Refus(Exception):
    """``message`` is what to tell the person, unless it is said on the spot; ``statut`` the HTTP
    status that goes with it."""

    statut = 409
    titre = "Cela n’a pas été enregistré"
    message = ""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.message)


class CampagneClose(Refus):
    """The campagne no longer takes any answer."""

    message = "Cette campagne est close : plus aucune réponse n’est prise."


class CampagneAnnulee(CampagneClose):
    """It was called off while somebody was there."""

    message = "Cette campagne vient d’être annulée : il n’en reste rien."


class SansReponse(Refus):
    """Nobody answered: closing would publish nothing, for good, in the place of what stood."""

    message = (
        "Personne n’a répondu à cette campagne : la clore ne publierait rien, et ce serait "
        "définitif. Attendez des réponses, ou annulez la campagne : il n’en restera rien."
    )


class ADeux(Refus):
    """An élu or a salarié has to confirm this closing first."""

    message = (
        "Cette clôture se fait à deux : une personne élue ou salariée la confirme, ou sept "
        "jours passent sans réponse."
    )


class HorsQuestionnaire(Refus):
    """The question or the answer is not one of this questionnaire."""

    statut = 422
    message = "Cette réponse n’est pas dans le questionnaire : rien n’a été changé."


class DejaRendu(Refus):
    """The person said « J’ai fini »: their answers do not change any more."""

    message = "Vous avez déjà rendu vos réponses sur cet appareil : elles ne changent plus."


class Complet(Refus):
    """As many people answered by telephone as were invited, and the margin is used up."""

    message = (
        "Ce questionnaire a déjà reçu autant de réponses que de personnes invitées, en "
        "comptant celles qui ont été effacées. "
        "Prévenez la personne qui vous a donné le lien : elle peut augmenter ce nombre."
    )


class FeuillesCompletes(Refus):
    """As many sheets were copied as people were invited."""

    message = (
        "Autant de feuilles que de personnes invitées sont déjà recopiées : celle-ci n’a pas "
        "été enregistrée. Ce nombre s’augmente sur la page de la campagne."
    )


class BulletinInconnu(Refus):
    """No slip of this recueil bears that code."""

    statut = 422
    message = (
        "Aucun bulletin de ce questionnaire ne porte ce code. Relisez-le signe par signe : il "
        "n’a ni i, ni l, ni o, ni zéro, ni un."
    )


class BulletinServi(Refus):
    """Somebody has answered with this slip already."""

    titre = "Ce bulletin a déjà servi"
    message = (
        "Il n’ouvre plus le questionnaire, et ce refus est compté. Si c’est vous qui avez "
        "répondu avec lui, vos réponses comptent, il n’y a rien à faire. Sinon, quelqu’un a "
        "répondu à votre place : dites-le à voix haute au groupe."
    )


class BulletinRemplace(Refus):
    """The sheet was printed again: this slip is of the one before."""

    titre = "Ce bulletin ne sert plus"
    message = (
        "La feuille a été imprimée de nouveau après votre tirage. "
        "Demandez à tirer un autre bulletin."
    )
