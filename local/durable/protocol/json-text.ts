import { dotNetJson, wellFormedJson } from './dot-net-json.ts';

/** The value of a JSON text, or the text itself without blanks around it when it is none: how Durable shows inputs and outputs. */
export function valueOfText(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(wellFormedJson(text));
  } catch {
    return text.trim();
  }
}

/** JSON text of a value; null for undefined and null, which Durable does not tell apart. */
export function textOfValue(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}

/** The same as .NET writes it: what code hands on to other instances. */
export function writtenText(value: unknown): string | null {
  const text = textOfValue(value);
  return text === null ? null : dotNetJson(text);
}
