import { area, type Play } from '../../scenario.ts';

const known = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE'];

function tries(path: string, ...methods: string[]): Play {
  return async (call) => {
    for (const method of methods) call.see(method, await call.wire(method, path));
  };
}

export const hostMethods = area(
  'hostMethods',
  {
    getOnly: ['a function of GET alone', tries('/api/methods/get', ...known)],
    head: ['a function that lists HEAD', tries('/api/methods/head', 'GET', 'HEAD', 'POST')],
    default: ['a function that lists no method', tries('/api/methods/default', ...known)],
    all: ['a function that lists all methods', tries('/api/methods/all', ...known)],
    write: ['a function of PATCH and DELETE', tries('/api/methods/write', 'PATCH', 'DELETE', 'GET')],
    unknown: [
      'verbs that nobody knows',
      tries('/api/methods/get', 'FOO', 'PROPFIND', 'REPORT', 'QUERY', 'X-Y'),
    ],
    lower: ['a verb in lower case', tries('/api/methods/get', 'get', 'Get')],
    nowhere: ['any verb on an unknown path', tries('/api/nope', ...known)],
    root: ['any verb on the front page', tries('/', 'HEAD', 'POST', 'PUT', 'OPTIONS')],
    override: [
      'a header that asks for another method is no method',
      async (call) => {
        const headers = ['X-HTTP-Method-Override: DELETE'];
        call.see('POST', await call.wire('POST', '/api/methods/write', { headers }));
      },
    ],
    headBody: [
      'HEAD tells what GET would, without the body',
      async (call) => {
        for (const name of ['text', 'emptyText', 'json', 'large', 'noContent', 'ownLength']) {
          call.see(name, await call.wire('HEAD', `/api/answer/${name}`));
        }
      },
    ],
    bodies: [
      'a body with any method',
      async (call) => {
        for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
          call.see(method, await call.wire(method, '/api/echo/text', { body: 'abc' }));
        }
      },
    ],
  },
  'http',
);
