import type { HttpMethod, HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Runs } from '../../lib/ports/runs.ts';
import type { Operation } from './operation.ts';

/** What the description of the API needs of a function. */
export type DescribedFunction = Pick<HttpTrigger, 'method' | 'route' | 'authLevel' | 'operation'>;

/** One HTTP function: parse, authenticate, call the durable client, answer. What it throws becomes a problem document. */
export type HttpTrigger = {
  /** Functions share one namespace with orchestrators and activities. */
  name: string;
  method: HttpMethod;
  /** Which do the same. */
  otherMethods?: readonly HttpMethod[];
  /** Below `/api`. No two overlap: the host tries them in the order of the names. */
  route: string;
  /** `anonymous` where the request carries a proof of its own. */
  authLevel: 'anonymous' | 'function';
  /** Asks for a function key also where callers have roles. */
  takesKeysOnly?: boolean;
  /** How the description of the API shows it. */
  operation: Operation;
  handle(request: HttpRequest, runs: Runs): Promise<HttpResponseInit>;
};
