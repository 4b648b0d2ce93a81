/** `npm run bench:allocations`: builds the app, then becomes `command.ts`. Each file is stripped of its types as it is loaded. */
import { register } from 'node:module';
import { prepare } from '../../scripts/prepare.mjs';

prepare({ needs: [] });
register('../../test/conformance/load-typescript.mjs', import.meta.url);
await import('./command.ts');
