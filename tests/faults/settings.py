"""The settings of the tests with short times and a pipeline whose model calls are simulated."""

from __future__ import annotations

from sessionbridge.settings.connections import database_settings
from sessionbridge.settings.tests import *  # noqa: F403 - a settings module is its base and what differs
from sessionbridge.settings.tests import TEST_DATABASE_URL

GENERATION_STAGES = {
    "session_bridge": "tests.faults.slow_stages.slow_stages",
    "session_wave": "tests.faults.slow_stages.slow_waves",
    "your_journey": "tests.faults.slow_stages.slow_journey",
}
# Set, so that waves are asked for; what is asked is the stages' own model.
OPENAI_BASE_URL = "http://127.0.0.1:9/v1"
DATABASES = {"default": database_settings(TEST_DATABASE_URL, idle_transaction_seconds=2)}
