import type { ContainerGroupSpec } from '../../../contract/container-specs.ts';
import type { ContainerGroupState, TaggedContainerGroup } from '../../../contract/containers.ts';
import type { GroupGlimpse } from '../../../contract/fleets.ts';
import { containerVerdict } from '../containers/container-verdict.ts';

/** A group as a list shows it. */
export function groupGlimpse({ provisioningState, ip, fqdn }: TaggedContainerGroup): GroupGlimpse {
  return { provisioningState, ...addressOf({ ip, fqdn }) };
}

/** A group that was looked at itself, with why its containers run no more; undefined where there is none. */
export function closeGlimpse(
  state: ContainerGroupState,
  group: ContainerGroupSpec | undefined,
): GroupGlimpse | undefined {
  if (state.kind === 'absent') return undefined;
  const glimpse = { provisioningState: state.provisioningState, ...addressOf(state) };
  if (!group) return glimpse;
  const { containers, restartPolicy, provisioningDeadlineSeconds } = group;
  const verdict = containerVerdict({
    ...{ state, containers, restartPolicy, provisioningDeadlineSeconds },
    ...{ provisioningExpired: false, runningExpired: false },
  });
  if (verdict.kind !== 'ended') return glimpse;
  const { end } = verdict;
  return { ...glimpse, ended: end.kind === 'succeeded' ? 'Its containers have ended.' : end.message };
}

function addressOf({ ip, fqdn }: { ip?: string | undefined; fqdn?: string | undefined }) {
  return { ...(ip === undefined ? {} : { ip }), ...(fqdn === undefined ? {} : { fqdn }) };
}
