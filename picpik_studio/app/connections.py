"""Who redraws: this computer, the PICPIK services, or another one that speaks their protocol."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from picpik_studio.api.addresses import Address, checked_address, host_of
from picpik_studio.api.answers import MODEL_LISTS, ModelLists
from picpik_studio.api.client import Client
from picpik_studio.api.errors import CredentialsError, service_errors
from picpik_studio.api.secret import Secret
from picpik_studio.api.transport import Timeouts, Transport
from picpik_studio.api.trust import Trust
from picpik_studio.app.balance import Balance, balance_of
from picpik_studio.app.credentials import Credentials, KeyPair
from picpik_studio.app.errors import AppError
from picpik_studio.app.extras import Extras, unknown
from picpik_studio.app.models import ModelInfo, model_infos
from picpik_studio.app.settings import Settings
from picpik_studio.errors import PicPikError
from picpik_studio.texts import QT_TRANSLATE_NOOP

LOCAL, PICPIK, PICPIK_CHINA, CUSTOM = "local", "picpik", "picpik-cn", "custom"

_TEST_TIMEOUTS = Timeouts(connect_s=8.0, read_s=20.0)

NO_KEYS: Final = QT_TRANSLATE_NOOP("Connections", "No keys are known for {title}: type them under Edit, Connections.")
_NO_ADDRESS = QT_TRANSLATE_NOOP("Connections", "The custom connection has no address yet: give it one.")
_UNKNOWN = QT_TRANSLATE_NOOP(
    "Connections", "There is no connection “{value}”: it is local, picpik, picpik-cn, custom or an address."
)
KEY_TROUBLE: Final = frozenset(
    {NO_KEYS, *(template for kind, template in service_errors.values() if kind is CredentialsError)}
)
"""The sentences that ask for keys: what helps is the dialog of connections."""

_WORKS = QT_TRANSLATE_NOOP("Connections", "It works: {title} answers, models on offer: {count}.")


class KeysMissingError(AppError):
    """No keys are known for a connection."""

    is_wrong_use = True


class NoSuchConnectionError(AppError):
    """A connection's name means nothing, or its address is not known yet."""

    is_wrong_use = True


class LocalKeys(Protocol):
    """Where the embedded service listens, and the keys that it takes."""

    @property
    def url(self) -> str:
        """Its address on this machine."""

    @property
    def public_key(self) -> str:
        """The public key."""

    @property
    def private_key(self) -> str:
        """The private key."""


@dataclass(frozen=True)
class Connection:
    """A service to send to. `url` is None for this computer, and for the custom one while it has no address.

    `key` is the name under which keys and journal know it: the id, but the address itself for a custom one, so that
    another address never gets the same keys and a job is never looked for at the wrong place.
    """

    id: str
    title: str
    help: str
    url: str | None = None

    @property
    def is_local(self) -> bool:
        """Whether it is the embedded service, which needs neither address nor keys."""
        return self.id == LOCAL

    @property
    def is_editable(self) -> bool:
        """Whether its address can be changed."""
        return self.id == CUSTOM

    @property
    def key(self) -> str:
        """The name for keys and journal."""
        return self.url if self.id == CUSTOM and self.url else self.id


@dataclass(frozen=True)
class Finding:
    """What a test of a connection found, in one sentence; `extras`: what the service said beside its models."""

    is_ok: bool
    template: str
    values: dict[str, object]
    extras: Extras = ()

    def __str__(self) -> str:
        return self.template.format(**self.values)


_THIS_COMPUTER = Connection(
    LOCAL,
    QT_TRANSLATE_NOOP("Connections", "This computer"),
    QT_TRANSLATE_NOOP("Connections", "Fills with texture from around the repaint area. No account, nothing leaves it."),
)
_INTERNATIONAL = Connection(
    PICPIK,
    QT_TRANSLATE_NOOP("Connections", "PICPIK international"),
    QT_TRANSLATE_NOOP("Connections", "Redraws by prompt in the PICPIK cloud; takes the keys of an account there."),
    "https://api.picpik.ai",
)
_CHINA = Connection(
    PICPIK_CHINA,
    QT_TRANSLATE_NOOP("Connections", "PICPIK China"),
    QT_TRANSLATE_NOOP("Connections", "The PICPIK cloud in China, which has accounts and keys of its own."),
    "https://api.picpikai.com",
)
_CUSTOM = Connection(
    CUSTOM,
    QT_TRANSLATE_NOOP("Connections", "Custom address"),
    QT_TRANSLATE_NOOP("Connections", "Another service that speaks the PICPIK protocol, such as one of your team's."),
)
_FIXED = {each.id: each for each in (_THIS_COMPUTER, _INTERNATIONAL, _CHINA)}


