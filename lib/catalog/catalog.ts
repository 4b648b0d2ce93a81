import { z } from 'zod';
import type { JobTrigger } from '../../contract/jobs.ts';
import type { Site } from '../../contract/sites.ts';
import { SlipwayError } from '../errors.ts';
import { foldersOverlap } from '../folders-overlap.ts';
import { mistakes, type SchemaIssue, schemaIssues } from '../schema-issues.ts';
import { cloneUrl, isReadableByAll } from './clone-url.ts';
import type { WrittenFleet } from './fleets/fleet-fields.ts';
import { fleetSchema } from './fleets/fleet-schema.ts';
import type { WrittenJob } from './jobs/job-fields.ts';
import { jobSpecSchema } from './jobs/job-spec-schema.ts';
import { triggerFields } from './jobs/trigger-fields.ts';
import { plainName, secretName, variableName } from './names.ts';

/** Relative to the root of the repository. */
const globs = z
  .array(
    z
      .string()
      .regex(
        /^(?!\/|!)(?!.*(?:^|\/)\.\.(?:\/|$)).{1,200}$/,
        'a glob inside the repository, such as themes/acme/**',
      ),
  )
  .max(100);

const cdnSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('frontDoor'),
    profile: z.string().min(1),
    endpoint: z.string().min(1),
    resourceGroup: z.string().min(1).optional(),
    domains: z
      .array(z.string().regex(/^[^*]+$/, 'wildcard domains cannot be purged, name each one'))
      .optional(),
  }),
  z.strictObject({
    kind: z.literal('classic'),
    profile: z.string().min(1),
    endpoint: z.string().min(1),
    resourceGroup: z.string().min(1).optional(),
  }),
  z.strictObject({ kind: z.literal('none') }),
]);

const buildSchema = z.strictObject({
  /** The image that builds the site; the setting SLIPWAY_HUGO_IMAGE when absent. */
  image: z.string().min(1).optional(),
  cpu: z.number().min(0.1).max(31).default(1),
  memoryGb: z.number().min(0.1).max(240).default(1.5),
  /** How long a build waits for its turn to create a container group. */
  queueDeadlineSeconds: z.int().min(10).max(86_400).default(7_200),
  /** From the first running container to its end. */
  deadlineSeconds: z.int().min(10).max(86_400).default(900),
  provisioningDeadlineSeconds: z.int().min(10).max(7_200).default(900),
  maxAttempts: z.int().min(1).max(10).default(3),
  keepOnFailureMinutes: z.int().min(0).max(1_440).default(0),
  minify: z.boolean().default(true),
  drafts: z.boolean().default(false),
  future: z.boolean().default(false),
  /** Extra variables for Hugo; secrets go into `secrets`. */
  environment: z.record(variableName, z.string()).default({}),
  /** Variable name to the name of the secret that holds its value. */
  secrets: z.record(variableName, secretName).default({}),
});

const siteSchema = z.strictObject({
  /** The URL that git fetches from, without credentials. */
  repository: cloneUrl('name the secret that holds a token in "repositoryToken"').refine(
    (url) => !isReadableByAll(url),
    'over http everybody on the way can read the token and change the site; give the https URL',
  ),
  provider: z.enum(['github']).default('github'),
  branch: z.string().min(1).default('main'),
  /** Folder of the repository in which the Hugo site lies. */
  directory: z
    .string()
    .regex(/^(?!\/)(?!.*\.\.).*$/, 'a folder inside the repository, without a leading slash or ".."')
    .default('.'),
  /** A push concerns the site when it changes a path in `directory`, or one that fits `include`, and that does not fit `exclude`. */
  include: globs.min(1).optional(),
  exclude: globs.min(1).optional(),
  /** What a push does to an older build that is still running. */
  onPush: z.enum(['finish', 'cancel']).default('finish'),
  /** The secret that holds a token for a private repository. */
  repositoryToken: secretName.optional(),
  /** Where visitors find the site; also Hugo's base URL. Ends in a slash. */
  url: z
    .url('give the public URL, such as https://blog.example.com/')
    .transform((url) => (url.endsWith('/') ? url : `${url}/`)),
  /** The blob container that is served; `$web` for the account's static website. Default `site-NAME`. */
  container: z
    .string()
    .regex(
      /^(\$web|(?!slipway-|releases-|azure-webjobs)[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){2,62})$/,
      'a blob container name that is not one of slipway-, releases- or azure-webjobs, or $web',
    )
    .optional(),
  /** The site's folder in the container, for containers that many sites share, such as `docs/`. */
  prefix: z
    .string()
    .regex(
      /^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*[A-Za-z0-9_-][A-Za-z0-9._-]*\/?$/,
      'a folder, such as docs/ or sites/docs/, in letters, digits and inner ".", "_", "-"',
    )
    .transform((prefix) => (prefix.endsWith('/') ? prefix : `${prefix}/`))
    .optional(),
  cdn: cdnSchema.default({ kind: 'none' }),
  build: buildSchema.prefault({}),
  /** A publish that would delete more files than this is refused. */
  maxDeletions: z.int().min(0).default(256),
  /** How long assets that no page needs any more stay for tabs that are still open. */
  assetGraceMinutes: z.int().min(0).max(10_080).default(60),
  /** How long a publish waits for the new version at the public URL; it records what it saw. */
  verifySeconds: z.int().min(0).max(3_600).default(60),
});

