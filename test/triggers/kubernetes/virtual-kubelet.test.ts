/** The manifests of Azure's connector for Kubernetes, written anew: each runs, or is refused for a reason that its documentation has. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { aManifestBench } from '../../support/a-manifest-bench.ts';

const folder = new URL('../../fixtures/virtual-kubelet/', import.meta.url);

/** The fields for which a manifest is refused; none: it runs. */
const expected: Record<string, string[]> = {
  'confidential.yaml': [],
  'hello-world.yaml': [],
  'private-image.yaml': [],
  'probes.yaml': [],
  'share-by-driver.yaml': [],
  'two-containers.yaml': [],
  // "Projected volumes", of which the token of a cluster is one.
  'init-containers.yaml': ['spec.volumes[0].projected.sources[0].serviceAccountToken'],
  'several-volumes.yaml': ['spec.volumes[0].projected.sources[0].serviceAccountToken'],
  // "Host aliases" and "Downward APIs (i.e podIP)".
  'host-aliases.yaml': ['spec.hostAliases'],
  'pod-address.yaml': ['spec.containers[0].env[0].valueFrom.fieldRef.fieldPath'],
  // Windows needs a node of its own, and is called limited.
  'windows.yaml': ['spec.nodeSelector[beta.kubernetes.io/os]'],
};

describe('a manifest of the connector', () => {
  test.each(readdirSync(folder))('%s runs, or is refused for what the connector says too', async (name) => {
    const bench = await aManifestBench();
    const { status, body } = await bench.send(readFileSync(new URL(name, folder), 'utf8'));
    const issues = (body.issues ?? []) as Array<{ place: string }>;
    expect(issues.map(({ place }) => place)).toEqual(expected[name]);
    expect(status).toBe(expected[name]?.length === 0 ? 202 : 400);
  });
});
