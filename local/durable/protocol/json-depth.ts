/** How many levels Newtonsoft's reader goes down. */
const maxDepth = 64;

/** Whether a value has more levels of objects and arrays than these. */
export function isDeeper(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (levels === 0) return true;
  return Object.values(value).some((one) => isDeeper(one, levels - 1));
}

/** What Newtonsoft's reader says of a JSON text that is too deep for it; undefined of any other. */
export function depthProblem(text: string): string | undefined {
  const path: (string | number)[] = [];
  let name: string | undefined;
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '"': {
        const end = endOfText(text, at);
        name = text.slice(at + 1, end);
        at = end;
        break;
      }
      case ':':
        path[path.length - 1] = name ?? '';
        break;
      case ',':
        if (typeof path.at(-1) === 'number') path[path.length - 1] = Number(path.at(-1)) + 1;
        break;
      case '{':
      case '[':
        if (path.length === maxDepth) return problemAt(text, at + 1, path);
        path.push(text[at] === '[' ? 0 : '');
        break;
      case '}':
      case ']':
        path.pop();
    }
  }
  return undefined;
}

function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

function problemAt(text: string, at: number, path: readonly (string | number)[]): string {
  const lines = text.slice(0, at).split('\n');
  const place = path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
  return `The reader's MaxDepth of ${maxDepth} has been exceeded. Path '${place}', line ${lines.length}, position ${lines.at(-1)?.length ?? 0}.`;
}