/** A named template, of which runs are made. */
const jobSchema = z.strictObject({
  spec: jobSpecSchema,
  /** What starts a run by itself, by a name of your choice. */
  triggers: z.record(plainName, triggerFields).default({}),
});

const catalogSchema = z.strictObject({
  $schema: z.string().optional(),
  sites: z.record(plainName, siteSchema).default({}),
  jobs: z.record(plainName, jobSchema).default({}),
  fleets: z.record(plainName, fleetSchema).default({}),
});

const wholeFile = '(the whole file)';

/** A job of the catalog as it is written; where it may run is known to who knows the settings. */
export type CatalogJob = { name: string; spec: WrittenJob; triggers: JobTrigger[] };

/** The same of a fleet; `asWritten` lacks the defaults, too. */
export type CatalogFleet = { name: string; written: WrittenFleet; asWritten: unknown };

export type Catalog = { sites: Site[]; jobs: CatalogJob[]; fleets: CatalogFleet[] };

/** Reads a catalog's text. Throws `catalog-invalid` that names every mistake with its place. */
export function parseCatalog(text: string): Catalog {
  const value = parseJson(text);
  const result = catalogSchema.safeParse(value);
  if (!result.success) throw invalidCatalog(schemaIssues(result.error, wholeFile));
  const sites = Object.entries(result.data.sites).map(
    ([name, site]): Site => ({
      ...site,
      name,
      container: site.container ?? `site-${name}`,
      prefix: site.prefix ?? '',
    }),
  );
  const issues = sharedPlaces(sites);
  if (issues.length > 0) throw invalidCatalog(issues);
  const { fleets: asWritten } = value as { fleets?: Record<string, unknown> };
  return {
    sites,
    jobs: Object.entries(result.data.jobs).map(catalogJob),
    fleets: Object.entries(result.data.fleets).map(([name, written]) => ({
      name,
      written,
      asWritten: asWritten?.[name],
    })),
  };
}

function catalogJob([name, { spec, triggers }]: [string, z.output<typeof jobSchema>]): CatalogJob {
  const named = Object.entries(triggers).map(([name, trigger]) => ({ name, ...trigger }) as JobTrigger);
  return { name, spec, triggers: named };
}

/** The catalog's JSON Schema, for editors. */
export function catalogJsonSchema(): unknown {
  return z.toJSONSchema(catalogSchema, { io: 'input' });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalidCatalog([{ place: wholeFile, problem: `not JSON: ${(error as Error).message}` }]);
  }
}

/** Two sites whose places overlap would delete each other's files. */
function sharedPlaces(sites: readonly Site[]): SchemaIssue[] {
  return sites.flatMap((site, n) => {
    const other = sites.slice(0, n).find((before) => foldersOverlap(before, site));
    if (!other) return [];
    const problem =
      other.prefix === '' && site.prefix === ''
        ? `"${site.container}" already belongs to site "${other.name}"; give each its own container, or its own "prefix"`
        : `"${site.container}/${site.prefix}" and "${other.container}/${other.prefix}" of site "${other.name}" lie in each other`;
    return [{ place: `sites.${site.name}.container`, problem }];
  });
}

function invalidCatalog(issues: SchemaIssue[]): SlipwayError {
  const lines = issues.map((issue) => `${issue.place}: ${issue.problem}`);
  return new SlipwayError('catalog-invalid', `The catalog has ${mistakes(issues)}: ${lines.join('; ')}`, {
    details: { issues },
  });
}
