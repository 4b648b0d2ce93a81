import type { GroupShape } from '../../contract/container-specs.ts';
import { claimRoom } from '../../lib/containers/claim-room.ts';
import { revealedShape } from '../../lib/containers/revealed-shape.ts';
import { secretReader } from '../../lib/containers/secret-reader.ts';
import { withReporting } from '../../lib/containers/with-reporting.ts';
import { withTraceparent } from '../../lib/containers/with-traceparent.ts';
import { groupLifeSeconds } from '../../lib/decide/containers/group-lifetime.ts';
import { sizedContainers } from '../../lib/decide/containers/group-size.ts';
import { withServerAccess } from '../../lib/fleets/with-server-access.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** A token outlives no group by much; one of a group without a deadline is made anew with the group. */
const longestTokenSeconds = 366 * 24 * 3_600;

/** Idempotent: a group has one ticket, and its name comes from owner and attempt, so a repeated create is the same group. */
export function createContainerGroup(deps: ActivityDependencies): ActivityHandlers['createContainerGroup'] {
  const { clock, containers, documents } = deps;
  const claim = claimRoom(deps);
  return async ({ room, owner, attempt, spec, placement }, invocation) => {
    const [answer, cancellation] = await Promise.all([
      claim(room, invocation),
      documents.readCancellation(room.runId),
    ]);
    if (cancellation) return { kind: 'cancelled', message: cancellation.reason };
    if (answer.kind !== 'granted') return answer;

    const lifeSeconds = groupLifeSeconds(spec);
    const inSeconds = (seconds: number): Date => new Date(clock.now().getTime() + seconds * 1_000);
    const expiresAt = inSeconds(lifeSeconds ?? longestTokenSeconds);
    const revealed = await revealedShape(secretReader(deps), {
      ...spec,
      containers: sizedContainers(spec, placement),
    });
    const shape = withTraceparent(revealed, invocation.runs.traceparent);
    return containers.create({
      name: room.group,
      region: placement.region,
      owner,
      attempt,
      ...(lifeSeconds === undefined ? {} : { deadline: expiresAt }),
      shape: await withAccess(),
    });

    async function withAccess(): Promise<GroupShape<string>> {
      if (owner.kind === 'fleet') {
        const server = { fleet: owner.id, server: room.group, number: attempt, expiresAt };
        return withServerAccess(deps, shape, server);
      }
      if (spec.reports === 'none') return shape;
      return withReporting(deps, shape, { runId: owner.id, attempt, expiresAt, ...spec.grants });
    }
  };
}
