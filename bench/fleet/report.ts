import { figure, median, quantile } from '../engine/statistics.ts';
import type { DayKind } from './days.ts';
import { build2018, type DayResult, forecast, sessionsPerServer, tighter } from './run-days.ts';

/** Of all days of one kind together. */
export type PolicySums = {
  sessions: number;
  refused: number;
  waitsSeconds: number[];
  serverHours: number;
  cutOff: number;
};

export type KindSums = { kind: DayKind; clairvoyantHours: number; policies: Record<string, PolicySums> };

export function sumOf(kind: DayKind, days: readonly DayResult[]): KindSums {
  const policies: KindSums['policies'] = {};
  for (const day of days)
    for (const [name, figures] of Object.entries(day.policies)) {
      const { sessions, refused, waitsSeconds, serverHours, cutOff } = figures;
      const sum = policies[name] ?? { sessions: 0, refused: 0, waitsSeconds: [], serverHours: 0, cutOff: 0 };
      policies[name] = {
        sessions: sum.sessions + sessions,
        refused: sum.refused + refused,
        waitsSeconds: [...sum.waitsSeconds, ...waitsSeconds],
        serverHours: sum.serverHours + serverHours,
        cutOff: sum.cutOff + cutOff,
      };
    }
  return { kind, clairvoyantHours: days.reduce((sum, day) => sum + day.clairvoyantHours, 0), policies };
}

/** The part of docs/benchmarks.md about fleets. */
export function fleetReport(
  kinds: readonly KindSums[],
  { days, weeks, seconds, machine }: { days: number; weeks: number; seconds: number; machine: string },
): string {
  const sessions = kinds.reduce((sum, kind) => sum + (kind.policies[forecast]?.sessions ?? 0), 0);
  return [
    '## Fleets',
    '',
    `Five kinds of days, ${days} of each with other players, ${figure(sessions)} sessions in all, ${sessionsPerServer} on a server, simulated on a virtual clock`,
    `with the app's own decisions; the forecast has watched ${weeks} weeks before. ${figure(seconds)} s of a processor. ${machine}.`,
    'Waits are those of callers who found no room at first and got some. "Over the least" is beside somebody who knows all',
    'players before and packs them anew at each moment. What the days are made of: [bench/README.md](../bench/README.md#fleets).',
    '',
    ...kinds.flatMap(kindTable),
    'Players and the places that are paid for, on one day of each kind: [fleet-days.svg](../bench/results/fleet-days.svg).',
    '',
    ...verdicts(kinds),
  ].join('\n');
}

/** Why a run of the bench counts as failed; empty when it does not. */
export function problemsOf(kinds: readonly KindSums[]): string[] {
  return kinds.flatMap(({ kind, policies }) =>
    Object.entries(policies).flatMap(([name, { cutOff }]) =>
      cutOff > 0 ? [`${kind}, ${name}: ${cutOff} sessions were cut off`] : [],
    ),
  );
}

function kindTable({ kind, clairvoyantHours, policies }: KindSums): string[] {
  return [
    `| ${kind} | refused | share | waited | wait p50 s | p95 s | server-hours | over the least | cut off |`,
    '|---|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...Object.entries(policies).map(([name, { sessions, refused, waitsSeconds, serverHours, cutOff }]) => {
      const cells = [
        refused,
        `${figure((refused / sessions) * 100)}%`,
        waitsSeconds.length,
        figure(median(waitsSeconds)),
        figure(quantile(waitsSeconds, 0.95)),
        figure(serverHours),
        `${Math.round((serverHours / clairvoyantHours - 1) * 100)}%`,
        cutOff,
      ];
      return `| ${name} | ${cells.join(' | ')} |`;
    }),
    '',
  ];
}

/** What the project asks for, and whether it is so. */
export function verdicts(kinds: readonly KindSums[]): string[] {
  const total = (name: string, of: 'refused' | 'serverHours' | 'cutOff'): number =>
    kinds.reduce((sum, { policies }) => sum + (policies[name]?.[of] ?? 0), 0);
  const [ours, theirs] = [forecast, build2018].map((name) => [
    total(name, 'refused'),
    total(name, 'serverHours'),
  ]);
  const [refused = 0, hours = 0] = ours ?? [];
  const [theirRefused = 0, theirHours = 0] = theirs ?? [];
  const isTenth = refused <= theirRefused / 10 && hours <= theirHours;
  const cutOff = Object.keys(kinds[0]?.policies ?? {}).reduce((sum, name) => sum + total(name, 'cutOff'), 0);
  const lost = kinds
    .map((kind) => ({ kind: kind.kind, to: betterRules(kind) }))
    .filter(({ to }) => to.length > 0);
  const won = kinds.length - lost.length;
  return [
    `- The forecast refuses ${refused} sessions in ${figure(hours)} server-hours, the rule of Build 2018 ${theirRefused} in ${figure(theirHours)}: ${isTenth ? 'at most a tenth, at no more hours.' : '**the goal of a tenth at no more hours is missed.**'}`,
    `- No rule, as it is by default, refuses fewer sessions than the forecast or takes fewer hours on ${won} of ${kinds.length} kinds of days${won >= 4 ? '' : ' (**the goal of 4 is missed**)'}.`,
    ...lost.map(({ kind, to }) => `- **Not so** on a ${kind} day: ${to.join('; ')}.`),
    ...tighterText(kinds),
    `- ${cutOff === 0 ? 'No session was cut off.' : `**${cutOff} sessions were cut off.**`}`,
  ];
}

/** How a share does that was chosen by hand: there is one for calm days that is as good. */
function tighterText(kinds: readonly KindSums[]): string[] {
  const figures = kinds.flatMap(({ kind, policies: { [tighter]: rule, [forecast]: own } }) =>
    rule && own
      ? [
          `${kind} ${figure(rule.serverHours)} hours in place of ${figure(own.serverHours)}, ${rule.refused} refused`,
        ]
      : [],
  );
  return figures.length > 0
    ? [`- Beside them, "${tighter}", chosen by hand for such days: ${figures.join('; ')}.`]
    : [];
}

/** The rules, as they are by default, that do better than the forecast in one of both figures. */
function betterRules({ policies }: KindSums): string[] {
  const own = policies[forecast];
  if (!own) return [];
  return Object.entries(policies).flatMap(([name, { refused, serverHours }]) => {
    if (name === tighter) return [];
    const less = [
      ...(refused < own.refused ? [`refuses ${refused} in place of ${own.refused}`] : []),
      ...(serverHours < own.serverHours
        ? [
            `takes ${figure(serverHours)} hours in place of ${figure(own.serverHours)}, and refuses ${refused} in place of ${own.refused}`,
          ]
        : []),
    ];
    return less.length > 0 ? [`"${name}" ${less.join(' and ')}`] : [];
  });
}
