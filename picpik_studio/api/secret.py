"""A text that is never shown."""


class Secret:
    """Holds a private key; whoever prints it, logs it or looks at it in a traceback sees none of it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text, for signing and for the keyring only."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(("Secret", self._text))

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> str:
        """Refuse to be pickled or copied into a file (TypeError)."""
        raise TypeError("A secret is not written anywhere.")


SHORTEST = 4
"""Characters: striking out shorter secrets would tear words apart and protect nothing."""


def redacted(text: str, *secrets: str) -> str:
    """Return `text` with every one of `secrets` (of 4 characters or more) struck out."""
    for secret in secrets:
        if len(secret) >= SHORTEST:
            text = text.replace(secret, "…")
    return text
