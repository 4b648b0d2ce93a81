import type { Pod } from 'kubernetes-types/core/v1.js';
import type { KubeApiDependencies } from '../../lib/kubernetes/kube-api-dependencies.ts';
import { badRequest, KubeError, notFound } from '../../lib/kubernetes/kube-error.ts';
import { pods } from '../../lib/kubernetes/kube-resources.ts';
import type { ExecRequest, PodLogOptions } from '../../lib/kubernetes/kube-workloads.ts';
import { json, streamed } from './api-answer.ts';
import type { ApiTarget } from './api-path.ts';
import { isTrue, numberOf } from './api-request.ts';

type PodTarget = ApiTarget & { name: string };

/** What the gateway asks for instead of an upgrade, and gets the address of a terminal as JSON. */
const terminalType = 'application/vnd.slipway.terminal+json';

export async function podLog(
  deps: KubeApiDependencies,
  target: PodTarget,
  request: Request,
): Promise<Response> {
  const { searchParams: query } = new URL(request.url);
  const pod = await podOf(deps, target);
  const container = containerOf(pod, query.get('container'));
  if (isTrue(query, 'previous'))
    throw badRequest(
      `previous terminated container "${container}" in pod "${target.name}" not found: Azure Container Instances keeps the log of the last start only`,
    );
  const options = logOptions(query);
  const logs = await deps.workloads.logs(pod, { container, ...options }, deps.runs);
  if (logs.kind === 'none') throw badRequest(logs.message);
  return streamed(logs.text, 'text/plain');
}

function logOptions(query: URLSearchParams): Omit<PodLogOptions, 'container'> {
  const numbers = ['tailLines', 'sinceSeconds', 'limitBytes'] as const;
  const given = numbers.flatMap((name) => {
    const value = numberOf(query, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const sinceTime = query.get('sinceTime');
  if (sinceTime !== null && Number.isNaN(Date.parse(sinceTime)))
    throw badRequest(`sinceTime takes a time such as 2026-01-01T00:00:00Z, not "${sinceTime}"`);
  if (sinceTime !== null && given.some(([name]) => name === 'sinceSeconds'))
    throw badRequest('at most one of sinceTime and sinceSeconds may be specified');
  return {
    follow: isTrue(query, 'follow'),
    timestamps: isTrue(query, 'timestamps'),
    ...Object.fromEntries(given),
    ...(sinceTime === null ? {} : { sinceTime }),
  };
}

/** A terminal needs an upgrade, which Azure Functions does not do: only the gateway can use the answer. */
export async function podTerminal(
  deps: KubeApiDependencies,
  target: PodTarget,
  request: Request,
): Promise<Response> {
  const { searchParams: query } = new URL(request.url);
  if (!request.headers.get('accept')?.includes(terminalType))
    throw badRequest(
      `${target.subresource} needs a WebSocket, which Azure Functions does not serve: start the gateway (npm run kube-gateway) and use its kubeconfig`,
    );
  const pod = await podOf(deps, target);
  const container = containerOf(pod, query.get('container'));
  const command = query.getAll('command');
  if (target.subresource === 'exec' && command.length === 0)
    throw badRequest('you must specify at least one command for the container');
  const asked: ExecRequest =
    target.subresource === 'exec'
      ? { kind: 'exec', container, command, ...sizeOf(query) }
      : { kind: 'attach', container };
  const terminal = await deps.workloads.exec(pod, asked, deps.runs);
  if (terminal.kind === 'refused') throw new KubeError(400, 'BadRequest', terminal.message);
  return json({ webSocketUri: terminal.webSocketUri, password: terminal.password });
}

function sizeOf(query: URLSearchParams): { rows?: number; columns?: number } {
  const rows = numberOf(query, 'rows');
  const columns = numberOf(query, 'columns');
  return { ...(rows ? { rows } : {}), ...(columns ? { columns } : {}) };
}

async function podOf({ objects }: KubeApiDependencies, target: PodTarget): Promise<Pod> {
  const { namespace = '', name } = target;
  const pod = await objects.read({ resource: 'pods', namespace, name });
  if (!pod) throw notFound(pods, name);
  return pod as Pod;
}

/** The container that is named; the only one, or the one of kubectl's annotation, where none is. */
function containerOf({ metadata, spec }: Pod, asked: string | null): string {
  const names = (spec?.containers ?? []).map(({ name }) => name);
  const all = [...names, ...(spec?.initContainers ?? []).map(({ name }) => name)];
  const wanted = asked || metadata?.annotations?.['kubectl.kubernetes.io/default-container'];
  if (wanted) {
    if (all.includes(wanted)) return wanted;
    throw badRequest(`container ${wanted} is not valid for pod ${metadata?.name}`);
  }
  const [first, ...others] = names;
  if (first !== undefined && others.length === 0) return first;
  throw badRequest(
    `a container name must be specified for pod ${metadata?.name}, choose one of: [${all.join(' ')}]`,
  );
}
