import type { JobRequest } from '../../contract/jobs.ts';
import { aPodObject } from './a-pod-object.ts';
import { TriggerBench } from './trigger-bench.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const login = { auths: { 'acme.azurecr.io': { auth: base64('bot:s3cret') } } };

/** A bench for manifests, with the secrets of a share and of a registry in the namespaces `default` and `vk`. */
export async function aManifestBench() {
  const bench = new TriggerBench();
  for (const namespace of ['default', 'vk']) {
    const keep = (name: string, data: Record<string, string>) =>
      bench.kubeObjects.create(
        { resource: 'secrets', namespace, name },
        { ...aPodObject({}, { name, namespace }), kind: 'Secret', data },
      );
    await keep('share', { azurestorageaccountname: base64('acme'), azurestorageaccountkey: base64('k3y') });
    await keep('acme', { '.dockerconfigjson': base64(JSON.stringify(login)) });
  }
  return {
    runs: bench.runs,
    send: (manifest: string, headers: Record<string, string> = {}) =>
      bench.call('POST', '/api/pods', {
        body: manifest,
        headers: { 'content-type': 'application/yaml', ...headers },
      }),
    /** What the first run was asked for. */
    get started(): JobRequest | undefined {
      return bench.runs.started.find(({ name }) => name === 'runJob')?.input as JobRequest | undefined;
    },
  };
}
