import { BackendPostgres } from 'openworkflow/postgres';
import { openWorkflow } from './openworkflow.mjs';

export async function open({ serverUrl }) {
  return openWorkflow(await BackendPostgres.connect(serverUrl));
}
