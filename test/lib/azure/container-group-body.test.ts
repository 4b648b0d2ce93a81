import { describe, expect, test } from 'vitest';
import type { GroupShape } from '../../../contract/container-specs.ts';
import { containerGroupBody } from '../../../lib/azure/container-group-body.ts';
import { aContainerSpec } from '../../support/builders.ts';

function bodyOf(shape: Partial<GroupShape<string>>): Record<string, unknown> {
  return containerGroupBody({
    name: 'publish-blog-1',
    region: 'westeurope',
    owner: { kind: 'run', id: 'run-1', hub: 'test' },
    attempt: 2,
    shape: { containers: [aContainerSpec<string>()], ...shape },
  });
}

describe('the body of a container group', () => {
  test('says whose it is, and asks for nothing that was not asked for', () => {
    expect(bodyOf({})).toEqual({
      location: 'westeurope',
      tags: {
        'slipway-owner': 'run-1',
        'slipway-kind': 'run',
        'slipway-hub': 'test',
        'slipway-attempt': '2',
      },
      properties: {
        osType: 'Linux',
        restartPolicy: 'Never',
        containers: [
          {
            name: 'main',
            properties: {
              image: 'acme/sums:1',
              environmentVariables: [],
              resources: { requests: { cpu: 1, memoryInGB: 1 } },
            },
          },
        ],
      },
    });
  });

  test('leaves out variables without a value, which Azure refuses', () => {
    const environment = { SLIPWAY_SITE: 'blog', SLIPWAY_HUGO_FLAGS: '' };
    const secrets = { API_KEY: 's3cret', SLIPWAY_GIT_TOKEN: '' };
    const body = bodyOf({ containers: [aContainerSpec<string>({ environment, secrets })] });
    expect(body).toHaveProperty('properties.containers.0.properties.environmentVariables', [
      { name: 'SLIPWAY_SITE', value: 'blog' },
      { name: 'API_KEY', secureValue: 's3cret' },
    ]);
  });

  test('has everything that a group may have', () => {
    const subnet = '/subscriptions/s/subnets/one';
    const identity = '/subscriptions/s/identities/one';
    const body = bodyOf({
      containers: [
        aContainerSpec<string>({
          ports: [{ port: 80 }],
          mounts: [{ volume: 'files', path: '/files', readOnly: true }],
          probes: { liveness: { check: { kind: 'http', port: 80 }, periodSeconds: 5 } },
          gpu: { count: 1, sku: 'V100' },
          limits: { cpu: 2, memoryGb: 3 },
        }),
      ],
      initContainers: [{ name: 'prepare', image: 'acme/prepare:1', environment: {}, secrets: {} }],
      volumes: [
        { name: 'files', kind: 'emptyDir' },
        { name: 'keys-of-it', kind: 'secret', files: { 'key.pem': 'pem' } },
        { name: 'share', kind: 'azureFile', share: 'photos', account: 'acme', key: 'k' },
        { name: 'sources', kind: 'gitRepo', repository: 'https://github.com/acme/blog.git' },
      ],
      ports: [{ port: 80 }, { port: 53, protocol: 'UDP' }],
      dnsName: 'arena',
      identities: [identity],
      registries: [
        { server: 'acme.azurecr.io', identity },
        { server: 'other.io', username: 'ada', password: 'p' },
      ],
      restartPolicy: 'OnFailure',
      subnet,
      priority: 'spot',
      zones: ['1'],
      confidential: { policy: 'cG9saWN5' },
      logAnalytics: { workspaceId: 'w', workspaceKey: 'k' },
    });
    expect(body).toMatchObject({
      zones: ['1'],
      identity: { type: 'UserAssigned', userAssignedIdentities: { [identity]: {} } },
      properties: {
        restartPolicy: 'OnFailure',
        priority: 'Spot',
        sku: 'Confidential',
        confidentialComputeProperties: { ccePolicy: 'cG9saWN5' },
        containers: [
          {
            properties: {
              ports: [{ port: 80, protocol: 'TCP' }],
              volumeMounts: [{ name: 'files', mountPath: '/files', readOnly: true }],
              livenessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 5 },
              resources: {
                requests: { gpu: { count: 1, sku: 'V100' } },
                limits: { cpu: 2, memoryInGB: 3 },
              },
            },
          },
        ],
        initContainers: [{ name: 'prepare', properties: { image: 'acme/prepare:1' } }],
        volumes: [
          { name: 'files', emptyDir: {} },
          { name: 'keys-of-it', secret: { 'key.pem': 'cGVt' } },
          { name: 'share', azureFile: { shareName: 'photos', storageAccountKey: 'k' } },
          { name: 'sources', gitRepo: { repository: 'https://github.com/acme/blog.git' } },
        ],
        ipAddress: {
          type: 'Private',
          ports: [
            { port: 80, protocol: 'TCP' },
            { port: 53, protocol: 'UDP' },
          ],
          dnsNameLabel: 'arena',
        },
        subnetIds: [{ id: subnet }],
        imageRegistryCredentials: [
          { server: 'acme.azurecr.io', identity },
          { server: 'other.io', username: 'ada', password: 'p' },
        ],
        diagnostics: { logAnalytics: { workspaceId: 'w', workspaceKey: 'k' } },
      },
    });
  });
});
