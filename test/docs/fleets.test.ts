import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { DrainReason, ServerState } from '../../contract/fleets.ts';
import { parseCatalog } from '../../lib/catalog/catalog.ts';
import { fleetFields } from '../../lib/catalog/fleets/fleet-fields.ts';
import { fleetSchema } from '../../lib/catalog/fleets/fleet-schema.ts';
import { policySchema } from '../../lib/catalog/fleets/policy-fields.ts';
import { loadConfig } from '../../lib/config.ts';
import { hourlyPrice } from '../../lib/decide/fleets/hourly-price.ts';
import { triggers2018 } from '../../triggers/build-2018/triggers-2018.ts';
import type { TriggerDependencies } from '../../triggers/dependencies.ts';
import { aFleet, aWrittenFleet } from '../support/a-fleet.ts';
import { anAllocation, aServer } from '../support/a-server.ts';
import { TriggerBench } from '../support/trigger-bench.ts';

const text = readFileSync('docs/fleets.md', 'utf8');

const blocks = (language: string) =>
  [...text.matchAll(new RegExp(`^ *\`\`\`${language}\\n(.*?)^ *\`\`\`$`, 'gms'))].map(
    ([, code = '']) => code,
  );

type Json = Record<string, unknown>;
const json = blocks('json').map((code) => JSON.parse(code) as Json);

