import { z } from 'zod';
import { fleetFields } from './fleet-fields.ts';
import { fleetMistakes } from './fleet-mistakes.ts';

/** What people write of a fleet, in the catalog and in requests. `fleetOf` makes of it what the app works with. */
export const fleetSchema = z
  .strictObject(fleetFields)
  .superRefine(
    (fleet, context) => {
      for (const { path, message } of fleetMistakes(fleet))
        context.addIssue({ code: 'custom', path, message });
    },
    // Also where something else has a mistake already: all are told at once.
    { when: ({ value }) => typeof value === 'object' && value !== null },
  )
  .meta({ id: 'FleetDefinition' });
