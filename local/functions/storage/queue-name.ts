const poisonSuffix = '-poison';

/** A queue's name as the service takes it: in lower case. Throws when it breaks the service's rules. */
export function queueName(text: string): string {
  const name = text.toLowerCase();
  if (!isQueueName(name))
    throw new Error(
      `"${text}" is no queue name. A queue name has 3 to 63 letters, digits and single dashes, none at its ends.`,
    );
  return name;
}

/** Where messages go that fail too often; undefined for a poison queue itself and for names that get too long. */
export function poisonQueueName(name: string): string | undefined {
  const poison = `${name}${poisonSuffix}`;
  return name.endsWith(poisonSuffix) || !isQueueName(poison) ? undefined : poison;
}

function isQueueName(name: string): boolean {
  return /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) && name.length >= 3 && name.length <= 63;
}
