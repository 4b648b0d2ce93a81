import { expect, test } from 'vitest';
import { containerGroupBody } from '../../../lib/azure/container-group-body.ts';

test('the body of a container group leaves out variables without a value, which Azure refuses', () => {
  const body = containerGroupBody({
    name: 'publish-blog-1',
    image: 'slipway/hugo:1',
    environment: { SLIPWAY_SITE: 'blog', SLIPWAY_HUGO_FLAGS: '' },
    secrets: { SLIPWAY_UPLOAD_URL: 'https://store.test/?sig=s', SLIPWAY_GIT_TOKEN: '' },
    placement: { region: 'westeurope', cpu: 1, memoryGb: 1 },
    tags: {},
  });
  expect(body).toMatchObject({
    properties: {
      containers: [
        {
          properties: {
            environmentVariables: [
              { name: 'SLIPWAY_SITE', value: 'blog' },
              { name: 'SLIPWAY_UPLOAD_URL', secureValue: 'https://store.test/?sig=s' },
            ],
          },
        },
      ],
    },
  });
});
