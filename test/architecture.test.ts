/** The rules of CONTRIBUTING.md that a machine can check. A failure names the file, the line at fault and what to do. */
import { basename, dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ActivityDependencies } from '../activities/dependencies.ts';
import { createActivities } from '../activities/index.ts';
import { activityNames } from '../contract/activities.ts';
import { orchestrators } from '../orchestrators/index.ts';
import packageJson from '../package.json' with { type: 'json' };
import { httpTriggers, type TriggerDependencies, timerTriggers } from '../triggers/index.ts';
import { kubernetesApiFunction } from '../triggers/kubernetes/kubernetes-api.ts';
import { circlesIn, entryOf, importGraph } from './support/import-circles.ts';
import { type SourceFile, type SourceImport, sourceFiles } from './support/source-files.ts';

type Layer = {
  /** Paths of this layer begin with one of these; the longest match of all layers counts. */
  at: string[];
  /** Layers whose code it may use, besides its own. */
  uses: string[];
  /** Files, or folders, of which it may use the types only. */
  types?: string[];
  /** Packages; `node:` stands for all of Node's own modules. */
  packages: string[];
  /** What to do instead. */
  instead: string;
};

const layers: Record<string, Layer> = {
  root: {
    at: ['main.ts', 'registrations.ts'],
    uses: [
      'triggers',
      'orchestrators',
      'activities',
      'core',
      'ports',
      'durable',
      'azure',
      'fleets',
      'games',
      'git',
      'http',
      'catalog',
      'kubernetes',
      'telemetry',
    ],
    packages: ['node:'],
    instead: 'main.ts only wires: give the work to a folder of its own',
  },
  contract: {
    at: ['contract'],
    uses: [],
    packages: [],
    instead:
      'the contract is the ground floor: types that cross a boundary, and the names of what is registered',
  },
  triggers: {
    at: ['triggers'],
    uses: [
      'contract',
      'core',
      'ports',
      'decide',
      'durable',
      'git',
      'catalog',
      'containers',
      'fleets',
      'jobs',
      'kubernetes',
      'lanes',
    ],
    packages: [
      'node:',
      '@azure/functions',
      'durable-functions',
      'hono',
      'kubernetes-types',
      'yaml',
      'zod',
      'zod-openapi',
    ],
    instead:
      'triggers parse, authenticate, call the durable client and answer; the outside world comes in through TriggerDependencies',
  },
  orchestrators: {
    at: ['orchestrators'],
    uses: ['contract', 'decide', 'durable'],
    packages: [],
    instead: 'orchestrators decide when: put a rule into lib/decide and an effect into an activity',
  },
  activities: {
    at: ['activities'],
    uses: [
      'contract',
      'core',
      'ports',
      'decide',
      'containers',
      'fleets',
      'jobs',
      'keeping',
      'kubernetes',
      'lanes',
      'promotion',
    ],
    packages: [],
    instead:
      'activities reach the outside world through a port of lib/ports that is handed in as ActivityDependencies',
  },
  decide: {
    at: ['lib/decide'],
    uses: ['contract'],
    packages: ['croner', 'kubernetes-types'],
    instead: 'decisions are pure: take data as an argument',
  },
  durable: {
    at: ['lib/durable'],
    uses: ['contract', 'core'],
    types: ['lib/ports'],
    packages: ['durable-functions', '@azure/functions'],
    instead: 'helpers of durable runs know the engine and the contracts, and nothing of the outside world',
  },
  ports: {
    at: ['lib/ports'],
    uses: ['contract'],
    packages: [],
    instead: 'a port says what the app needs of the world, in words of the contract',
  },
  catalog: {
    at: ['lib/catalog'],
    uses: ['contract', 'core', 'ports'],
    packages: ['node:', 'croner', 'zod'],
    instead: 'the catalog is read, checked and kept here; what it means is decided elsewhere',
  },
  containers: {
    at: ['lib/containers'],
    uses: ['contract', 'core', 'ports', 'decide', 'kubernetes'],
    packages: [],
    instead: 'what activities and triggers about container groups share; effects go through a port',
  },
  fleets: {
    at: ['lib/fleets'],
    uses: ['contract', 'core', 'ports', 'decide'],
    packages: [],
    instead: 'what triggers and activities both do to fleets; effects go through a port',
  },
  keeping: {
    at: ['lib/keeping'],
    uses: ['contract', 'core', 'ports'],
    packages: [],
    instead: 'what several activities of a clean-up share; effects go through a port',
  },
  jobs: {
    at: ['lib/jobs'],
    uses: ['contract', 'core', 'ports', 'decide', 'containers', 'lanes'],
    packages: ['croner'],
    instead: 'what triggers and activities both do to start jobs; effects go through a port',
  },
  kubernetes: {
    at: ['lib/kubernetes'],
    uses: ['contract', 'core', 'ports', 'decide'],
    packages: ['node:', 'jose', 'kubernetes-types', 'rfc6902'],
    instead: 'what the Kubernetes API is, whoever asks; effects go through a port',
  },
  lanes: {
    at: ['lib/lanes'],
    uses: ['contract', 'core', 'ports', 'decide'],
    packages: ['picomatch'],
    instead: 'what triggers and activities both do to a lane; effects go through a port',
  },
  promotion: {
    at: ['lib/promotion'],
    uses: ['contract', 'core', 'ports', 'decide'],
    packages: [],
    instead: 'what several activities of a promotion share; effects go through a port',
  },
  azure: {
    at: ['lib/azure'],
    uses: ['contract', 'core', 'ports'],
    packages: [
      'node:',
      '@azure/arm-cdn',
      '@azure/arm-containerinstance',
      '@azure/core-rest-pipeline',
      '@azure/data-tables',
      '@azure/identity',
      '@azure/storage-blob',
      '@azure/storage-file-share',
      'zod',
    ],
    instead: 'adapters of Azure implement a port of lib/ports and know nothing else of the app',
  },
  git: {
    at: ['lib/git'],
    uses: ['contract', 'core', 'ports'],
    packages: ['@octokit/request', '@octokit/webhooks-methods', 'zod'],
    instead: 'adapters of git providers implement a port of lib/ports and know nothing else of the app',
  },
  games: {
    at: ['lib/games'],
    uses: ['ports'],
    packages: ['node:', 'gamedig', 'ws'],
    instead: 'adapters implement a port of lib/ports and know nothing else of the app',
  },
  http: {
    at: ['lib/http'],
    uses: ['contract', 'core', 'ports'],
    packages: ['node:'],
    instead: 'adapters implement a port of lib/ports and know nothing else of the app',
  },
  telemetry: {
    at: ['lib/telemetry'],
    uses: ['contract', 'core', 'ports'],
    packages: [
      '@azure/monitor-opentelemetry-exporter',
      '@opentelemetry/api',
      '@opentelemetry/exporter-metrics-otlp-http',
      '@opentelemetry/exporter-trace-otlp-http',
      '@opentelemetry/resources',
      '@opentelemetry/sdk-metrics',
      '@opentelemetry/sdk-trace-node',
    ],
    instead: 'traces and metrics are told from here; what is worth telling, the ports say',
  },
  core: {
    at: ['lib'],
    uses: ['contract', 'ports'],
    packages: ['node:', 'zod', 'jose'],
    instead: 'the files directly in lib/ are used by all others, so they use none of them',
  },
  'hugo-image': {
    at: ['hugo-image'],
    uses: [],
    types: ['contract'],
    packages: ['node:', '@azure/storage-blob', 'mime-types', 'zod'],
    instead: 'the build container is a program of its own: hugo-image/README.md is its contract with the app',
  },
  'kube-gateway': {
    at: ['kube-gateway'],
    uses: [],
    packages: ['node:', 'ws'],
    instead:
      'the gateway is a program beside the app: it knows how kubectl speaks to terminals, and nothing else',
  },
  local: {
    at: ['local'],
    uses: ['contract', 'core', 'azure', 'catalog', 'kube-gateway'],
    packages: [
      'node:',
      '@azure/identity',
      '@azure/storage-blob',
      '@azure/storage-queue',
      '@hono/node-server',
      '@octokit/webhooks-methods',
      'croner',
      'hono',
      'jose',
      'libsql',
      'lru-cache',
      'ora',
      'picocolors',
      'tinyglobby',
      'ws',
      'zod',
    ],
    instead:
      'the local cloud talks to the app as Azure does: over HTTP, through settings, and by loading its build',
  },
};

