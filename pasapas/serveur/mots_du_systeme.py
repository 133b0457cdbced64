"""What the machine, or a server it calls, answers when it refuses: in French, for whoever hosts."""

import errno
import socket
import ssl
from smtplib import SMTPAuthenticationError, SMTPNotSupportedError, SMTPServerDisconnected

GENRES: tuple[tuple[type[BaseException], str], ...] = (  # the narrower first
    (ssl.SSLCertVerificationError, "son certificat n’est pas reconnu"),
    (ssl.SSLError, "il ne parle pas TLS comme demandé"),
    (socket.gaierror, "ce nom est inconnu"),
    (TimeoutError, "rien n’est venu à temps"),
    (SMTPAuthenticationError, "le compte ou son mot de passe est refusé"),
    (SMTPNotSupportedError, "il ne sait pas faire ce qui est demandé (TLS, compte)"),
    (SMTPServerDisconnected, "il a raccroché"),
)
CODES = {
    errno.ENOENT: "rien n’existe à cet endroit",
    errno.EISDIR: "c’est un dossier",
    errno.ENOTDIR: "ce n’est pas un dossier",
    errno.EACCES: "l’accès en est interdit à ce compte",
    errno.EPERM: "l’accès en est interdit à ce compte",
    errno.EROFS: "ce disque ne s’écrit pas",
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "le disque est plein pour ce compte",
    errno.EEXIST: "il y a déjà quelque chose à cet endroit",
    errno.ENAMETOOLONG: "ce nom est trop long",
    errno.ECONNREFUSED: "personne n’écoute à cette adresse",
    errno.ECONNRESET: "la connexion a été coupée",
    errno.EPIPE: "la connexion a été coupée",
    errno.EHOSTUNREACH: "cette machine est hors d’atteinte",
    errno.ENETUNREACH: "le réseau est hors d’atteinte",
}


def en_francais(panne: BaseException) -> str:
    """What nobody foresaw keeps the words it came with: they can be looked for."""
    for genre, mots in GENRES:
        if isinstance(panne, genre):
            return mots
    code = panne.errno if isinstance(panne, OSError) else None
    return CODES.get(code or 0) or f"{type(panne).__name__} : {panne}"
