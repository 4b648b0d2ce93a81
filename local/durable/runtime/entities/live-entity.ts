import type { ReleaseMessage, RequestMessage } from '../../protocol/entity-messages.ts';
import type { InstanceRow } from '../../store/instance-row.ts';
import { type EntityState, stateOf } from './entity-state.ts';

/** A message in an entity's mailbox. */
export type EntityMessage = { sequence: number } & (
  | { kind: 'operation' | 'lock'; request: RequestMessage }
  | { kind: 'release'; release: ReleaseMessage }
);

/** An entity with messages, in memory. */
export class LiveEntity {
  row: InstanceRow;
  state: EntityState;
  queue: EntityMessage[] = [];
  /** It waits for its turn, or a batch of it is going on. */
  isBusy = false;

  constructor(row: InstanceRow) {
    this.row = row;
    this.state = stateOf(row);
  }
}

export function messageOf(sequence: number, name: string, text: string): EntityMessage {
  if (name === 'release') return { sequence, kind: 'release', release: JSON.parse(text) as ReleaseMessage };
  const request = JSON.parse(text) as RequestMessage;
  return { sequence, kind: request.lockset ? 'lock' : 'operation', request };
}
