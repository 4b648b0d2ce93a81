import type { FleetLinks, ServerLinks } from '../../contract/fleet-views.ts';
import { serverUrl } from '../../lib/fleets/server-url.ts';
import { fleetRunId } from '../../lib/ids.ts';
import { runUrl } from '../../lib/run-url.ts';

export function fleetLinks(publicUrl: string, fleet: string): FleetLinks {
  const self = `${publicUrl}/api/fleets/${fleet}`;
  return {
    self,
    definition: `${self}/definition`,
    servers: `${self}/servers`,
    allocations: `${self}/allocations`,
    page: `${self}/page`,
    resume: `${self}/resume`,
    run: runUrl(publicUrl, fleetRunId(fleet)),
  };
}

export function serverLinks(publicUrl: string, fleet: string, server: string): ServerLinks {
  const self = serverUrl(publicUrl, fleet, server);
  return { self, logs: `${self}/logs`, drain: `${self}/drain` };
}
