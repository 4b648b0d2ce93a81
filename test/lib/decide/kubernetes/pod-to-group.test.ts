import type { Container } from 'kubernetes-types/core/v1.js';
import { describe, expect, test } from 'vitest';
import { podToGroup } from '../../../../lib/decide/kubernetes/pod-to-group.ts';
import { aContainer, aContext, aPod, groupOf, mistakesOf } from './a-pod.ts';

const ofContainer = (overrides: Partial<Container>, spec = {}) =>
  aPod({ containers: [aContainer(overrides)], ...spec });

describe('a pod', () => {
  test('that says as little as it may is a group that is restarted for ever, in the regions of the app', () => {
    expect(groupOf(aPod())).toEqual({
      name: 'web',
      containers: [{ name: 'main', image: 'demo/x:1', environment: {}, secrets: {}, cpu: 1, memoryGb: 1.5 }],
      restartPolicy: 'Always',
      placements: [{ region: 'westeurope' }, { region: 'northeurope' }],
      reports: 'none',
      provisioningDeadlineSeconds: 1_800,
      maxAttempts: 3,
      keepOnFailureMinutes: 0,
    });
  });

  test('has its deadline and its restart policy', () => {
    expect(groupOf(aPod({ restartPolicy: 'OnFailure', activeDeadlineSeconds: 90 }))).toMatchObject({
      restartPolicy: 'OnFailure',
      runningDeadlineSeconds: 90,
    });
  });

  test('is refused whole, with every mistake by its path', () => {
    const pod = aPod({
      hostNetwork: true,
      restartPolicy: 'Sometimes',
      containers: [
        aContainer({ lifecycle: { preStop: { exec: { command: ['x'] } } }, workingDir: '/x' }),
        aContainer({ image: '', startupProbe: { exec: { command: ['x'] } } }),
      ],
      volumes: [{ name: 'a', hostPath: { path: '/' } }, { name: 'b' }],
    });
    expect(Object.keys(mistakesOf(pod)).sort()).toEqual([
      'spec.containers[0].lifecycle',
      'spec.containers[0].workingDir',
      'spec.containers[1].image',
      'spec.containers[1].name',
      'spec.containers[1].startupProbe',
      'spec.hostNetwork',
      'spec.restartPolicy',
      'spec.volumes[0].hostPath',
      'spec.volumes[1]',
    ]);
  });

  test.each([
    ['spec.os.name', aPod({ os: { name: 'windows' } })],
    ['spec.nodeSelector[kubernetes.io/os]', aPod({ nodeSelector: { 'kubernetes.io/os': 'windows' } })],
    ['spec.containers', aPod({ containers: [] })],
    ['spec.activeDeadlineSeconds', aPod({ activeDeadlineSeconds: 0 })],
    ['spec.hostAliases', aPod({ hostAliases: [{ ip: '10.0.0.1', hostnames: ['db'] }] })],
    ['spec.securityContext.runAsUser', aPod({ securityContext: { runAsUser: 1_000 } })],
    ['spec.containers[0].securityContext.privileged', ofContainer({ securityContext: { privileged: true } })],
    ['spec.containers[0].args', ofContainer({ args: ['x'] })],
    ['spec.containers[0].imagePullPolicy', ofContainer({ imagePullPolicy: 'Never' })],
    [
      'spec.initContainers[0].restartPolicy',
      aPod({ initContainers: [aContainer({ name: 'i', restartPolicy: 'Always' })] }),
    ],
    ['spec.containers[0].name', aPod({ initContainers: [aContainer()] })],
    ['spec.containers[0].name', ofContainer({ name: 'Main' })],
  ])('is refused for %s', (field, pod) => {
    expect(Object.keys(mistakesOf(pod))).toContain(field);
  });

  test('is taken with what Kubernetes fills in by itself', () => {
    const pod = aPod({
      dnsPolicy: 'ClusterFirst',
      enableServiceLinks: true,
      nodeName: 'aks-1',
      preemptionPolicy: 'PreemptLowerPriority',
      priority: 0,
      schedulerName: 'default-scheduler',
      securityContext: {},
      serviceAccount: 'default',
      serviceAccountName: 'default',
      terminationGracePeriodSeconds: 30,
      tolerations: [{ key: 'virtual-kubelet.io/provider', operator: 'Exists' }],
      nodeSelector: { 'kubernetes.io/os': 'linux', type: 'virtual-kubelet' },
      containers: [
        aContainer({
          imagePullPolicy: 'Always',
          resources: {},
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
        }),
      ],
    });
    expect(groupOf(pod).containers).toHaveLength(1);
  });

  test('has a short name of letters for its group, whatever it is called', () => {
    expect(groupOf(aPod({}, { name: 'web.v2' })).name).toBe('web-v2');
  });
});

