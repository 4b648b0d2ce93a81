import type { ContainerGroupSpec } from '../../../contract/container-specs.ts';
import type { ContainerEnd, ContainerGroupState } from '../../../contract/containers.ts';
import { containerVerdict } from '../containers/container-verdict.ts';

/** A server that restarts this often before it has run at all will not come right by itself. */
const hopelessRestarts = 3;

export type StartVerdict =
  | { kind: 'waiting' }
  | { kind: 'running'; ip?: string; fqdn?: string }
  | { kind: 'failed'; failure: ContainerEnd['kind']; message: string };

/** How far the group of a server has come: it runs once all of its containers do, and it has its address. */
export function startVerdict(
  spec: ContainerGroupSpec,
  state: ContainerGroupState,
  { expired }: { expired: boolean },
): StartVerdict {
  const { containers, restartPolicy, provisioningDeadlineSeconds } = spec;
  const verdict = containerVerdict({
    ...{ state, containers, restartPolicy, provisioningDeadlineSeconds },
    ...{ provisioningExpired: expired, runningExpired: false },
  });
  if (verdict.kind === 'ended') return failed(verdict.end);
  if (state.kind === 'absent') return { kind: 'waiting' };

  const { ip, fqdn } = state;
  const restarting = state.containers.find(({ restartCount }) => restartCount >= hopelessRestarts);
  if (restarting) {
    const { name, restartCount, exitCode } = restarting;
    const last = exitCode === undefined ? '' : `, the last time with exit code ${exitCode}`;
    return failed({
      ...{ kind: 'failed', container: name, exitCode: exitCode ?? 1 },
      message: `The container "${name}" ended ${restartCount} times before the server was ready${last}.`,
    });
  }
  const isAddressed = !spec.ports?.length || ip !== undefined;
  if (
    state.containers.length > 0 &&
    state.containers.every((each) => each.state === 'running') &&
    isAddressed
  )
    return { kind: 'running', ...(ip === undefined ? {} : { ip }), ...(fqdn === undefined ? {} : { fqdn }) };
  if (!expired) return { kind: 'waiting' };
  const what = isAddressed ? 'Its containers did not all run' : 'It had no address';
  return failed({
    kind: 'stuckProvisioning',
    message: `${what} within ${spec.provisioningDeadlineSeconds} seconds, its "provisioningDeadlineSeconds".`,
  });
}

function failed(end: ContainerEnd): StartVerdict {
  if (end.kind !== 'succeeded') return { kind: 'failed', failure: end.kind, message: end.message };
  return { kind: 'failed', failure: 'failed', message: 'Its containers ended before the server was ready.' };
}
