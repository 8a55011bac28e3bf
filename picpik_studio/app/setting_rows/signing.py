"""The settings of Content Credentials (C2PA): whether what is saved is signed, and with what."""

from picpik_studio.app.setting import Setting
from picpik_studio.texts import QT_TRANSLATE_NOOP

ROWS: tuple[Setting, ...] = (
    Setting(
        "sign_pictures",
        "bool",
        False,
        "signing",
        QT_TRANSLATE_NOOP("Settings", "Sign what is saved (Content Credentials)"),
        QT_TRANSLATE_NOOP(
            "Settings",
            "The file says under your signature what was opened and what was redrawn, and that nothing was changed"
            " since. In JPEG, PNG, TIFF, WebP and AVIF.",
        ),
    ),
    Setting(
        "sign_chain",
        "file",
        "",
        "signing",
        QT_TRANSLATE_NOOP("Settings", "Your certificates"),
        QT_TRANSLATE_NOOP("Settings", "A PEM file: your own certificate first, then those that vouch for it."),
    ),
    Setting(
        "sign_key",
        "file",
        "",
        "signing",
        QT_TRANSLATE_NOOP("Settings", "Your private key"),
        QT_TRANSLATE_NOOP("Settings", "A PEM file. It stays where it is, and is read only while a picture is saved."),
    ),
)
