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