// Programs beside the app, which know of it what everybody may know: its HTTP API.
layers.samples = {
  at: ['samples'],
  uses: [],
  packages: ['node:', 'ws'],
  instead: 'a sample is a program of its own, to be read and copied',
};

// The one part of the local cloud that apps' tests use, so it knows the library that they are written with.
layers.testing = {
  at: ['local/testing'],
  uses: ['local'],
  packages: ['node:', 'durable-functions'],
  instead:
    'the test bench knows the library and the local cloud, and no app: take what is tested as an argument',
};

/** Values, not types, that cross where otherwise only types may. */
const exceptions: Record<string, string[]> = {
  // A loop, which says nothing of the app.
  'hugo-image/build-site/release/release-files.ts': ['lib/for-each-concurrently.ts'],
  'hugo-image/build-site/release/release-store.ts': ['lib/for-each-concurrently.ts'],
  // What makes two URLs the same repository is one rule.
  'local/cloud/repository-name.ts': ['lib/git/repository-key.ts'],
  // Ids, batches and the one error class are pure.
  orchestrators: ['lib/batches-of.ts', 'lib/errors.ts', 'lib/ids.ts'],
  'lib/decide': ['lib/ids.ts'],
};

const places = [
  'contract',
  'main.ts',
  'registrations.ts',
  'triggers',
  'orchestrators',
  'activities',
  'lib',
  'hugo-image',
  'kube-gateway',
  'local',
  'samples',
];
const sources = sourceFiles(...places);
const tests = sourceFiles('test');

