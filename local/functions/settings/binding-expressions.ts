/** Replaces each `%NAME%` by that setting; throws when there is none, as the host refuses such a function. */
export function resolveSettings(text: string, env: NodeJS.ProcessEnv): string {
  return text.replace(/%([^%]+)%/g, (_, name: string) => {
    const value = env[name];
    if (value === undefined)
      throw new Error(
        `'%${name}%' does not resolve to a value. Set ${name}, for example in local.settings.json "Values".`,
      );
    return value;
  });
}
