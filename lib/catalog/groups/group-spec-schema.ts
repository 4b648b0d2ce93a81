import { z } from 'zod';
import { groupFields, type WrittenGroup } from './group-fields.ts';
import { groupMistakes } from './group-mistakes.ts';

/** What people write of a container group. `groupShape` and `groupPlacements` make of it what the app works with. */
export const groupSpecSchema = withGroupRules(z.strictObject(groupFields)).meta({
  id: 'ContainerGroupSpec',
});

/** Adds to an object of `groupFields`, which may have more, the rules that span several of them. */
export function withGroupRules<Schema extends z.ZodType<WrittenGroup>>(schema: Schema): Schema {
  return schema.superRefine(
    (group, context) => {
      for (const { path, message } of groupMistakes(group))
        context.addIssue({ code: 'custom', path, message });
    },
    // Also where a field has a mistake already: all are told at once.
    { when: ({ value }) => typeof value === 'object' && value !== null },
  );
}
