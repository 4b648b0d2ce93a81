import { forEachConcurrently } from '../../lib/for-each-concurrently.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Each waits a few seconds at most, and costs a packet or two. */
const serversAtATime = 32;

/** A server that does not answer keeps the beat that it had, which tells how long it has been silent. */
export function probeServers({
  clock,
  fleetDefinitions,
  fleetServers,
  gameQueries,
  serverBeats,
}: ActivityDependencies): ActivityHandlers['probeServers'] {
  return async ({ fleet: name }) => {
    const { fleet } = await fleetDefinitions.read(name);
    const sessions = fleet?.spec.sessions;
    if (sessions?.kind !== 'query') return { asked: 0, answered: 0 };
    const { game, port } = sessions;
    const rows = await fleetServers.list(name);
    const up = rows.flatMap(({ server: { name: server, state, ip, runningAt } }) =>
      ip === undefined || runningAt === undefined || state === 'failed' || state === 'gone'
        ? []
        : [{ server, ip }],
    );
    let answered = 0;
    await forEachConcurrently(up, serversAtATime, async ({ server, ip }) => {
      const answer = await gameQueries.query({ game, host: ip, port });
      if (!answer) return;
      answered++;
      await serverBeats.write(name, server, { at: clock.now().toISOString(), sessions: answer.players });
    });
    return { asked: up.length, answered };
  };
}