class Connections:
    """The connections, their keys, and one client for each. `local` is asked for the embedded service's address.

    Usable from any thread; what is marked slow may start the engine, ask the keyring or the network.
    """

    def __init__(self, settings: Settings, credentials: Credentials, local: Callable[[], LocalKeys]) -> None:
        self._settings = settings
        self._credentials = credentials
        self._local = local
        self._trust = Trust(lambda: settings.text("ca_file"))
        self._clients: dict[str, tuple[tuple[str, str, Secret], Client]] = {}
        self._lock = threading.Lock()
        self._is_closed = False

    @property
    def all(self) -> tuple[Connection, ...]:
        """The four connections, in the order to show them."""
        return (*_FIXED.values(), self._custom())

    @property
    def default(self) -> Connection:
        """The one that new windows use; this computer when the setting means nothing."""
        try:
            return self.get(self._settings.text("connection"))
        except NoSuchConnectionError:
            return _THIS_COMPUTER

    def get(self, name: str) -> Connection:
        """Return a connection by its id, its `key`, or any address. Raises NoSuchConnectionError."""
        if name in _FIXED:
            return _FIXED[name]
        if name == CUSTOM:
            return self._custom()
        if "." not in name and ":" not in name:
            raise NoSuchConnectionError(_UNKNOWN, value=name)
        try:
            url = checked_address(name).url
        except PicPikError as error:
            raise NoSuchConnectionError(error.template, **error.values) from None
        return Connection(CUSTOM, host_of(url), _CUSTOM.help, url)

    def set_custom_address(self, text: str) -> str:
        """Set the address of the custom connection; return a warning in words, or empty.

        Raises ParameterError for an address that may not be used, FileError when the settings cannot be written.
        """
        address = checked_address(text) if text.strip() else Address("", "")
        self._settings.set("custom_address", address.url)
        return address.warning

    def keys(self, name: str) -> KeyPair | None:
        """Return the keys of a connection, None when it has none or needs none. Slow."""
        connection = self.get(name)
        return None if connection.is_local else self._credentials.get(connection.key)

    def client_for(self, name: str) -> Client:
        """Return the client of a connection, the same one as long as its address and keys are the same. Slow.

        Raises KeysMissingError, NoSuchConnectionError, ServiceStartError.
        """
        connection = self.get(name)
        account = self._account(connection)
        with self._lock:
            known = self._clients.get(connection.key)
            if known is not None and known[0] == account:
                return known[1]
            client = Client(*account, transport=Transport(trust=self._trust))
            if self._is_closed:
                client.close()
            self._clients[connection.key] = (account, client)
            return client

    def models(self, name: str) -> tuple[ModelInfo, ...]:
        """Ask a connection which models it offers. Slow. Raises ApiError and what `client_for` raises."""
        return model_infos(self.client_for(name).list_models())

    def balance(self, name: str) -> Balance:
        """Ask a connection for the account's credits. Slow. Raises ApiError and what `client_for` raises."""
        return balance_of(self.client_for(name).get_credit_balance())

    def test(self, name: str, *, keys: KeyPair | None = None) -> Finding:
        """Ask for the models, with `keys` that are not kept yet or with its own; say what came of it. Slow."""
        try:
            connection = self.get(name)
            models = self._listed(connection, keys)
        except PicPikError as error:
            return Finding(is_ok=False, template=error.template, values=dict(error.values))
        values = {"title": connection.title, "count": sum(map(len, models.of_kinds))}
        extras = unknown(models.raw, frozenset(MODEL_LISTS.values()))
        return Finding(is_ok=True, template=_WORKS, values=values, extras=extras)

    def close(self) -> None:
        """End all calls that are under way; every later one ends with a ClosedError."""
        with self._lock:
            self._is_closed = True
            clients = [client for _account, client in self._clients.values()]
            self._clients.clear()
        for client in clients:
            client.close()

    def _custom(self) -> Connection:
        url = self._settings.text("custom_address")
        return Connection(CUSTOM, _CUSTOM.title, _CUSTOM.help, url or None)

    def _account(self, connection: Connection, typed: KeyPair | None = None) -> tuple[str, str, Secret]:
        """Return address, public and private key."""
        if connection.is_local:
            local = self._local()
            return local.url, local.public_key, Secret(local.private_key)
        if not connection.url:
            raise NoSuchConnectionError(_NO_ADDRESS)
        keys = typed or self._credentials.get(connection.key)
        if keys is None or not keys.is_complete:
            raise KeysMissingError(NO_KEYS, title=connection.title)
        return connection.url, keys.public, keys.private

    def _listed(self, connection: Connection, typed: KeyPair | None) -> ModelLists:
        transport = Transport(_TEST_TIMEOUTS, self._trust)
        client = Client(*self._account(connection, typed), transport=transport)
        try:
            return client.list_models()
        finally:
            client.close()
