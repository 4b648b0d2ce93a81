import { describe, expect, test } from 'vitest';
import type { ServerState } from '../../../../contract/fleets.ts';
import { openState, serverTransition } from '../../../../lib/decide/fleets/server-transition.ts';
import { after, aServer } from '../../../support/a-server.ts';

const states: ServerState[] = ['creating', 'ready', 'allocated', 'draining', 'unhealthy', 'failed', 'gone'];
/** All that may follow a state. */
const legal: Record<ServerState, string> = {
  creating: 'ready draining failed gone',
  ready: 'allocated draining unhealthy failed gone',
  allocated: 'ready draining unhealthy failed gone',
  draining: 'ready allocated failed gone',
  unhealthy: 'ready allocated draining failed gone',
  failed: 'gone',
  gone: '',
};

describe('a server', () => {
  for (const from of states)
    for (const to of states.filter((state) => state !== from)) {
      const may = legal[from].split(' ').includes(to);
      test(`${may ? 'may' : 'may not'} go from ${from} to ${to}`, () => {
        const moved = serverTransition(aServer(1, { state: from }), to, after(9));
        if (may)
          expect(moved).toMatchObject({ kind: 'legal', server: { state: to, since: { [to]: after(9) } } });
        else
          expect(moved).toEqual({
            kind: 'illegal',
            message: `Server "arena-1" is ${from}, so it can't become ${to}.`,
          });
      });
    }

  test('that stays in a state keeps its time', () => {
    const server = aServer();
    expect(serverTransition(server, 'ready', after(9))).toEqual({ kind: 'legal', server });
  });

  test('that can take sessions is allocated when it has some', () => {
    expect([openState(0), openState(1)]).toEqual(['ready', 'allocated']);
  });
});
