import { register } from 'node:module';

register('../../../test/conformance/load-typescript.mjs', import.meta.url);
await import('./surroundings.ts');
