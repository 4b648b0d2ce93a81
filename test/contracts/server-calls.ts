import { describe, expect, onTestFinished, test } from 'vitest';
import type { CallOutcome } from '../../lib/ports/server-calls.ts';

/** How a server behaves. `silent`: it takes the call and says nothing. */
export type Manner = 'willing' | 'refusing' | 'silent';

export type ServerCallsUnderTest = {
  /** A server of this manner, and what it was told so far. */
  serve(manner: Manner): Promise<{ told: string[] } & ServerDoors>;
  close(): Promise<void> | void;
};

/** Each way in, called with a text that the server notes. */
type ServerDoors = Record<
  'post' | 'exec' | 'rcon',
  (text: string, timeoutSeconds: number) => Promise<CallOutcome>
>;

const doors = ['post', 'exec', 'rcon'] as const;
const longSeconds = 10;

/** What the app relies on of any ServerCalls. */
export function serverCallsContract(name: string, make: () => ServerCallsUnderTest): void {
  const started = () => {
    const underTest = make();
    onTestFinished(() => underTest.close());
    return underTest;
  };

  describe(`the calls to servers of ${name}`, () => {
    test.each(doors)('by %s tell a server what it is to do, and wait until it has', async (door) => {
      const server = await started().serve('willing');
      expect(await server[door]('quit', longSeconds)).toEqual({ kind: 'done' });
      expect(server.told).toEqual(['quit']);
    });

    test.each(doors)('by %s say why a server does not do it, and never throw', async (door) => {
      const server = await started().serve('refusing');
      expect(await server[door]('quit', longSeconds)).toEqual({
        kind: 'failed',
        message: expect.stringMatching(/\w/),
      });
    });

    test.each(doors)('by %s end in time at a server that says nothing', async (door) => {
      const server = await started().serve('silent');
      expect(await server[door]('quit', 0.05)).toEqual({
        kind: 'failed',
        message: expect.stringMatching(/\w/),
      });
    });
  });
}
