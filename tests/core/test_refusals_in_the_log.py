"""A request that is refused is one warning in the log, without what its address held."""

from __future__ import annotations

import io
import logging

import pytest
from django.test import Client

from tests.builders.people import make_operator

pytestmark = pytest.mark.django_db
VALUE = "only-an-address-holds-this"
REFUSED = {
    f"/admin/core/patient/?hash_key__regex={VALUE}": 400,
    f"/admin/core/message/?{VALUE}=1": 400,
    f"/admin/core/message/?_to_field={VALUE}": 400,
    f"/admin/core/organisation/?o={VALUE}": 400,
    f"/admin/core/consenttext/?q={VALUE}": 400,
    f"/admin/core/user/?_to_field={VALUE}": 400,
    f"/admin/core/user/add/?_to_field={VALUE}": 400,
    f"/admin/autocomplete/?term={VALUE}": 403,
    f"/admin/core/patient/nothing/change/?{VALUE}": 404,
    f"/admin/nothing%0Ahere/?{VALUE}": 404,
}


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the site's own handler writes."""
    [handler] = [each for each in logging.getLogger("django").handlers if type(each) is logging.StreamHandler]
    written = io.StringIO()
    monkeypatch.setattr(handler, "stream", written)
    return written


@pytest.mark.parametrize(("address", "status"), REFUSED.items())
def test_refused_address_is_one_warning_without_its_values(
    client: Client, log: io.StringIO, address: str, status: int
) -> None:
    client.force_login(make_operator())
    client.raise_request_exception = False
    answer = client.get(address)
    assert answer.status_code == status
    assert b"<h1>" in answer.content
    [line] = log.getvalue().splitlines()
    assert " WARNING " in line
    assert VALUE not in line


def test_host_that_is_not_ours_is_one_warning(client: Client, log: io.StringIO) -> None:
    client.raise_request_exception = False
    assert client.get("/admin/", headers={"host": f"{VALUE}.example"}).status_code == 400
    [line] = log.getvalue().splitlines()
    assert VALUE not in line
