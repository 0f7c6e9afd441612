-- Records of calls. For H2 and PostgreSQL.
--
-- Times are in UTC, to the microsecond; durations are in microseconds (…_us). What is not known is NULL, never 0.
-- Words in capitals are the names of the constants in Java. Lists are tables whose rows are numbered from 0 in "number".
-- A script may be run twice, by two programs at the same time: each statement does nothing if it was done before.

CREATE TABLE IF NOT EXISTS voicecall_calls (
    id              VARCHAR                     NOT NULL PRIMARY KEY, -- our name for the call
    call_id         VARCHAR,                                          -- the carrier's name for it, Twilio's CallSid
    direction       VARCHAR                     NOT NULL,
    from_party      VARCHAR                     NOT NULL,
    to_party        VARCHAR                     NOT NULL,
    started_at      TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    status          VARCHAR                     NOT NULL,
    open            BOOLEAN                     NOT NULL,             -- it is not over
    outcome         VARCHAR,
    duration_us     BIGINT,
    answered_by     VARCHAR                     NOT NULL,
    timeline_source VARCHAR                     NOT NULL
);
CREATE INDEX IF NOT EXISTS voicecall_calls_by_call_id ON voicecall_calls (call_id);
CREATE INDEX IF NOT EXISTS voicecall_calls_by_time ON voicecall_calls (started_at, id);
CREATE INDEX IF NOT EXISTS voicecall_calls_by_from ON voicecall_calls (from_party, started_at, id);
CREATE INDEX IF NOT EXISTS voicecall_calls_by_to ON voicecall_calls (to_party, started_at, id);
CREATE INDEX IF NOT EXISTS voicecall_calls_by_outcome ON voicecall_calls (outcome, started_at, id);
CREATE INDEX IF NOT EXISTS voicecall_calls_by_open ON voicecall_calls (open, started_at, id);

CREATE TABLE IF NOT EXISTS voicecall_statuses (
    call     VARCHAR                     NOT NULL REFERENCES voicecall_calls ON DELETE CASCADE,
    number   INTEGER                     NOT NULL,
    status   VARCHAR                     NOT NULL,
    at       TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (call, number)
);

CREATE TABLE IF NOT EXISTS voicecall_utterances (
    call        VARCHAR                     NOT NULL REFERENCES voicecall_calls ON DELETE CASCADE,
    number      INTEGER                     NOT NULL,
    speaker     VARCHAR                     NOT NULL,
    text        VARCHAR                     NOT NULL,
    at          TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    confidence  DOUBLE PRECISION,
    interrupted BOOLEAN                     NOT NULL,
    PRIMARY KEY (call, number)
);

CREATE TABLE IF NOT EXISTS voicecall_turns (
    call             VARCHAR NOT NULL REFERENCES voicecall_calls ON DELETE CASCADE,
    number           INTEGER NOT NULL,
    turn             INTEGER NOT NULL, -- from 1
    words            VARCHAR NOT NULL,
    endpointing_us   BIGINT  NOT NULL,
    transcription_us BIGINT  NOT NULL,
    response_us      BIGINT  NOT NULL,
    synthesis_us     BIGINT  NOT NULL,
    latency_us       BIGINT  NOT NULL,
    PRIMARY KEY (call, number)
);

CREATE TABLE IF NOT EXISTS voicecall_tool_uses (
    call      VARCHAR NOT NULL REFERENCES voicecall_calls ON DELETE CASCADE,
    number    INTEGER NOT NULL,
    id        VARCHAR NOT NULL,
    name      VARCHAR NOT NULL,
    arguments VARCHAR NOT NULL,
    result    VARCHAR NOT NULL,
    status    VARCHAR NOT NULL,
    took_us   BIGINT  NOT NULL,
    PRIMARY KEY (call, number)
);

-- Who spoke when, and when the call was on hold; since the call was picked up.
CREATE TABLE IF NOT EXISTS voicecall_spans (
    call     VARCHAR NOT NULL REFERENCES voicecall_calls ON DELETE CASCADE,
    number   INTEGER NOT NULL,
    kind     VARCHAR NOT NULL,
    begin_us BIGINT  NOT NULL,
    end_us   BIGINT  NOT NULL,
    PRIMARY KEY (call, number)
);

CREATE TABLE IF NOT EXISTS voicecall_usage (
    call          VARCHAR NOT NULL REFERENCES voicecall_calls ON DELETE CASCADE,
    number        INTEGER NOT NULL,
    provider      VARCHAR NOT NULL,
    model         VARCHAR NOT NULL,
    input_tokens  BIGINT,
    output_tokens BIGINT,
    characters    BIGINT,
    audio_us      BIGINT,
    PRIMARY KEY (call, number)
);

CREATE TABLE IF NOT EXISTS voicecall_problems (
    call    VARCHAR                     NOT NULL REFERENCES voicecall_calls ON DELETE CASCADE,
    number  INTEGER                     NOT NULL,
    at      TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    message VARCHAR                     NOT NULL,
    fatal   BOOLEAN                     NOT NULL,
    PRIMARY KEY (call, number)
);

-- A recording may become known before its call is, so it refers to that by the carrier's name.
CREATE TABLE IF NOT EXISTS voicecall_recordings (
    id                     VARCHAR NOT NULL PRIMARY KEY, -- the carrier's name for it, Twilio's RecordingSid
    known                  BIGINT  GENERATED ALWAYS AS IDENTITY, -- in which order they became known
    call_id                VARCHAR NOT NULL,
    state                  VARCHAR NOT NULL,
    channels               INTEGER NOT NULL,
    started_at             TIMESTAMP(6) WITH TIME ZONE,
    duration_us            BIGINT,
    error_code             INTEGER,
    processing             VARCHAR NOT NULL,
    unfinished             BOOLEAN NOT NULL,             -- something is left to be done with it
    transcribed            BOOLEAN NOT NULL,
    transcript_language    VARCHAR,
    transcript_duration_us BIGINT
);
CREATE INDEX IF NOT EXISTS voicecall_recordings_by_call_id ON voicecall_recordings (call_id, known);
CREATE INDEX IF NOT EXISTS voicecall_recordings_by_unfinished ON voicecall_recordings (unfinished, known);

-- What was said on a recording.
CREATE TABLE IF NOT EXISTS voicecall_segments (
    recording  VARCHAR NOT NULL REFERENCES voicecall_recordings ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    speaker    VARCHAR,
    channel    INTEGER,
    text       VARCHAR NOT NULL,
    begin_us   BIGINT,
    end_us     BIGINT,
    confidence DOUBLE PRECISION,
    PRIMARY KEY (recording, number)
);

-- The versions that the tables have been brought to.
CREATE TABLE IF NOT EXISTS voicecall_schema (
    version INTEGER NOT NULL PRIMARY KEY
);
INSERT INTO voicecall_schema (version)
SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM voicecall_schema WHERE version = 1);
