import { schedulerId } from '../protocol/entity-messages.ts';
import { clientSignal } from '../runtime/entities/client-signal.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** Resolves when the signal is committed. `input` is JSON text; the name's case does not matter, the key's does. */
export async function signalEntity(
  runtime: Runtime,
  entity: { name: string; key: string },
  operation: string,
  input: string | null,
): Promise<void> {
  const target = schedulerId({ name: entity.name.toLowerCase(), key: entity.key });
  const request = clientSignal(runtime.clock.now(), operation, input);
  const posting = runtime.entities.post(target, 'op', JSON.stringify(request));
  await runtime.store.changes.commit(posting.write, posting.afterwards);
}
