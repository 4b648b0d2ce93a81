import type { Caller } from '../../caller.ts';
import { area, type Play } from '../../scenario.ts';

/** Requests as text; `HOST` stands for the host's own address, line ends are written for them. */
function texts(list: Record<string, string>): Play {
  return async (call) => {
    for (const [name, text] of Object.entries(list)) call.see(name, await answersTo(call, text));
  };
}

function answersTo(call: Caller, text: string): Promise<unknown> {
  return call.bytes(text.replaceAll('HOST', new URL(call.origin).host).replaceAll('\n', '\r\n'));
}

const get = 'GET /api/Plain HTTP/1.1\nHost: HOST\n';
const post = 'POST /api/echo/text HTTP/1.1\nHost: HOST\nConnection: close\n';

export const hostWire = area(
  'hostWire',
  {
    old: [
      'HTTP/1.0',
      texts({
        plain: 'GET /api/answer/text HTTP/1.0\n\n',
        'with Host': 'GET /api/answer/text HTTP/1.0\nHost: HOST\n\n',
        empty: 'GET /api/answer/empty HTTP/1.0\nHost: HOST\n\n',
        missing: 'GET /nope HTTP/1.0\n\n',
        'keep alive': 'GET /api/answer/text HTTP/1.0\nHost: HOST\nConnection: keep-alive\n\n',
      }),
    ],
    versions: [
      'other versions',
      texts({
        '0.9': 'GET /api/Plain\n\n',
        '1.2': 'GET /api/Plain HTTP/1.2\nHost: HOST\n\n',
        '2.0': 'GET /api/Plain HTTP/2.0\nHost: HOST\n\n',
        lower: 'GET /api/Plain http/1.1\nHost: HOST\n\n',
        preface: 'PRI * HTTP/2.0\n\nSM\n\n',
      }),
    ],
    lines: [
      'request lines that are none',
      texts({
        word: 'GET\n\n',
        blank: '\n\n',
        'two blanks': 'GET  /api/Plain HTTP/1.1\nHost: HOST\n\n',
        'no slash': 'GET api/Plain HTTP/1.1\nHost: HOST\n\n',
        'blank in path': 'GET /api/Pl ain HTTP/1.1\nHost: HOST\n\n',
        noise: '\u0016\u0003\u0001\n\n',
        'bad verb': 'GE(T /api/Plain HTTP/1.1\nHost: HOST\n\n',
      }),
    ],
    blankBefore: ['empty lines before a request', texts({ one: `\n${get}Connection: close\n\n` })],
    host: [
      'Host headers',
      texts({
        none: 'GET /api/Plain HTTP/1.1\nConnection: close\n\n',
        empty: 'GET /api/Plain HTTP/1.1\nHost:\nConnection: close\n\n',
        two: `${get}Host: other\nConnection: close\n\n`,
        blank: 'GET /api/Plain HTTP/1.1\nHost: a b\nConnection: close\n\n',
        slash: 'GET /api/Plain HTTP/1.1\nHost: a/b\nConnection: close\n\n',
        port: 'GET /api/Plain HTTP/1.1\nHost: a:x\nConnection: close\n\n',
        user: 'GET /api/Plain HTTP/1.1\nHost: u@a\nConnection: close\n\n',
        under: 'GET /api/Plain HTTP/1.1\nHost: a_b\nConnection: close\n\n',
      }),
    ],
    headers: [
      'headers that are none',
      texts({
        'no colon': `${get}Nonsense\n\n`,
        'blank before colon': `${get}X-Own : 1\n\n`,
        folded: `${get}X-Own: 1\n 2\nConnection: close\n\n`,
        'no name': `${get}: x\n\n`,
        'bad name': `${get}X(Own: 1\nConnection: close\n\n`,
        nul: `${get}X-Own: a\u0000b\nConnection: close\n\n`,
      }),
    ],
    lineEnds: [
      'bare line feeds',
      async (call) => {
        const { host } = new URL(call.origin);
        call.see('all', await call.bytes(`GET /api/Plain HTTP/1.1\nHost: ${host}\nConnection: close\n\n`));
        call.see(
          'headers',
          await call.bytes(`GET /api/Plain HTTP/1.1\r\nHost: ${host}\nConnection: close\r\n\r\n`),
        );
      },
    ],
    targets: [
      'targets of other forms',
      texts({
        absolute: 'GET http://other.test/api/echo/url?a=1 HTTP/1.1\nHost: HOST\nConnection: close\n\n',
        'same absolute': 'GET http://HOST/api/echo/url HTTP/1.1\nHost: HOST\nConnection: close\n\n',
        asterisk: 'OPTIONS * HTTP/1.1\nHost: HOST\nConnection: close\n\n',
        'asterisk for GET': 'GET * HTTP/1.1\nHost: HOST\nConnection: close\n\n',
        authority: 'CONNECT other.test:443 HTTP/1.1\nHost: other.test:443\nConnection: close\n\n',
        fragment: 'GET /api/Plain#x HTTP/1.1\nHost: HOST\nConnection: close\n\n',
      }),
    ],
    headerSize: [
      'headers that are too large',
      async (call) => {
        const sized = async (size: number) => {
          const answers = await call.bytes(
            `GET /api/Plain HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Big: ${'x'.repeat(size)}\r\n\r\n`,
          );
          call.see(
            String(size),
            answers.map(({ line, headers }) => ({ line, headers })),
          );
        };
        for (const size of [8_000, 16_000, 32_000, 33_000]) await sized(size);
      },
    ],
    headerCount: [
      'many headers',
      async (call) => {
        for (const count of [90, 101]) {
          const headers = Array.from({ length: count }, (_, index) => `X-H${index}: 1`);
          call.see(String(count), await call.wire('GET', '/api/Plain', { headers }));
        }
      },
    ],
    longLine: [
      'a long request line',
      async (call) => {
        for (const size of [4_000, 8_100, 8_300, 20_000]) {
          const answer = await call.wire('GET', `/api/echo/body?x=${'x'.repeat(size)}`);
          call.see(String(size), answer);
        }
      },
    ],
    lengths: [
      'lengths that are none',
      texts({
        word: `${post}Content-Length: x\n\nabc`,
        negative: `${post}Content-Length: -1\n\nabc`,
        plus: `${post}Content-Length: +3\n\nabc`,
        two: `${post}Content-Length: 3\nContent-Length: 4\n\nabcd`,
        'two equal': `${post}Content-Length: 3\nContent-Length: 3\n\nabc`,
        list: `${post}Content-Length: 3, 3\n\nabc`,
        huge: `${post}Content-Length: 99999999999999999999\n\nabc`,
      }),
    ],
    bodyless: [
      'a POST without a length',
      texts({
        close: `${post}\n`,
        text: `${post}\nabc`,
        type: `${post}Content-Type: text/plain\n\n`,
        'HTTP/1.0': 'POST /api/echo/text HTTP/1.0\nHost: HOST\n\nabc',
      }),
    ],
    transfer: [
      'transfer encodings',
      texts({
        both: `${post}Content-Length: 3\nTransfer-Encoding: chunked\n\n3\nabc\n0\n\n`,
        gzip: `${post}Transfer-Encoding: gzip, chunked\n\n3\nabc\n0\n\n`,
        identity: `${post}Transfer-Encoding: identity\nContent-Length: 3\n\nabc`,
        'not last': `${post}Transfer-Encoding: chunked, gzip\n\n3\nabc\n0\n\n`,
        case: `${post}Transfer-Encoding: Chunked\n\n3\nabc\n0\n\n`,
      }),
    ],
    badChunks: [
      'chunks that are none',
      texts({
        size: `${post}Transfer-Encoding: chunked\n\nx\nabc\n0\n\n`,
        end: `${post}Transfer-Encoding: chunked\n\n3\nabcd\n0\n\n`,
      }),
    ],
    keepAlive: [
      'several requests on one connection',
      texts({
        two: `${get}\n${get}Connection: close\n\n`,
        'with bodies': `POST /api/echo/text HTTP/1.1\nHost: HOST\nContent-Length: 3\n\nabc${post}Content-Length: 2\n\nde`,
        'after an error': `GET /nope HTTP/1.1\nHost: HOST\n\n${get}Connection: close\n\n`,
        'after a failure': `GET /api/answer/throws HTTP/1.1\nHost: HOST\n\n${get}Connection: close\n\n`,
        'after an unread body': `POST /nope HTTP/1.1\nHost: HOST\nContent-Length: 3\n\nabc${get}Connection: close\n\n`,
      }),
    ],
    close: [
      'Connection headers',
      texts({
        close: `${get}Connection: close\n\n`,
        upper: `${get}Connection: CLOSE\n\n`,
        upgrade: `${get}Connection: Upgrade, close\nUpgrade: websocket\n\n`,
        h2c: `${get}Connection: Upgrade, HTTP2-Settings, close\nUpgrade: h2c\nHTTP2-Settings: AAMAAABkAAQAAP__\n\n`,
      }),
    ],
    tooLarge: [
      'a body over the limit is refused before the function',
      texts({ length: `POST /api/echo/text HTTP/1.1\nHost: HOST\nContent-Length: 104857601\n\n` }),
    ],
  },
  'http',
);
