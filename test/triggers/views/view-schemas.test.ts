import { expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import type {
  CachedImage,
  CapabilityRow,
  ContainerConnection,
  GroupView,
  UsageRow,
} from '../../../contract/container-operations.ts';
import type {
  ContainerRunView,
  JobArrayView,
  JobGraphView,
  JobView,
  OtherRunView,
  PublishManyView,
  PublishView,
  RunLinks,
  RunStatus,
  RunView,
} from '../../../contract/run-view.ts';
import type { runStatusSchema } from '../../../triggers/views/any-run-fields.ts';
import type { connectionSchema, groupViewSchema } from '../../../triggers/views/group-view-schema.ts';
import type {
  jobArrayViewSchema,
  jobGraphViewSchema,
  jobViewSchema,
} from '../../../triggers/views/job-view-schemas.ts';
import type {
  cachedImageSchema,
  capabilitySchema,
  usageSchema,
} from '../../../triggers/views/location-schemas.ts';
import type { runLinksSchema } from '../../../triggers/views/run-links-schema.ts';
import type {
  containerRunViewSchema,
  otherRunViewSchema,
  publishManyViewSchema,
  publishViewSchema,
  runViewSchema,
} from '../../../triggers/views/run-view-schema.ts';

/** A type with its intersections written out, at every depth; the same for two types that hold the same. */
type Flat<T> = T extends object ? { [Key in keyof T]: Flat<T[Key]> } : T;

type Of<Schema extends z.ZodType> = Flat<z.output<Schema>>;

test('the schemas of answers are the types of the contract, checked by the compiler', () => {
  expectTypeOf<Of<typeof publishViewSchema>>().toEqualTypeOf<Flat<PublishView>>();
  expectTypeOf<Of<typeof publishManyViewSchema>>().toEqualTypeOf<Flat<PublishManyView>>();
  expectTypeOf<Of<typeof jobViewSchema>>().toEqualTypeOf<Flat<JobView>>();
  expectTypeOf<Of<typeof jobArrayViewSchema>>().toEqualTypeOf<Flat<JobArrayView>>();
  expectTypeOf<Of<typeof jobGraphViewSchema>>().toEqualTypeOf<Flat<JobGraphView>>();
  expectTypeOf<Of<typeof containerRunViewSchema>>().toEqualTypeOf<Flat<ContainerRunView>>();
  expectTypeOf<Of<typeof otherRunViewSchema>>().toEqualTypeOf<Flat<OtherRunView>>();
  expectTypeOf<Of<typeof runViewSchema>>().toEqualTypeOf<Flat<RunView>>();
  expectTypeOf<Of<typeof runStatusSchema>>().toEqualTypeOf<RunStatus>();
  expectTypeOf<Of<typeof runLinksSchema>>().toEqualTypeOf<Flat<RunLinks>>();
  expectTypeOf<Of<typeof groupViewSchema>>().toEqualTypeOf<Flat<GroupView>>();
  expectTypeOf<Of<typeof connectionSchema>>().toEqualTypeOf<Flat<ContainerConnection>>();
  expectTypeOf<Of<typeof usageSchema>>().toEqualTypeOf<Flat<UsageRow>>();
  expectTypeOf<Of<typeof capabilitySchema>>().toEqualTypeOf<Flat<CapabilityRow>>();
  expectTypeOf<Of<typeof cachedImageSchema>>().toEqualTypeOf<Flat<CachedImage>>();
});