/** The rows of the table whose head begins so, cell by cell. */
function rowsOf(head: string): string[][] {
  const [, body = ''] = text.split(`\n| ${head}`);
  const lines = body.split('\n').slice(2);
  const end = lines.findIndex((line) => !line.startsWith('|'));
  return lines.slice(0, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const named = (cell = ''): string[] => [...cell.matchAll(/`([\w-]+)`/g)].map(([, name = '']) => name);

/** A bench with the fleet that the commands are about, and one server with one match. */
async function aBench(): Promise<TriggerBench> {
  const bench = new TriggerBench();
  bench.has2018 = true;
  await bench.storedFleets.write('arena', aWrittenFleet(), undefined);
  bench.fleetServers.put(
    aServer(1, { name: 'arena-SERVER', state: 'draining', allocated: 1, drain: { reason: 'request' } }),
  );
  const server = bench.fleetServers.put(
    aServer(2, { name: 'arena-other', state: 'allocated', allocated: 1 }),
  );
  const expiresAt = '2999-01-01T00:00:00.000Z';
  const add = [anAllocation('match-1', { server: 'arena-other', expiresAt })];
  await bench.fleetSessions.change('arena', { servers: [server], add, remove: [], seated: [] });
  return bench;
}

/** What a curl command of the document asks for. */
function asked(command: string) {
  const whole = command.replaceAll(
    '$SLIPWAY_SERVER_URL',
    'http://127.0.0.1:7071/api/fleets/arena/servers/SERVER',
  );
  const [, path = ''] = /http:\/\/127\.0\.0\.1:7071(\/[^\s"]*)/.exec(whole) ?? [];
  const [, body] = /-d '(.*?)'/s.exec(whole) ?? [];
  const [, match] = /-H "If-Match: (.*)" /.exec(whole) ?? [];
  const method = /-X (\w+)/.exec(whole)?.[1] ?? 'GET';
  const at = (written: string): string => written.replace('SERVER', 'arena-SERVER');
  return {
    method,
    path: at(path),
    ...(match ? { headers: { 'If-Match': match } } : {}),
    ...(body ? { body: at(body) } : {}),
  };
}

const commands = blocks('sh')
  .flatMap((code) => code.split(/^\s*(?=curl )/m))
  .map((command) => command.trim())
  .filter((command) => command.startsWith('curl'));

describe('docs/fleets.md', () => {
  test.each(commands.filter((command) => !command.includes('@')))(
    'shows commands that work: %s',
    async (command) => {
      const { method, path, ...call } = asked(command);
      const { status, text: said } = await (await aBench()).call(method, path, call);
      expect(status, said).toBeGreaterThanOrEqual(200);
      expect(status, said).toBeLessThan(300);
    },
  );

  test('shows how a line of a definition is changed', async () => {
    const bench = new TriggerBench();
    const run = (command = '') => {
      const { method, path, ...call } = asked(command);
      return bench.call(method, path, call);
    };
    await run(commands.find((command) => command.includes('-X PUT')));
    const [get, edit = '', put = ''] =
      blocks('sh')
        .find((code) => code.includes('arena.etag'))
        ?.split('\n') ?? [];
    const { text: got, headers } = await run(get);
    const [, line = '', changed = ''] = /^sed 's\/(.*)\/(.*)\/' arena.json > changed.json$/.exec(edit) ?? [];
    expect(got).toContain(line);
    const sent = put
      .replace('$(cat arena.etag)', headers.get('etag') ?? '')
      .replace('@changed.json', `'${got.replace(line, changed)}'`);
    expect(await run(sent)).toMatchObject({ status: 200, body: { spec: { max: 9 } } });
    expect(await run(sent)).toMatchObject({ status: 412 });
  });

  test('shows catalogs and policies that are valid', () => {
    const catalogs = json.filter((value) => 'fleets' in value);
    expect(catalogs.length).toBeGreaterThan(0);
    for (const catalog of catalogs) parseCatalog(JSON.stringify(catalog));
    const policies = json.filter((value) => 'kind' in value);
    expect(policies.length).toBeGreaterThan(1);
    for (const policy of policies) policySchema.parse(policy);
  });

  test('names every field with its default', () => {
    const rows = rowsOf('field | default |');
    expect(rows.flatMap(([field]) => named(field)).sort()).toEqual(Object.keys(fleetFields).sort());
    const defaults = fleetSchema.parse(aWrittenFleet()) as Json;
    for (const [field, written = ''] of rows) {
      const [, value] = /^`(.*)`$/.exec(written) ?? [];
      const [name = ''] = named(field);
      if (value === undefined || name === 'health') continue;
      const said: unknown = /^\d+%$/.test(value) ? value : JSON.parse(value);
      expect(defaults[name], name).toEqual(said);
    }
    expect(aFleet().spec.health).toEqual({ kind: 'running' });
  });

  test('names every policy, state and reason', () => {
    const kinds = (policySchema as unknown as { options: Array<{ shape: { kind: { value: string } } }> })
      .options;
    expect(
      rowsOf('`policy.kind`')
        .flatMap(([kind]) => named(kind))
        .sort(),
    ).toEqual(kinds.map(({ shape }) => shape.kind.value).sort());
    const states = {
      creating: 1,
      ready: 1,
      allocated: 1,
      draining: 1,
      unhealthy: 1,
      failed: 1,
      gone: 1,
    } satisfies Record<ServerState, 1>;
    expect(
      rowsOf('state |')
        .flatMap(([state]) => named(state))
        .sort(),
    ).toEqual(Object.keys(states).sort());
    const reasons = {
      scaleDown: 1,
      outdated: 1,
      lifetime: 1,
      unhealthy: 1,
      request: 1,
      fleetDeleted: 1,
    } satisfies Record<DrainReason, 1>;
    expect(
      rowsOf('reason |')
        .map(([reason]) => named(reason)[0])
        .sort(),
    ).toEqual(Object.keys(reasons).sort());
  });

  test('shows a policy of 2018 with the numbers of 2018, which are the defaults', () => {
    expect(json).toContainEqual(policySchema.parse({ kind: 'thresholds' }));
  });

  test('maps the nine functions of 2018, of which the six with callers are answered', () => {
    const nine = rowsOf('of 2018 | here').flatMap(([name]) => named(name));
    expect(nine).toHaveLength(9);
    const answered = triggers2018({ settings: {} } as TriggerDependencies).map(({ name }) => name);
    expect(nine).toEqual(expect.arrayContaining(answered));
    expect(answered).toHaveLength(6);
  });

  test('says what sizes cost by the list prices of the settings', () => {
    const example = JSON.parse(readFileSync('local.settings.example.json', 'utf8')) as {
      Values: Record<string, string>;
    };
    const { listPrices } = loadConfig({ ...example.Values, SLIPWAY_CALLBACK_SECRET: 'c'.repeat(32) });
    const rows = rowsOf('size | USD an hour');
    expect(rows.length).toBeGreaterThan(2);
    for (const [size = '', hour, month] of rows) {
      const [cpu = 0, memoryGb = 0] = [...size.matchAll(/[\d.]+/g)].map(([number]) => Number(number));
      const spec = { containers: [{ name: 'main', image: 'x', cpu, memoryGb, ports: [{ port: 1 }] }] };
      const price = hourlyPrice([aServer()], aFleet('arena', { spec }), listPrices);
      expect([hour, month], size).toEqual([String(price), (price * 720).toFixed(2)]);
    }
  });
});
