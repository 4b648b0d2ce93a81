import { describe, expect, test } from 'vitest';
import { aFleet } from '../../../support/a-fleet.ts';

const port = { port: 7_777, protocol: 'UDP' };
const main = { name: 'main', image: 'demo/server:1', ports: [port] };

describe('a fleet', () => {
  test('has every default filled in', () => {
    expect(aFleet('arena')).toEqual({
      name: 'arena',
      source: 'api',
      version: expect.stringMatching(/^[0-9a-f]{10}$/),
      spec: {
        group: {
          name: 'arena',
          containers: [{ ...main, environment: {}, secrets: {}, cpu: 1, memoryGb: 1.5 }],
          ports: [port],
          restartPolicy: 'Always',
          placements: [{ region: 'westeurope' }],
          reports: 'none',
          provisioningDeadlineSeconds: 900,
          maxAttempts: 1,
          keepOnFailureMinutes: 0,
        },
        sessionsPerServer: 2,
        min: 1,
        max: 3,
        policy: { kind: 'buffer', sessions: '20%' },
        stabilisation: { upSeconds: 0, downSeconds: 300 },
        surge: '25%',
        spread: { kind: 'order' },
        drain: { deadlineMinutes: 60 },
        health: { kind: 'running' },
        sessions: { kind: 'reported' },
        leaseSeconds: 3_600,
        ticketSeconds: 600,
        queueDeadlineSeconds: 7_200,
        lookSeconds: 15,
        crashLimit: 5,
        listed: true,
      },
    });
  });

  test('has what was written', () => {
    const { spec } = aFleet('arena', {
      spec: {
        containers: [main],
        ports: [{ port: 80 }],
        regions: ['uksouth', { region: 'northeurope' }],
        dnsName: 'arena',
      },
      drain: { stopHook: { kind: 'rcon', port: 80, password: 'RCON', command: 'say bye; quit' } },
      maxLifetimeHours: 24,
      monthlyBudget: 100,
      policy: {
        kind: 'chain',
        policies: [
          {
            kind: 'schedule',
            windows: [{ cron: '0 18 * * 5', minutes: 300, policy: { kind: 'fixed', servers: 3 } }],
          },
          { kind: 'forecast' },
        ],
      },
    });
    expect(spec).toMatchObject({
      group: {
        ports: [{ port: 80, protocol: 'TCP' }],
        placements: [{ region: 'uksouth' }, { region: 'northeurope' }],
        dnsName: 'arena',
      },
      drain: {
        deadlineMinutes: 60,
        stopHook: { kind: 'rcon', password: { kind: 'setting', name: 'RCON' }, timeoutSeconds: 30 },
      },
      maxLifetimeHours: 24,
      monthlyBudget: 100,
      policy: {
        policies: [{ kind: 'schedule' }, { kind: 'forecast', rule: { kind: 'buffer', sessions: 0 } }],
      },
    });
  });

  test('of game servers is well while they answer as games', () => {
    const sessions = { kind: 'query', game: 'q3a', port: 7_777 };
    expect(aFleet('arena', { sessions }).spec.health).toEqual({
      kind: 'query',
      firstSeconds: 120,
      everySeconds: 15,
      missed: 3,
    });
    expect(aFleet('arena', { sessions, health: { kind: 'running' } }).spec.health).toEqual({
      kind: 'running',
    });
  });

  test('with weights and without regions is in the regions that have a weight', () => {
    const { spec } = aFleet('arena', {
      spread: { kind: 'weights', weights: { uksouth: 2, northeurope: 1 } },
    });
    expect(spec.group.placements).toEqual([{ region: 'uksouth' }, { region: 'northeurope' }]);
  });
});

describe('the version of a fleet', () => {
  const version = (written: Record<string, unknown>) => aFleet('arena', written).version;
  const spec = (container: object, group: object = {}) => ({
    spec: { containers: [{ ...main, ...container }], ...group },
  });

  test('is another one when its servers are made of something else', () => {
    const all = [
      {},
      { image: 'demo/server:2' },
      { cpu: 2 },
      { environment: { MODE: 'duel' } },
      { secrets: { KEY: 'KEY' } },
    ];
    expect(new Set(all.map((container) => version(spec(container)))).size).toBe(all.length);
  });

  test.each<[string, Record<string, unknown>]>([
    ['how many there are', { min: 0, max: 100 }],
    ['its policy', { policy: { kind: 'fixed', servers: 2 } }],
    ['its places', { sessionsPerServer: 5 }],
    ['where they are', spec({}, { regions: ['uksouth'] })],
    ['ports that are said twice', spec({}, { ports: [port] })],
  ])('is the same whatever %s', (_, written) => {
    expect(version(written)).toBe(version({}));
  });

  test('does not hang on the order of names', () => {
    expect(version(spec({ environment: { A: '1', B: '2' } }))).toBe(
      version(spec({ environment: { B: '2', A: '1' } })),
    );
  });
});
