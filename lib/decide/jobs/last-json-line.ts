/** The last line of a text that is JSON; undefined where none is. */
export function lastJsonLine(text: string): { value: unknown } | undefined {
  let end = text.length;
  while (end > 0) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const value = parsed(text.slice(start, end).trim());
    if (value) return value;
    end = start - 1;
  }
  return undefined;
}

function parsed(line: string): { value: unknown } | undefined {
  if (line === '') return undefined;
  try {
    return { value: JSON.parse(line) };
  } catch {
    return undefined;
  }
}
