/** JSON documents as properties of a table's rows, which have no lists, and room for 64 KB of text each. */

/** In UTF-16 units. A longer document goes on in properties with a number. */
const columnLength = 32_000;

/** The properties that hold the document. */
export function documentColumns(value: unknown): Record<string, string> {
  const text = JSON.stringify(value);
  const columns: Record<string, string> = {};
  for (let at = 0; at < text.length; at += columnLength)
    columns[columnAt(at / columnLength)] = text.slice(at, at + columnLength);
  return columns;
}

/** The document of a row. Undefined for what is not JSON, which only somebody's hand has written; readers check what they get. */
export function documentOf(entity: Record<string, unknown>): unknown {
  let text = '';
  for (let n = 0; entity[columnAt(n)] !== undefined; n += 1) text += String(entity[columnAt(n)]);
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function columnAt(index: number): string {
  return index === 0 ? 'document' : `document${index}`;
}
