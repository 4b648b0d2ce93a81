import { readFileSync } from 'node:fs';

/** The TypeScript blocks of a document. */
export function examplesOf(document: string): string[] {
  return [...readFileSync(document, 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);
}
