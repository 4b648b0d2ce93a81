import type { z } from 'zod';
import type { ErrorCode } from '../../lib/errors.ts';
import type { Role } from './roles.ts';

/** How an HTTP function stands in the description of the API. Method, path and keys are known from the trigger itself. */
export type Operation = {
  /** The name of a method of generated clients: verb and noun, such as `publishSite`. */
  id: string;
  /** The group in which it is shown. */
  tag: 'Sites' | 'Jobs' | 'Fleets' | 'Runs' | 'Container groups' | 'Kubernetes' | 'Callbacks' | 'App';
  /** A few words, as a menu shows them, such as "Publish a site". */
  summary: string;
  description?: string;
  /** What a designer shows first, or not at all. */
  visibility?: 'important' | 'advanced' | 'internal';
  /** What a caller must be allowed to, where callers have roles; `read` for GET and `operate` for the rest when absent. */
  role?: Role;
  query?: z.ZodObject;
  headers?: z.ZodObject;
  /** The JSON body; the schema that the handler checks it with. */
  body?: z.ZodType;
  /** Whether the body may be left out. */
  bodyIsOptional?: boolean;
  /** What it answers where it does what was asked, by status. */
  answers: Readonly<Record<number, OperationAnswer>>;
  /** The codes of its own refusals; what every function of its kind can answer is added. */
  problems?: readonly ErrorCode[];
};

/** Without `json` and `type` the answer has no body. */
export type OperationAnswer = {
  description: string;
  json?: z.ZodType;
  /** The media type of a body that is not JSON. */
  type?: string;
};
