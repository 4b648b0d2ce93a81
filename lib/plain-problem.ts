const nouns: Record<string, string> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  record: 'an object',
};

const comparisons: Record<string, string> = {
  '>=': 'at least',
  '<=': 'at most',
  '>': 'more than',
  '<': 'less than',
};

/** What zod says by itself of a value, in the words of people; any other text is a rule's own, and stays. */
export function plainProblem(message: string): string {
  return aboutType(message) ?? aboutBound(message) ?? aboutChoice(message) ?? message;
}

function aboutType(message: string): string | undefined {
  const [, expected = '', received = ''] =
    message.match(/^Invalid input: expected (\w+), received (\w+)$/) ?? [];
  if (expected === '') return undefined;
  const wanted = nouns[expected] ?? expected;
  if (received === 'undefined') return `is missing; give ${wanted}`;
  // A number that is none, or has a fraction, is not told that it must be no number.
  if (received === 'NaN' || (expected === 'int' && received === 'number')) return `must be ${wanted}`;
  return `must be ${wanted}, not ${received === 'boolean' ? 'a boolean' : (nouns[received] ?? received)}`;
}

function aboutBound(message: string): string | undefined {
  const [, comparison = '', bound = '', unit] =
    message.match(/^Too (?:small|big): expected \w+ to (?:be|have) ([<>]=?)(\S+?)(?: (\w+))?$/) ?? [];
  const than = comparisons[comparison];
  if (than === undefined) return undefined;
  if (unit === undefined) return `must be ${than} ${bound}`;
  return `must have ${than} ${bound} ${bound === '1' ? unit.replace(/s$/, '') : unit}`;
}

function aboutChoice(message: string): string | undefined {
  const [, list] =
    message.match(/^(?:Invalid option: expected one of|Invalid discriminator value\. Expected) (.+)$/) ??
    message.match(/^Invalid input: expected (".+")$/) ??
    [];
  if (list === undefined) return undefined;
  const choices = list.split('|').map((choice) => choice.trim().replaceAll("'", '"'));
  return `must be ${choices.length > 1 ? 'one of ' : ''}${choices.join(', ')}`;
}