function layerOf(path: string): string {
  const [name] =
    Object.entries(layers)
      .flatMap(([layer, { at }]) =>
        at.filter((place) => isUnder(path, place)).map((place) => [layer, place] as const),
      )
      .sort(([, one], [, other]) => other.length - one.length)[0] ?? [];
  if (name) return name;
  throw new Error(`${path} is in no layer: add its folder to the layers of test/architecture.test.ts.`);
}

function isUnder(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}

/** What is wrong with an import; undefined when it may be. */
function importProblem(
  { path }: SourceFile,
  { specifier, path: target, typesOnly }: SourceImport,
): string | undefined {
  const name = layerOf(path);
  const layer = layers[name] as Layer;
  if (target === undefined) {
    const isAllowed = layer.packages.some((each) =>
      each === 'node:' ? specifier.startsWith(each) : isUnder(specifier, each),
    );
    return isAllowed ? undefined : `${path} imports the package "${specifier}": ${layer.instead}.`;
  }
  const targetLayer = layerOf(target);
  if (targetLayer === name || layer.uses.includes(targetLayer)) return undefined;
  const allowsTypes = layer.types?.some((place) => isUnder(target, place));
  if (allowsTypes && typesOnly) return undefined;
  const isException = Object.entries(exceptions).some(
    ([place, targets]) => isUnder(path, place) && targets.includes(target),
  );
  if (isException) return undefined;
  return allowsTypes
    ? `${path} imports more than types from ${target}: write "import type", or ${layer.instead}.`
    : `${path} imports ${target}: ${layer.instead}.`;
}

const where = (files: readonly SourceFile[], pattern: RegExp): string[] =>
  files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );

