/** Where Azure could not read what a setting refers to, the app gets the text of the reference, which anybody can know. */
export function isUnresolvedReference(value: string | undefined): boolean {
  return /^@Microsoft\.(?:KeyVault|AppConfiguration)\(/i.test(value ?? '');
}

/** Behind the name of such a setting. */
export const unresolvedText =
  'Azure could not read what it refers to: see that the secret is there and that the identity of the app has the role Key Vault Secrets User, then restart the app';
