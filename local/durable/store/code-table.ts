import type Database from 'libsql';
import type { CodeVersion } from '../functions-port.ts';

/** What is kept of the code with which an execution began. */
export type StoredCode = { id: string; version: CodeVersion };

/** So many builds of the app are remembered with their files; a developer makes a new one with every change. */
const mostBuilds = 100;

/** The rows of `code`, one for each version of an orchestrator, and of `builds`, one for each version of the app. */
export class CodeTable {
  readonly #insertCode: Database.Statement;
  readonly #insertBuild: Database.Statement;
  readonly #find: Database.Statement;

  constructor(database: Database.Database) {
    this.#insertCode = database.prepare('INSERT OR IGNORE INTO code (id, source, build) VALUES (?, ?, ?)');
    this.#insertBuild = database.prepare('INSERT OR IGNORE INTO builds (id, files) VALUES (?, ?)');
    this.#find = database.prepare(
      'SELECT code.source, builds.files FROM code LEFT JOIN builds ON builds.id = code.build WHERE code.id = ?',
    );
    database.exec(
      `DELETE FROM builds WHERE number <= (SELECT max(number) FROM builds) - ${mostBuilds};
       DELETE FROM code WHERE build IS NOT NULL AND build NOT IN (SELECT id FROM builds)`,
    );
  }

  insert(id: string, { source, files }: CodeVersion, build: string | null): void {
    if (build !== null) this.#insertBuild.run([build, JSON.stringify(files)]);
    this.#insertCode.run([id, source, build]);
  }

  find(id: string): CodeVersion | undefined {
    const row = this.#find.get([id]) as { source: string; files: string | null } | undefined;
    if (!row) return undefined;
    return { source: row.source, ...(row.files !== null && { files: JSON.parse(row.files) }) };
  }
}
