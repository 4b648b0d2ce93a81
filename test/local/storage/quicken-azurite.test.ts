import { expect, test } from 'vitest';
import { parsedOnce, syncBehind } from '../../../local/storage/quicken-azurite.ts';

test('parses a template once, and each of several', () => {
  const parsed: string[] = [];
  const parse = parsedOnce((template) => {
    parsed.push(template);
    return { template };
  });
  expect(parse('/{account}')).toBe(parse('/{account}'));
  expect(parse('/{account}/{container}')).toEqual({ template: '/{account}/{container}' });
  expect(parsed).toEqual(['/{account}', '/{account}/{container}']);
});

test('has content written without waiting for the disk, and passes on what went wrong', async () => {
  const asked: unknown[] = [];
  const store = {
    async streamPipe(from: unknown, _to: unknown, fd?: number, contextId?: string): Promise<number> {
      asked.push(fd, contextId);
      if (from === 'a full disk') throw new Error('ENOSPC');
      return 5;
    },
  };
  syncBehind(store);
  expect(await store.streamPipe('five', 'file', 999_999, 'request')).toBe(5);
  expect(asked).toEqual([undefined, 'request']);
  await expect(store.streamPipe('a full disk', 'file', 999_999, 'request')).rejects.toThrow('ENOSPC');
});

test('leaves a store in memory as it is', () => {
  const store = {};
  syncBehind(store);
  expect(store).toEqual({});
});
