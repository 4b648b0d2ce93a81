/** Each row of the decision table as the management API shows it, through the real SDK, with the fault injected. */
import { describe, expect, test } from 'vitest';
import type { ContainerEnd } from '../../../contract/containers.ts';
import { armClients } from '../../../lib/azure/arm-clients.ts';
import { azureContainers } from '../../../lib/azure/azure-containers.ts';
import { containerVerdict } from '../../../lib/decide/containers/container-verdict.ts';
import { imageNotAccessible } from '../../../lib/decide/containers/image-not-accessible.ts';
import type { Containers } from '../../../lib/ports/containers.ts';
import type { Fault } from '../../../local/arm/index.ts';
import { resourceGroup, subscription } from '../../local/arm/support/sdk-clients.ts';
import { startTestArm, type TestArm } from '../../local/arm/support/start-test-arm.ts';
import { aContainerSpec } from '../../support/builders.ts';

const name = 'job-1';

type Row = {
  end: ContainerEnd['kind'];
  /** What else is true of the end. */
  with?: Partial<Record<'container' | 'exitCode' | 'reason', unknown>>;
  because: string;
  fault?: Fault;
  /** What the container does, as `sh -c`; it runs for ever without. */
  does?: string;
  environment?: Record<string, string>;
  init?: string;
  /** What somebody does to the group once its container runs. */
  meanwhile?(arm: TestArm, containers: Containers): Promise<unknown>;
  /** The deadline that has passed. */
  expired?: 'provisioning' | 'running';
};

const forever = 'exec sleep 1000';

const rows: Row[] = [
  { end: 'succeeded', because: 'all exit codes are 0', does: 'exit 0', init: 'exit 0' },
  {
    end: 'failed',
    with: { container: 'main', exitCode: 3 },
    because: 'a container exits with 3',
    does: 'exit 3',
  },
  {
    end: 'outOfMemory',
    with: { container: 'main' },
    because: 'its memory is used up',
    fault: { kind: 'outOfMemory' },
  },
  {
    end: 'initContainerFailed',
    with: { container: 'before', exitCode: 4 },
    because: 'an init container exits with 4',
    init: 'exit 4',
  },
  {
    end: 'initContainerFailed',
    with: { container: 'before', exitCode: 9 },
    because: 'an init container is made to fail',
    init: 'exit 0',
    fault: { kind: 'initFailure', exitCode: 9 },
  },
  {
    end: 'imageNotAccessible',
    with: { reason: 'unknown' },
    because: 'the create says so',
    fault: { kind: 'inaccessibleImage' },
  },
  {
    end: 'imageNotAccessible',
    with: { reason: 'throttled' },
    because: 'the registry refuses the create',
    fault: { kind: 'registryError' },
  },
  ...(
    [
      ['absent', 'notFound'],
      ['refused', 'refused'],
      ['throttled', 'throttled'],
    ] as const
  ).map(
    ([fault, reason]): Row => ({
      end: 'imageNotAccessible',
      with: { reason },
      because: `its pull is ${fault}`,
      fault: { kind: 'pullFailure', reason: fault, times: 9 },
    }),
  ),
  { end: 'capacity', because: 'the create is refused for it', fault: { kind: 'serviceUnavailable' } },
  { end: 'capacity', because: 'no node is found for it', fault: { kind: 'insufficientCapacity' } },
  { end: 'quota', because: 'the create says so', fault: { kind: 'quotaReached' } },
  {
    end: 'stuckProvisioning',
    because: 'it gets no node until the deadline',
    fault: { kind: 'stuckProvisioning' },
    expired: 'provisioning',
  },
  { end: 'deadlineExceeded', because: 'it runs on at the deadline', expired: 'running' },
  {
    end: 'vanished',
    because: 'somebody deletes it',
    meanwhile: (_, containers) => containers.delete(name),
  },
  {
    end: 'vanished',
    because: 'somebody stops it',
    meanwhile: async ({ aci, until }) => {
      await aci.containerGroups.stop(resourceGroup, name);
      await until(name, (group) => group?.state === 'Stopped');
    },
  },
  {
    end: 'killedByPlatform',
    because: 'its node is maintained',
    fault: { kind: 'platformKill', exitCode: 7147 },
  },
  {
    end: 'killedByPlatform',
    because: 'its node is taken away',
    fault: { kind: 'platformKill', exitCode: 7148 },
  },
  { end: 'refused', because: 'the request is wrong', environment: { _BAD: 'x' } },
];

async function endOf(row: Row): Promise<ContainerEnd> {
  const arm = await startTestArm();
  const containers = azureContainers(
    armClients({ subscriptionId: subscription, resourceGroup, armEndpoint: arm.origin }),
  );
  if (row.fault) arm.faults.add({ ...row.fault, target: name });
  const { environment = {}, does = forever, init } = row;
  const shell = (script: string) => ({
    image: 'shell',
    environment,
    command: ['sh', '-c', script],
    memoryGb: 1.5,
  });
  const main = aContainerSpec<string>(shell(does));
  const before = init === undefined ? [] : [aContainerSpec<string>({ name: 'before', ...shell(init) })];
  const created = await containers.create({
    name,
    region: 'westeurope',
    owner: { kind: 'run', id: 'run-1', hub: 'test' },
    attempt: 1,
    shape: { containers: [main], initContainers: before },
  });
  if (created.kind === 'nameTaken') throw new Error(created.message);
  if (created.kind === 'imageNotAccessible') return imageNotAccessible(created.message);
  if (created.kind !== 'created') return created;
  return watched(row, arm, containers);
}

async function watched(
  { meanwhile, expired }: Row,
  arm: TestArm,
  containers: Containers,
): Promise<ContainerEnd> {
  let isDone = meanwhile === undefined;
  for (;;) {
    const state = await containers.read(name);
    const runs = state.kind === 'present' && state.containers[0]?.state === 'running';
    if (runs && !isDone) {
      isDone = true;
      await meanwhile?.(arm, containers);
      continue;
    }
    const verdict = containerVerdict({
      state,
      containers: [{ name: 'main' }],
      provisioningDeadlineSeconds: 600,
      runningDeadlineSeconds: 600,
      provisioningExpired: expired === 'provisioning',
      runningExpired: expired === 'running' && runs,
    });
    if (verdict.kind === 'ended') return verdict.end;
  }
}

describe('a container group over the management API', () => {
  test.each(rows)('ends as $end, because $because', async (row) => {
    expect(await endOf(row)).toMatchObject({
      kind: row.end,
      ...row.with,
      ...(row.end === 'succeeded' ? {} : { message: expect.stringMatching(/\w{4,}/) }),
    });
  });
});
