import { sign } from '@octokit/webhooks-methods';
import * as df from 'durable-functions';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { callbackTokens } from '../../lib/callback-tokens.ts';
import { catalogStore } from '../../lib/catalog/catalog-store.ts';
import { runsOf } from '../../lib/durable/runs.ts';
import { gitProviders } from '../../lib/git/git-providers.ts';
import { Secret } from '../../lib/secret.ts';
import { silentTelemetry } from '../../lib/telemetry/silent-telemetry.ts';
import { VirtualClock } from '../../local/clock.ts';
import { type DurableEngine, startDurableEngine } from '../../local/durable/index.ts';
import { startFunctionsHost } from '../../local/functions/index.ts';
import { registerTriggers, streamAnswers } from '../../triggers/index.ts';
import { aBuild, aPriceList, aRetention } from '../support/builders.ts';
import { FakeContainerOperations } from '../support/fakes/fake-container-operations.ts';
import { FakeContainers } from '../support/fakes/fake-containers.ts';
import { FakeCreationBudget } from '../support/fakes/fake-creation-budget.ts';
import { FakeDeliveries } from '../support/fakes/fake-deliveries.ts';
import { FakeIdempotencyKeys } from '../support/fakes/fake-idempotency-keys.ts';
import { FakeKubeObjects } from '../support/fakes/fake-kube-objects.ts';
import { FakeKubeWorkloads } from '../support/fakes/fake-kube-workloads.ts';
import { FakeLanes } from '../support/fakes/fake-lanes.ts';
import { fakeClock, fakeSecrets } from '../support/fakes/fake-outside.ts';
import { FakeRejectedEvents } from '../support/fakes/fake-rejected-events.ts';
import { FakeReleases } from '../support/fakes/fake-releases.ts';
import { FakeRepositories } from '../support/fakes/fake-repositories.ts';
import { FakeRunDocuments } from '../support/fakes/fake-run-documents.ts';
import { FakeRunIndex } from '../support/fakes/fake-run-index.ts';
import { FakeScheduleNotes } from '../support/fakes/fake-schedule-notes.ts';
import { FakeTargets } from '../support/fakes/fake-targets.ts';
import { fakeAllocator, fleetFakes } from '../support/fakes/fleet-fakes.ts';
import { aPush, callbackSecret, webhookSecret } from '../support/trigger-bench.ts';

beforeAll(() => streamAnswers());

/** Orchestrators that only wait for what the triggers tell them, and then end with it. */
function registerStubs(): void {
  for (const name of ['publishSite', 'publishSites', 'siteLane']) {
    df.app.orchestration(name, function* (ctx) {
      const outcome: unknown = yield ctx.df.waitForExternalEvent('finish');
      return outcome;
    });
  }
  df.app.orchestration('runContainer', function* (ctx) {
    const ended = ctx.df.waitForExternalEvent('containerEnded');
    const cancelled = ctx.df.waitForExternalEvent('cancelRequested');
    const winner: df.Task = yield ctx.df.Task.any([ended, cancelled]);
    return winner === cancelled ? { kind: 'cancelled', message: 'told so' } : { kind: 'succeeded' };
  });
  for (const name of ['sweepOrphans', 'cleanUp']) {
    df.app.orchestration(name, function* (ctx) {
      yield ctx.df.waitForExternalEvent('finish');
    });
  }
}

