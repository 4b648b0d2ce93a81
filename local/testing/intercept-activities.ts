import type { DurableFunctions } from '../durable/index.ts';
import { textOf } from '../typed-data.ts';
import type { ActivityDesk } from './faults/activity-faults.ts';

/** The same functions, with every call of an activity going over the desk. */
export function interceptActivities(functions: DurableFunctions, desk: ActivityDesk): DurableFunctions {
  const activities = new Set(functions.names('activity').map((name) => name.toLowerCase()));
  return {
    names: (kind) => functions.names(kind),
    // Where the code is, the bench finds out by itself.
    codeOf: (name) => functions.codeOf?.(name),
    invoke(name, trigger, metadata) {
      const run = () => functions.invoke(name, trigger, metadata);
      if (!activities.has(name.toLowerCase())) return run();
      return desk.call({
        name,
        instanceId: textOf(metadata.instanceId) ?? '',
        input: inputOf(trigger?.string),
        run,
      });
    },
  };
}

/** The text of a trigger is JSON, except for the booleans as .NET writes them. */
function inputOf(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
