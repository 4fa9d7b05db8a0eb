"""The older system's tables as they are described to us, in the order of its migrations.

Written from the description, not from its code. `014` renames the roadmap, `015` adds the bridge and
generation_metadata, `016` drops a CHECK.
"""

from __future__ import annotations

FIRST = """
CREATE TABLE users (
    id uuid PRIMARY KEY, email text UNIQUE, password_hash text, first_name text, last_name text, role text,
    is_verified bool, is_demo bool, demo_token uuid, created_at timestamptz, updated_at timestamptz);
CREATE TABLE patients (
    id uuid PRIMARY KEY, user_id uuid, therapist_id uuid, date_of_birth date, phone text, emergency_contact text,
    created_at timestamptz, updated_at timestamptz);
CREATE TABLE therapy_sessions (
    id uuid PRIMARY KEY, patient_id uuid, therapist_id uuid, session_date timestamptz NOT NULL, duration_minutes int,
    audio_file_url text, processing_status text, transcript jsonb, summary text, mood varchar(50), topics text[],
    action_items text[], key_insights text[], created_at timestamptz DEFAULT '2025-01-01T00:00Z');
CREATE TABLE session_notes (id uuid PRIMARY KEY, session_id uuid, subjective text);
CREATE TABLE treatment_goals (id uuid PRIMARY KEY, patient_id uuid, goal text);
CREATE TABLE breakthrough_history (
    id uuid PRIMARY KEY, session_id uuid, breakthrough_type text, description text, dialogue_excerpt jsonb);
CREATE TABLE patient_roadmap (
    patient_id uuid PRIMARY KEY, roadmap_data jsonb NOT NULL, metadata jsonb NOT NULL, created_at timestamptz,
    updated_at timestamptz DEFAULT '2025-06-02T00:00Z');
CREATE TABLE roadmap_versions (
    id uuid PRIMARY KEY, patient_id uuid, version int, roadmap_data jsonb NOT NULL, metadata jsonb NOT NULL,
    generation_context jsonb, cost float, generation_duration_ms int,
    created_at timestamptz DEFAULT '2025-06-01T00:00Z');
CREATE TABLE pipeline_events (
    id uuid PRIMARY KEY, patient_id uuid NOT NULL, session_id uuid, session_date varchar(50), phase varchar(20),
    event varchar(50), status varchar(20), message text, metadata jsonb, consumed bool,
    created_at timestamp DEFAULT '2025-06-01T00:00');
CREATE TABLE analysis_processing_log (
    id uuid PRIMARY KEY, session_id uuid NOT NULL, wave varchar(20) CONSTRAINT check_wave
        CHECK (wave IN ('mood', 'topics', 'breakthrough', 'deep')),
    status text, started_at timestamptz, completed_at timestamptz, error_message text, retry_count int,
    processing_duration_ms int);
"""

# Analysis columns came later, and topics became JSON.
ANALYSIS_COLUMNS = """
ALTER TABLE therapy_sessions
    ADD mood_score decimal(3,1), ADD mood_confidence decimal(3,2), ADD mood_rationale text, ADD mood_indicators jsonb,
    ADD emotional_tone text, ADD mood_analyzed_at timestamp, ADD technique text, ADD extraction_confidence decimal(3,2),
    ADD topics_extracted_at timestamp, ADD action_items_summary text, ADD has_breakthrough bool DEFAULT false,
    ADD breakthrough_label text, ADD breakthrough_data jsonb, ADD breakthrough_analyzed_at timestamp,
    ADD deep_analysis jsonb, ADD deep_analyzed_at timestamp, ADD prose_analysis text, ADD prose_generated_at timestamp,
    ADD analysis_status text;
ALTER TABLE therapy_sessions ALTER topics TYPE jsonb USING to_jsonb(topics);
"""

LATER = {
    "014": """
ALTER TABLE patient_roadmap RENAME TO patient_your_journey;
ALTER TABLE roadmap_versions RENAME TO your_journey_versions;
""",
    "015": """
CREATE TABLE session_bridge_versions (
    id uuid PRIMARY KEY, patient_id uuid, session_bridge_id uuid, version_number int, bridge_data jsonb NOT NULL,
    generation_context jsonb, model_used varchar(50), cost float, generation_duration_ms int,
    created_at timestamptz DEFAULT '2025-06-01T00:00Z', generation_metadata_id uuid);
CREATE TABLE patient_session_bridge (
    id uuid PRIMARY KEY, patient_id uuid UNIQUE, current_version_id uuid, created_at timestamptz,
    updated_at timestamptz);
CREATE TABLE generation_metadata (
    id uuid PRIMARY KEY, your_journey_version_id uuid, session_bridge_version_id uuid, sessions_analyzed int,
    total_sessions int, model_used varchar(50), generation_timestamp timestamptz, generation_duration_ms int,
    last_session_id uuid, compaction_strategy varchar(50), metadata_json jsonb, created_at timestamptz,
    CHECK (num_nonnulls(your_journey_version_id, session_bridge_version_id) = 1));
ALTER TABLE your_journey_versions ADD generation_metadata_id uuid;
""",
    "016": "ALTER TABLE analysis_processing_log DROP CONSTRAINT check_wave;",
}
