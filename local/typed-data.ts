/** One value between a Functions host and its language worker: exactly one field is set (the RPC protocol's TypedData). */
export type TypedData = {
  string?: string;
  /** JSON text. */
  json?: string;
  bytes?: Uint8Array;
  int?: number;
  double?: number;
  http?: RpcHttp;
};

/**
 * A text for the library to read as itself. It tries to parse a `string` as JSON, at the price of an exception for each
 * text that is none; so only what may be JSON is handed over as one.
 */
export function textData(text: string): TypedData {
  const mayBeJson = /^[\s"[{]|^-?\d[\d.eE+-]*\s*$|^(?:true|false|null)\s*$/.test(text);
  return mayBeJson ? { string: text } : { json: JSON.stringify(text) };
}

/** The text that `textData` was given; undefined for anything else. */
export function textOf(data: TypedData | undefined): string | undefined {
  return data?.string ?? (data?.json === undefined ? undefined : (JSON.parse(data.json) as string));
}

/** The HTTP part of the protocol: a request towards the worker, a response back from it. */
export type RpcHttp = {
  url?: string;
  method?: string;
  headers?: Record<string, string>;
  nullableHeaders?: Record<string, { value: string }>;
  nullableQuery?: Record<string, { value: string }>;
  nullableParams?: Record<string, { value: string }>;
  query?: Record<string, string>;
  params?: Record<string, string>;
  body?: TypedData;
  statusCode?: string;
  cookies?: RpcCookie[];
  enableContentNegotiation?: boolean;
};

export type RpcCookie = {
  name: string;
  value: string;
  domain?: { value: string };
  path?: { value: string };
  expires?: { value: { seconds: number } };
  secure?: { value: boolean };
  httpOnly?: { value: boolean };
  maxAge?: { value: number };
  sameSite?: string;
};
