import { area } from '../scenario.ts';

/** What the management API has besides, and what it has not; and the app's own routes. */
export const routes = area('routes', {
  unknown: [
    'routes that are not there',
    async (call) => {
      call.see('root', await call.get(''));
      call.see('POST instances', await call.post('instances'));
      call.see('unknown', await call.get('nope'));
      call.see('unknown verb', await call.post(`instances/x/nope`));
      call.see('DELETE orchestrators', (await call.delete('orchestrators/Nothing')).status);
      call.see('DELETE entities', (await call.delete('entities/Counter')).status);
      call.see('OPTIONS', (await call.call('OPTIONS', 'instances')).status);
      call.see('PATCH', (await call.call('PATCH', 'instances')).status);
    },
  ],
  makePrimary: [
    'makeprimary',
    async (call) => {
      call.see('POST', await call.post('makeprimary'));
      call.see('GET', (await call.get('makeprimary')).status);
    },
  ],
  loopback: [
    "the client's own base",
    async (call) => {
      const { rpcBaseUrl: base } = (await call.get('/api/client-input')).body as { rpcBaseUrl: string };
      call.see('missing', await call.get(`${base}instances/missing`));
      call.see('start', await call.post(`${base}orchestrators/Nothing/${call.id()}`, 1));
      await call.end();
      call.see('status', await call.get(`${base}instances/${call.id()}`));
      call.see('list', (await call.get(`${base}instances/?top=1`)).status);
      call.see('entities', (await call.get(`${base}entities/Counter/none`)).status);
    },
  ],
  bare: [
    'calls without a Content-Length',
    async (call) => {
      await call.start('WaitEvent');
      await call.running();
      call.see('event', await call.barePost(`instances/${call.id()}/raiseEvent/E`));
      call.see('signal', await call.barePost(`entities/Counter/${call.id()}?op=get`));
      call.see('suspend', await call.barePost(`instances/${call.id()}/suspend?reason=x`));
      call.see('terminate', await call.barePost(`instances/${call.id()}/terminate?reason=x`));
      await call.end();
    },
  ],
  request: [
    'what a function sees of a request',
    async (call) => {
      call.see('GET', await call.get('/api/request/some%20name?a=1&b=x%20y&c='));
      call.see('optional', (await call.get('/api/request/a/b')).body);
      call.see('POST text', await call.send('/api/request/x', 'some text', 'text/plain'));
      call.see('POST JSON', (await call.send('/api/request/x', '{"a":1}')).body);
      call.see('POST empty', (await call.post('/api/request/x')).body);
      call.see('name in other case', (await call.get('/api/REQUEST/Name')).body);
    },
  ],
  noFunction: [
    'routes that no function has',
    async (call) => {
      call.see('unknown', (await call.get('/api/nope')).status);
      call.see('too short', (await call.get('/api/request')).status);
    },
  ],
});
