import { describe } from 'vitest';
import { engineRuntime } from '../../local/arm/index.ts';
import { describeRunner } from '../local/arm/runner-contract.ts';
import { testEngine } from './test-engine.ts';

if (testEngine) {
  const { api, image } = testEngine;
  describeRunner({
    kind: 'engine',
    runtime: engineRuntime({ api, baseImage: image, hostPorts: [] }),
    image,
    differences: {},
    pathOf: (mountPath) => mountPath,
  });
} else describe.skip('the engine runner');
