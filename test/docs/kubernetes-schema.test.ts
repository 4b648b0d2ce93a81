import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

test('the schemas of Kubernetes are those of the installed kubernetes-types', () => {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-schema-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, 'definitions.json');
  execFileSync(process.execPath, ['scripts/write-kubernetes-schema.mjs', file]);
  const written: unknown = JSON.parse(readFileSync('lib/kubernetes/schema/definitions.json', 'utf8'));
  expect(written, 'Write them anew with: npm run schema:kubernetes').toEqual(
    JSON.parse(readFileSync(file, 'utf8')),
  );
});
