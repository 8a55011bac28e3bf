"""A client that gives up soon on what is to go wrong and has patience with everything else: the machine may be busy."""

import requests

from picpik_studio.api.body import SignedBody
from picpik_studio.api.transport import Timeouts, Transport
from picpik_studio.api.trust import Trust
from tests.faults.proxy import Proxy, stage_of

PATIENT = Timeouts(30.0, 60.0)


class Impatient(Transport):
    """Waits `read_s` seconds for an answer at the stage whose fault is in, and a minute for every other."""

    def __init__(self, proxy: Proxy, read_s: float, trust: Trust | None = None) -> None:
        super().__init__(PATIENT, trust)
        self._proxy = proxy
        self._brief = Transport(Timeouts(PATIENT.connect_s, read_s), trust)

    def _request(
        self, session: requests.Session, method: str, url: str, body: SignedBody | None = None
    ) -> requests.Response:
        action = "" if body is None else str(body._params["Action"])
        if self._proxy.is_faulty(stage_of(method, action)):
            return self._brief._request(session, method, url, body)
        return super()._request(session, method, url, body)
