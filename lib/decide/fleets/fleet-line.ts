import type { FleetDecision } from '../../../contract/fleets.ts';

/** What the log says of a decision; nothing of one that changes nothing. */
export function fleetLine(fleet: string, decision: FleetDecision): string | undefined {
  const { sessions, waiting, servers, wanted, forecast, starting, draining, reason } = decision;
  const doing = [
    ...(starting > 0 ? [`starting ${starting}`] : []),
    ...(draining > 0 ? [`draining ${draining}`] : []),
  ];
  if (doing.length === 0) return undefined;
  const open = (servers.ready ?? 0) + (servers.allocated ?? 0);
  return [
    `fleet ${fleet}: ${sessions} sessions on ${open} of ${wanted} servers`,
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
    ...(forecast === undefined ? [] : [`forecast ${forecast}`]),
    ...doing,
    reason,
  ].join(', ');
}
