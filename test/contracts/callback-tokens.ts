import { describe, expect, test } from 'vitest';
import type { CallbackTokens } from '../../lib/ports/callback-tokens.ts';
import { VirtualClock } from '../../local/clock.ts';

const minuteMs = 60_000;

/** What the app relies on of any CallbackTokens. */
export function callbackTokensContract(name: string, make: (clock: VirtualClock) => CallbackTokens): void {
  const started = () => {
    const clock = new VirtualClock();
    return { clock, tokens: make(clock), expiresAt: new Date(clock.now() + minuteMs) };
  };

  describe(`the callback tokens of ${name}`, () => {
    test('tell the attempt, the end, and the site whose releases they open', async () => {
      const { tokens, expiresAt } = started();
      const plain = await tokens.issue({ runId: 'run-1', attempt: 2, expiresAt });
      expect(await tokens.verify(plain, 'run-1')).toEqual({ attempt: 2, expiresAt });
      const opening = await tokens.issue({ runId: 'run-1', attempt: 3, releases: 'blog', expiresAt });
      expect(await tokens.verify(opening, 'run-1')).toEqual({ attempt: 3, releases: 'blog', expiresAt });
    });

    test('tell the container that holds them, and the run whose input it may read', async () => {
      const { tokens, expiresAt } = started();
      const claim = { attempt: 1, container: 'main', input: 'job-1', expiresAt };
      const token = await tokens.issue({ runId: 'run-1', ...claim });
      expect(await tokens.verify(token, 'run-1')).toEqual(claim);
    });

    test('tell the server that holds them', async () => {
      const { tokens, expiresAt } = started();
      const claim = { attempt: 7, server: 'arena-7', expiresAt };
      const token = await tokens.issue({ runId: 'servers', ...claim });
      expect(await tokens.verify(token, 'servers')).toEqual(claim);
    });

    test('count for one run only', async () => {
      const { tokens, expiresAt } = started();
      const token = await tokens.issue({ runId: 'run-1', attempt: 1, expiresAt });
      await expect(tokens.verify(token, 'run-2')).rejects.toMatchObject({ code: 'token-invalid' });
    });

    test('end with their time', async () => {
      const { clock, tokens, expiresAt } = started();
      const token = await tokens.issue({ runId: 'run-1', attempt: 1, expiresAt });
      clock.advanceBy(minuteMs - 1_000);
      expect(await tokens.verify(token, 'run-1')).toMatchObject({ attempt: 1 });
      clock.advanceBy(1_000);
      await expect(tokens.verify(token, 'run-1')).rejects.toMatchObject({ code: 'token-expired' });
    });

    test('are the ones that were issued, and no others', async () => {
      const { tokens, expiresAt } = started();
      const token = await tokens.issue({ runId: 'run-1', attempt: 1, expiresAt });
      for (const other of ['', 'nonsense', `${token.slice(0, -6)}forged`]) {
        await expect(tokens.verify(other, 'run-1')).rejects.toMatchObject({ code: 'token-invalid' });
      }
    });
  });
}
