import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CloudParts } from '../../local/cloud/cloud-parts.ts';
import { openDataFolder } from '../../local/cloud/data-folder.ts';
import type { LocalImages } from '../../local/cloud/image-table.ts';
import type { Ports } from '../../local/cloud/port-names.ts';
import { choosePorts } from '../../local/cloud/ports.ts';
import { isActive, type Run, SlipwayApi } from '../../local/cloud/slipway-api.ts';
import type { Surroundings } from '../../local/cloud/start-surroundings.ts';
import { packagePath } from './package-path.ts';
import { type Azurite, startAzurite } from './start-azurite.ts';
import { type OracleOptions, startOracle } from './start-oracle.ts';
import { until } from './until.ts';

/** Often enough that a sweep comes by while a site is built. */
const sweepSchedule = '*/5 * * * * *';

type OracleCloudOptions = {
  /** Azurite by default. It ends with the cloud. */
  storage?: Azurite;
  /** Settings of the app. */
  env?: Record<string, string>;
  /** What serves the app; the oracle by default. */
  startHost?: (options: OracleOptions) => Promise<{ stop(): Promise<void> }>;
};

/** The local cloud, but with the app on the real Durable extension instead of the local engine. */
export class OracleCloud {
  readonly origin: string;
  readonly directory: string;
  readonly surroundings: Surroundings;
  readonly #parts: CloudParts;
  readonly #ports: Ports;
  readonly #api: SlipwayApi;

  private constructor(directory: string, parts: CloudParts, ports: Ports, surroundings: Surroundings) {
    this.origin = `http://127.0.0.1:${ports.functions}`;
    this.directory = directory;
    this.surroundings = surroundings;
    this.#parts = parts;
    this.#ports = ports;
    this.#api = new SlipwayApi(this.origin);
  }

  /** Starts it with the samples, and with what other images run. */
  static async start(images: LocalImages = {}, options: OracleCloudOptions = {}): Promise<OracleCloud> {
    const parts = new CloudParts(() => {});
    try {
      return await OracleCloud.#start(parts, images, options);
    } catch (error) {
      await parts.stop();
      throw error;
    }
  }

  static async #start(
    parts: CloudParts,
    images: LocalImages,
    { storage, env, startHost = startOracle }: OracleCloudOptions,
  ): Promise<OracleCloud> {
    const directory = mkdtempSync(join(tmpdir(), 'slipway-test-'));
    parts.add({ stop: () => rm(directory, { recursive: true, force: true, maxRetries: 5 }) });
    const folder = openDataFolder(directory, { reset: false });
    parts.add({ stop: async () => folder.release() });
    writeFileSync(folder.path('images.json'), JSON.stringify(images));
    const azurite = storage ?? (await startAzurite());
    parts.add(azurite);
    const ports = await choosePorts(0);
    const catalogFile = folder.path('samples.json');
    // Where the edge really is, by a name that every machine knows, so that a publish sees its page.
    const samples = readFileSync(packagePath('samples/catalog.json'), 'utf8');
    writeFileSync(catalogFile, samples.replace(/blog\.localhost:\d+/, `127.0.0.1:${ports.edge}`));
    const options = {
      ports,
      folder,
      catalogFile,
      log: { line: () => () => {} },
      storage: azurite,
    };
    const surroundings = await (await builtSurroundings()).startSurroundings(options, parts);
    const host = await startHost({
      appDirectory: packagePath('.'),
      port: ports.functions,
      storage: azurite.connectionString,
      env: { ...surroundings.settings, SLIPWAY_SWEEP_SCHEDULE: sweepSchedule, ...env },
    });
    parts.add(host);
    return new OracleCloud(directory, parts, ports, surroundings);
  }

  /** Ends everything, the app first, and removes the data. */
  stop(): Promise<void> {
    return this.#parts.stop();
  }

  /** The names of the functions that the host serves, by their trigger. */
  async functions(): Promise<Array<{ name: string; trigger: string }>> {
    return (await fetch(`${this.origin}/oracle/functions`)).json() as Promise<
      Array<{ name: string; trigger: string }>
    >;
  }

  async runs(kind: string): Promise<Run[]> {
    const response = await fetch(`${this.origin}/api/runs?kind=${kind}`);
    return ((await response.json()) as { runs: Run[] }).runs;
  }

  /** Undefined while there is none of that id. */
  run(id: string): Promise<Run | undefined> {
    return this.#api.run(id);
  }

  /** The publish of a commit, once there is one. */
  publishOf(sha: string): Promise<Run> {
    return until(async () => (await this.runs('publish')).find((run) => run.commit?.sha === sha));
  }

  /** Waits until a run has ended; how it ended, as the API tells it. */
  ended(id: string): Promise<Run> {
    return until(async () => {
      const run = await this.run(id);
      return run && !isActive(run) ? run : undefined;
    });
  }

  cancel(id: string, reason: string): Promise<Response> {
    return this.api('POST', `runs/${id}/cancel`, { reason });
  }

  /** Calls the app's HTTP API. */
  api(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${this.origin}/api/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  }

  /** Fetches a page of the sample site through the CDN. */
  async page(path: string): Promise<{ status: number; body: string; cache: string | null }> {
    const response = await fetch(`http://127.0.0.1:${this.#ports.edge}${path}`);
    return {
      status: response.status,
      body: await response.text(),
      cache: response.headers.get('x-cache'),
    };
  }

  /** What GitHub would show beside the commit: `success` once its publish has reported so. */
  async commitState(sha: string): Promise<string> {
    const commit = `http://127.0.0.1:${this.#ports.github}/repos/slipway-samples/blog/commits/${sha}`;
    return ((await (await fetch(`${commit}/status`)).json()) as { state: string }).state;
  }

  /** Resolves when no container group is left: a run does not wait for the removal of its groups. */
  async containerGroupsAreGone(): Promise<void> {
    while ((await this.#containerGroups()).length > 0)
      await new Promise((resolve) => setTimeout(resolve, 100));
  }

  async #containerGroups(): Promise<string[]> {
    const { SLIPWAY_SUBSCRIPTION_ID: subscription, SLIPWAY_ARM_ENDPOINT: arm } = this.surroundings.settings;
    const groups = `/subscriptions/${subscription}/resourceGroups/slipway/providers/Microsoft.ContainerInstance/containerGroups`;
    const response = await fetch(`${arm}${groups}?api-version=2023-05-01`, {
      headers: { authorization: 'Bearer test' },
    });
    return ((await response.json()) as { value: Array<{ name: string }> }).value.map(({ name }) => name);
  }
}

/** From the build, as `npm start` runs it: hooks and containers are programs of their own, which Node must be able to run. */
function builtSurroundings(): Promise<typeof import('../../local/cloud/start-surroundings.ts')> {
  return import(pathToFileURL(packagePath('dist/local/cloud/start-surroundings.js')).href);
}
