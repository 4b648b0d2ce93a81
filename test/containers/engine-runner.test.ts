import { engineRuntime } from '../../local/arm/index.ts';
import { describeRunner } from '../local/arm/runner-contract.ts';
import { describeOnEngine } from './test-engine.ts';

describeOnEngine('on real containers', ({ api, image }) =>
  describeRunner({
    kind: 'engine',
    runtime: engineRuntime({ api, baseImage: image, hostPorts: [] }),
    image,
    differences: {
      'output order':
        'an engine reads stdout and stderr from two pipes, so lines of the same moment may change places',
    },
    pathOf: (mountPath) => mountPath,
  }),
);
