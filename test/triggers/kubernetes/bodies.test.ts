import { expect, test } from 'vitest';
import { bodyOf } from '../../../triggers/kubernetes/api-request.ts';

const mebibyte = 1_024 * 1_024;

test('a body that is too large is refused while it comes, whatever it says of its size', async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += mebibyte;
      controller.enqueue(new Uint8Array(mebibyte));
    },
  });
  const init = { method: 'POST', body: endless, duplex: 'half' } as RequestInit;
  const request = new Request('http://slipway.test/api/k8s/api/v1/namespaces/default/pods', init);
  await expect(bodyOf(request)).rejects.toMatchObject({ status: { code: 413 } });
  expect(sent).toBeLessThan(8 * mebibyte);
});
