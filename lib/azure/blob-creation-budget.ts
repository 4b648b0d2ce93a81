import { z } from 'zod';
import type { CreationBudgetState } from '../../contract/creation-budget.ts';
import type { CreationBudget } from '../ports/creation-budget.ts';
import { untilWritten } from '../until-written.ts';
import { blobDocuments } from './blob-documents.ts';
import { stateContainer } from './blob-names.ts';
import type { StorageAccount } from './storage-account.ts';

const name = 'budget/creations.json';

/** Only another process of the app can be in the way: within one, changes wait for each other. */
const mostTries = 20;

const empty: CreationBudgetState = { tickets: [], creations: [], regions: {} };

/** What is stored is what was written here; a document that somebody spoiled by hand must not stop every build. */
const stateSchema = z.object({
  tickets: z.array(z.looseObject({ group: z.string(), state: z.enum(['waiting', 'holding']) })),
  creations: z.array(z.number()),
  regions: z.record(z.string(), z.looseObject({})),
});

type Stored = { state: CreationBudgetState; condition: { ifMatch: string } | { ifAbsent: true } };
type Change = (state: CreationBudgetState) => { state: CreationBudgetState; answer: unknown };
type Waiting = { change: Change; resolve(answer: unknown): void; reject(error: unknown): void };

/**
 * The budget in one blob. Changes that come while one is written are written together, so that a hundred runs do not queue up. What
 * was written last is taken for what is stored, because this process is most often the only one that writes: a write on something
 * older is refused by its ETag. An answer that needs no write is given on what is read anew.
 */
export function blobCreationBudget(account: StorageAccount): CreationBudget {
  const documents = blobDocuments(account, stateContainer);
  const waiting: Waiting[] = [];
  let isWriting = false;
  let known: Stored | undefined;

  const read = async (): Promise<Stored> => {
    const found = await documents.read(name);
    return { state: stateIn(found?.value), condition: found ? { ifMatch: found.etag } : { ifAbsent: true } };
  };

  const apply = (batch: readonly Waiting[]): Promise<unknown[]> =>
    untilWritten(`The document "${name}"`, mostTries, async () => {
      const isRead = known === undefined;
      const { state: before, condition } = known ?? (await read());
      known = undefined;
      let state = before;
      const answers = batch.map(({ change }) => {
        const next = change(state);
        state = next.state;
        return next.answer;
      });
      if (state === before) return isRead ? answers : 'again';
      const written = await documents.replace(name, state, condition);
      if (written === 'conflict') return 'again';
      known = { state, condition: { ifMatch: written.etag } };
      return answers;
    });

  const drain = async (): Promise<void> => {
    if (isWriting) return;
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0);
      try {
        const answers = await apply(batch);
        for (const [index, { resolve }] of batch.entries()) resolve(answers[index]);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isWriting = false;
  };

  return {
    update: <Answer>(
      change: (state: CreationBudgetState) => { state: CreationBudgetState; answer: Answer },
    ) =>
      new Promise<Answer>((resolve, reject) => {
        waiting.push({ change, resolve: resolve as (answer: unknown) => void, reject });
        void drain();
      }),
  };
}

function stateIn(value: unknown): CreationBudgetState {
  return stateSchema.safeParse(value).success ? (value as CreationBudgetState) : empty;
}
