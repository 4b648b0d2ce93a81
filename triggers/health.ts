import { messageOf } from '../lib/errors.ts';
import type { TriggerDependencies } from './dependencies.ts';
import type { HttpTrigger } from './http/http-trigger.ts';

type Part = { state: 'ok' } | { state: 'degraded' | 'failing'; message: string; issues?: unknown };

/** Whether the app can do its work. A refused catalog with a good one still in use is no reason to replace the app: 200. */
export function health(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'health',
    method: 'GET',
    route: 'health',
    authLevel: 'anonymous',
    async handle() {
      const [catalog, storage] = await Promise.all([catalogPart(deps), storagePart(deps)]);
      const states = [catalog.state, storage.state];
      const status = states.includes('failing') ? 'failing' : states.includes('degraded') ? 'degraded' : 'ok';
      return {
        status: status === 'failing' ? 503 : 200,
        headers: { 'cache-control': 'no-store' },
        jsonBody: { status, version: deps.version, catalog, storage },
      };
    },
  };
}

async function catalogPart({ catalogs }: TriggerDependencies): Promise<Part> {
  const problem = await catalogs.problem();
  if (!problem) return { state: 'ok' };
  const issues = problem.details?.issues;
  const part = { message: problem.message, ...(issues ? { issues } : {}) };
  try {
    await catalogs.sites();
    return { state: 'degraded', ...part };
  } catch {
    return { state: 'failing', ...part };
  }
}

async function storagePart({ checkStorage }: TriggerDependencies): Promise<Part> {
  try {
    await checkStorage();
    return { state: 'ok' };
  } catch (error) {
    return { state: 'failing', message: messageOf(error) };
  }
}
