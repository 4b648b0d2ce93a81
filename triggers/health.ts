import { z } from 'zod';
import { queuesIn } from '../lib/catalog/queues-of-jobs.ts';
import { messageOf } from '../lib/errors.ts';
import { repositoryKey } from '../lib/git/repository-key.ts';
import type { TriggerDependencies } from './dependencies.ts';
import type { HttpTrigger } from './http/http-trigger.ts';

type Part = { state: 'ok' } | { state: 'degraded' | 'failing'; message: string; issues?: unknown };

const partSchema = z.object({
  state: z.enum(['ok', 'degraded', 'failing']),
  message: z.string().optional(),
  issues: z.unknown().optional(),
});

const healthSchema = z.object({
  status: z.enum(['ok', 'degraded', 'failing']),
  version: z.string(),
  catalog: partSchema,
  storage: partSchema,
  github: partSchema,
  queues: partSchema,
});

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
    operation: {
      id: 'getHealth',
      tag: 'App',
      summary: 'Get the health of the app',
      answers: {
        200: { description: 'It works, perhaps with something amiss.', json: healthSchema },
        503: { description: 'Nothing can be published.', json: healthSchema },
      },
    },
    async handle() {
      const [catalog, storage, github, queues] = await Promise.all([
        catalogPart(deps),
        storagePart(deps),
        githubPart(deps),
        queuesPart(deps),
      ]);
      const parts = { catalog, storage, github, queues };
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

/** The host learns of its queues once, at the start. */
async function queuesPart({ catalogs, jobQueues }: TriggerDependencies): Promise<Part> {
  const jobs = await catalogs.jobs().catch(() => []);
  const unheard = queuesIn(jobs).filter((queue) => !jobQueues.includes(queue));
  if (unheard.length === 0) return { state: 'ok' };
  const message = `Nobody listens to ${unheard.join(', ')} yet: restart the app, which takes up new queues at its start.`;
  return { state: 'degraded', message };
}

/** Pushes that are not heard, and repositories that the catalog knows by a name they have no more. */
async function githubPart({ catalogs, git, repositories }: TriggerDependencies): Promise<Part> {
  const problems = git.github.problem ? [git.github.problem] : [];
  try {
    const renamed = await repositories.renamed();
    if (renamed.length > 0) {
      const keys = new Set((await catalogs.sites()).map(({ repository }) => repositoryKey(repository)));
      for (const { key, renamedTo } of renamed) {
        if (keys.has(key))
          problems.push(`The repository "${key}" is now "${renamedTo}"; correct it in the catalog.`);
      }
    }
  } catch (error) {
    problems.push(`Whether repositories were renamed is not known: ${messageOf(error)}`);
  }
  return problems.length > 0 ? { state: 'degraded', message: problems.join(' ') } : { state: 'ok' };
}
