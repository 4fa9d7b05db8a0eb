"""A summary as FHIR R4: a Bundle of its DocumentReference, its Provenance and the Devices that made it.

Where a model took part in what stands in the text, all of it says so as the IG "AI Transparency on FHIR" (1.0.0-ballot)
asks: its tag in `meta.security`, its profiles, the model as an AI device. A reviewed text has the IG's tag of a
clinician in place of that. What rules made has no such tag: its words and its choice are worked out, step by step.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from rest_framework.renderers import JSONRenderer

from generation.api.shapes import InstantField
from generation.api.shown_summary import ShownSummary, SummaryState
from generation.history.made_by import ChosenBy
from generation.models import WithdrawalCause
from generation.run.provenance import NO_MODEL

MEDIA_TYPE = "application/fhir+json"
IG = "http://hl7.org/fhir/uv/aitransparency"
BY_AI = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
    "code": "AIAST",
    "display": "Artificial Intelligence asserted",
}
BY_CLINICIAN_FROM_AI = {
    "system": f"{IG}/CodeSystem/AddedProvenanceCS",
    "code": "CLINAST_AIRPT",
    "display": "Clinician Asserted from AI Reported",
}
_DEVICE_TYPES = f"{IG}/CodeSystem/AIdeviceTypeCS"
_PARTICIPANTS = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
_UUIDS = "urn:ietf:rfc:3986"
_INPUT_HASHES = "urn:x-sessionbridge:input-hash"

Json = dict[str, Any]


class FhirRenderer(JSONRenderer):
    """Lets a client ask for FHIR; what it is refused with is a problem in JSON."""

    media_type = MEDIA_TYPE
    format = "fhir"


def fhir_bundle(found: ShownSummary) -> Json:
    """The summary with what made it. A withdrawn or erased one has no text in it."""
    program = _program(found)
    models = [_model(name) for name in _models(found)]
    tag = _tag(found, is_ai=bool(models))
    resources = [_document(found, program, tag), _provenance(found, program, models, tag), program, *models]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": _instant(found),
        "entry": [{"fullUrl": f"urn:uuid:{each['id']}", "resource": each} for each in resources],
    }


def _models(found: ShownSummary) -> list[str]:
    """The models that read the diary or chose. What an older system made names its model in its metadata alone."""
    version = found.version
    if found.chosen_by is ChosenBy.UNKNOWN:
        metadata = getattr(version, "metadata", None)
        used = metadata.model_used if metadata else ""
        return [] if used in ("", NO_MODEL) else used.split(", ")
    names = [*version.model_canonicalizer.split(", "), *version.model_writer.split(", ")]
    return sorted({*names} - {""})


def _tag(found: ShownSummary, *, is_ai: bool) -> Json | None:
    if not is_ai:
        return None
    return BY_CLINICIAN_FROM_AI if found.is_reviewed or found.chosen_by is ChosenBy.REVIEWER else BY_AI


def _meta(tag: Json | None, profile: str = "") -> Json:
    if tag is None:
        return {}
    profiles = {"profile": [f"{IG}/StructureDefinition/{profile}"]} if profile else {}
    return {"meta": {**profiles, "security": [tag]}}


def _document(found: ShownSummary, program: Json, tag: Json | None) -> Json:
    version, job = found.version, found.job
    status, doc_status = _status(found)
    more: Json = {}
    if found.corrects is not None:
        more["relatesTo"] = [{"code": "replaces", "target": _reference("DocumentReference", found.corrects)}]
    if job is not None:
        days = {"start": f"{job.window_first}", "end": f"{job.window_last}"}
        more["context"] = {"period": days}
    return {
        "resourceType": "DocumentReference",
        "id": str(version.id),
        **_meta(tag),
        "identifier": [{"system": _UUIDS, "value": f"urn:uuid:{version.id}"}],
        "status": status,
        "docStatus": doc_status,
        "type": {"text": "Neutral summary of a diary"},
        "subject": {"type": "Patient", "identifier": {"system": _UUIDS, "value": f"urn:uuid:{version.patient_id}"}},
        "date": _instant(found),
        "author": [_reference("Device", program["id"])],
        "description": "What a person wrote in their diary in the window, in their own words, and its limits.",
        "content": [{"attachment": _attachment(found)}],
        **more,
    }


def _status(found: ShownSummary) -> tuple[str, str]:
    if found.state is SummaryState.SHOWN:
        return "current", "amended" if found.chosen_by is ChosenBy.REVIEWER else "final"
    if found.reason == WithdrawalCause.CORRECTED and found.state is SummaryState.WITHDRAWN:
        return "superseded", "final"
    return "entered-in-error", "entered-in-error"


def _attachment(found: ShownSummary) -> Json:
    about = {
        "contentType": "text/plain; charset=utf-8",
        "language": "en",
        "title": f"Summary {found.version.version}",
        "creation": _instant(found),
    }
    if found.text is None:
        return about
    words = found.text.encode()
    # SHA-1 is what R4 has this element hold; SHA-256 of the same bytes stands in the summary's own answer.
    digest = hashlib.sha1(words, usedforsecurity=False).digest()
    return {**about, "data": _base64(words), "size": len(words), "hash": _base64(digest)}


def _provenance(found: ShownSummary, program: Json, models: list[Json], tag: Json | None) -> Json:
    version = found.version
    agents = [_agent("assembler", _reference("Device", program["id"]))]
    agents += [_agent("performer", _reference("Device", model["id"])) for model in models]
    if found.is_reviewed or found.chosen_by is ChosenBy.REVIEWER:
        agents.append(_agent("verifier", {"display": "A reviewer of the practice"}))
    source = {"display": "The messages of the diary in the window"}
    if found.job is not None:
        source["identifier"] = {"system": _INPUT_HASHES, "value": version.input_hash}  # type: ignore[assignment]
    return {
        "resourceType": "Provenance",
        "id": str(uuid5(NAMESPACE_URL, f"{version.id}/provenance")),
        **_meta(tag, "AI-Provenance"),
        "target": [_reference("DocumentReference", version.id)],
        "occurredDateTime": _instant(found),
        "recorded": _instant(found),
        **({"reason": [{"coding": [tag]}]} if tag else {}),
        "activity": {"text": f"Chosen by {found.chosen_by}, worded by rules, checked by rules"},
        "agent": agents,
        "entity": [{"role": "source", "what": source}],
    }


def _program(found: ShownSummary) -> Json:
    """The program by the versions of its parts; of what an older system made, that system."""
    version = found.version
    is_ours = found.chosen_by is not ChosenBy.UNKNOWN
    parts = {
        "canonicalizer": version.prompt_version_canonicalizer,
        "planner": version.planner_version,
        "writer": version.prompt_version_writer,
        "policy gate": version.policy_gate_version,
    }
    return {
        "resourceType": "Device",
        "id": str(uuid5(NAMESPACE_URL, "/".join([version.origin, *parts.values()]))),
        "deviceName": [{"name": "SessionBridge" if is_ours else "An older system", "type": "user-friendly-name"}],
        "version": [{"type": {"text": name}, "value": value} for name, value in parts.items()],
    }


def _model(name: str) -> Json:
    """A language model as the IG's AI device. Which weights its host serves under that name is the host's to say."""
    kind = {"system": _DEVICE_TYPES, "code": "Large-Language-Models", "display": "Large Language Models"}
    whole = {
        "system": _DEVICE_TYPES,
        "code": "Artificial-Intelligence",
        "display": "All kinds of Artificial Intelligence",
    }
    return {
        "resourceType": "Device",
        "id": str(uuid5(NAMESPACE_URL, f"language model {name}")),
        "meta": {"profile": [f"{IG}/StructureDefinition/AI-Device"]},
        "extension": [
            {
                "url": f"{IG}/StructureDefinition/aitransparency.AIKind",
                "valueCodeableConcept": {"coding": [kind]},
            }
        ],
        "deviceName": [{"name": name, "type": "model-name"}],
        "type": {"coding": [whole]},
    }


def _agent(role: str, who: Json) -> Json:
    return {"type": {"coding": [{"system": _PARTICIPANTS, "code": role}]}, "who": who}


def _reference(kind: str, key: UUID | str) -> Json:
    return {"reference": f"urn:uuid:{key}", "type": kind}


def _instant(found: ShownSummary) -> str:
    return InstantField().to_representation(found.version.created_at)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
