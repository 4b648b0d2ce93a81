/** `npm run schema`: writes the catalog's JSON Schema, which editors read, from the schema that checks catalogs. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { prepare } from './prepare.mjs';

prepare();
const { catalogJsonSchema } = await import('../dist/lib/catalog/catalog.js');
const file = fileURLToPath(new URL('../docs/catalog.schema.json', import.meta.url));
writeFileSync(file, `${JSON.stringify(catalogJsonSchema(), null, 2)}\n`);
