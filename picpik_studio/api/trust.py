"""Which certificates vouch for a service. Whether one is asked for cannot be chosen: under https it always is."""

import os
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Final

from urllib3.util import create_urllib3_context

from picpik_studio.api.errors import NotReachedError
from picpik_studio.texts import QT_TRANSLATE_NOOP

BUNDLE: Final = "REQUESTS_CA_BUNDLE"
UNUSABLE: Final = QT_TRANSLATE_NOOP(
    "Api", "The file of certificates “{file}” cannot be used ({why}): choose another one, or none."
)


class Trust:
    """Those that come with the program, or the file that REQUESTS_CA_BUNDLE names in their place; always the system's.

    The system's are those of Windows or OpenSSL, with SSL_CERT_FILE and SSL_CERT_DIR. `own` gives the path of a PEM
    file with further ones, or "".
    """

    def __init__(self, own: Callable[[], str] = str) -> None:
        self._own = own

    @property
    def bundle(self) -> str | bool:
        """What requests is to load: a path, or True for those that come with the program. Raises NotReachedError."""
        path = os.environ.get(BUNDLE, "")
        if path and not Path(path).exists():
            raise _unusable(path, os.strerror(2))
        return path or True

    def context(self) -> ssl.SSLContext:
        """Return a new context that demands a certificate. Raises NotReachedError when a file cannot be used."""
        context = create_urllib3_context()
        context.load_default_certs()
        own = self._own()
        if own:
            try:
                context.load_verify_locations(own)
            except OSError as error:  # SSLError is one
                raise _unusable(own, error.strerror or type(error).__name__) from None
        return context


def _unusable(path: str, why: str) -> NotReachedError:
    return NotReachedError(UNUSABLE, sent=False, file=path, why=why)