async function startedHost() {
  const clock = new VirtualClock();
  const appClock = fakeClock(clock);
  const containerOperations = new FakeContainerOperations();
  const documents = new FakeRunDocuments();
  const { metrics, tracing } = silentTelemetry;
  const tokens = callbackTokens(new Secret(callbackSecret), appClock);
  const text = JSON.stringify({
    sites: { blog: { repository: 'https://github.com/acme/blog.git', url: 'https://blog.example.com/' } },
  });
  const github = {
    webhookSecrets: [new Secret(webhookSecret)],
    token: undefined,
    apiUrl: 'http://127.0.0.1:1',
  };
  const fleets = fleetFakes();
  let engine: DurableEngine | undefined;
  let ids = 0;
  const host = await startFunctionsHost({
    app: {
      register() {
        registerStubs();
        registerTriggers({
          settings: {
            access: 'keys',
            publicUrl: 'https://slipway.test',
            hub: 'test',
            kubeGatewayUrl: undefined,
            locations: ['westeurope'],
            maxGroups: 100,
            creationRates: { per5Minutes: 100, perHour: 300 },
            listPrices: aPriceList(),
            sweepSchedule: '0 */5 * * * *',
            cleanUpSchedule: '0 */15 * * * *',
            retention: aRetention(),
            resourceGroup: 'games',
            api2018: false,
          },
          catalogs: catalogStore({
            source: { name: 'catalog', version: async () => '1', read: async () => text },
            clock: appClock,
            locations: ['westeurope'],
            log: () => {},
          }),
          budget: new FakeCreationBudget(),
          clock: appClock,
          containerOperations,
          deliveries: new FakeDeliveries(),
          documents,
          ...fleets,
          allocator: fakeAllocator(fleets, appClock),
          git: gitProviders({ github }, fakeSecrets()),
          idempotencyKeys: new FakeIdempotencyKeys(),
          kubernetes: {
            objects: new FakeKubeObjects(),
            workloads: new FakeKubeWorkloads(),
            hasAccess: async () => true,
          },
          jobQueues: [],
          lanes: new FakeLanes(),
          rejectedEvents: new FakeRejectedEvents(),
          repositories: new FakeRepositories(),
          runIndex: new FakeRunIndex(),
          tokens,
          checkStorage: async () => {},
          metrics,
          tracing,
          runsOf: (context, traceparent) => runsOf(context, tracing, traceparent),
          releases: new FakeReleases(),
          scheduleNotes: new FakeScheduleNotes(),
          secrets: fakeSecrets(),
          targets: new FakeTargets(),
          newId: () => `id-${++ids}`,
          pause: async (ms) => clock.advanceBy(ms),
          containers: new FakeContainers(clock),
          version: '1.2.3',
        });
      },
    },
    port: 0,
    clock,
    durable: async (functions) => {
      engine = await startDurableEngine({ file: ':memory:', clock, functions });
      return engine;
    },
  });
  onTestFinished(() => host.stop());
  if (!engine) throw new Error('The engine did not start.');
  const call = async (
    method: string,
    path: string,
    body?: string | object,
    headers: Record<string, string> = {},
  ) => {
    const response = await fetch(`${host.origin}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const answer = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: answer ? JSON.parse(answer) : undefined,
    };
  };
  return { host, engine, clock, documents, tokens, call };
}

describe('on the Functions host', () => {
  test('every function is loaded, none overlaps with another or with an orchestrator', async () => {
    const { host } = await startedHost();
    expect(host.startError).toBeUndefined();
    const names = host.functions.map(({ name }) => name).sort();
    expect(names).toEqual([
      'allocationRelease',
      'allocationRequest',
      'allocationShow',
      'apiDescription',
      'cleanUp',
      'cleanUpTimer',
      'containerCallback',
      'containerGrant',
      'containerGroupAttach',
      'containerGroupDelete',
      'containerGroupEvents',
      'containerGroupExec',
      'containerGroupList',
      'containerGroupLogs',
      'containerGroupPatch',
      'containerGroupPut',
      'containerGroupRestart',
      'containerGroupStart',
      'containerGroupStatus',
      'containerGroupStop',
      'containerInput',
      'fleetDefinitionShow',
      'fleetDelete',
      'fleetList',
      'fleetPage',
      'fleetPut',
      'fleetResume',
      'fleetShow',
      'fleetsTimer',
      'githubWebhook',
      'health',
      'itemList',
      'jobGridEvents',
      'jobList',
      'jobRequest',
      'jobSchedulesTimer',
      'jobShow',
      'kubernetesAccess',
      'kubernetesApi',
      'lanesTimer',
      'locationCachedImages',
      'locationCapabilities',
      'locationUsage',
      'podRequest',
      'publishManyRequest',
      'publishRequest',
      'publishSite',
      'publishSites',
      'rejectedEventList',
      'rejectedEventRetry',
      'runCancel',
      'runContainer',
      'runInput',
      'runList',
      'runLogs',
      'runOutput',
      'runRerun',
      'runStatus',
      'serverDrain',
      'serverHeartbeat',
      'serverList',
      'serverLogs',
      'serverReclaim',
      'serverSessions',
      'serverShow',
      'siteLane',
      'sweepOrphans',
      'sweepTimer',
    ]);
  });

  test('a push is followed from the webhook to its end', async () => {
    const { call, engine } = await startedHost();
    const body = JSON.stringify(aPush());
    const headers = {
      'x-hub-signature-256': await sign(webhookSecret, body),
      'x-github-delivery': 'd-1',
      'x-github-event': 'push',
    };
    const answer = await call('POST', '/api/webhooks/github', body, headers);
    expect(answer.status).toBe(202);
    const { id } = answer.body.runs[0];
    expect((await call('GET', `/api/runs/${id}`)).body).toMatchObject({ status: 'pending', phase: 'queued' });
    await engine.client.start('publishSite', { instanceId: id, input: { site: 'blog' } });
    await engine.whenIdle();
    expect((await call('GET', `/api/runs/${id}`)).body).toMatchObject({
      id,
      status: 'running',
      site: 'blog',
    });
    expect((await call('POST', '/api/webhooks/github', body, headers)).body.duplicate).toBe(true);

    await engine.client.raiseEvent(id, 'finish', { kind: 'published', release: 'r-1', changed: 3 });
    await engine.whenIdle();
    const ended = await call('GET', `/api/runs/${id}`);
    expect(ended.body).toMatchObject({ status: 'succeeded', release: 'r-1', changed: 3 });
    const links = ended.body.links.durable as Record<string, string>;
    for (const link of Object.values(links)) expect(link).not.toContain('code=');
  });

  test('runs are listed page by page', async () => {
    const { call, engine } = await startedHost();
    for (let n = 0; n < 3; n++) await call('POST', '/api/sites/blog/publish');
    await call('POST', '/api/publish', { sites: ['blog'] });
    await engine.whenIdle();
    const first = await call('GET', '/api/runs?top=3');
    expect(first.body.runs).toHaveLength(3);
    const second = await call('GET', `/api/runs?top=3&cursor=${first.body.cursor}`);
    expect(second.body.runs).toHaveLength(1);
    expect(second.body.cursor).toBeUndefined();
    expect((await call('GET', '/api/runs?kind=publishMany&site=blog')).body.runs).toEqual([]);
    expect((await call('GET', '/api/runs?status=succeeded')).body.runs).toEqual([]);
  });

  test('a container reports, and its run hears it once', async () => {
    const { call, clock, engine, tokens } = await startedHost();
    await engine.client.start('runContainer', { instanceId: 'c', input: {} });
    const token = await tokens.issue({ runId: 'c', attempt: 1, expiresAt: new Date(clock.now() + 60_000) });
    const result = aBuild('r');
    const report = () =>
      call(
        'POST',
        '/api/callbacks/c',
        { kind: 'ended', exitCode: 0, result },
        { authorization: `Bearer ${token}` },
      );
    expect((await report()).status).toBe(202);
    await engine.whenIdle();
    expect(engine.client.status('c')?.output).toEqual({ kind: 'succeeded' });
    expect(await report()).toMatchObject({ status: 200, body: { accepted: false } });
    const other = await tokens.issue({
      runId: 'gone',
      attempt: 1,
      expiresAt: new Date(clock.now() + 60_000),
    });
    const gone = await call(
      'POST',
      '/api/callbacks/gone',
      { kind: 'ended', exitCode: 0, result },
      { authorization: `Bearer ${other}` },
    );
    expect(gone).toMatchObject({ status: 404, body: { code: 'run-unknown' } });
  });

  test('a cancellation wakes the container of a publish', async () => {
    const { call, documents, engine } = await startedHost();
    const { body } = await call('POST', '/api/sites/blog/publish');
    await engine.client.start('publishSite', { instanceId: body.id, input: { site: 'blog' } });
    await engine.client.start('runContainer', { instanceId: `${body.id}-container`, input: {} });
    await engine.whenIdle();
    expect((await call('POST', `/api/runs/${body.id}/cancel`, { reason: 'no' })).status).toBe(202);
    await engine.whenIdle();
    expect(engine.client.status(`${body.id}-container`)?.output).toMatchObject({ kind: 'cancelled' });
    expect(await documents.readCancellation(body.id)).toEqual({ reason: 'no' });
  });

  test("an unknown run is a problem document, and an unknown route is the host's own 404", async () => {
    const { call } = await startedHost();
    const unknown = await call('GET', '/api/runs/none');
    expect(unknown).toMatchObject({ status: 404, body: { code: 'run-unknown' } });
    expect(unknown.headers.get('content-type')).toBe('application/problem+json');
    expect(await call('GET', '/api/nothing')).toMatchObject({ status: 404, body: undefined });
  });

  test('what can be read answers HEAD, as monitors ask', async () => {
    const { host, call } = await startedHost();
    const { body } = await call('POST', '/api/sites/blog/publish');
    for (const path of ['health', 'runs', `runs/${body.id}`]) {
      const response = await fetch(`${host.origin}/api/${path}`, { method: 'HEAD' });
      expect([response.status, await response.text()], path).toEqual([200, '']);
    }
    expect((await fetch(`${host.origin}/api/runs/none`, { method: 'HEAD' })).status).toBe(404);
  });

  test('a body in chunks is read, and refused as soon as it is too large', async () => {
    const { host } = await startedHost();
    const send = (body: ReadableStream) =>
      fetch(`${host.origin}/api/sites/blog/publish`, { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect((await send(new Blob(['{"force":true}']).stream())).status).toBe(202);
    const large = await send(new Blob([' '.repeat(1_100_000)]).stream());
    expect([large.status, await large.json()]).toMatchObject([413, { code: 'body-too-large' }]);
  });

  test.each([
    ['sweep', 'sweepOrphans', 'sweep-orphans', 300_000, { hub: 'test' }],
    ['clean-up', 'cleanUp', 'clean-up', 900_000, { retention: aRetention() }],
  ])('a timer starts one %s at a time', async (_, orchestrator, instanceId, everyMs, input) => {
    const { clock, engine } = await startedHost();
    const started = () =>
      engine.client.list({ top: 100 }).instances.filter(({ name }) => name === orchestrator);
    for (let n = 0; n < 2; n++) {
      clock.advanceBy(everyMs);
      await expect.poll(() => started().length).toBe(1);
      await engine.whenIdle();
    }
    expect(started()).toMatchObject([{ instanceId, runtimeStatus: 'Running', input }]);
  });
});
