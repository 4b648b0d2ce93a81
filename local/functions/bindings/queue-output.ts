import type { TypedData } from '../../typed-data.ts';
import { dotNetText } from './binding-data.ts';

/**
 * The messages that the host makes of a function's output: one of each element of a list, also of a text that holds a
 * JSON list; objects as JSON in many lines, also when they come as a text.
 */
export function queueMessages({ string, json, bytes, int, double }: TypedData): Buffer[] {
  if (bytes) return [Buffer.from(bytes)];
  const number = int ?? double;
  if (number !== undefined) return [Buffer.from(String(number))];
  if (string !== undefined) return (looksLikeJson(string) ? elements(parse(string)) : [string]).map(toBuffer);
  const value: unknown = json === undefined ? null : JSON.parse(json);
  return value === null ? [] : elements(value).map(toBuffer);
}

function elements(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map((element) => {
    if (typeof element === 'string') return element;
    return typeof element === 'object' && element !== null
      ? JSON.stringify(element, null, 2)
      : dotNetText(element);
  });
}

function looksLikeJson(text: string): boolean {
  return /^\s*(\{[\s\S]*\}|\[[\s\S]*\])\s*$/.test(text);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(
      `The output begins and ends like JSON, so the host reads it as JSON, and it is none: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

function toBuffer(text: string): Buffer {
  return Buffer.from(text, 'utf8');
}
