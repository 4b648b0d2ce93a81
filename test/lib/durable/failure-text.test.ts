import { expect, test } from 'vitest';
import { failureText } from '../../../lib/durable/failure-text.ts';

test.each([
  ['an error of the app', new Error('The site is gone.'), 'The site is gone.'],
  [
    "an activity's error with the engine's prefix and dump",
    new Error("Activity function 'purgeCdn' failed:  The CDN is away. \n at purge (cdn.js:1)"),
    'The CDN is away.',
  ],
  [
    "a child's error with its prefix",
    new Error("Orchestrator function 'publishSite' failed: Non-Deterministic workflow detected"),
    'Non-Deterministic workflow detected',
  ],
  ['a text', 'plain text', 'plain text'],
  ['a colon in the text itself', new Error('Copying failed: 503'), 'Copying failed: 503'],
  ['nothing', undefined, 'undefined'],
])('the text of %s is what a person can read', (_name, thrown, text) => {
  expect(failureText(thrown)).toBe(text);
});
