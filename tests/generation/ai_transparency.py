"""The rules of HL7's IG "AI Transparency on FHIR", 1.0.0-ballot (FHIR R4), written out: its package cannot be had here.

| rule | of |
| --- | --- |
| `meta.security` has at least one code of ProvenanceVS | AI-data |
| `target` at least once; `reason` at least one code of ProvenanceVS | AI-Provenance |
| at least one `agent.who` is an AI-Device | AI-Provenance |
| `type` exactly once, `Artificial-Intelligence` of AIdeviceTypeCS | AI-Device |
| `aiKind` is a code of AIdeviceTypeCS (extensible) | aitransparency.AIKind |
"""

from __future__ import annotations

from typing import Any

IG = "http://hl7.org/fhir/uv/aitransparency"
PROVENANCE_CODES = {
    ("http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "AIAST"),
    *((f"{IG}/CodeSystem/AddedProvenanceCS", code) for code in ("AIRPT", "CLINAST_AIRPT", "AIAST_CLINRPT")),
}


def faults_of(bundle: dict[str, Any]) -> list[str]:
    """What the IG would say against resources that claim to be by AI; nothing of those that do not."""
    by_url = {entry["fullUrl"]: entry["resource"] for entry in bundle["entry"]}
    faults = []
    for resource in by_url.values():
        match resource["resourceType"]:
            case "DocumentReference":
                faults += _tags(resource["meta"]["security"]) if "meta" in resource else []
            case "Provenance" if "meta" in resource:
                faults += _provenance(resource, by_url)
            case "Device" if "meta" in resource:
                faults += _device(resource)
    return faults


def tags_of(bundle: dict[str, Any]) -> set[str]:
    """Every code in `meta.security` of the bundle."""
    metas = [entry["resource"].get("meta", {}) for entry in bundle["entry"]]
    return {tag["code"] for meta in metas for tag in meta.get("security", [])}


def _tags(codings: list[dict[str, str]]) -> list[str]:
    known = [coding for coding in codings if (coding["system"], coding["code"]) in PROVENANCE_CODES]
    return [] if known else ["no code of ProvenanceVS"]


def _provenance(resource: dict[str, Any], by_url: dict[str, Any]) -> list[str]:
    faults = _tags(resource["meta"]["security"]) + _tags([one for why in resource["reason"] for one in why["coding"]])
    if f"{IG}/StructureDefinition/AI-Provenance" not in resource["meta"]["profile"]:
        faults.append("a provenance that does not claim its profile")
    whos = [by_url.get(agent["who"].get("reference"), {}) for agent in resource["agent"]]
    if not any(who and "meta" in who and _device(who) == [] for who in whos):
        faults.append("no agent is an AI device")
    return faults if resource["target"] else [*faults, "no target"]


def _device(resource: dict[str, Any]) -> list[str]:
    types = [(one["system"], one["code"]) for one in resource["type"]["coding"]]
    right = [(f"{IG}/CodeSystem/AIdeviceTypeCS", "Artificial-Intelligence")]
    kinds = [one["url"] for one in resource.get("extension", [])]
    faults = [] if types == right else ["a device of another type"]
    return faults if set(kinds) <= {f"{IG}/StructureDefinition/aitransparency.AIKind"} else [*faults, "an extension"]
