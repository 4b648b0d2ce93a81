import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { processRuntime } from '../../../local/arm/index.ts';
import { canMountReadOnly } from '../../../local/arm/processes/read-only-mounts.ts';
import { describeRunner, type Runner } from './runner-contract.ts';

const runner: Runner = {
  kind: 'process',
  runtime: processRuntime(() => ({ shell: { command: ['sh'], environment: { LISTEN: '{ipAddress}' } } })),
  image: 'shell',
  differences: {
    'mount paths': 'a process has no root of its own, so a mount path lies below its working directory',
    'file system': 'a process sees the files of the machine, as the person who started the local cloud',
    listening: "a process shares the network of the machine, so it listens on its group's address",
    'memory limit': 'limiting memory needs control groups that only root may make',
    'exec sees mounts': 'a command of exec runs beside the mount namespace of its container',
    signals: 'a shell that is first would keep the signal from the program it runs',
    ...(!canMountReadOnly() && { 'read-only mounts': 'this machine has no mount namespaces' }),
  },
  pathOf: (mountPath) => mountPath.slice(1),
};

describeRunner(runner);

test('stands in the README with all that it does otherwise', async () => {
  const readme = await readFile(new URL('../../../local/README.md', import.meta.url), 'utf8');
  for (const difference of Object.keys(runner.differences)) expect(readme).toContain(`| ${difference} |`);
});
