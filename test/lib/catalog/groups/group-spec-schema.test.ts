import { describe, expect, it } from 'vitest';
import { groupPlacements, groupShape } from '../../../../lib/catalog/groups/group-shape.ts';
import { groupSpecSchema } from '../../../../lib/catalog/groups/group-spec-schema.ts';
import { readBySchema } from '../../../../lib/schema-issues.ts';

const main = { name: 'main', image: 'demo/x:1' };
const identity =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/puller';
const subnet = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n/subnets/jobs';

function issuesOf(spec: unknown): string[] {
  const read = readBySchema(groupSpecSchema, spec, '(all)');
  return 'issues' in read ? read.issues.map(({ place, problem }) => `${place}: ${problem}`) : [];
}

function shapeOf(spec: unknown) {
  return groupShape(groupSpecSchema.parse(spec));
}

describe('groupSpecSchema', () => {
  it('makes the smallest group whole', () => {
    expect(shapeOf({ containers: [main] })).toEqual({
      containers: [{ ...main, environment: {}, secrets: {}, cpu: 1, memoryGb: 1.5 }],
    });
  });

  it('keeps everything that can be written of a group', () => {
    const shape = shapeOf({
      containers: [
        {
          ...main,
          command: ['run'],
          args: ['--all', 'x'],
          environment: { MODE: 'fast' },
          secrets: { TOKEN: 'API_TOKEN' },
          cpu: 0.25,
          memoryGb: 0.5,
          gpu: { count: 1, sku: 'V100' },
          ports: [{ port: 80 }, { port: 80, protocol: 'UDP' }],
          mounts: [{ volume: 'share', path: '/data', readOnly: true }],
          probes: {
            liveness: { command: ['true'], periodSeconds: 5 },
            readiness: { http: { port: 80, path: '/ready' } },
          },
        },
        { name: 'helper', image: 'demo/helper', essential: false },
      ],
      initContainers: [{ name: 'before', image: 'demo/before', command: ['prepare'], args: ['now'] }],
      volumes: [
        { name: 'empty', emptyDir: {} },
        { name: 'secret', secret: { 'key.pem': 'KEY' } },
        { name: 'share', azureFile: { share: 'reports', account: 'account1', key: 'ACCOUNT_KEY' } },
        { name: 'source', gitRepo: { repository: 'https://github.com/acme/blog.git', revision: 'v1' } },
      ],
      ports: [{ port: 80 }],
      dnsName: 'arena',
      identities: [identity],
      registries: [
        { server: 'a.azurecr.io', identity },
        { server: 'b.example.com:5000', username: 'me', password: 'REGISTRY' },
      ],
      restartPolicy: 'OnFailure',
      zones: ['1'],
      priority: 'regular',
      logAnalytics: { workspaceId: 'w', workspaceKey: 'WORKSPACE' },
    });
    const secret = (name: string) => ({ kind: 'setting', name });
    expect(shape).toEqual({
      containers: [
        {
          ...main,
          command: ['run', '--all', 'x'],
          environment: { MODE: 'fast' },
          secrets: { TOKEN: secret('API_TOKEN') },
          cpu: 0.25,
          memoryGb: 0.5,
          gpu: { count: 1, sku: 'V100' },
          ports: [
            { port: 80, protocol: 'TCP' },
            { port: 80, protocol: 'UDP' },
          ],
          mounts: [{ volume: 'share', path: '/data', readOnly: true }],
          probes: {
            liveness: { check: { kind: 'command', command: ['true'] }, periodSeconds: 5 },
            readiness: { check: { kind: 'http', port: 80, path: '/ready' } },
          },
        },
        {
          name: 'helper',
          image: 'demo/helper',
          environment: {},
          secrets: {},
          cpu: 1,
          memoryGb: 1.5,
          essential: false,
        },
      ],
      initContainers: [
        { name: 'before', image: 'demo/before', command: ['prepare', 'now'], environment: {}, secrets: {} },
      ],
      volumes: [
        { name: 'empty', kind: 'emptyDir' },
        { name: 'secret', kind: 'secret', files: { 'key.pem': secret('KEY') } },
        {
          name: 'share',
          kind: 'azureFile',
          share: 'reports',
          account: 'account1',
          key: secret('ACCOUNT_KEY'),
        },
        {
          name: 'source',
          kind: 'gitRepo',
          repository: 'https://github.com/acme/blog.git',
          revision: 'v1',
        },
      ],
      ports: [{ port: 80, protocol: 'TCP' }],
      dnsName: 'arena',
      identities: [identity],
      registries: [
        { server: 'a.azurecr.io', identity },
        { server: 'b.example.com:5000', username: 'me', password: secret('REGISTRY') },
      ],
      restartPolicy: 'OnFailure',
      zones: ['1'],
      priority: 'regular',
      logAnalytics: { workspaceId: 'w', workspaceKey: secret('WORKSPACE') },
    });
  });

  it('places the group where it says, and otherwise where the app places its groups', () => {
    const sizes = { main: { cpu: 2, memoryGb: 4 } };
    const written = groupSpecSchema.parse({
      containers: [main],
      regions: ['westeurope', { region: 'eastus', sizes }],
    });
    expect(groupPlacements(written, ['uksouth'])).toEqual([
      { region: 'westeurope' },
      { region: 'eastus', sizes },
    ]);
    expect(groupPlacements(groupSpecSchema.parse({ containers: [main] }), ['uksouth'])).toEqual([
      { region: 'uksouth' },
    ]);
  });

  it('tells every mistake at once, those of single fields beside those that span several', () => {
    const issues = issuesOf({
      containers: [
        { name: 'main', image: '', cpu: 40, colour: 'red' },
        {
          name: 'main',
          image: 'demo/x',
          args: ['x'],
          environment: { SLIPWAY_INPUT: '1', A: 'b' },
          secrets: { A: 'B', C: 'not a name' },
          mounts: [{ volume: 'nothing', path: 'relative' }],
        },
      ],
      dnsName: 'arena',
      restartPolicy: 'Sometimes',
    });
    expect(issues.map((issue) => issue.split(': ')[0])).toEqual([
      'containers[0].image',
      'containers[0].cpu',
      'containers[0].colour',
      'containers[1].environment.SLIPWAY_INPUT',
      'containers[1].secrets.C',
      'containers[1].mounts[0].path',
      'restartPolicy',
      'containers[1].name',
      'containers[1].args',
      'containers[1].secrets.A',
      'containers[1].mounts[0].volume',
      'dnsName',
      'containers',
    ]);
  });

  const volume = { name: 'empty', emptyDir: {} };
  it.each<[string, Record<string, unknown>, string]>([
    ['no container', { containers: [] }, 'containers: name at least one container'],
    ['a name in capitals', { containers: [{ ...main, name: 'Main' }] }, 'containers[0].name: use 1 to 63'],
    [
      'sixty containers and an init container',
      {
        containers: Array.from({ length: 60 }, (_, n) => ({ ...main, name: `c${n}`, cpu: 0.5, memoryGb: 1 })),
        initContainers: [{ name: 'before', image: 'x' }],
      },
      'initContainers: Azure takes at most 60 containers',
    ],
    [
      'an init container with the name of a container',
      { initContainers: [main] },
      'containers[0].name: the container "main" is there twice',
    ],
    ['a size between the steps', { containers: [{ ...main, memoryGb: 0.25 }] }, 'containers[0].memoryGb:'],
    [
      'more cores than a group has',
      {
        containers: [
          { ...main, cpu: 31 },
          { ...main, name: 'b' },
        ],
      },
      'containers: need 32 cores together; a group has at most 31',
    ],
    [
      'a spot group that is too large',
      { containers: [{ ...main, memoryGb: 17 }], priority: 'spot' },
      'containers: need 17 GB together; a spot group has at most 16',
    ],
    [
      'only containers that do not count',
      { containers: [{ ...main, essential: false }] },
      'containers: at least one container is essential',
    ],
    [
      'a port twice in one container',
      { containers: [{ ...main, ports: [{ port: 80 }, { port: 80, protocol: 'TCP' }] }] },
      'containers[0].ports[1]: the port "80/TCP" is there twice',
    ],
    ['port 0', { ports: [{ port: 0 }] }, 'ports[0].port:'],
    [
      'six open ports',
      { ports: [1, 2, 3, 4, 5, 6].map((port) => ({ port })) },
      'ports: Azure opens at most 5 ports',
    ],
    [
      'a probe of two kinds',
      { containers: [{ ...main, probes: { liveness: { command: ['a'], http: { port: 1 } } } }] },
      'containers[0].probes.liveness: a probe has either',
    ],
    ['a volume without a kind', { volumes: [{ name: 'empty' }] }, 'volumes[0]: a volume has exactly one of'],
    [
      'a volume of two kinds',
      { volumes: [{ ...volume, secret: { a: 'A' } }] },
      'volumes[0]: a volume has exactly one of',
    ],
    ['a volume twice', { volumes: [volume, volume] }, 'volumes[1]: the volume "empty" is there twice'],
    ['a short volume name', { volumes: [{ ...volume, name: 'vol' }] }, 'volumes[0].name: use 5 to 63'],
    [
      'a secret file outside its volume',
      { volumes: [{ name: 'secret', secret: { '..': 'A' } }] },
      'volumes[0].secret...: a file name',
    ],
    [
      'a repository with a token',
      { volumes: [{ name: 'source', gitRepo: { repository: 'https://t@github.com/a/b.git' } }] },
      'volumes[0].gitRepo.repository: holds credentials',
    ],
    [
      'one path mounted twice',
      {
        volumes: [volume],
        containers: [
          {
            ...main,
            mounts: [
              { volume: 'empty', path: '/a' },
              { volume: 'empty', path: '/a' },
            ],
          },
        ],
      },
      'containers[0].mounts[1]: the path "/a" is there twice',
    ],
    ['a public name without a port', { dnsName: 'arena' }, 'dnsName: needs "ports"'],
    [
      'a public name in a subnet',
      { dnsName: 'arena', ports: [{ port: 80 }], subnet },
      'dnsName: a group in a subnet has no public name',
    ],
    [
      'a spot group in a subnet',
      { priority: 'spot', subnet },
      'subnet: Azure runs no spot group in a subnet',
    ],
    [
      'a spot group with an address',
      { priority: 'spot', ports: [{ port: 80 }] },
      'ports: Azure gives a spot group no public address',
    ],
    [
      'a registry whose identity the group does not have',
      { registries: [{ server: 'a.azurecr.io', identity }] },
      'registries[0].identity: is not one of the group\'s "identities"',
    ],
    [
      'a registry with half a password',
      { registries: [{ server: 'a.azurecr.io', username: 'me' }] },
      'registries[0]: a registry has either',
    ],
    ['two zones', { zones: ['1', '2'] }, 'zones: Azure pins a group to one zone'],
    ['a region that is none', { regions: ['West Europe'] }, 'regions[0]: a region name'],
    [
      'a size of a region for a container that is not there',
      { regions: [{ region: 'eastus', sizes: { other: { cpu: 1, memoryGb: 1 } } }] },
      'regions[0].sizes.other: the group has no such container',
    ],
    [
      'a size of a region that is too large',
      {
        containers: [main, { ...main, name: 'b' }],
        regions: [{ region: 'eastus', sizes: { main: { cpu: 31, memoryGb: 4 } } }],
      },
      'regions[0].sizes: need 32 cores together',
    ],
    ['a field that is none', { locations: ['westeurope'] }, 'locations: no such property'],
  ])('refuses %s', (_, spec, problem) => {
    const issues = issuesOf({ containers: [main], ...spec });
    expect(issues).toHaveLength(1);
    expect(issues[0]).toContain(problem);
  });
});
