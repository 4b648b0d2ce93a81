import type { Deliberate } from './deliberate.ts';

/** Where our Functions host means not to be as the recorded one. */
export const deliberateOnHost: readonly Deliberate[] = [
  {
    scenarios: ['hostRoutes-unknown', 'hostSettings-noPrefix', 'hostCors-elsewhere'],
    at: ['//headers/Content-Length'],
    why: 'the front page is our own: it lists the functions',
  },
  {
    scenarios: ['hostMethods-root'],
    at: ['HEAD/headers', 'POST/headers', 'PUT/headers', 'OPTIONS/headers'],
    why: 'the front page is our own, and so is its length',
  },
  {
    scenarios: ['hostHeaders-order'],
    at: ['text', 'empty', 'created', 'cookie', 'knownHeaders', 'undefined'],
    why: 'the headers come in the order in which they are set; no client may rely on it',
  },
  {
    scenarios: ['hostHeaders-beyond'],
    at: ['headerLatin/headers/Content-Type'],
    why: 'the 500 in place of a refused answer has none of its headers',
  },
  {
    scenarios: ['hostHeaders-transfer'],
    at: ['ownTransfer'],
    why: 'an app that declares chunks gets them; on Azure the answer is broken',
  },
  {
    scenarios: ['hostConstraints-regexDigits'],
    at: ['١٢٣'],
    why: "a regex constraint reads digits as JavaScript does: ASCII digits only; .NET's takes those of every script",
  },
  {
    scenarios: ['hostMethods-lower'],
    at: ['get', 'Get'],
    why: 'a verb in lower case is refused; on Azure it is taken for the one in upper case',
  },
  {
    scenarios: ['hostRequests-headersBytes'],
    at: ['X-Own: é'],
    why: 'header bytes that are no UTF-8 are replaced; on Azure the request is refused with 400',
  },
  {
    scenarios: ['hostRequests-trace'],
    at: ['parent', 'made up'],
    why: "a caller's trace reaches the function, as on Azure with Application Insights, which the recorded host had not",
  },
  {
    scenarios: ['hostWire-old'],
    at: ['keep alive/0/headers/Connection'],
    why: 'an HTTP/1.0 client that asks for it keeps its connection; on Azure it never does',
  },
  {
    scenarios: ['hostWire-versions'],
    at: ['preface/0'],
    why: 'HTTP/2 without TLS is refused as a version; on Azure the frame that ends an HTTP/2 connection is sent',
  },
  {
    scenarios: ['hostWire-lines', 'hostWire-headers', 'hostWire-lineEnds', 'hostWire-lengths'],
    at: ['two blanks/0', 'bad name/0', 'all/0', 'headers/0', 'plus/0'],
    why: "Node's parser reads malformed requests in other ways than Kestrel's: mostly stricter, with 400",
  },
  {
    scenarios: ['hostWire-bodyless', 'hostWire-transfer', 'hostWire-badChunks'],
    at: ['text/0', 'both/0', 'size/0'],
    why: 'a request whose body has no clear end is refused at once; on Azure the body that nobody reads is not looked at',
  },
  {
    scenarios: ['hostAdmin-one'],
    at: [
      'HTTP/body/config/entryPoint',
      'HTTP/body/config/scriptFile',
      'timer/body/config/entryPoint',
      'timer/body/config/scriptFile',
    ],
    why: 'the app is loaded as a whole, so a function has no file of its own to show',
  },
  {
    scenarios: ['hostAdmin-hostKeys'],
    at: ['systemkeys/body/keys'],
    why: 'the keys of the extensions are there from the start; on Azure from the first time that they are needed',
  },
  {
    scenarios: ['hostAdmin-runInput'],
    at: ['seen/0/data'],
    why: 'a run by hand has no trigger metadata',
  },
  {
    scenarios: ['hostSettings-chunked'],
    at: ['one/body', 'two/body', 'bad'],
    why: 'enableChunkedRequestBinding works, as on newer hosts; the recorded one does not know it',
  },
  {
    scenarios: [
      'hostStreaming-empty',
      'hostStreaming-throws',
      'hostStreaming-statuses',
      'hostStreaming-bodies',
    ],
    at: [
      'undefined',
      'null',
      'throws',
      'rejects',
      'returnsText',
      'returnsNumber',
      'status999',
      'status99',
      'bad JSON',
    ],
    why: 'with HTTP streaming a handler that fails is a 500 at once; the recorded host left the caller without an answer',
  },
  {
    scenarios: ['hostStreaming-headers'],
    at: ['knownHeaders/headers/Alt-Svc'],
    why: 'all headers of the app go out; on Azure the proxy before the function drops Alt-Svc',
  },
  {
    scenarios: ['hostKeys-own', 'hostKeys-functionWrite'],
    at: ['function', 'shown', 'opens'],
    why: 'a key of one function works as soon as it is written; the recorded host, with keys in files, did not see its own',
  },
  {
    scenarios: ['hostKeys-admin', 'hostKeys-webhooks'],
    at: [
      '/admin/functions/nope/none',
      '/admin/functions/nope/bad',
      '/admin/functions/nope/host',
      '/runtime/webhooks/nope/none',
      '/runtime/webhooks/nope/bad',
      '/runtime/webhooks/nope/host',
    ],
    why: 'what is not there is a 404 for everybody; on Azure a caller without the key is refused first',
  },
  {
    scenarios: [
      'hostEventGrid-cloud',
      'hostEventGrid-unknownKind',
      'hostEventGrid-badBody',
      'hostEventGrid-methods',
    ],
    at: ['structured', 'unknown', 'none', 'brace', 'number', 'empty', 'GET'],
    why: 'a delivery that is refused is told why; on Azure the answer is empty',
  },
];
