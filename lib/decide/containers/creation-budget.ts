import type {
  ClaimAnswer,
  CreationBudgetState,
  CreationClaim,
  CreationRates,
  RegionUsage,
  Ticket,
} from '../../../contract/creation-budget.ts';

/** Rules of who may create container groups: within Azure's rates and quotas, fair, and in a known order. Pure; the caller has the time. */

const fiveMinutesMs = 300_000;
const hourMs = 3_600_000;

/** How long a region that has refused somebody for its quota is left alone. */
const pauseMs = 30_000;

/** How old the counts of a region may be. */
const usageLifeMs = 60_000;

export type BudgetContext = {
  /** Milliseconds since the epoch. */
  nowMs: number;
  /** The most groups of this app in one region. */
  maxGroups: number;
  /** Azure's limits on creates of one subscription. Others may create too: they are answered with 429 and try again. */
  rates: CreationRates;
};

/** Runs whose turn has come with a change, to be woken. */
export type Granted = Array<Pick<Ticket, 'group' | 'runId'>>;

/** Asks for room, or asks again how that stands. Idempotent: a group has one ticket. */
export function claimed(
  state: CreationBudgetState,
  claim: CreationClaim,
  context: BudgetContext,
): { state: CreationBudgetState; answer: ClaimAnswer; granted: Granted } {
  const { group, region, cores } = claim;
  const { lifeSeconds, since, ...rest } = claim;
  const limits = limitsOf(state, region, context.maxGroups);
  if (cores > limits.cores.limit) {
    const message = `The container group needs ${cores} cores, and the quota of "${region}" is ${limits.cores.limit}.`;
    return { state, answer: { kind: 'impossible', message }, granted: [] };
  }
  const ticket: Ticket = {
    ...rest,
    since: Date.parse(since),
    state: 'waiting',
    until: context.nowMs + lifeSeconds * 1_000,
  };
  const isKnown = state.tickets.some((known) => known.group === group);
  const asked = isKnown ? state : { ...state, tickets: [...state.tickets, ticket] };
  const next = granting(asked, context);
  const own = next.state.tickets.find((known) => known.group === group);
  return {
    state: next.state,
    answer:
      own?.state === 'holding' ? { kind: 'granted' } : queued(next.state, own ?? ticket, limits, context),
    granted: next.granted.filter((each) => each.group !== group),
  };
}

/** Gives tickets back; those whose turn it is then get the room. */
export function released(
  state: CreationBudgetState,
  groups: readonly string[],
  context: BudgetContext,
): { state: CreationBudgetState; granted: Granted } {
  const tickets = state.tickets.filter(({ group }) => !groups.includes(group));
  return granting(tickets.length === state.tickets.length ? state : { ...state, tickets }, context);
}

/** After a refusal for its quota nobody creates in a region for a while, and its counts are read anew. */
export function paused(state: CreationBudgetState, region: string, nowMs: number): CreationBudgetState {
  return { ...state, regions: { ...state.regions, [region]: { pausedUntil: nowMs + pauseMs } } };
}

/** What was counted in a region. */
export function counted(
  state: CreationBudgetState,
  region: string,
  usage: RegionUsage | undefined,
  nowMs: number,
): CreationBudgetState {
  const notes = { ...state.regions[region], readAt: nowMs };
  delete notes.usage;
  return { ...state, regions: { ...state.regions, [region]: usage ? { ...notes, usage } : notes } };
}

/** Whether a region has to be counted before somebody is let in: the counts are too old, or there are none. */
export function needsCount(state: CreationBudgetState, region: string, nowMs: number): boolean {
  const { readAt } = state.regions[region] ?? {};
  return readAt === undefined || nowMs - readAt >= usageLifeMs;
}

/** Hands out what room there is, in order. In a region nobody overtakes: a large group would wait for ever behind small ones. */
function granting(
  before: CreationBudgetState,
  context: BudgetContext,
): { state: CreationBudgetState; granted: Granted } {
  const { nowMs, rates } = context;
  let state = pruned(before, nowMs);
  const granted: Granted = [];
  const full = new Set<string>();
  for (;;) {
    const next = inOrder(state.tickets).find(({ region }) => !full.has(region));
    if (!next || spentRate(state.creations, rates, nowMs)) return { state, granted };
    if (!hasRoom(state, next, context)) {
      full.add(next.region);
      continue;
    }
    state = {
      ...state,
      creations: [...state.creations, nowMs],
      tickets: state.tickets.map((ticket) => (ticket === next ? { ...next, state: 'holding' } : ticket)),
    };
    granted.push({ group: next.group, runId: next.runId });
  }
}

