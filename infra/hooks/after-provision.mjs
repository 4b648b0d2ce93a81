/** After `azd provision`, with a build: the build image comes into the registry, and the first catalog into the storage. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { az, environment, say, whenAllowed } from './az.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { SLIPWAY_REGISTRY_NAME, SLIPWAY_IMAGE, SLIPWAY_STORAGE, SLIPWAY_STARTER_CATALOG } = environment(
  'SLIPWAY_REGISTRY_NAME',
  'SLIPWAY_IMAGE',
  'SLIPWAY_STORAGE',
  'SLIPWAY_STARTER_CATALOG',
);
const folder = mkdtempSync(join(tmpdir(), 'slipway-image-'));
try {
  buildImage();
  await putCatalog();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Each time, because the image holds a program of this version. The registry builds it: no Docker is needed here. */
function buildImage() {
  cpSync(join(root, 'hugo-image/Dockerfile'), join(folder, 'Dockerfile'));
  cpSync(join(root, 'dist/hugo-image/build-site.mjs'), join(folder, 'dist/hugo-image/build-site.mjs'));
  const [, hugo] = SLIPWAY_IMAGE.split(':');
  const bases = JSON.parse(readFileSync(join(root, 'hugo-image/bases.json'), 'utf8'));
  if (!bases[hugo])
    throw new Error(`hugoImage is "${SLIPWAY_IMAGE}"; its tag is one of ${Object.keys(bases).join(', ')}.`);
  say(`Building ${SLIPWAY_IMAGE} in the registry ${SLIPWAY_REGISTRY_NAME} ...`);
  az(
    ...['acr', 'build', '--registry', SLIPWAY_REGISTRY_NAME, '--image', SLIPWAY_IMAGE, '--no-logs'],
    ...['--build-arg', `BASE=${bases[hugo]}`, folder],
  );
}

/** Only where there is none: later it is yours. */
async function putCatalog() {
  const blob = [
    ...['--account-name', SLIPWAY_STORAGE, '--container-name', 'slipway-catalog', '--name', 'catalog.json'],
    ...['--auth-mode', 'login'],
  ];
  const { exists } = await whenAllowed(() => az('storage', 'blob', 'exists', ...blob));
  if (exists) return say('The catalog stays as it is.');
  const file = join(folder, 'catalog.json');
  writeFileSync(file, `${JSON.stringify(JSON.parse(SLIPWAY_STARTER_CATALOG), null, 2)}\n`);
  await whenAllowed(() => az('storage', 'blob', 'upload', ...blob, '--file', file));
  say('The catalog with the sites of infra/main.bicepparam is in the storage.');
}
