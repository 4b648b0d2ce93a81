import type { Pod } from 'kubernetes-types/core/v1.js';
import type { Runs } from '../../ports/runs.ts';
import type { ExecRequest, ExecTarget } from '../kube-workloads.ts';
import { podGroupOf } from './pod-group.ts';

/** Connections to containers, as Azure offers them. */
export type ContainerConnections = {
  exec(
    group: string,
    container: string,
    options: { command: string; rows: number; columns: number },
  ): Promise<Connection>;
  attach(group: string, container: string): Promise<Connection>;
};

type Connection =
  | { kind: 'open'; webSocketUri: string; password: string }
  | { kind: 'absent' }
  | { kind: 'refused' | 'throttled'; message: string };

/** Of a terminal that says nothing of its size. */
const usualSize = { rows: 24, columns: 80 };

/** Where a terminal of a running container is reached. Azure starts one program, and takes no arguments for it. */
export async function podTerminal(
  connections: ContainerConnections,
  pod: Pod,
  request: ExecRequest,
  runs: Runs,
): Promise<ExecTarget> {
  const name = pod.metadata?.name ?? '';
  const group = await podGroupOf(pod, runs);
  if (!group) return { kind: 'refused', message: `pod "${name}" is waiting to start` };
  if (request.kind === 'attach')
    return targetOf(name, await connections.attach(group.name, request.container));
  const [command = '', ...args] = request.command;
  if (args.length > 0) {
    const remedy = `start a shell and type there: kubectl exec -it ${name} -- sh`;
    return { kind: 'refused', message: `Azure starts a program without arguments; ${remedy}` };
  }
  const { rows = usualSize.rows, columns = usualSize.columns } = request;
  return targetOf(name, await connections.exec(group.name, request.container, { command, rows, columns }));
}

function targetOf(name: string, connection: Connection): ExecTarget {
  switch (connection.kind) {
    case 'open':
      return { kind: 'target', webSocketUri: connection.webSocketUri, password: connection.password };
    case 'absent':
      return { kind: 'refused', message: `pod "${name}" has no container group any more` };
    default:
      return { kind: 'refused', message: connection.message };
  }
}
