import type { RunFacts } from './run-cost.ts';

type Instance = {
  instanceId: string;
  output?: { usage?: { vcpuSeconds: number; memoryGbSeconds: number } } | null;
  historyEvents?: Array<{ EventType: string }>;
};

/** No run is asked for more instances: an array of thousands is told of by its first ones. */
const mostInstances = 1_000;

/** Reads what a run used, of itself and of the runs whose ids begin with its own. Throws an Error that says what to do. */
export async function readRunFacts(origin: string, id: string, key: string | undefined): Promise<RunFacts> {
  const get = async <Answer>(path: string): Promise<Answer> => {
    const headers: Record<string, string> = key === undefined ? {} : { 'x-functions-key': key };
    const response = await fetch(`${origin}${path}`, { headers });
    if (response.ok) return (await response.json()) as Answer;
    throw new Error(problemOf(response.status, path, id));
  };
  const { kind } = await get<{ kind: string }>(`/api/runs/${encodeURIComponent(id)}`);
  const hub = '/runtime/webhooks/durabletask/instances';
  const prefix = encodeURIComponent(id);
  const list = await get<Instance[]>(
    `${hub}?instanceIdPrefix=${prefix}&top=${mostInstances}&showInput=false`,
  );
  const facts = { vcpuSeconds: 0, memoryGbSeconds: 0, events: {} as Record<string, number> };
  for (const { instanceId } of list) {
    const path = `${hub}/${encodeURIComponent(instanceId)}?showHistory=true&showInput=false`;
    const { output, historyEvents = [] } = await get<Instance>(path);
    for (const { EventType } of historyEvents) facts.events[EventType] = (facts.events[EventType] ?? 0) + 1;
    facts.vcpuSeconds += output?.usage?.vcpuSeconds ?? 0;
    facts.memoryGbSeconds += output?.usage?.memoryGbSeconds ?? 0;
  }
  return { kind: kind === 'publish' ? 'publish' : 'job', ...facts };
}

function problemOf(status: number, path: string, id: string): string {
  if (status === 404)
    return `There is no run "${id}" there, or its history has gone; GET /api/runs lists them.`;
  if (status === 401) return 'The app wants its master key: --key KEY, or the variable SLIPWAY_KEY.';
  return `GET ${path} answered ${status}.`;
}
