import type { SecretSource } from '../../../contract/container-specs.ts';

/** The value of a variable: known here, or looked up when the group is created. */
export type Value = { kind: 'text'; text: string } | { kind: 'secret'; source: SecretSource };

export const textValue = (text: string): Value => ({ kind: 'text', text });

/** `$$(NAME)` stands for itself, `$(NAME)` for the variable. */
const reference = /\$\$|\$\(([^)]*)\)/g;

/**
 * A text with the variables that it refers to, by Kubernetes' rules: one that is not defined stays as it is written, and two
 * dollars stand for one. It is secret as soon as one of them is.
 */
export function expanded(text: string, variables: ReadonlyMap<string, Value>): Value {
  const parts: SecretSource[] = [];
  let secret = false;
  let end = 0;
  const add = (part: string): void => {
    if (part) parts.push({ kind: 'text', text: part });
  };
  for (const match of text.matchAll(reference)) {
    add(text.slice(end, match.index));
    end = match.index + match[0].length;
    const value = match[1] === undefined ? textValue('$') : variables.get(match[1]);
    if (value?.kind === 'secret') {
      parts.push(value.source);
      secret = true;
    } else {
      add(value?.text ?? match[0]);
    }
  }
  add(text.slice(end));
  if (secret) return { kind: 'secret', source: { kind: 'joined', parts } };
  return textValue(parts.map((part) => (part.kind === 'text' ? part.text : '')).join(''));
}
