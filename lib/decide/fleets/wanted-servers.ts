import type { FleetPolicy, FleetSpec } from '../../../contract/fleets.ts';
import { withFree } from './amount-of.ts';
import { openWindow } from './open-window.ts';

/** What policies look at. */
export type FleetLoad = Pick<FleetSpec, 'sessionsPerServer' | 'min' | 'max'> & {
  /** On servers that can take more. */
  sessions: number;
  /** Places that callers wait for. */
  waiting: number;
  /** Servers that can take sessions, those of them that have some, and those that are being made. */
  open: number;
  occupied: number;
  coming: number;
  /** ISO: when the thresholds moved last. */
  scaledAt?: string;
  /** Places that will be needed once a server that is started now is there; absent while the forecast is not to be trusted. */
  forecast?: number;
  /** ISO. */
  now: string;
};

export type Wish = { servers: number; reason: string };

/** How many servers a policy wants; undefined where it says nothing. */
export function wantedServers(policy: FleetPolicy, load: FleetLoad): Wish | undefined {
  const { sessionsPerServer, now } = load;
  const sessions = load.sessions + load.waiting;
  const serversFor = (places: number): number => Math.ceil(places / sessionsPerServer);
  switch (policy.kind) {
    case 'fixed':
      return { servers: policy.servers, reason: `fixed at ${policy.servers}` };
    case 'buffer':
      return {
        servers: serversFor(withFree(sessions, policy.sessions)),
        reason: `keeping ${policy.sessions} free`,
      };
    case 'servers':
      return {
        servers: withFree(load.occupied + serversFor(load.waiting), policy.empty),
        reason: `keeping ${policy.empty} empty`,
      };
    case 'thresholds':
      return byThresholds(policy, load);
    case 'schedule': {
      const window = openWindow(policy.windows, policy.timeZone ?? 'UTC', now);
      const inner = window?.policy ?? policy.otherwise;
      const wish = inner && wantedServers(inner, load);
      const place = window ? `window "${window.cron}"` : 'outside of all windows';
      return wish && { ...wish, reason: `${place}: ${wish.reason}` };
    }
    case 'chain':
      for (const each of policy.policies) {
        const wish = wantedServers(each, load);
        if (wish) return wish;
      }
      return undefined;
    case 'forecast': {
      const rule = wantedServers(policy.rule, load);
      const ahead = load.forecast === undefined ? 0 : serversFor(load.forecast);
      if (load.forecast === undefined || (rule && rule.servers >= ahead)) return rule;
      return { servers: ahead, reason: `${load.forecast} places foreseen` };
    }
  }
}

/** As in the Build 2018 demo: strictly above or below, one server at a time, and one pause after both. */
function byThresholds(
  { scaleOut, scaleIn, cooldownMinutes }: Extract<FleetPolicy, { kind: 'thresholds' }>,
  { sessions, waiting, open, coming, sessionsPerServer, min, max, scaledAt, now }: FleetLoad,
): Wish {
  const servers = open + coming;
  if (scaledAt !== undefined && Date.parse(now) - Date.parse(scaledAt) < cooldownMinutes * 60_000)
    return { servers, reason: `a pause of ${cooldownMinutes} minutes after ${scaledAt}` };
  const use = (sessions + waiting) / (open * sessionsPerServer);
  const used = Number.isFinite(use) ? `${Math.round(use * 100)}% used` : 'no server yet';
  if (coming === 0 && (servers === 0 || open < min || (open < max && use > scaleOut)))
    return { servers: servers + 1, reason: `${used}, above ${scaleOut * 100}%` };
  if ((open > min && use < scaleIn) || open > max)
    return { servers: servers - 1, reason: `${used}, below ${scaleIn * 100}%` };
  return { servers, reason: used };
}
