import { expect, test } from 'vitest';

type Finding = { line: number; rule: string; message: string };
const { secretsIn } = (await import(new URL('../../scripts/check-secrets.mjs', import.meta.url).href)) as {
  secretsIn(path: string, content: string): Promise<Finding[]>;
};

/** Written so that this file holds none itself. */
const joined = (...parts: string[]): string => parts.join('');
const storageKey = joined('AccountKey=', 'a1B2c3D4'.repeat(11).slice(0, 86), '==');

test.each([
  ['a token of GitHub', joined('token: gh', 'p_', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx')],
  [
    'a private key',
    joined(
      '-----BEGIN RSA ',
      'PRIVATE KEY-----\n',
      'MIIEow'.repeat(20),
      '\n-----END RSA ',
      'PRIVATE KEY-----',
    ),
  ],
  ['a password in a URL', joined('https://someone:', 'hunter2hunter2', '@example.com/')],
  ['a key of a storage account', storageKey],
])('%s is found, with its line, and not shown', async (_, secret) => {
  const found = await secretsIn('lib/example.ts', `first\n${secret}\n`);
  expect(found).toMatchObject([{ line: 2 }]);
  expect(JSON.stringify(found)).not.toContain(secret.slice(-20));
});

test('the key of the storage emulator is none', async () => {
  const known = joined(
    'AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw',
    '==',
  );
  expect(await secretsIn('lib/example.ts', known)).toEqual([]);
});
