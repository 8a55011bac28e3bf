"""Missing and wrong keys: said with the way to the dialog where they are typed, and taken back when they fit."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from picpik_studio.app.connections import KEY_TROUBLE
from picpik_studio.app.notices import Notice, NoticeAction, Notices
from picpik_studio.errors import PicPikError
from picpik_studio.texts import QT_TRANSLATE_NOOP

CONNECTIONS: Final = QT_TRANSLATE_NOOP("Notices", "Connections…")


@dataclass(frozen=True, eq=False)
class _Opener:
    open_connections: Callable[[], None]
    is_active: Callable[[], bool]


class KeyTrouble:
    """Says what is wrong with the keys of services, one notice a service. Each window lends the dialog it can open."""

    def __init__(self, notices: Notices) -> None:
        self._notices = notices
        self._openers: list[_Opener] = []

    def lend(self, open_connections: Callable[[], None], is_active: Callable[[], bool]) -> Callable[[], None]:
        """Have the action open the dialog by `open_connections`, where several are lent by that of the active window.

        Return what takes it back.
        """
        opener = _Opener(open_connections, is_active)
        self._openers.append(opener)

        def take_back() -> None:
            self._openers = [each for each in self._openers if each is not opener]

        return take_back

    def fail(self, error: BaseException, connection_id: str) -> None:
        """Show that a call to a service failed; when keys would help, with the way to them."""
        if isinstance(error, PicPikError) and error.template in KEY_TROUBLE:
            self._notices.fail(error, action=self._action, key=_key(connection_id))
        else:
            self._notices.fail(error)

    def takes(self, notice: Notice, connection_id: str) -> bool:
        """Show a notice that asks for keys, with the way to them; say whether it is one."""
        if notice.template not in KEY_TROUBLE:
            return False
        key = _key(connection_id)
        self._notices.show(Notice(notice.kind, notice.template, notice.values, self._action, key, notice.detail))
        return True

    def is_over(self, connection_id: str) -> None:
        """Take back what was said: the service has answered."""
        self._notices.withdraw(_key(connection_id))

    @property
    def _action(self) -> NoticeAction | None:
        return NoticeAction(CONNECTIONS, self._open) if self._openers else None

    def _open(self) -> None:
        active = [each for each in self._openers if each.is_active()]
        for opener in (active or self._openers)[-1:]:
            opener.open_connections()


def _key(connection_id: str) -> str:
    return f"keys {connection_id}"
