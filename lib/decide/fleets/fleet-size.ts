import type { Fleet, FleetMemory, FleetObservation, LoadProfile } from '../../../contract/fleets.ts';
import type { FleetSight } from './fleet-sight.ts';
import { forecastIn, foreseen } from './forecast.ts';
import { stabilised } from './stabilised.ts';
import { type FleetLoad, wantedServers } from './wanted-servers.ts';

export type FleetSize = {
  wanted: number;
  /** Places, where the policy has a forecast that is to be trusted. */
  forecast?: number;
  wishes: FleetMemory['wishes'];
  profile?: LoadProfile;
  /** Which rule, and what bounded it. */
  reasons: string[];
};

/** How many servers a fleet is to have: what its policy wishes, when that lasts, within its bounds. */
export function fleetSize(
  { waiting, memory, profile, now }: FleetObservation,
  { spec }: Fleet,
  { servers, sessions }: FleetSight,
): FleetSize {
  const { sessionsPerServer, min, max, policy, stabilisation } = spec;
  const isOpen = ({ state }: { state: string }): boolean => state === 'ready' || state === 'allocated';
  const open = servers.filter(isOpen);
  const coming = servers.filter(({ state }) => state === 'creating').length;
  const load: FleetLoad = {
    ...{ sessionsPerServer, min, max, sessions, waiting, coming, now },
    ...{ open: open.length, occupied: open.filter((server) => server.sessions > 0).length },
    ...(memory.scaledAt === undefined ? {} : { scaledAt: memory.scaledAt }),
  };
  const forecast = forecastIn(policy);
  const ahead = forecast && foreseen(profile, { forecast, spec, servers, load: sessions + waiting, now });
  const known = ahead === undefined ? load : { ...load, forecast: ahead.places };
  const wish = wantedServers(policy, known) ?? { servers: min, reason: 'no policy says anything' };

  const bounded = Math.min(Math.max(wish.servers, min), max);
  const { servers: steady, wishes } = stabilised({
    ...{ wish: bounded, servers: open.length + coming },
    ...{ wishes: memory.wishes, stabilisation, now },
  });
  // Callers that wait found no room on any open server, and nobody should wait for them to have waited long enough.
  const forCallers = waiting > 0 ? open.length + Math.ceil(waiting / sessionsPerServer) : 0;
  const wanted = Math.min(Math.max(steady, forCallers, min), max);
  const asked = Math.max(wish.servers, forCallers);
  const reasons = [
    wish.reason,
    ...(forCallers > steady ? ['more for those who wait'] : []),
    ...(asked > max ? [`at most ${counted(max)}`] : []),
    ...(asked < min ? [`at least ${counted(min)}`] : []),
    ...(steady !== bounded && wanted === steady ? [`${bounded} once that has lasted`] : []),
    ...(ahead?.byProfile === false ? ['this time of the week is not as usual'] : []),
  ];
  return {
    ...{ wanted, wishes, reasons },
    ...(ahead === undefined ? {} : { forecast: ahead.places }),
    ...(ahead && ahead.profile !== profile ? { profile: ahead.profile } : {}),
  };
}

const counted = (servers: number): string => (servers === 1 ? '1 server' : `${servers} servers`);
