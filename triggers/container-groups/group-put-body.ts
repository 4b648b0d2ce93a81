import { z } from 'zod';
import type { Owner } from '../../contract/containers.ts';
import { groupPlacements, groupShape } from '../../lib/catalog/groups/group-shape.ts';
import { groupSpecSchema } from '../../lib/catalog/groups/group-spec-schema.ts';
import type { PutCandidate } from '../../lib/containers/put-group.ts';
import { revealedShape, type SecretReader } from '../../lib/containers/revealed-shape.ts';
import { coresOf, sizedContainers } from '../../lib/decide/containers/group-size.ts';
import { SlipwayError } from '../../lib/errors.ts';
import { checked } from '../http/read-body.ts';

const describedSchema = z.strictObject({
  spec: groupSpecSchema,
  deadlineMinutes: z
    .int()
    .min(1)
    .max(525_600)
    .optional()
    .describe('The group is deleted after that. Without it, it stays until somebody deletes it.'),
});

/** A body of Azure's own management API; what is in it Azure checks. */
const rawSchema = z.looseObject({
  location: z.string().min(1).optional().describe("A region; the first of the app's own when absent."),
  tags: z
    .object({
      'slipway-deadline': z.iso
        .datetime({ offset: true, error: 'give a time such as 2026-01-31T12:00:00Z' })
        .optional()
        .describe('The group is deleted then.'),
    })
    .catchall(z.string())
    .optional()
    .describe('Other tags that begin with slipway- are written anew.'),
  properties: z.looseObject({
    containers: z
      .array(
        z.looseObject({
          properties: z.looseObject({
            resources: z.looseObject({ requests: z.looseObject({ cpu: z.number().positive() }) }),
          }),
        }),
      )
      .min(1),
  }),
});

export const groupPutBody = z.union([describedSchema, rawSchema]);

type Wish = {
  name: string;
  owner: Owner;
  now: Date;
  secrets: SecretReader;
  locations: readonly string[];
  /** Where the group is already; it can be nowhere else. */
  region?: string | undefined;
};

/** The ways to make the group, in order. Throws `invalid-request` and `secret-unknown`. */
export async function putCandidates(body: object, wish: Wish): Promise<PutCandidate[]> {
  return 'properties' in body ? rawCandidates(body, wish) : describedCandidates(body, wish);
}

function rawCandidates(written: object, { name, owner, locations, region }: Wish): PutCandidate[] {
  const body = checked(rawSchema, written, 'body');
  const place = body.location?.toLowerCase().replaceAll(' ', '') ?? region ?? locations[0] ?? '';
  const cores = body.properties.containers.reduce(
    (sum, { properties }) => sum + properties.resources.requests.cpu,
    0,
  );
  const { 'slipway-deadline': deadline, ...tags } = body.tags ?? {};
  const request = {
    ...{ kind: 'raw' as const, name, region: place, owner },
    ...(deadline === undefined ? {} : { deadline: new Date(deadline) }),
    body: { ...body, tags: othersTags(tags) },
  };
  return [{ request, cores }];
}

/** Without those that say whose a group is: a body may be that of a group that was read. Azure takes names in any case for the same. */
function othersTags(tags: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([name]) => !/^slipway-/i.test(name)));
}

async function describedCandidates(written: object, wish: Wish): Promise<PutCandidate[]> {
  const { name, owner, now, region } = wish;
  const { spec, deadlineMinutes } = checked(describedSchema, written, 'body');
  const shape = groupShape(spec);
  const revealed = await revealing(() => revealedShape(wish.secrets, shape));
  const deadline = deadlineMinutes && new Date(now.getTime() + deadlineMinutes * 60_000);
  const placements = groupPlacements(spec, wish.locations);
  const where = region
    ? [placements.find((placement) => placement.region === region) ?? { region }]
    : placements;
  return where.map((placement) => ({
    request: {
      kind: 'described',
      name,
      region: placement.region,
      owner,
      attempt: 1,
      ...(deadline ? { deadline } : {}),
      shape: { ...revealed, containers: sizedContainers(revealed, placement) },
    },
    cores: coresOf(shape, placement),
  }));
}

/** In a request the name of a secret that does not exist is the caller's mistake. */
async function revealing<T>(reveal: () => Promise<T>): Promise<T> {
  try {
    return await reveal();
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'settings-invalid')
      throw new SlipwayError('secret-unknown', error.message, { cause: error });
    throw error;
  }
}
