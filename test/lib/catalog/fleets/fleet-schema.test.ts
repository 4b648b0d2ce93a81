import { describe, expect, test } from 'vitest';
import { parseCatalog } from '../../../../lib/catalog/catalog.ts';
import { fleetSchema } from '../../../../lib/catalog/fleets/fleet-schema.ts';
import { readBySchema } from '../../../../lib/schema-issues.ts';
import { aWrittenFleet } from '../../../support/a-fleet.ts';

function placesOf(written: unknown): string[] {
  const read = readBySchema(fleetSchema, written, '(all)');
  return 'issues' in read ? read.issues.map(({ place }) => place).sort() : [];
}

const containers = [{ name: 'main', image: 'demo/server:1', ports: [{ port: 7_777, protocol: 'UDP' }] }];
const query = { kind: 'query', game: 'q3a', port: 7_777 };
const nested = (policy: object) => ({ policy: { kind: 'forecast', rule: policy } });

describe('a definition of a fleet', () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    ['nothing but what must be there', {}, []],
    ['more at least than at most', { min: 4 }, ['min']],
    ['no place', { sessionsPerServer: 0 }, ['sessionsPerServer']],
    ['a misspelt property', { maximum: 3 }, ['maximum']],
    [
      'no port at which players reach it',
      { spec: { containers: [{ name: 'main', image: 'x' }] } },
      ['spec.ports'],
    ],
    [
      'more ports than Azure opens',
      { spec: { containers: [{ ...containers[0], ports: [1, 2, 3, 4, 5, 6].map((port) => ({ port })) }] } },
      ['spec.ports'],
    ],
    [
      'mistakes of its group',
      { spec: { containers: [{ ...containers[0], cpu: 40 }] } },
      ['spec.containers', 'spec.containers[0].cpu'],
    ],
    ['a spot group', { spec: { containers, priority: 'spot' } }, ['spec.ports', 'spec.priority']],
    ['a public name', { spec: { containers, dnsName: 'arena' } }, []],
    [
      'a public name that leaves no room for numbers',
      { spec: { containers, dnsName: 'a'.repeat(53) } },
      ['spec.dnsName'],
    ],
    ['a share', { policy: { kind: 'buffer', sessions: '99%' } }, []],
    ['a share of all', { policy: { kind: 'buffer', sessions: '100%' } }, ['policy.sessions']],
    ['a negative share', { surge: '-1%' }, ['surge']],
    ['an unknown policy', { policy: { kind: 'magic' } }, ['policy.kind']],
    [
      'thresholds that cross',
      { policy: { kind: 'thresholds', scaleOut: 0.5, scaleIn: 0.5 } },
      ['policy.scaleIn'],
    ],
    [
      'a schedule that is none',
      {
        policy: {
          kind: 'schedule',
          timeZone: 'Mars',
          windows: [{ cron: '* *', minutes: 0, policy: { kind: 'fixed' } }],
        },
      },
      [
        'policy.timeZone',
        'policy.windows[0].cron',
        'policy.windows[0].minutes',
        'policy.windows[0].policy.servers',
      ],
    ],
    ['a chain of nothing', { policy: { kind: 'chain', policies: [] } }, ['policy.policies']],
    ['a forecast in a chain', { policy: { kind: 'chain', policies: [{ kind: 'forecast' }] } }, []],
    ['a forecast of a forecast', nested({ kind: 'forecast' }), ['policy.rule']],
    [
      'a forecast of a chain with a forecast',
      nested({ kind: 'chain', policies: [{ kind: 'fixed', servers: 1 }, { kind: 'forecast' }] }),
      ['policy.rule.policies[1]'],
    ],
    [
      'a forecast of a schedule with one otherwise',
      nested({
        kind: 'schedule',
        windows: [{ cron: '0 0 * * *', minutes: 1, policy: { kind: 'forecast' } }],
        otherwise: { kind: 'forecast' },
      }),
      ['policy.rule.otherwise', 'policy.rule.windows[0].policy'],
    ],
    ['a game that is asked', { sessions: query, health: { kind: 'query' } }, []],
    ['a game behind a closed port', { sessions: { ...query, port: 1 } }, ['sessions.port']],
    ['health by a query, and nothing to query', { health: { kind: 'query' } }, ['health']],
    ['a notice to a closed port', { drain: { notice: { port: 80, path: '/drain' } } }, ['drain.notice.port']],
    [
      'a hook at a closed port',
      { drain: { stopHook: { kind: 'http', port: 80, path: '/x' } } },
      ['drain.stopHook.port'],
    ],
    [
      'a hook in no container',
      { drain: { stopHook: { kind: 'exec', container: 'side', command: 'stop' } } },
      ['drain.stopHook.container'],
    ],
    [
      'a weight for a region where it is not',
      { spec: { containers, regions: ['uksouth'] }, spread: { kind: 'weights', weights: { westeurope: 1 } } },
      ['spread.weights.westeurope'],
    ],
    ['no weight at all', { spread: { kind: 'weights', weights: { westeurope: 0 } } }, ['spread.weights']],
  ])('with %s', (_, written, places) => {
    expect(placesOf(aWrittenFleet(written))).toEqual(places);
  });

  test.each([
    [null],
    [3],
    ['fleet'],
    [[]],
    [{}],
    [{ spec: null }],
    [{ spec: { containers: [null] } }],
    [{ policy: { kind: 'chain' } }],
    [{ drain: 1 }],
  ])('that is %j has mistakes, and breaks nothing', (written) => {
    expect(placesOf(written).length).toBeGreaterThan(0);
  });

  test('tells every mistake at once', () => {
    const written = { spec: { containers: [{ name: 'A', image: 'x' }] }, min: 3, max: 1, lookSeconds: 0 };
    expect(placesOf(written)).toEqual([
      'lookSeconds',
      'min',
      'sessionsPerServer',
      'spec.containers[0].name',
      'spec.ports',
    ]);
  });
});

describe('a catalog with fleets', () => {
  test('has them as they are written', () => {
    const { fleets } = parseCatalog(JSON.stringify({ fleets: { arena: aWrittenFleet() } }));
    expect(fleets).toMatchObject([{ name: 'arena', written: { min: 1, policy: { kind: 'buffer' } } }]);
  });

  test('names every mistake with its place', () => {
    const fleets = {
      'My Fleet': aWrittenFleet(),
      arena: aWrittenFleet({ min: 9, policy: { kind: 'buffer' } }),
    };
    expect(() => parseCatalog(JSON.stringify({ fleets }))).toThrow(
      expect.objectContaining({
        details: {
          issues: expect.arrayContaining([
            expect.objectContaining({ place: 'fleets.My Fleet' }),
            expect.objectContaining({ place: 'fleets.arena.min' }),
            expect.objectContaining({ place: 'fleets.arena.policy.sessions' }),
          ]),
        },
      }),
    );
  });
});
