import { expect, test } from 'vitest';

type Lock = { packages: Record<string, object> };
type Audit = { kind: 'skipped'; reason: string } | { kind: 'looked'; holes: string[] };
const { auditResult, problemsOf } = (await import(
  new URL('../../scripts/check-packages.mjs', import.meta.url).href
)) as {
  problemsOf(manifest: { dependencies?: Record<string, string> }, lock: Lock): string[];
  auditResult(result: { status: number | null; stdout: string }): Audit;
};

const good = { version: '1.2.3', integrity: 'sha512-abc', license: 'MIT' };
const lockOf = (entry: object): Lock => ({ packages: { '': {}, 'node_modules/a': { ...good, ...entry } } });

test.each([
  ['nothing', {}, []],
  ['another hash', { integrity: 'sha1-abc' }, ['sha512']],
  ['an address', { resolved: 'https://example.com/a.tgz' }, ['address']],
  ['a script', { hasInstallScript: true }, ['runs a script']],
  ['a license that nobody looked at', { license: 'GPL-3.0' }, ['"GPL-3.0"']],
  ['no license', { license: undefined }, ['"none"']],
  ['a license that nobody looked at, in a development tool', { license: 'GPL-3.0', dev: true }, []],
])('%s of a package is told', (_, entry, told) => {
  expect(problemsOf({ dependencies: { a: '1.2.3' } }, lockOf(entry))).toEqual(
    told.map((text) => expect.stringContaining(text)),
  );
});

test.each(['^1.2.3', '1.x', 'latest', 'github:a/a'])(
  'a version that is not exact (%s) is told',
  (version) => {
    expect(problemsOf({ dependencies: { a: version } }, lockOf({}))).toEqual([
      expect.stringContaining(version),
    ]);
  },
);

test('an audit that could not look says why, and one that could tells grave holes only', () => {
  const stdout = JSON.stringify({ message: '405 Method Not Allowed' });
  expect(auditResult({ status: 1, stdout })).toEqual({ kind: 'skipped', reason: '405 Method Not Allowed' });
  expect(auditResult({ status: null, stdout: '' })).toMatchObject({ kind: 'skipped' });
  const vulnerabilities = {
    a: { name: 'a', severity: 'critical', range: '<2' },
    b: { name: 'b', severity: 'low', range: '*' },
  };
  expect(auditResult({ status: 1, stdout: JSON.stringify({ vulnerabilities }) })).toEqual({
    kind: 'looked',
    holes: [expect.stringContaining('a <2 has a critical hole')],
  });
});