/** Those who wait: production first, then whose share holds least, then who came first. */
function inOrder(tickets: readonly Ticket[]): Ticket[] {
  const held = new Map<string, number>();
  for (const { share, state } of tickets) {
    if (state === 'holding') held.set(share, (held.get(share) ?? 0) + 1);
  }
  const rank = ({ priority, share, since }: Ticket): number[] => [
    priority === 'production' ? 0 : 1,
    held.get(share) ?? 0,
    since,
  ];
  return tickets
    .filter(({ state }) => state === 'waiting')
    .map((ticket) => ({ ticket, ranks: rank(ticket) }))
    .sort(({ ticket: one, ranks }, { ticket: other, ranks: others }) => {
      const differing = ranks.findIndex((value, index) => value !== others[index]);
      if (differing === -1) return one.group < other.group ? -1 : 1;
      return (ranks[differing] ?? 0) - (others[differing] ?? 0);
    })
    .map(({ ticket }) => ticket);
}

function hasRoom(
  state: CreationBudgetState,
  { region, cores }: Ticket,
  { nowMs, maxGroups }: BudgetContext,
): boolean {
  if ((state.regions[region]?.pausedUntil ?? 0) > nowMs) return false;
  const limits = limitsOf(state, region, maxGroups);
  return limits.groups.used + 1 <= limits.groups.limit && limits.cores.used + cores <= limits.cores.limit;
}

/** The limits of a region and everybody's use of it; where it does not tell, only our own limit counts. */
function limitsOf(
  state: CreationBudgetState,
  region: string,
  maxGroups: number,
): Record<'groups' | 'cores', { limit: number; used: number }> {
  const holders = state.tickets.filter((ticket) => ticket.state === 'holding' && ticket.region === region);
  const usage = state.regions[region]?.usage;
  const others = usage?.groups.usedByOthers ?? 0;
  return {
    groups: {
      // Our own limit is on our own groups, and what others use does not count for it.
      limit: Math.min(maxGroups + others, usage?.groups.limit ?? Number.POSITIVE_INFINITY),
      used: holders.length + others,
    },
    cores: {
      limit: usage?.cores.limit ?? Number.POSITIVE_INFINITY,
      used: holders.reduce((sum, { cores }) => sum + cores, 0) + (usage?.cores.usedByOthers ?? 0),
    },
  };
}

function queued(
  state: CreationBudgetState,
  ticket: Ticket,
  { groups, cores }: ReturnType<typeof limitsOf>,
  { rates, nowMs }: BudgetContext,
): ClaimAnswer {
  const waiting = inOrder(state.tickets).filter(({ region }) => region === ticket.region);
  const ahead = waiting.findIndex(({ group }) => group === ticket.group);
  const inCores = Number.isFinite(cores.limit) ? ` and ${cores.used} of ${cores.limit} cores` : '';
  return {
    kind: 'queued',
    ahead: Math.max(ahead, 0),
    room:
      spentRate(state.creations, rates, nowMs) ??
      `${groups.used} of ${groups.limit} container groups${inCores} of "${ticket.region}" are in use`,
  };
}

/** Which rate is used up, in words; undefined while another group may be created. */
function spentRate(
  creations: readonly number[],
  { per5Minutes, perHour }: CreationRates,
  nowMs: number,
): string | undefined {
  const since = (ms: number): number => creations.filter((time) => time > nowMs - ms).length;
  const spent = (most: number, time: string): string =>
    `${most} container groups were created in the last ${time}, which is the limit`;
  if (since(fiveMinutesMs) >= per5Minutes) return spent(per5Minutes, 'five minutes');
  return since(hourMs) >= perHour ? spent(perHour, 'hour') : undefined;
}

/** Without what has no meaning any more; the same object when there is nothing of that kind. */
function pruned(state: CreationBudgetState, nowMs: number): CreationBudgetState {
  const tickets = state.tickets.filter(({ until }) => until > nowMs);
  const creations = state.creations.filter((time) => time > nowMs - hourMs);
  const isSame = tickets.length === state.tickets.length && creations.length === state.creations.length;
  return isSame ? state : { ...state, tickets, creations };
}
