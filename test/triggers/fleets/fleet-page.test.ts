import { describe, expect, test } from 'vitest';
import { aWrittenFleet } from '../../support/a-fleet.ts';
import { aServer } from '../../support/a-server.ts';
import { TriggerBench } from '../../support/trigger-bench.ts';

async function aBench(written: Record<string, unknown> = {}): Promise<TriggerBench> {
  const bench = new TriggerBench();
  await bench.storedFleets.write('arena', aWrittenFleet(written), undefined);
  return bench;
}

describe('the page of a fleet', () => {
  test('lists what players can join, the fullest first, and what they cannot at its end', async () => {
    const bench = await aBench();
    bench.fleetServers.put(aServer(1));
    bench.fleetServers.put(aServer(2, { state: 'allocated', allocated: 1 }));
    bench.fleetServers.put(aServer(3, { state: 'draining', allocated: 2 }));
    bench.fleetServers.put(aServer(4, { state: 'failed', message: 'a secret of the operator' }));
    const { status, headers, text } = await bench.call('GET', '/api/fleets/arena/page');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    const rows = [...text.matchAll(/<td>(arena-\d)<\/td><\/tr>/g)].map(([, name]) => name);
    expect(rows).toEqual(['arena-2', 'arena-1', 'arena-3']);
    expect(text).toContain('<code>127.1.0.2:7777</code> UDP');
    expect(text).toContain('3 sessions on 3 servers, 4 places.');
    expect(text).not.toContain('secret');
  });

  test('shows nothing that a server tells of itself, and nothing of how it is made', async () => {
    const bench = await aBench({ monthlyBudget: 4711 });
    bench.fleetServers.put(aServer(1, { message: 'concealed message' }));
    const status = { token: 'concealed status' };
    await bench.serverBeats.write('arena', 'arena-1', {
      at: '2026-01-01T00:00:00.000Z',
      sessions: 1,
      status,
    });
    const { text } = await bench.call('GET', '/api/fleets/arena/page');
    expect(text).toContain('arena-1');
    expect(text).not.toMatch(/concealed|4711/);
    expect(text).not.toContain('demo/server');
  });

  test('says that a fleet sleeps', async () => {
    const { text } = await (await aBench()).call('GET', '/api/fleets/arena/page');
    expect(text).toContain('No server runs.');
    expect(text).not.toContain('<table');
  });

  test('writes nothing into the page that is no text', async () => {
    const bench = await aBench();
    bench.fleetServers.put(aServer(1, { region: '<script>alert(1)</script>', ip: '"><img src=x>' }));
    const { text } = await bench.call('GET', '/api/fleets/arena/page');
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).not.toContain('<img');
  });

  test('allows its own script and style, and nothing else', async () => {
    const { headers, text } = await (await aBench()).call('GET', '/api/fleets/arena/page');
    const policy = headers.get('content-security-policy') ?? '';
    for (const tag of ['script', 'style']) {
      const [, content = ''] = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(text) ?? [];
      const digest = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(content))).toString(
        'base64',
      );
      expect(policy).toContain(`${tag}-src 'sha256-${digest}'`);
    }
  });

  test('is made once in two seconds, however many look', async () => {
    const bench = await aBench();
    const page = async () => (await bench.call('GET', '/api/fleets/arena/page')).text;
    const first = await page();
    bench.fleetServers.put(aServer());
    expect(await page()).toBe(first);
    bench.clock.advanceBy(2_000);
    expect(await page()).toContain('arena-1');
  });

  test.each(['arena', 'nobody'])(
    'of a fleet that is not listed is not there, as that of none: %s',
    async (name) => {
      const bench = await aBench({ listed: false });
      const answer = await bench.call('GET', `/api/fleets/${name}/page`);
      expect(answer).toMatchObject({ status: 404, body: { code: 'fleet-unknown' } });
      expect(answer.body).not.toHaveProperty('fleets');
    },
  );
});
