import type { DeadLetterStatus, StoredStatus } from "@stepwright/engine"

/** Marks a file as ours: "StWr" as a 32-bit integer. */
export const applicationId = 0x53745772

/** The format's version. A file of any other is refused. */
export const formatVersion = 2

/** A status is stored as its place in this list: append only. */
export const statuses: readonly StoredStatus[] = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PARKED"]

/** Likewise of a dead letter. */
export const letterStatuses: readonly DeadLetterStatus[] = ["OPEN", "RETRIED", "DROPPED"]

/** The due time of an execution that only a message wakes. */
export const never = 8_640_000_000_000_000

/**
 * The tables. What never changes (`executions`) stands apart from what does (`standing`, small rows), so that ending
 * an execution does not rewrite its input. `seq` is the order of start and everybody's short key. `journal` keeps one
 * row per commit: `at` is the journal's length before it, `facts` its facts packed into one text. An execution of a map
 * run stands under its machine's number made negative: so those of no map run are listed without meeting it.
 */
export const schema = `
CREATE TABLE machines (no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE plans (no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, machine INTEGER NOT NULL, text TEXT NOT NULL);
CREATE TABLE executions (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, machine INTEGER NOT NULL, plan INTEGER NOT NULL, name TEXT NOT NULL,
  header TEXT NOT NULL, input TEXT NOT NULL, started_at INTEGER NOT NULL, map_run TEXT
);
CREATE INDEX executions_of_map_run ON executions (map_run) WHERE map_run IS NOT NULL;
CREATE TABLE standing (
  seq INTEGER PRIMARY KEY, machine INTEGER NOT NULL, plan INTEGER NOT NULL, status INTEGER NOT NULL, due INTEGER,
  deliveries INTEGER NOT NULL, delivered_at INTEGER NOT NULL, stopped_at INTEGER
);
CREATE INDEX standing_listing ON standing (machine, status);
CREATE INDEX standing_stopped ON standing (stopped_at) WHERE stopped_at IS NOT NULL;
CREATE TABLE outcomes (seq INTEGER PRIMARY KEY, output TEXT, error TEXT, cause TEXT);
CREATE TABLE journal (
  seq INTEGER NOT NULL, at INTEGER NOT NULL, facts TEXT NOT NULL, PRIMARY KEY (seq, at)
) WITHOUT ROWID;
CREATE TABLE checkpoints (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, state TEXT NOT NULL);
CREATE TABLE inbox (no INTEGER PRIMARY KEY AUTOINCREMENT, seq INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX inbox_of ON inbox (seq);
CREATE TABLE awaits (token TEXT PRIMARY KEY, seq INTEGER NOT NULL, open INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX awaits_of ON awaits (seq);
CREATE TABLE dead_letters (
  no INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, execution TEXT NOT NULL, at INTEGER NOT NULL,
  body TEXT NOT NULL, details TEXT, status INTEGER NOT NULL, retries INTEGER NOT NULL, changed_at INTEGER, note TEXT
);
CREATE INDEX dead_letters_of ON dead_letters (execution);
CREATE INDEX dead_letters_standing ON dead_letters (status);
`

/** A table that came later: made where it is missing, so that a file of an earlier release goes on. */
export const laterSchema = `
CREATE TABLE IF NOT EXISTS documents (
  version INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, text TEXT NOT NULL
);
`
