/** What a caller may be allowed to do; each role has what those before it have. */
export const roles = ['read', 'publish', 'operate'] as const;

export type Role = (typeof roles)[number];

/** The app roles of Microsoft Entra that say so. */
const appRoles = new Map<string, Role>(
  roles.map((role) => [`Slipway.${role.charAt(0).toUpperCase()}${role.slice(1)}`, role]),
);

/** The app role by which a role is given. */
export function appRoleOf(role: Role): string | undefined {
  return [...appRoles].find(([, each]) => each === role)?.[0];
}

/** The most that a caller with these app roles may do; undefined for nothing. */
export function roleAmong(given: readonly string[]): Role | undefined {
  const held = given.map((name) => appRoles.get(name));
  return roles.findLast((role) => held.includes(role));
}

export function includes(held: Role | undefined, needed: Role): boolean {
  return held !== undefined && roles.indexOf(held) >= roles.indexOf(needed);
}
