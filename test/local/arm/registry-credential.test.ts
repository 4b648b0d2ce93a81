import { expect, test } from 'vitest';
import { credentialFor } from '../../../local/arm/group-model/registry-credential.ts';

const of = (server: string) => ({ server, username: server, password: 'x' });
const credentials = [
  of('index.docker.io'),
  of('x.azurecr.io'),
  of('https://y.example'),
  of('localhost:5000'),
];

test.each([
  { image: 'debian', server: 'index.docker.io' },
  { image: 'my/job:1', server: 'index.docker.io' },
  { image: 'x.azurecr.io/team/job:1', server: 'x.azurecr.io' },
  { image: 'y.example/job', server: 'https://y.example' },
  { image: 'localhost:5000/job', server: 'localhost:5000' },
  { image: 'z.azurecr.io/job', server: undefined },
])('pulls $image with the credential of $server', ({ image, server }) => {
  expect(credentialFor(image, credentials)?.server).toBe(server);
});
