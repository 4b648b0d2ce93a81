import { ArmError } from '../server/arm-error.ts';

const nameRule = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

export function invalid(code: string, message: string): ArmError {
  return new ArmError(400, code, message);
}

/** Refuses a name that no resource may have. */
export function checkName(code: string, what: string, name: string): void {
  if (name.length <= 63 && nameRule.test(name)) return;
  throw invalid(
    code,
    `The ${what} name '${name}' is invalid: 1 to 63 lower-case letters, digits and '-', no '-' at the ends.`,
  );
}

export function checkPort(port: number): void {
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return;
  throw invalid('InvalidPort', `The port '${port}' is not between 1 and 65535.`);
}

export function atMost(what: string, count: number, limit: number): void {
  if (count <= limit) return;
  throw invalid(
    'ContainerGroupLimitExceeded',
    `The group has ${count} ${what}; at most ${limit} are possible.`,
  );
}
