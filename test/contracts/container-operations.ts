import { describe, expect, test } from 'vitest';
import type { GroupShape } from '../../contract/container-specs.ts';
import type { ContainerOperations, PutRequest } from '../../lib/ports/container-operations.ts';
import { aContainerSpec } from '../support/builders.ts';

const owner = { kind: 'person', id: 'group-1', hub: 'test' } as const;

/** A group whose container says something and runs until it is stopped; a fake reads it from the variables. */
function aRequest(
  overrides: Partial<Extract<PutRequest, { kind: 'described' }>> = {},
  shape: Partial<GroupShape<string>> = {},
): PutRequest {
  const main = aContainerSpec<string>({
    name: 'main',
    image: 'shell',
    command: ['sh', '-c', 'echo "$SAYS"; exec sleep 1000'],
    environment: { SAYS: 'up' },
    cpu: 1,
    memoryGb: 1.5,
  });
  return {
    kind: 'described',
    name: 'group-1',
    region: 'westeurope',
    owner,
    attempt: 1,
    shape: { containers: [main], ...shape },
    ...overrides,
  };
}

/** What the app relies on of any ContainerOperations. `make` starts with nothing. */
export function containerOperationsContract(name: string, make: () => Promise<ContainerOperations>): void {
  const running = async (): Promise<ContainerOperations> => {
    const operations = await make();
    expect(await operations.put(aRequest())).toEqual({ kind: 'created' });
    await expect
      .poll(() => operations.read('group-1'))
      .toMatchObject({ provisioningState: 'Succeeded', containers: [{ state: 'running' }] });
    return operations;
  };

  describe(`operations on container groups of ${name}`, () => {
    test('say of what does not exist that it is absent', async () => {
      const operations = await make();
      expect(await operations.list()).toEqual([]);
      expect(await operations.read('group-1')).toBeUndefined();
      expect(await operations.readLog('group-1', 'main', {})).toBeUndefined();
      for (const action of ['start', 'stop', 'restart'] as const)
        expect(await operations.act('group-1', action)).toEqual({ kind: 'absent' });
    });

    test('show a group with its owner, its containers and until when it is there', async () => {
      const operations = await make();
      const deadline = new Date('2026-01-02T00:00:00.000Z');
      await operations.put(aRequest({ deadline }));
      await operations.put(aRequest({ name: 'a-group', region: 'northeurope' }));
      await expect
        .poll(() => operations.read('group-1'))
        .toMatchObject({
          name: 'group-1',
          region: 'westeurope',
          owner,
          attempt: 1,
          deadline: '2026-01-02T00:00:00.000Z',
          groupState: 'Running',
          restartPolicy: 'Never',
          containers: [{ name: 'main', image: 'shell', state: 'running', cpu: 1, memoryGb: 1.5 }],
          initContainers: [],
        });
      expect(await operations.list()).toEqual([
        { name: 'a-group', region: 'northeurope', owner },
        { name: 'group-1', region: 'westeurope', owner },
      ]);
    });

    test('take a body of the management API, and add whose it is', async () => {
      const operations = await make();
      const body = {
        tags: { team: 'blue' },
        properties: {
          osType: 'Linux',
          restartPolicy: 'Always',
          containers: [
            {
              name: 'web',
              properties: { image: 'shell', resources: { requests: { cpu: 2, memoryInGB: 1 } } },
            },
          ],
        },
      };
      expect(await operations.put({ kind: 'raw', name: 'group-1', region: 'eastus', owner, body })).toEqual({
        kind: 'created',
      });
      expect(await operations.read('group-1')).toMatchObject({
        region: 'eastus',
        owner,
        restartPolicy: 'Always',
      });
    });

    test('change a group that exists', async () => {
      const operations = await running();
      expect(await operations.put(aRequest())).toEqual({ kind: 'updated' });
    });

    test('write tags of a group while it runs, and take them off again', async () => {
      const operations = await running();
      const deadline = '2026-02-01T00:00:00.000Z';
      const changes = { tags: { team: 'blue' }, deadline: new Date(deadline) };
      expect(await operations.tag('group-1', changes)).toBe('tagged');
      expect(await operations.read('group-1')).toMatchObject({
        owner,
        deadline,
        tags: { team: 'blue' },
        containers: [{ state: 'running', restartCount: 0 }],
      });
      expect(await operations.tag('group-1', { tags: { team: null }, deadline: null })).toBe('tagged');
      const after = await operations.read('group-1');
      expect([after?.owner, after?.deadline, after?.tags]).toEqual([owner, undefined, undefined]);
      expect(await operations.tag('absent', { tags: { team: 'blue' } })).toBe('absent');
    });

    test('stop, start and restart a group', async () => {
      const operations = await running();
      const stateOf = async () => {
        const group = await operations.read('group-1');
        return `${group?.groupState} ${group?.containers[0]?.state}`;
      };
      expect(await operations.act('group-1', 'stop')).toEqual({ kind: 'accepted' });
      await expect.poll(stateOf).toBe('Stopped terminated');
      expect(await operations.act('group-1', 'start')).toEqual({ kind: 'accepted' });
      await expect.poll(stateOf).toBe('Running running');
      expect(await operations.act('group-1', 'restart')).toEqual({ kind: 'accepted' });
      await expect.poll(stateOf).toBe('Running running');
    });

    test('read a log, its end and its times', async () => {
      const operations = await running();
      const read = (options: { tail?: number; timestamps?: boolean }) =>
        operations.readLog('group-1', 'main', options);
      await expect.poll(() => read({})).toBe('up\n');
      expect(await read({ tail: 1 })).toBe('up\n');
      expect(await read({ timestamps: true })).toMatch(/^\d{4}-\d\d-\d\dT\S+Z up\n$/);
    });

    test('connect with a container that runs', async () => {
      const operations = await running();
      const open = {
        kind: 'open',
        webSocketUri: expect.stringMatching(/^wss?:\/\//),
        password: expect.stringMatching(/./),
      };
      const options = { command: '/bin/sh', rows: 24, columns: 80 };
      expect(await operations.exec('group-1', 'main', options)).toEqual(open);
      expect(await operations.attach('group-1', 'main')).toEqual(open);
      expect(await operations.exec('absent', 'main', options)).toEqual({ kind: 'absent' });
    });

    test('tell what a region has', async () => {
      const operations = await running();
      expect(await operations.usage('westeurope')).toEqual(
        expect.arrayContaining([
          { name: 'ContainerGroups', used: 1, limit: 100 },
          { name: 'StandardCores', used: 1, limit: 100 },
        ]),
      );
      expect(await operations.capabilities('westeurope')).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ osType: 'Linux', maxCpu: expect.any(Number), maxGpuCount: 0 }),
        ]),
      );
      expect(await operations.cachedImages('westeurope')).toContainEqual({ osType: 'Linux', image: 'shell' });
    });
  });
}
