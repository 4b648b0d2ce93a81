/** The build container's contract (hugo-image/README.md), held by the image that is really built from its Dockerfile. */
import path from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { EngineImages, engineRuntime } from '../../local/arm/index.ts';
import { hugoBuild, hugoImage } from '../../local/cloud/hugo-image.ts';
import {
  buildEnvironment,
  buildSurroundings,
  publishedText,
  repositoryRoot,
  temporaryDirectory,
} from '../hugo-image/build-fixture.ts';
import { gitServer } from '../hugo-image/git-server.ts';
import { everythingOf, hostileSite, secretsOf, wasThere } from '../hugo-image/hostile-site-fixture.ts';
import { packages, styled } from '../hugo-image/site-with-packages.ts';
import { describeOnEngine } from './test-engine.ts';

type Variables = Record<string, string | undefined>;

describeOnEngine('the real Hugo image', ({ api, image }) => {
  beforeAll(async () => {
    const built = await new EngineImages(api).build(hugoImage, hugoBuild(image, repositoryRoot));
    expect(built).toEqual({ kind: 'present' });
  });

  /** Runs the image to its end; it reaches the servers of this machine that its variables name, and those of `urls`. */
  async function runImage(
    variables: Variables,
    { command, urls = [] }: { command?: string[]; urls?: string[] } = {},
  ): Promise<{ code: number; stdout: string }> {
    // What a machine says to its processes a container has of its image.
    const { PATH, HOME, ...environment } = buildEnvironment(variables);
    const named = [...Object.values(environment), ...urls].join(' ').matchAll(/127\.0\.0\.1:(\d+)/g);
    const hostPorts = [...new Set([...named].map(([, port]) => Number(port)))];
    const startRuntime = engineRuntime({ api, baseImage: image, hostPorts });
    const workDirectory = await temporaryDirectory();
    const runtime = await startRuntime({
      workDirectory,
      volumesDirectory: path.join(workDirectory, 'volumes'),
      leftovers: [],
      log: () => {},
    });
    onTestFinished(() => runtime.close());
    const group = await runtime.openGroup({ id: 'hugo', name: 'hugo', ports: [] });
    const given = Object.entries(environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    const spec = {
      name: 'main',
      image: hugoImage,
      environment: Object.fromEntries(given),
      mounts: [],
      ...(command && { command }),
    };
    let stdout = '';
    const code = await new Promise<number>((resolve) => {
      group.start(spec, {
        started: () => {},
        output: (data) => {
          stdout += Buffer.from(data).toString();
        },
        ended: (end) => resolve(end.kind === 'exited' ? end.exitCode : -1),
      });
    });
    await group.close();
    return { code, stdout };
  }

  test('has the programs that its contract names', async () => {
    const command = [
      'sh',
      '-c',
      'hugo version; git --version; git lfs version; node --version; npm --version; id slipway-builder; which go',
    ];
    const { stdout } = await runImage({}, { command });
    expect(stdout).toMatch(/^hugo v0\.111\.3.*\+extended/);
    expect(stdout).toMatch(/git version 2\.\d+/);
    expect(stdout).toMatch(/git-lfs\/\d/);
    expect(stdout).toMatch(/^v22\.\d+\.\d+$/m);
    expect(stdout).toMatch(/^10\.\d+\.\d+$/m);
    expect(stdout).toMatch(/uid=\d+\(slipway-builder\)/);
    expect(stdout).not.toContain('/go');
  });

  test('keeps the secrets of a build from a site that looks for them', async () => {
    const site = await hostileSite();
    const ended = await runImage(site.env, { urls: [site.store.uploadUrl] });
    expect(ended).toMatchObject({ code: 0 });
    const everything = await everythingOf(site, ended);
    expect(everything).toContain(wasThere);
    for (const secret of secretsOf(site.store.uploadUrl)) expect(everything).not.toContain(secret);
    expect(site.server.requests.some(({ authorization }) => authorization?.startsWith('Basic '))).toBe(true);
  });

  test('installs the packages of a site as the account of its tools', async () => {
    const { site, store, env } = await buildSurroundings({ ...styled, ...packages });
    const server = await gitServer(path.dirname(site.directory));
    const urls = [store.uploadUrl];
    const ended = await runImage({ ...env, SLIPWAY_REPOSITORY: server.urlOf(site.directory) }, { urls });
    expect(ended).toMatchObject({ code: 0 });
    const text = await publishedText(store.container, 'index.html');
    expect(text).toContain('from /tmp/slipway-build/repository, false');
  });
});
