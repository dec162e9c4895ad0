"""A site on loopback and a client that may ask it, with a clock that only sleeping moves."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from extract.web.client import Client, Politeness
from tests.web_site import LOOPBACK, FakeTime, WebSite

#: A site of its own is nobody's neighbour: no pauses unless a test is about them.
POLITE = Politeness(contact="desk@example.org", delay_seconds=0.0)


@pytest.fixture
def site() -> Iterator[WebSite]:
    with WebSite() as site:
        yield site


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def client(time: FakeTime) -> Callable[..., Client]:
    """Makes clients: keywords of Politeness change the manners, those of Client the rest."""

    def make(allowed_networks: tuple[str, ...] = (LOOPBACK,), resolve: Any = None, **manners: Any) -> Client:
        more = {"resolve": resolve} if resolve else {}
        polite = replace(POLITE, **manners)
        return Client(polite, allowed_networks=allowed_networks, clock=time.now, sleep=time.sleep, **more)

    return make