describe('the command of a container', () => {
  test('is the command with the arguments, and the variables in them', () => {
    const [container] = groupOf(
      ofContainer({
        command: ['run', '$(MODE)'],
        args: ['$$(MODE)', '$(NOBODY)'],
        env: [{ name: 'MODE', value: 'fast' }],
      }),
    ).containers;
    expect(container?.command).toEqual(['run', 'fast', '$(MODE)', '$(NOBODY)']);
  });

  test('shows no secret', () => {
    const pod = ofContainer({
      command: ['login', '$(PASSWORD)'],
      env: [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }],
    });
    expect(mistakesOf(pod, { secrets: { db: { keys: ['password'] } } })).toEqual({
      'spec.containers[0].command[1]': expect.stringContaining('a secret can’t stand in one'),
    });
  });
});

describe('the ports of a pod', () => {
  test('are open at the address of its group, each with its own protocol', () => {
    const pod = ofContainer({ ports: [{ containerPort: 80 }, { containerPort: 53, protocol: 'UDP' }] });
    expect(groupOf(pod).ports).toEqual([
      { port: 80, protocol: 'TCP' },
      { port: 53, protocol: 'UDP' },
    ]);
  });

  test('are a port once for each protocol, however many containers there are', () => {
    const containers = [
      aContainer({ ports: [{ containerPort: 53, protocol: 'UDP' }, { containerPort: 53 }] }),
      aContainer({ name: 'other', ports: [{ containerPort: 53 }] }),
    ];
    expect(Object.keys(mistakesOf(aPod({ containers })))).toEqual(['spec.containers[1].ports[0]']);
  });

  test('are at most five, and none of the host’s', () => {
    const ports = [1, 2, 3, 4, 5, 6].map((containerPort) => ({ containerPort }));
    expect(Object.keys(mistakesOf(ofContainer({ ports })))).toEqual(['spec.containers']);
    expect(Object.keys(mistakesOf(ofContainer({ ports: [{ containerPort: 80, hostPort: 8080 }] })))).toEqual([
      'spec.containers[0].ports[0].hostPort',
    ]);
    expect(groupOf(ofContainer({ ports: [{ containerPort: 80, hostPort: 80 }] })).ports).toHaveLength(1);
  });
});

describe('the size of a container', () => {
  const sizeOf = (resources: Container['resources'], others: Container[] = []) =>
    groupOf(aPod({ containers: [aContainer({ resources }), ...others] })).containers[0];

  test('is what it asks for, rounded up', () => {
    expect(sizeOf({ requests: { cpu: '250m', memory: '1Gi' } })).toMatchObject({ cpu: 0.3, memoryGb: 1.1 });
  });

  test('is its limit where it asks for nothing else', () => {
    const size = sizeOf({ limits: { cpu: '2', memory: '4G' } });
    expect(size).toMatchObject({ cpu: 2, memoryGb: 4 });
    expect(size).not.toHaveProperty('limits');
  });

  test('may grow to its limit, up to what the group has', () => {
    const resources = { requests: { cpu: '1', memory: '1G' }, limits: { cpu: '4', memory: '2G' } };
    const other = aContainer({ name: 'other', resources: { requests: { cpu: '1', memory: '3G' } } });
    expect(sizeOf(resources, [other])).toMatchObject({
      cpu: 1,
      memoryGb: 1,
      limits: { cpu: 2, memoryGb: 2 },
    });
  });

  test('is no nonsense', () => {
    const resources = {
      requests: { cpu: 'much', memory: '2G' },
      limits: { memory: '1G', 'ephemeral-storage': '1G' },
    };
    expect(Object.keys(mistakesOf(ofContainer({ resources }))).sort()).toEqual([
      'spec.containers[0].resources.limits.ephemeral-storage',
      'spec.containers[0].resources.requests.cpu',
      'spec.containers[0].resources.requests.memory',
    ]);
  });

  test('has GPUs of the kind that the pod names', () => {
    const pod = ofContainer({ resources: { limits: { 'nvidia.com/gpu': '2' } } });
    expect(Object.keys(mistakesOf(pod))).toEqual(['spec.containers[0].resources.limits.nvidia.com/gpu']);
    const named = {
      ...pod,
      metadata: { ...pod.metadata, annotations: { 'virtual-kubelet.io/gpu-type': 'V100' } },
    };
    expect(groupOf(named).containers[0]?.gpu).toEqual({ count: 2, sku: 'V100' });
  });

  test('of an init container is that of the group', () => {
    const init = (cpu: string) =>
      aPod({ initContainers: [aContainer({ name: 'init', resources: { requests: { cpu } } })] });
    expect(groupOf(init('1')).initContainers).toHaveLength(1);
    expect(Object.keys(mistakesOf(init('2')))).toEqual(['spec.initContainers[0].resources']);
  });
});

