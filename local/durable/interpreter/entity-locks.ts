import type { LockEntities } from '../protocol/actions.ts';
import { messageType, type ReleaseMessage, schedulerId } from '../protocol/entity-messages.ts';
import type { Wish } from './decision.ts';

/** The locks that an orchestration holds at a point of its history. */
export class EntityLocks {
  #held: { requestId: string; set: LockEntities['lockSet'] } | undefined;

  hold(requestId: string, set: LockEntities['lockSet']): void {
    this.#held = { requestId, set };
  }

  /** The messages that free them, one an entity in lock order; none when nothing is held. */
  release(instanceId: string): Wish[] {
    if (!this.#held) return [];
    const { requestId, set } = this.#held;
    this.#held = undefined;
    const message: ReleaseMessage = {
      $type: messageType.release,
      parent: instanceId,
      id: requestId,
    };
    return set.map((entity) => ({
      kind: 'send',
      target: schedulerId(entity),
      name: 'release',
      text: JSON.stringify(message),
    }));
  }
}
