import { createHash } from 'node:crypto';
import { hostname } from 'node:os';

const longest = 32;

/** Tells the records of one app from those of another in the same storage account; the same at each start. */
export function hostId(env: NodeJS.ProcessEnv): string {
  const given = env.AzureFunctionsWebHost__hostid ?? env['AzureFunctionsWebHost:hostid'];
  if (given) return given.toLowerCase();
  const root = env.AzureWebJobsScriptRoot ?? process.cwd();
  const hash = createHash('sha256').update(root).digest('hex').slice(0, 10);
  const machine = hostname().replace(/[^a-z0-9]/gi, '');
  return `${machine.slice(0, longest - hash.length - 1) || 'local'}-${hash}`.toLowerCase();
}
