/** A process with everything that the app finds around it on Azure: storage, container groups, CDN and git. Until it is killed. */
import { openDataFolder } from '../../../local/cloud/data-folder.ts';
import type { Ports } from '../../../local/cloud/port-names.ts';

const [directory = '', catalogFile = '', ports = '{}'] = process.argv.slice(2);

// From the build, because the processes of containers are started by a program that Node must be able to run.
const build = new URL('../../../dist/local/cloud/', import.meta.url);
const { CloudParts }: typeof import('../../../local/cloud/cloud-parts.ts') = await import(
  new URL('cloud-parts.js', build).href
);
const { startSurroundings }: typeof import('../../../local/cloud/start-surroundings.ts') = await import(
  new URL('start-surroundings.js', build).href
);

const parts = new CloudParts(() => {});
const { settings } = await startSurroundings(
  {
    ports: JSON.parse(ports) as Ports,
    folder: openDataFolder(directory, { reset: false }),
    catalogFile,
    log: { line: () => () => {} },
  },
  parts,
);
process.send?.(settings);
