"""The settings of the test run without limits on how often somebody may ask: what is tried here is what is answered."""

from __future__ import annotations

from sessionbridge.settings.tests import *  # noqa: F403 - a settings module is its base and what differs
from sessionbridge.settings.tests import REST_FRAMEWORK

REST_FRAMEWORK = REST_FRAMEWORK | {
    "DEFAULT_THROTTLE_RATES": dict.fromkeys(REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"], "1000000/min")
}
