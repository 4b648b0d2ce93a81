/**
 * `npm run check:secrets`: looks through every file that git knows, or would take, for what looks like a secret. Part of
 * `npm run check`.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lintSource } from '@secretlint/core';
import { creator as recommended } from '@secretlint/secretlint-rule-preset-recommend';

const root = fileURLToPath(new URL('..', import.meta.url));

const config = {
  rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: recommended }],
};

/** Of storage accounts, service buses and the like; secretlint's own rules know none of Azure's. */
const azureKey = /\b(?:AccountKey|SharedAccessKey)=([A-Za-z0-9+/]{86}==|[A-Za-z0-9+/]{43}=)/g;
/** Of the storage emulator that every Azure tool knows. */
const publicKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** Made up, by the file that they stand in: tests of what happens to a password in a URL. */
const madeUp = [
  'test/hugo-image/build-site.test.ts',
  'test/lib/catalog/catalog.test.ts',
  'test/lib/git/repository-key.test.ts',
];

/** What looks like a secret in a text, each with its line; the secret itself is not shown. */
export async function secretsIn(path, content) {
  const { messages } = await lintSource({
    source: { content, filePath: path, contentType: 'text', ext: path.slice(path.lastIndexOf('.')) },
    options: { config, maskSecrets: true, noPhysicFilePath: true },
  });
  const lineOf = (index) => content.slice(0, index).split('\n').length;
  const found = messages.map(({ range: [start], ruleId, message }) => {
    const rule = ruleId.replace('@secretlint/secretlint-rule-', '');
    return { line: lineOf(start), rule, message };
  });
  for (const match of content.matchAll(azureKey)) {
    if (match[1] !== publicKey)
      found.push({
        line: lineOf(match.index),
        rule: 'azure-key',
        message: 'found a key of an Azure account',
      });
  }
  return found.filter(({ rule }) => !(rule === 'basicauth' && madeUp.includes(path)));
}

async function check() {
  // secretlint measures itself, and searches all its measurements at each one: a minute for two thousand files.
  performance.mark = () => undefined;
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  let found = 0;
  for (const path of listed.split('\0').filter(Boolean)) {
    const content = textOf(path);
    if (content === undefined) continue;
    for (const { line, rule, message } of await secretsIn(path, content)) {
      found++;
      console.error(`${path}:${line}: ${message} (${rule})`);
    }
  }
  if (found === 0) return;
  console.error(
    `\n${found} thing(s) that look like secrets. Take them out, and out of the history; what was pushed counts as known: change it.`,
  );
  process.exitCode = 1;
}

/** Undefined for what is no text, or was deleted and is still in the index. */
function textOf(path) {
  try {
    const content = readFileSync(join(root, path), 'utf8');
    return content.includes('\0') ? undefined : content;
  } catch {
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await check();
