/** `npm run conformance`: becomes `command.ts`. Nothing is built: each file is stripped of its types as it is loaded. */
import { register } from 'node:module';

register('./load-typescript.mjs', import.meta.url);
await import('./command.ts');
