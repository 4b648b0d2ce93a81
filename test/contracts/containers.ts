import { describe, expect, test } from 'vitest';
import type { ContainerSpec, GroupShape } from '../../contract/container-specs.ts';
import type { ContainerGroupRequest, Containers } from '../../lib/ports/containers.ts';
import { aContainerSpec } from '../support/builders.ts';

/** What a container of a contract test does: says something, and ends, or runs until it is deleted. */
export type Deed = { says?: string; exitCode?: number };

const owner = { kind: 'run', id: 'run-1', hub: 'test' } as const;
const endless: Deed = {};

/** A container that does it, as a shell understands it; a fake reads it from the variables. */
function doing(name: string, { says = '', exitCode }: Deed): ContainerSpec<string> {
  const end = exitCode === undefined ? 'exec sleep 1000' : `exit ${exitCode}`;
  return aContainerSpec<string>({
    name,
    image: 'shell',
    command: ['sh', '-c', `${says === '' ? '' : `echo "${says}"; `}${end}`],
    environment: { SAYS: says, EXIT_CODE: String(exitCode ?? '') },
  });
}

function aRequest(
  deeds: Record<string, Deed>,
  overrides: Partial<ContainerGroupRequest> = {},
  shape: Partial<GroupShape<string>> = {},
): ContainerGroupRequest {
  return {
    name: 'group-1',
    region: 'westeurope',
    owner,
    attempt: 1,
    shape: { containers: Object.entries(deeds).map(([name, deed]) => doing(name, deed)), ...shape },
    ...overrides,
  };
}

/** What the app relies on of any Containers. `make` starts with nothing, in regions with that quota. */
export function containersContract(
  name: string,
  make: (quota: { groups: number; cores: number }) => Promise<Containers>,
): void {
  const spacious = { groups: 100, cores: 100 };

  describe(`container groups of ${name}`, () => {
    test('are absent before they are created and after they were deleted', async () => {
      const containers = await make(spacious);
      expect(await containers.read('group-1')).toEqual({ kind: 'absent' });
      expect(await containers.readLog('group-1', 'main')).toBeUndefined();
      expect(await containers.delete('group-1')).toBe('gone');
      expect(await containers.create(aRequest({ main: endless }))).toEqual({ kind: 'created' });
      await expect.poll(() => containers.delete('group-1')).toBe('gone');
      expect(await containers.read('group-1')).toEqual({ kind: 'absent' });
      expect(await containers.list()).toEqual([]);
      await containers.keepUntil('group-1', new Date());
    });

    test('show each container by its name, and what it printed', async () => {
      const containers = await make(spacious);
      await containers.create(aRequest({ web: { says: 'up' }, worker: { says: 'done', exitCode: 3 } }));
      await expect
        .poll(() => containers.read('group-1'))
        .toMatchObject({
          kind: 'present',
          containers: [
            { name: 'web', state: 'running', restartCount: 0 },
            { name: 'worker', state: 'terminated', exitCode: 3 },
          ],
          initContainers: [],
        });
      await expect.poll(() => containers.readLog('group-1', 'web')).toBe('up\n');
      await expect.poll(() => containers.readLog('group-1', 'worker')).toBe('done\n');
    });

    test('run their init containers first', async () => {
      const containers = await make(spacious);
      const initContainers = [doing('prepare', { says: 'ready', exitCode: 0 })];
      await containers.create(aRequest({ main: { exitCode: 0 } }, {}, { initContainers }));
      await expect
        .poll(() => containers.read('group-1'))
        .toMatchObject({
          groupState: 'Succeeded',
          initContainers: [{ name: 'prepare', state: 'terminated', exitCode: 0 }],
          containers: [{ name: 'main', state: 'terminated', exitCode: 0 }],
        });
      expect(await containers.readLog('group-1', 'prepare')).toBe('ready\n');
    });

    test('may be asked for twice by their owner, and by nobody else', async () => {
      const containers = await make(spacious);
      const request = aRequest({ main: endless });
      await containers.create(request);
      await expect
        .poll(() => containers.read('group-1'))
        .toMatchObject({ containers: [{ state: 'running' }] });
      const before = await containers.read('group-1');
      expect(await containers.create(request)).toEqual({ kind: 'created' });
      expect(await containers.read('group-1')).toEqual(before);
      for (const stranger of [
        { owner: { ...owner, id: 'run-2' } },
        { owner: { ...owner, hub: 'another' } },
        { owner: { ...owner, kind: 'fleet' as const } },
        { attempt: 2 },
      ]) {
        expect(await containers.create({ ...request, ...stranger })).toMatchObject({ kind: 'nameTaken' });
      }
    });

    test('are listed with whose they are, what they take and until when', async () => {
      const containers = await make(spacious);
      const deadline = new Date('2026-01-02T00:00:00.000Z');
      const initContainers = [doing('prepare', { exitCode: 0 })];
      const request = aRequest(
        { web: endless, worker: endless },
        { deadline, attempt: 3 },
        { initContainers },
      );
      await containers.create(request);
      const listed = {
        name: 'group-1',
        provisioningState: expect.stringMatching(/\w/),
        region: 'westeurope',
        owner,
        attempt: 3,
        cores: 2,
        containers: ['prepare', 'web', 'worker'],
        deadline: deadline.toISOString(),
      };
      expect(await containers.list()).toEqual([listed]);
      await containers.keepUntil('group-1', new Date('2026-01-03T00:00:00.000Z'));
      expect(await containers.list()).toEqual([{ ...listed, keepUntil: '2026-01-03T00:00:00.000Z' }]);
    });

    test('have the address that they ask for, which a list shows, too', async () => {
      const containers = await make(spacious);
      await containers.create(aRequest({ main: endless }, {}, { ports: [{ port: 7_777, protocol: 'UDP' }] }));
      await expect.poll(() => containers.read('group-1')).toMatchObject({ groupState: 'Running' });
      const state = await containers.read('group-1');
      const ip = state.kind === 'present' ? state.ip : undefined;
      expect(ip).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
      expect(await containers.list()).toMatchObject([{ provisioningState: 'Succeeded', ip }]);
    });

    test('are refused beyond the quota of their region, which counts everybody', async () => {
      const containers = await make({ groups: 2, cores: 10 });
      await containers.create(aRequest({ main: endless }));
      const stranger = aRequest({ main: endless }, { name: 'other', owner: { ...owner, hub: 'another' } });
      await containers.create(stranger);
      expect(await containers.count('westeurope')).toEqual({
        groups: { limit: 2, used: 2 },
        cores: { limit: 10, used: 2 },
      });
      expect(await containers.create(aRequest({ main: endless }, { name: 'group-2' }))).toMatchObject({
        kind: 'quota',
        message: expect.stringContaining("'ContainerGroups' exceeded"),
      });
      const elsewhere = aRequest({ main: endless }, { name: 'group-3', region: 'northeurope' });
      expect(await containers.create(elsewhere)).toEqual({ kind: 'created' });
    });

    test('are refused beyond the cores of their region', async () => {
      const containers = await make({ groups: 10, cores: 2 });
      expect(await containers.create(aRequest({ a: endless, b: endless, c: endless }))).toMatchObject({
        kind: 'quota',
        message: expect.stringContaining("'StandardCores' exceeded"),
      });
    });
  });
}
