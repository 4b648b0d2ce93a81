import { expect, test } from 'vitest';
import { HugoOutput } from '../../hugo-image/build-site/site/hugo-output.ts';

function outputOf(text: string): HugoOutput {
  const output = new HugoOutput();
  for (const line of text.split('\n')) output.take(line);
  return output;
}

test.each([
  [
    'an error of Hugo 0.111',
    'Start building sites … \nhugo v0.111.3+extended linux/amd64 BuildDate=2023-03-16T08:41:31Z VendorInfo=debian:0.111.3-1\n\nError: Error building site: "content/about.md:2:1": failed to unmarshal YAML: yaml: line 2\nTotal in 12 ms',
    '"content/about.md:2:1": failed to unmarshal YAML: yaml: line 2',
  ],
  [
    'warnings before the error',
    'WARN 2026/01/01 found no layout file for "HTML"\nERROR 2026/01/01 render of "page" failed\nError: Error building site: failed to render pages\nBuilt in 9 ms\n',
    'failed to render pages\nERROR 2026/01/01 render of "page" failed\n(1 warning besides; the log has them)',
  ],
  [
    'the table of a build that failed late',
    '                   | EN  \n-------------------+-----\n  Pages            | 17  \n  Cleaned          |  0  \nError: it broke\n',
    'it broke',
  ],
  [
    'an error of several lines',
    'WARN  one\nmore of one\nError: error building site: assemble: "a.md:3:1":\n  2: x\n> 3: y\nBuilt in 3 ms\nWARN  two',
    'assemble: "a.md:3:1":\n  2: x\n> 3: y\n(2 warnings besides; the log has them)',
  ],
  [
    'a panic',
    'WARN  a\npanic: runtime error\n\ngoroutine 1 [running]:\nmain.main()',
    'panic: runtime error\ngoroutine 1 [running]:\nmain.main()\n(1 warning besides; the log has them)',
  ],
  ['silence', '\nTotal in 3 ms\n', 'Hugo refused the site and gave no reason.'],
])('keeps what Hugo says of %s', (_case, output, message) => {
  expect(outputOf(output).failureMessage()).toBe(message);
});

test('finds the error behind hundreds of warnings', () => {
  const warnings = Array.from(
    { length: 700 },
    (_, index) => `WARN  deprecated: .Site.Author of page ${index}`,
  );
  const output = outputOf([...warnings, 'ERROR render of "404" failed', 'Error: it broke'].join('\n'));
  expect(output.warnings).toBe(700);
  expect(output.failureMessage()).toBe(
    'it broke\nERROR render of "404" failed\n(700 warnings besides; the log has them)',
  );
});

test('finds the version that Hugo prints', () => {
  expect(
    outputOf('Start building sites … \nhugo v0.111.3+extended linux/amd64 BuildDate=x\n').generator,
  ).toBe('hugo 0.111.3+extended');
  expect(outputOf('hugo v0.146.0-abc linux/amd64').generator).toBe('hugo 0.146.0');
  expect(outputOf('nothing').generator).toBeUndefined();
});
