import { join } from 'node:path';
import { BackendSqlite } from 'openworkflow/sqlite';
import { openWorkflow } from './openworkflow.mjs';

export function open({ dataDirectory }) {
  return openWorkflow(BackendSqlite.connect(join(dataDirectory, 'openworkflow.db')));
}
