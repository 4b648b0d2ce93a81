/** What holds of the row of an instance that has not ended. */
export const isLive = "is_entity = 0 AND status IN ('Pending', 'Running', 'Suspended')";

/**
 * `key` numbers an instance's life under its id: starting an id anew gives a new key, so that rows which still
 * speak of the old one can't be taken for the new one's.
 * `history` has one row a turn: its events as JSON texts joined by commas, and the inputs of the activities that
 * it scheduled, which the protocol keeps out of the events. An activity or timer that is scheduled there and has
 * no completion is work to take up again after a restart; so neither has a table of its own.
 * `inbox` holds what came from outside and no turn has taken yet.
 * `code` says with which code executions began (named in the row of their first turn), `builds` with which files.
 */
export const schema = `
CREATE TABLE IF NOT EXISTS instances (
  key INTEGER PRIMARY KEY,
  instance_id TEXT NOT NULL UNIQUE,
  execution_id TEXT NOT NULL,
  name TEXT NOT NULL,
  version TEXT,
  status TEXT NOT NULL,
  input TEXT,
  output TEXT,
  custom_status TEXT,
  parent TEXT,
  generation INTEGER,
  is_entity INTEGER NOT NULL,
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS live_instances ON instances (key) WHERE ${isLive};
CREATE TABLE IF NOT EXISTS history (
  key INTEGER NOT NULL,
  turn INTEGER NOT NULL,
  events TEXT NOT NULL,
  inputs TEXT,
  code TEXT,
  PRIMARY KEY (key, turn)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS inbox (
  sequence INTEGER PRIMARY KEY,
  key INTEGER NOT NULL,
  event TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS inbox_of ON inbox (key);
CREATE TABLE IF NOT EXISTS code (
  id TEXT PRIMARY KEY,
  source TEXT NOT NULL,
  build TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS builds (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  files TEXT NOT NULL
);
`;

/** Columns that older files lack. */
export const addedColumns = [{ table: 'history', column: 'code', type: 'TEXT' }] as const;
