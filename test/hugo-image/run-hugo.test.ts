import { expect, test } from 'vitest';
import { failureMessage, generatorIn } from '../../hugo-image/build-site/run-hugo.ts';

test.each([
  [
    'an error of Hugo 0.111',
    'Start building sites … \nhugo v0.111.3+extended linux/amd64 BuildDate=2023-03-16T08:41:31Z VendorInfo=debian:0.111.3-1\n\nError: Error building site: "content/about.md:2:1": failed to unmarshal YAML: yaml: line 2\nTotal in 12 ms',
    '"content/about.md:2:1": failed to unmarshal YAML: yaml: line 2',
  ],
  [
    'warnings before the error',
    'WARN 2026/01/01 found no layout file for "HTML"\nERROR 2026/01/01 render of "page" failed\nError: Error building site: failed to render pages\nBuilt in 9 ms\n',
    'WARN 2026/01/01 found no layout file for "HTML"\nERROR 2026/01/01 render of "page" failed\nfailed to render pages',
  ],
  [
    'the table of a build that failed late',
    '                   | EN  \n-------------------+-----\n  Pages            | 17  \n  Cleaned          |  0  \nError: it broke\n',
    'it broke',
  ],
  ['silence', '\nTotal in 3 ms\n', 'Hugo refused the site and gave no reason.'],
])('keeps what Hugo says of %s', (_case, output, message) => {
  expect(failureMessage(output)).toBe(message);
});

test('finds the version that Hugo prints', () => {
  expect(generatorIn('Start building sites … \nhugo v0.111.3+extended linux/amd64 BuildDate=x\n')).toBe(
    'hugo 0.111.3+extended',
  );
  expect(generatorIn('hugo v0.146.0-abc linux/amd64')).toBe('hugo 0.146.0');
  expect(generatorIn('nothing')).toBeUndefined();
});