describe('the layers', () => {
  test('are read as they are written, import by import', () => {
    const missed = sources.filter(({ text, imports }) => {
      const written =
        text.match(
          /^(?:import .*|\} )from '[^']+';$|^export .* from '[^']+';$|\bimport\('[^']+'\)|^import '/gm,
        ) ?? [];
      return written.length !== imports.length;
    });
    expect(missed.map(({ path }) => path)).toEqual([]);
  });

  test('import only what their place allows', () => {
    const problems = sources.flatMap((file) =>
      file.imports.flatMap((each) => importProblem(file, each) ?? []),
    );
    expect(problems).toEqual([]);
  });

  test('name only packages that are used', () => {
    const used = new Map<string, Set<string>>();
    for (const { path, imports } of sources) {
      const layer = layerOf(path);
      for (const { specifier } of imports) used.set(layer, (used.get(layer) ?? new Set()).add(specifier));
    }
    const unused = Object.entries(layers).flatMap(([layer, { packages }]) =>
      packages
        .filter((name) => ![...(used.get(layer) ?? [])].some((each) => each.startsWith(name)))
        .map(
          (name) =>
            `${layer} may import "${name}" and does not: take it off the list in test/architecture.test.ts.`,
        ),
    );
    expect(unused).toEqual([]);
  });

  test('that run on Azure import the dependencies of package.json, all of them and no others', () => {
    const elsewhere = ['hugo-image', 'kube-gateway', 'local', 'samples', 'testing'];
    const imported = sources
      .filter(({ path }) => !elsewhere.includes(layerOf(path)))
      .flatMap(({ imports }) => imports.filter((each) => each.path === undefined && !each.typesOnly))
      .flatMap(({ specifier }) => /^(?!node:)(?:@[^/]+\/)?[^/]+/.exec(specifier) ?? []);
    expect([...new Set(imported)].sort()).toEqual(Object.keys(packageJson.dependencies).sort());
  });

  test('leave the local cloud and the composition root to themselves', () => {
    const problems = sources
      .filter(({ path }) => !isUnder(path, 'local'))
      .flatMap(({ path, imports }) =>
        imports
          .filter((each) => each.path === 'main.ts' || isUnder(each.path ?? '', 'local'))
          .map(
            (each) =>
              `${path} imports ${each.path}: the app must not know that it runs locally; use a setting.`,
          ),
      );
    expect(problems).toEqual([]);
  });
});

describe('circles of imports', () => {
  test('are told by their shortest way round', () => {
    const graph = new Map([
      ['a', new Set(['b'])],
      ['b', new Set(['c', 'd'])],
      ['c', new Set(['d'])],
      ['d', new Set(['b', 'e'])],
      ['e', new Set<string>()],
    ]);
    expect(circlesIn(graph)).toEqual(['b -> d -> b', 'c -> d -> b -> c']);
  });

  test('are not among the files, types included', () => {
    const circles = circlesIn(importGraph(sources, (path) => path));
    expect(circles, 'Take what both need out into a file that needs neither.').toEqual([]);
  });

  test('are not among the files and folders that lie side by side', () => {
    const folders = new Set(sources.flatMap(({ path }) => foldersOf(path)));
    const circles = [...folders].flatMap((folder) => circlesIn(importGraph(sources, entryOf(folder))));
    expect(circles, 'Move what one of them needs of the other to where it belongs.').toEqual([]);
  });

  test('are not among the layers', () => {
    expect(circlesIn(importGraph(sources, layerOf))).toEqual([]);
  });
});

function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

