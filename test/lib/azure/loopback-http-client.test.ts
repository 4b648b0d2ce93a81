import { createPipelineRequest } from '@azure/core-rest-pipeline';
import { expect, test } from 'vitest';
import { loopbackHttpClient } from '../../../lib/azure/loopback-http-client.ts';

test('a stand-in for Azure lets no request go anywhere else', async () => {
  const client = loopbackHttpClient('https://management.azure.com', 'http://127.0.0.1:1');
  for (const url of [
    'https://management.azure.com.evil.test/x',
    'https://login.microsoftonline.com/',
    'http://management.azure.com/',
  ]) {
    await expect(client.sendRequest(createPipelineRequest({ url }))).rejects.toMatchObject({
      code: 'azure-refused',
    });
  }
});
