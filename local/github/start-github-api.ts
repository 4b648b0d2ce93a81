import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type Clock, systemClock } from '../clock.ts';
import { commitJson } from './commit-json.ts';
import { CommitStatuses, statusRequest } from './commit-statuses.ts';
import { compareCommits, comparedCommits } from './compare-commits.ts';
import { gitOverHttp } from './git-over-http.ts';
import { readCommits, resolveCommit } from './read-commits.ts';
import { repositoryJson, type StandInRepository } from './repository.ts';
import { git } from './run-git.ts';

export type GithubApiOptions = {
  /** 0 takes a free one. */
  port: number;
  /** Asked at every request, so that a new one counts at once. */
  repositories: () => readonly StandInRepository[];
  clock?: Clock;
  log?: (line: string) => void;
};

export type GithubApi = { port: number; origin: string; stop(): Promise<void> };

/** Starts the part of GitHub that publishing needs, its REST API and git over HTTP, on real repositories. */
export async function startGithubApi(options: GithubApiOptions): Promise<GithubApi> {
  const app = githubApp(options);
  const server = createAdaptorServer({
    fetch: app.fetch,
    hostname: '127.0.0.1',
    // The app runs in this process and answers with the real Request and Response.
    overrideGlobalObjects: false,
  }) as Server;
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function githubApp({ repositories, clock = systemClock, log }: GithubApiOptions): Hono {
  const app = new Hono();
  const statuses = new CommitStatuses(clock);
  // GitHub ignores case in the names of owners and repositories.
  const repositoryNamed = (wanted: string): StandInRepository | undefined =>
    repositories().find(({ fullName }) => fullName.toLowerCase() === wanted.toLowerCase());
  const repositoryOf = (c: Context): StandInRepository | undefined =>
    repositoryNamed(`${c.req.param('owner')}/${c.req.param('repo')}`);

  app.use(async (c, next) => {
    await next();
    c.header('x-github-media-type', 'github.v3; format=json');
    log?.(`${c.req.method} ${c.req.path} ${c.res.status}`);
  });

  // One route, because a ref may hold slashes: branch `feature/new` has the path `commits/feature/new/statuses`. A client
  // that encodes them is read exactly, so the path is taken as it was sent.
  app.get('/repos/:owner/:repo/commits/*', async (c) => {
    const repository = repositoryOf(c);
    if (!repository) return notFound(c);
    const path = new URL(c.req.url).pathname.split('/').slice(5).join('/');
    const [, encoded = '', view] = /^(.+?)(?:\/(statuses|status))?$/.exec(path) ?? [];
    const ref = decodeURIComponent(encoded);
    const sha = await shaOf(repository.bare, ref);
    if (!sha) return noCommit(c, ref);
    if (view === 'statuses') return c.json(statuses.of(repository.fullName, sha));
    if (view === 'status') return c.json(statuses.combined(repository.fullName, sha));
    const [commit] = await readCommits(repository.bare, '--max-count=1', sha);
    return commit ? c.json(commitJson(originOf(c), repository.fullName, commit)) : noCommit(c, ref);
  });

  app.get('/repos/:owner/:repo', async (c) => {
    const repository = repositoryOf(c);
    if (!repository) return notFound(c);
    const defaultBranch = await git(repository.bare, 'symbolic-ref', '--short', 'HEAD');
    return c.json(repositoryJson(repository, { defaultBranch }));
  });

  app.get('/repos/:owner/:repo/compare/*', async (c) => {
    const repository = repositoryOf(c);
    if (!repository) return notFound(c);
    const spec = decodeURIComponent(new URL(c.req.url).pathname.split('/').slice(5).join('/'));
    const compared = await comparedCommits(repository.bare, spec);
    if (!compared) return problem(c, 404, 'Not Found');
    const comparison = await compareCommits(originOf(c), repository, compared.base, compared.head);
    return comparison ? c.json(comparison) : problem(c, 404, `No common ancestor between ${spec}`);
  });

  app.post('/repos/:owner/:repo/statuses/:sha', async (c) => {
    if (!c.req.header('authorization')) return problem(c, 401, 'Requires authentication');
    const repository = repositoryOf(c);
    if (!repository) return notFound(c);
    const body: unknown = await c.req.json().catch(() => undefined);
    if (body === undefined) return problem(c, 400, 'Problems parsing JSON');
    const request = statusRequest.safeParse(body);
    if (!request.success) {
      const errors = request.error.issues.map((issue) => ({
        resource: 'Status',
        field: issue.path.join('.'),
        code: 'custom',
        message: issue.message,
      }));
      return problem(c, 422, 'Validation Failed', { errors });
    }
    const sha =
      /^[0-9a-f]{40}$/.test(c.req.param('sha')) && (await shaOf(repository.bare, c.req.param('sha')));
    if (!sha) return problem(c, 422, `No commit found for SHA: ${c.req.param('sha')}`);
    const url = `${originOf(c)}/repos/${repository.fullName}/statuses/${sha}`;
    return c.json(statuses.add(url, repository.fullName, sha, request.data), 201);
  });

  gitOverHttp(app, repositoryNamed);

  app.notFound((c) => notFound(c));
  return app;
}

/** Commits that were found, as `REPOSITORY SHA`: they do not go away, and each look at one costs a process. */
const found = new Set<string>();

/** A whole sha is itself; else a branch wins over a tag, and both over what only looks like the beginning of a sha. */
async function shaOf(bare: string, ref: string): Promise<string | undefined> {
  if (found.has(`${bare} ${ref}`)) return ref;
  if (/^[0-9a-f]{40}$/.test(ref) && (await resolveCommit(bare, ref)) === ref) {
    found.add(`${bare} ${ref}`);
    return ref;
  }
  const names = [`refs/heads/${ref}`, `refs/tags/${ref}`, ...(/^[0-9a-f]{7,40}$/.test(ref) ? [ref] : [])];
  for (const name of names) {
    const sha = await resolveCommit(bare, name);
    if (sha) return sha;
  }
  return undefined;
}

function noCommit(c: Context, ref: string): Response {
  return problem(c, 422, `No commit found for SHA: ${ref}`);
}

function notFound(c: Context): Response {
  return problem(
    c,
    404,
    'Not Found: the local cloud knows the repositories of this machine only, those that its catalog names',
  );
}

function problem(c: Context, status: ContentfulStatusCode, message: string, more: object = {}): Response {
  return c.json(
    { message, ...more, documentation_url: 'https://docs.github.com/rest', status: `${status}` },
    status,
  );
}

function originOf(c: Context): string {
  return new URL(c.req.url).origin;
}
