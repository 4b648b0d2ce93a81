import type { TableKey } from './table-rows.ts';

/** Servers, places and callers that wait: a partition for each fleet, so that they change together. */
export const fleetsTable = 'slipwayfleets';

/** Not the name of any fleet: names have no such character. */
export const definitionsPartition = '!definitions';
export const memoriesPartition = '!memories';
export const numbersPartition = '!numbers';
export const profilesPartition = '!profiles';

export const serverPrefix = 'server-';
export const sessionPrefix = 'session-';
export const ticketPrefix = 'ticket-';

export function serverKey(fleet: string, server: string): TableKey {
  return { partitionKey: fleet, rowKey: serverPrefix + server };
}

export function sessionKey(fleet: string, session: string): TableKey {
  return { partitionKey: fleet, rowKey: sessionPrefix + session };
}

export function ticketKey(fleet: string, session: string): TableKey {
  return { partitionKey: fleet, rowKey: ticketPrefix + session };
}

/** Servers that are gone, the newest first. */
export function pastPartition(fleet: string): string {
  return `${fleet}!past`;
}
