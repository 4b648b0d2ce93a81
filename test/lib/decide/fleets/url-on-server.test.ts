import { expect, test } from 'vitest';
import { fleetFields } from '../../../../lib/catalog/fleets/fleet-fields.ts';
import { urlOnServer } from '../../../../lib/decide/fleets/url-on-server.ts';

test.each([
  '/drain',
  '//169.254.169.254/metadata',
  '/@169.254.169.254/',
  '/\\169.254.169.254/',
  '/..//169.254.169.254',
  '/:80@evil.test',
  '/?url=http://evil.test#http://evil.test',
])('the path %s leads to the server and nowhere else', (path) => {
  expect(fleetFields.drain.safeParse({ notice: { port: 8_080, path } }).success).toBe(true);
  const { protocol, host, username } = new URL(urlOnServer('20.1.2.3', { port: 8_080, path }));
  expect({ protocol, host, username }).toEqual({ protocol: 'http:', host: '20.1.2.3:8080', username: '' });
});

test.each(['drain', '@evil.test/', '.evil.test', '/a b', '/a\r\nx: y', 'http://evil.test'])(
  'what is no path of a server is refused: %j',
  (path) => {
    expect(fleetFields.drain.safeParse({ notice: { port: 8_080, path } }).success).toBe(false);
  },
);
