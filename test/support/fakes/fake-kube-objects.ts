import type { KubeChange, KubeKey, KubeObject } from '../../../contract/kube-objects.ts';
import type { KubeObjects, KubeWrite } from '../../../lib/ports/kube-objects.ts';

const largest = 1_048_576;

/** Objects in memory, with a log of the last changes. */
export class FakeKubeObjects implements KubeObjects {
  /** How many changes the log keeps. */
  kept = 1_000;
  readonly #objects = new Map<string, { key: KubeKey; text: string }>();
  readonly #log: Array<{ version: number; text: string }> = [];
  #version = 0;

  async read(key: KubeKey): Promise<KubeObject | undefined> {
    return this.#at(key);
  }

  async list(
    resource: string,
    namespace?: string,
  ): Promise<{ objects: KubeObject[]; resourceVersion: string }> {
    const objects = [...this.#objects]
      .filter(
        ([, { key }]) =>
          key.resource === resource && (namespace === undefined || key.namespace === namespace),
      )
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, { text }]) => JSON.parse(text) as KubeObject);
    return { objects, resourceVersion: String(this.#version) };
  }

  async create(key: KubeKey, object: KubeObject): Promise<KubeWrite> {
    return this.#at(key) ? { kind: 'conflict' } : this.#write('ADDED', key, object);
  }

  async replace(key: KubeKey, object: KubeObject): Promise<KubeWrite> {
    const stored = this.#at(key);
    if (!stored) return { kind: 'absent' };
    if (stored.metadata.resourceVersion !== object.metadata.resourceVersion) return { kind: 'conflict' };
    return this.#write('MODIFIED', key, object);
  }

  async remove(key: KubeKey, resourceVersion?: string): Promise<KubeWrite> {
    const stored = this.#at(key);
    if (!stored) return { kind: 'absent' };
    if (resourceVersion !== undefined && stored.metadata.resourceVersion !== resourceVersion)
      return { kind: 'conflict' };
    return this.#write('DELETED', key, stored);
  }

  async changesSince(
    resourceVersion: string,
  ): Promise<{ kind: 'changes'; changes: KubeChange[]; resourceVersion: string } | { kind: 'expired' }> {
    const since = Number(resourceVersion);
    const reachesBack = since >= this.#version - this.#log.length && since <= this.#version;
    if (!reachesBack) return { kind: 'expired' };
    const changes = this.#log
      .filter(({ version }) => version > since)
      .map(({ text }) => JSON.parse(text) as KubeChange);
    return { kind: 'changes', changes, resourceVersion: String(this.#version) };
  }

  #at(key: KubeKey): KubeObject | undefined {
    const stored = this.#objects.get(idOf(key));
    return stored && (JSON.parse(stored.text) as KubeObject);
  }

  #write(type: KubeChange['type'], key: KubeKey, object: KubeObject): KubeWrite {
    if (Buffer.byteLength(JSON.stringify(object)) > largest) return { kind: 'tooLarge' };
    this.#version += 1;
    const written = {
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(this.#version) },
    };
    if (type === 'DELETED') this.#objects.delete(idOf(key));
    else this.#objects.set(idOf(key), { key, text: JSON.stringify(written) });
    this.#log.push({ version: this.#version, text: JSON.stringify({ type, key, object: written }) });
    if (this.#log.length > this.kept) this.#log.shift();
    return { kind: 'written', object: written };
  }
}

function idOf({ resource, namespace, name }: KubeKey): string {
  return [resource, namespace, name].join('\n');
}
