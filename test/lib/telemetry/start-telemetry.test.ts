import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Secret } from '../../../lib/secret.ts';
import { silentTelemetry } from '../../../lib/telemetry/silent-telemetry.ts';
import { startTelemetry } from '../../../lib/telemetry/start-telemetry.ts';
import { sourceFiles } from '../../support/source-files.ts';

const off = { connectionString: undefined, usesIdentity: false, otlpEndpoint: undefined, toConsole: false };
const app = { name: 'slipway', version: '1.2.3', identity: { getToken: async () => null } };

type Received = { path: string; body: string };

/** A collector of OpenTelemetry that keeps what it is told. */
async function startCollector(status = 200) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    received.push({ path: request.url ?? '', body: await text(request) });
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { received, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('telemetry', () => {
  test('is silent where no setting names a place', async () => {
    expect(await startTelemetry(off, app)).toBe(silentTelemetry);
  });

  test('loads its libraries only when it is not', () => {
    const users = sourceFiles('main.ts', 'registrations.ts', 'activities', 'triggers', 'orchestrators', 'lib')
      .filter(({ text: code }) =>
        /from '(?:@opentelemetry\/|@azure\/monitor|.*\/(?:open-telemetry|exporters)\.ts')/.test(code),
      )
      .map(({ path }) => path);
    expect(users.filter((path) => !path.startsWith('lib/telemetry/'))).toEqual([]);
    expect(users).not.toContain('lib/telemetry/start-telemetry.ts');
    expect(users).not.toContain('lib/telemetry/silent-telemetry.ts');
  });

  test('goes to a collector by HTTP, spans and numbers, with the name of the app', async () => {
    const { received, endpoint } = await startCollector();
    const telemetry = await startTelemetry({ ...off, otlpEndpoint: endpoint }, app);
    onTestFinished(() => telemetry.end());
    await telemetry.tracing.span({ name: 'githubWebhook', kind: 'server' }, async () => {});
    telemetry.metrics.orphanDeleted();
    await telemetry.flush();
    const at = (path: string) => JSON.parse(received.find((each) => each.path === path)?.body ?? '{}');
    expect(at('/v1/traces').resourceSpans?.[0]).toMatchObject({
      resource: {
        attributes: expect.arrayContaining([{ key: 'service.name', value: { stringValue: 'slipway' } }]),
      },
      scopeSpans: [{ spans: [{ name: 'githubWebhook' }] }],
    });
    expect(at('/v1/metrics').resourceMetrics?.[0]?.scopeMetrics).toMatchObject([
      { metrics: [{ name: 'slipway.orphans.deleted', sum: { dataPoints: [{ asDouble: 1 }] } }] },
    ]);
  });

  test('costs no error where the collector takes nothing', async () => {
    const { received, endpoint } = await startCollector(400);
    const telemetry = await startTelemetry({ ...off, otlpEndpoint: endpoint }, app);
    await telemetry.tracing.span({ name: 'a', kind: 'server' }, async () => {});
    await expect(telemetry.end()).resolves.toBeUndefined();
    expect(received.map(({ path }) => path)).toContain('/v1/traces');
  });

  test('takes the connection string of Application Insights', async () => {
    const connectionString = new Secret(
      'InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=http://127.0.0.1:1/',
    );
    const telemetry = await startTelemetry({ ...off, connectionString }, app);
    expect(telemetry).not.toBe(silentTelemetry);
  });
});
