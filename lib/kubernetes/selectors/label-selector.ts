import { badRequest } from '../kube-error.ts';

type Requirement = { key: string; matches: (value: string | undefined) => boolean };

const name = '[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?';
const value = '(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?';
const equality = new RegExp(`^(${name})\\s*(==|=|!=)\\s*(${value})$`);
const membership = new RegExp(`^(${name})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const existence = new RegExp(`^(!?)\\s*(${name})$`);
const comparison = new RegExp(`^(${name})\\s*(>|<)\\s*(-?\\d+)$`);

/** `app=web,tier in (a, b),!old`: whether labels fit. Throws for what is none. */
export function labelSelector(text: string): (labels: Record<string, string> | undefined) => boolean {
  // A comma in parentheses parts values, not requirements.
  const parts = text.trim() === '' ? [] : text.split(/,(?![^()]*\))/);
  const requirements = parts.map((part) => requirement(part.trim(), text));
  return (labels) => requirements.every(({ key, matches }) => matches(labels?.[key]));
}

function requirement(part: string, whole: string): Requirement {
  const [, equalKey, operator, wanted] = equality.exec(part) ?? [];
  if (equalKey !== undefined) {
    const isNot = operator === '!=';
    return { key: equalKey, matches: (found) => (found === wanted) !== isNot };
  }
  const [, memberKey, word, list] = membership.exec(part) ?? [];
  if (memberKey !== undefined) {
    const values = (list ?? '').split(',').map((each) => each.trim());
    return {
      key: memberKey,
      matches: (found) => (found !== undefined && values.includes(found)) === (word === 'in'),
    };
  }
  const [, compareKey, sign, number] = comparison.exec(part) ?? [];
  if (compareKey !== undefined) {
    const limit = Number(number);
    return {
      key: compareKey,
      matches: (found) =>
        found !== undefined &&
        /^-?\d+$/.test(found) &&
        (sign === '>' ? Number(found) > limit : Number(found) < limit),
    };
  }
  const [, not, existKey] = existence.exec(part) ?? [];
  if (existKey !== undefined)
    return { key: existKey, matches: (found) => (found === undefined) === (not === '!') };
  throw badRequest(
    `unable to parse the label selector "${whole}": "${part}" is no requirement such as app=web`,
  );
}
