import path from 'node:path';
import * as z from 'zod/mini';
import { BuildFailure } from './build-failure.ts';

type Environment = Record<string, string | undefined>;

const hugoFlags = ['minify', 'drafts', 'future'] as const;
export type HugoFlag = (typeof hugoFlags)[number];

/** Every message says what is needed and shows an example; values themselves are never shown, some are secret. */
const text = (pattern: RegExp, problem: string) => z.string(problem).check(z.regex(pattern, problem));
const url = (example: string) => z.url(`needs a URL, such as ${example}`);

const schema = z.object({
  SLIPWAY_RUN_ID: text(/^[A-Za-z0-9-]{1,100}$/, 'needs the id of the run, such as publish-blog-3f2a9c1'),
  SLIPWAY_ATTEMPT: text(/^[1-9][0-9]{0,3}$/, 'needs the number of the attempt, such as 1'),
  SLIPWAY_SITE: text(/^[a-z0-9-]{1,40}$/, 'needs the name of the site, such as blog'),
  SLIPWAY_REPOSITORY: url('https://github.com/OWNER/REPOSITORY.git').check(
    z.refine(
      (value) => !hasCredentials(value),
      'must not hold credentials; put a token into SLIPWAY_GIT_TOKEN',
    ),
  ),
  SLIPWAY_COMMIT: text(/^[0-9a-f]{40}$/, 'needs the 40 hex digits of a commit'),
  SLIPWAY_DIRECTORY: z._default(
    text(/^(?!\/)(?!.*\.\.)[^\0]*$/, 'needs a folder inside the repository, such as docs'),
    '.',
  ),
  SLIPWAY_BASE_URL: url('https://blog.example.com/'),
  SLIPWAY_HUGO_FLAGS: z.pipe(
    z.pipe(
      z._default(z.string(), ''),
      z.transform((list) => list.split(',').flatMap((flag) => flag.trim() || [])),
    ),
    z.array(z.enum(hugoFlags, `knows only ${hugoFlags.join(', ')}, comma separated`)),
  ),
  SLIPWAY_CALLBACK_URL: url('https://slipway.example.com/api/callbacks/RUN_ID'),
  SLIPWAY_CALLBACK_TOKEN: text(/^\S+$/, 'needs the token of this run and attempt'),
  SLIPWAY_GIT_TOKEN: z.optional(z.string()),
});

/** Where to report, with which token, and as part of which trace. */
export type CallbackTarget = { url: string; token: string; traceparent?: string };

export type BuildSettings = {
  runId: string;
  attempt: number;
  site: string;
  repository: string;
  commit: string;
  /** Without a slash at its end; `.` is the whole repository. */
  directory: string;
  baseUrl: string;
  hugoFlags: HugoFlag[];
  callback: CallbackTarget;
  gitToken: string | undefined;
};

/** Reads the variables of the contract. Throws `misconfigured` that names every problem, with an example. */
export function readSettings(env: Environment): BuildSettings {
  const result = schema.safeParse(present(env));
  if (!result.success) {
    const problems = result.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return `${name}: ${env[name] ? issue.message : `missing; ${issue.message}`}`;
    });
    throw new BuildFailure('misconfigured', `The build cannot start:\n  ${problems.join('\n  ')}`);
  }
  const values = result.data;
  return {
    runId: values.SLIPWAY_RUN_ID,
    attempt: Number(values.SLIPWAY_ATTEMPT),
    site: values.SLIPWAY_SITE,
    repository: values.SLIPWAY_REPOSITORY,
    commit: values.SLIPWAY_COMMIT,
    directory: path.posix.join(values.SLIPWAY_DIRECTORY).replace(/\/$/, ''),
    baseUrl: values.SLIPWAY_BASE_URL,
    hugoFlags: values.SLIPWAY_HUGO_FLAGS,
    callback: {
      url: values.SLIPWAY_CALLBACK_URL,
      token: values.SLIPWAY_CALLBACK_TOKEN,
      ...traceOf(env),
    },
    gitToken: values.SLIPWAY_GIT_TOKEN,
  };
}

/** Where to report although the settings have mistakes elsewhere; undefined when that is not known either. */
export function readCallback(env: Environment): BuildSettings['callback'] | undefined {
  const { SLIPWAY_CALLBACK_URL: target = '', SLIPWAY_CALLBACK_TOKEN: token } = env;
  return token && URL.canParse(target) ? { url: target, token, ...traceOf(env) } : undefined;
}

/** Only what fits into a header. */
function traceOf({ TRACEPARENT: traceparent = '' }: Environment): Pick<CallbackTarget, 'traceparent'> {
  return /^[0-9a-f-]{55}$/.test(traceparent) ? { traceparent } : {};
}

/** An empty variable counts as absent: that is how container services pass "nothing". */
function present(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
}

function hasCredentials(value: string): boolean {
  const { username, password } = new URL(value);
  return username !== '' || password !== '';
}