describe('the source files', () => {
  test('read process.env only where a program begins', () => {
    const allowed = ['main.ts', 'hugo-image/build-site/main.ts', 'kube-gateway/main.ts', 'local'];
    const others = sources.filter(({ path }) => !allowed.some((place) => isUnder(path, place)));
    expect(where(others, /process\.env\b/), 'Add the setting to lib/config.ts and hand it in.').toEqual([]);
  });

  test('take the time from a clock', () => {
    const app = sources.filter(
      ({ path }) =>
        !['local', 'testing', 'hugo-image', 'kube-gateway', 'root', 'samples'].includes(layerOf(path)),
    );
    const hint = 'Take the time from the Clock of lib/ports, so that no test has to wait.';
    expect(where(app, /Date\.now\(|new Date\(\)/), hint).toEqual([]);
  });

  test('hold one subject each, in at most 300 lines', () => {
    const long = sources
      .filter(({ lines }) => lines > 300)
      .map(({ path, lines }) => `${path} has ${lines} lines`);
    expect(long, 'Does the file hold two subjects? Part them.').toEqual([]);
  });

  test('are named in kebab-case', () => {
    const name = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.test)?\.ts$/;
    const misnamed = [...sources, ...tests]
      .map(({ path }) => path)
      .filter((path) => !name.test(basename(path)));
    const folders = [...sources, ...tests]
      .map(({ path }) => dirname(path))
      .filter((path) => !/^[a-z0-9-/.]+$/.test(path));
    expect([...misnamed, ...folders], 'Name the file after its main export, in kebab-case.').toEqual([]);
  });

  test('promise no later work', () => {
    const others = [...sources, ...tests].filter(({ path }) => path !== 'test/architecture.test.ts');
    expect(where(others, /\b(?:TODO|FIXME|XXX)\b/), 'Do it, or write an issue.').toEqual([]);
  });

  test('are tested with fakes, not with module mocks', () => {
    const others = tests.filter(({ path }) => path !== 'test/architecture.test.ts');
    expect(where(others, /\bvi\.(?:mock|doMock)\(/), 'Hand in a fake of test/support/fakes.').toEqual([]);
  });
});

describe('the ports', () => {
  /** Ports without a suite, and why. */
  const withoutContract: Record<string, string> = {
    clock: 'it only passes on the time of the machine, or of the test',
    invocation: 'it holds types: the runs and the log of one call',
  };

  test.each(
    sources
      .map(({ path }) => path)
      .filter((path) => isUnder(path, 'lib/ports'))
      .map((path) => basename(path, '.ts'))
      .filter((port) => !(port in withoutContract)),
  )('hold the fake and the real thing to one contract: %s', (port) => {
    const suite = `${port.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Contract`;
    const written = where(tests, new RegExp(`^export function ${suite}\\(`));
    expect(written, `Write what the app relies on as ${suite} in test/contracts.`).toHaveLength(1);
    expect(written[0]).toMatch(/^test\/contracts\//);
    const held = tests.flatMap(({ text }) =>
      [...text.matchAll(new RegExp(`^${suite}\\(\\s*(['"])(.+?)\\1`, 'gm'))].map(([, , name]) => name),
    );
    expect(held, `Run ${suite} over the fake, as 'memory'.`).toContain('memory');
    expect(new Set(held).size, `Run ${suite} over the adapter too.`).toBeGreaterThan(1);
  });
});

describe('the registered functions', () => {
  const activities = Object.keys(createActivities({} as ActivityDependencies));
  const triggers = [
    kubernetesApiFunction.name,
    ...httpTriggers({} as TriggerDependencies).map(({ name }) => name),
    ...timerTriggers({ settings: {} } as TriggerDependencies).map(({ name }) => name),
  ];
  const all = [...activities, ...Object.keys(orchestrators), ...triggers];

  test('include every activity that an orchestrator can call: one that is missing leaves its caller Running for ever', () => {
    expect(activities.sort()).toEqual([...activityNames].sort());
  });

  test('include every orchestrator of the contract', () => {
    const [contract] = sourceFiles('contract/orchestrators.ts');
    const [, list = ''] = /export type Orchestrators = \{\n(.*?)\n\};/s.exec(contract?.text ?? '') ?? [];
    const names = [...list.matchAll(/^ {2}(\w+)\(/gm)].map(([, name]) => name);
    expect(Object.keys(orchestrators).sort()).toEqual(names.sort());
  });

  test('are called as the functions that they are, in letters and digits, because monitors draw the names', () => {
    for (const name of all) expect(name).toMatch(/^[A-Za-z0-9_]+$/);
    for (const [name, orchestrator] of Object.entries(orchestrators)) expect(orchestrator.name).toBe(name);
  });

  test('have names of their own, whatever the case: functions share one namespace', () => {
    const lower = all.map((name) => name.toLowerCase());
    expect(lower.filter((name, index) => lower.indexOf(name) !== index)).toEqual([]);
  });
});
