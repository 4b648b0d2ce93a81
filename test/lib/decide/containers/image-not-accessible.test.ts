import { expect, test } from 'vitest';
import { imageNotAccessible } from '../../../../lib/decide/containers/image-not-accessible.ts';

test.each([
  [
    'notFound',
    'Failed to pull image "demo/x:1": rpc error: code = NotFound desc = failed to resolve reference',
  ],
  [
    'notFound',
    'Failed to pull image "x.azurecr.io/x:9": manifest unknown: manifest tagged by "9" is not found',
  ],
  ['notFound', 'Failed to pull image "nowhere.example/x:1": dial tcp: lookup nowhere.example: no such host'],
  [
    'refused',
    "pull access denied for demo/x, repository does not exist or may require 'docker login': denied",
  ],
  ['refused', 'unauthorized: authentication required, visit https://aka.ms/acr/authorization'],
  ['refused', 'Failed to pull image "demo/x:1": rpc error: code = Unauthenticated'],
  ['refused', 'unexpected status from HEAD request: 403 Forbidden'],
  ['throttled', 'toomanyrequests: You have reached your pull rate limit.'],
  ['throttled', 'pulling from host registry-1.docker.io failed with status code 429 Too Many Requests'],
  [
    'throttled',
    "An error response is received from the docker registry 'index.docker.io'. Please retry later.",
  ],
  [
    'unknown',
    "The image 'i' in container group 'g' is not accessible. Please check the image and registry credential.",
  ],
])('an image is not accessible: %s, by the text "%s"', (reason, message) => {
  expect(imageNotAccessible(message)).toEqual({ kind: 'imageNotAccessible', reason, message });
});
