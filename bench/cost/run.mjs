/** `npm run bench:cost`: becomes `command.ts`. Each file is stripped of its types as it is loaded. */
import { register } from 'node:module';

register('../../test/conformance/load-typescript.mjs', import.meta.url);
await import('./command.ts');
