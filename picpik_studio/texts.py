"""Marks the texts that may be shown, where no Qt may be imported; `ui` translates them when it shows them."""


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802 - lupdate looks for this very name
    """Return `text` unchanged; lupdate finds the call and files the text under `context`."""
    del context
    return text
