import { messageOf } from '../lib/errors.ts';
import type { TriggerDependencies } from './dependencies.ts';
import type { HttpTrigger } from './http/http-trigger.ts';

type Part = { state: 'ok' } | { state: 'degraded' | 'failing'; message: string; issues?: unknown };

/**
 * Whether the app can do its work, and what is wrong with it. 503 only where nothing can be published any more: a platform
 * replaces an app that answers so, which mends no catalog and no webhook.
 */
export function health(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'health',
    method: 'GET',
    route: 'health',
    authLevel: 'anonymous',
    async handle() {
      const [catalog, storage, github] = await Promise.all([
        catalogPart(deps),
        storagePart(deps),
        githubPart(deps),
      ]);
      const parts = { catalog, storage, github };
      const status = worst(Object.values(parts));
      return {
        status: status === 'failing' ? 503 : 200,
        headers: { 'cache-control': 'no-store' },
        jsonBody: { status, version: deps.version, ...parts },
      };
    },
  };
}

function worst(parts: readonly Part[]): Part['state'] {
  const states = parts.map(({ state }) => state);
  return (['failing', 'degraded'] as const).find((state) => states.includes(state)) ?? 'ok';
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

async function githubPart({ git, repositories }: TriggerDependencies): Promise<Part> {
  const { problem } = git.github;
  if (problem) return { state: 'degraded', message: problem };
  // A storage that is out is told of by its own part.
  const renamed = await repositories.renamed().catch(() => []);
  if (renamed.length === 0) return { state: 'ok' };
  const names = renamed.map(({ key, renamedTo }) => `"${key}" is now "${renamedTo}"`).join(', ');
  return { state: 'degraded', message: `Repositories were renamed; correct the catalog: ${names}.` };
}
