import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { engineRuntime } from '../../local/arm/index.ts';
import { repositoryRoot } from '../hugo-image/build-fixture.ts';
import { describeRunner, type Runner } from '../local/arm/runner-contract.ts';
import { describeOnEngine } from './test-engine.ts';

const differences: Runner['differences'] = {
  'output order':
    'an engine reads stdout and stderr from two pipes, so lines of the same moment may change places',
};

describeOnEngine('on real containers', ({ api, image }) =>
  describeRunner({
    kind: 'engine',
    runtime: engineRuntime({ api, baseImage: image, hostPorts: [] }),
    image,
    differences,
    pathOf: (mountPath) => mountPath,
  }),
);

test('an engine stands in the README with all that it does otherwise', async () => {
  const readme = await readFile(join(repositoryRoot, 'local/README.md'), 'utf8');
  for (const difference of Object.keys(differences)) expect(readme).toContain(`| ${difference} |`);
});