describe('a probe', () => {
  const probes = (probe: Container['livenessProbe']) =>
    ofContainer({
      livenessProbe: probe,
      readinessProbe: probe,
      ports: [{ name: 'web', containerPort: 8080 }],
    });

  test.each([
    [{ exec: { command: ['test', '-e', '/x'] } }, { kind: 'command', command: ['test', '-e', '/x'] }],
    [{ httpGet: { port: 'web', path: '/health' } }, { kind: 'http', port: 8080, path: '/health' }],
    [{ httpGet: { port: 81, scheme: 'HTTP' } }, { kind: 'http', port: 81 }],
  ])('checks as Azure does', (probe, check) => {
    const spec = groupOf(probes({ ...probe, periodSeconds: 5, failureThreshold: 2, successThreshold: 1 }));
    const expected = { check, periodSeconds: 5, failureThreshold: 2 };
    expect(spec.containers[0]?.probes).toEqual({ liveness: expected, readiness: expected });
  });

  test.each([
    ['tcpSocket', { tcpSocket: { port: 80 } }],
    ['grpc', { grpc: { port: 80 } }],
    ['httpGet.port', { httpGet: { port: 'nobody' } }],
    ['httpGet.scheme', { httpGet: { port: 80, scheme: 'HTTPS' } }],
    ['httpGet.httpHeaders', { httpGet: { port: 80, httpHeaders: [{ name: 'a', value: 'b' }] } }],
    ['successThreshold', { exec: { command: ['x'] }, successThreshold: 2 }],
  ])('is refused with %s', (field, probe) => {
    expect(Object.keys(mistakesOf(probes(probe)))).toEqual([
      `spec.containers[0].livenessProbe.${field}`,
      `spec.containers[0].readinessProbe.${field}`,
    ]);
  });
});

describe('annotations', () => {
  const annotated = (annotations: Record<string, string>) =>
    aPod({ containers: [aContainer({ ports: [{ containerPort: 80 }] })] }, { annotations });
  const identity =
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i';

  test('say what fields can’t', () => {
    expect(
      groupOf(
        annotated({
          'virtualkubelet.io/dnsnamelabel': 'my-shop',
          'virtual-kubelet.io/confidential-compute-cce-policy': 'cG9saWN5',
          'virtual-kubelet.io/container-sku': 'Confidential',
          'slipway/regions': 'eastus, westus',
          'slipway/registries': `shop.azurecr.io=${identity}`,
          'slipway/zones': '1',
          'slipway/priority': 'spot',
          'kubectl.kubernetes.io/last-applied-configuration': '{}',
        }),
      ),
    ).toMatchObject({
      dnsName: 'my-shop',
      confidential: { policy: 'cG9saWN5' },
      placements: [{ region: 'eastus' }, { region: 'westus' }],
      registries: [{ server: 'shop.azurecr.io', identity }],
      identities: [identity],
      zones: ['1'],
      priority: 'spot',
    });
  });

  test.each([
    ['virtualkubelet.io/dnsnamelabel', 'Shop'],
    ['virtual-kubelet.io/container-sku', 'Premium'],
    ['slipway/subnet', 'mine'],
    ['slipway/identities', 'me'],
    ['slipway/registries', 'shop.azurecr.io'],
    ['slipway/priority', 'high'],
    ['slipway/region', 'westeurope'],
  ])('are refused for %s=%s', (name, value) => {
    expect(Object.keys(mistakesOf(annotated({ [name]: value })))).toEqual([`metadata.annotations[${name}]`]);
  });
});

describe('pull secrets', () => {
  const pod = aPod({ imagePullSecrets: [{ name: 'pull' }] });

  test('open their registries, with the password read at the last moment', () => {
    const registries = [{ server: 'shop.azurecr.io', username: 'bot' }];
    expect(groupOf(pod, { secrets: { pull: { registries } } }).registries).toEqual([
      {
        server: 'shop.azurecr.io',
        username: 'bot',
        password: { kind: 'registryPassword', namespace: 'shop', name: 'pull', server: 'shop.azurecr.io' },
      },
    ]);
  });

  test('that are none are refused, and one that does not exist is waited for', () => {
    expect(Object.keys(mistakesOf(pod, { secrets: { pull: {} } }))).toEqual(['spec.imagePullSecrets[0]']);
    expect(podToGroup(pod, aContext())).toEqual({
      kind: 'waiting',
      missing: [{ field: 'spec.imagePullSecrets[0]', resource: 'secrets', name: 'pull' }],
    });
  });
});
