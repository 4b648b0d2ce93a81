import type { HttpRequest } from '@azure/functions';
import { z } from 'zod';
import { fleetSchema } from '../../lib/catalog/fleets/fleet-schema.ts';
import { plainName } from '../../lib/catalog/names.ts';
import { SlipwayError } from '../../lib/errors.ts';
import { wakeFleet } from '../../lib/fleets/wake-fleet.ts';
import type { StoredFleets } from '../../lib/ports/stored-fleets.ts';
import { untilWritten } from '../../lib/until-written.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import { changeConditions, checkConditions, etagOf } from '../http/conditions.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { checked, readJson } from '../http/read-body.ts';
import { fleetViewSchema } from '../views/fleet-view-schemas.ts';
import { definitionText } from './fleet-definition-show.ts';
import { knownFleet, unknownFleet, viewOfFleet } from './fleet-of-request.ts';

/** As much as a row of a table has room for. */
const bodyLimit = 256 * 1_024;

/** Two who define one fleet at the same time take turns. */
const mostTries = 5;

/** Somebody defines a fleet, or changes it; its loop makes it so. */
export function fleetPut(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'fleetPut',
    method: 'PUT',
    route: 'fleets/{fleet}',
    authLevel: 'function',
    operation: {
      id: 'putFleet',
      tag: 'Fleets',
      summary: 'Create or change a fleet',
      description:
        'It does not wait for servers. When what they are made of changes, they are replaced one after the other, and those with ' +
        'sessions stay until they are empty. The header ETag of the answer is that of the definition, as its GET has it.',
      visibility: 'important',
      headers: changeConditions,
      body: fleetSchema,
      answers: {
        200: { description: 'It was there, and is as it was sent now.', json: fleetViewSchema },
        201: { description: 'It is new.', json: fleetViewSchema },
      },
      problems: ['fleet-in-catalog', 'fleet-deleting', 'precondition-failed', 'catalog-invalid'],
    },
    async handle(request, runs) {
      const name = checked(plainName, request.params.fleet ?? '', 'name');
      const written = await readJson(request, z.looseObject({}), bodyLimit);
      checked(fleetSchema, written, 'body');
      await checkFree(deps, name);
      // What people wrote, so that a default that changes in a later version holds for it, too.
      const etag = etagOf(definitionText(written));
      const isNew = await store(deps.storedFleets, request, { name, written, etag });
      await wakeFleet(runs, name);
      const known = await knownFleet(deps, name);
      if (!known) throw await unknownFleet(deps, name);
      const view = viewOfFleet(deps, known);
      return { status: isNew ? 201 : 200, headers: { location: view.links.self, etag }, jsonBody: view };
    },
  };
}

/** Throws `fleet-in-catalog` and `fleet-deleting`. */
async function checkFree(
  { fleetDefinitions, fleetMemories }: TriggerDependencies,
  name: string,
): Promise<void> {
  const [{ fleet }, { memory }] = await Promise.all([fleetDefinitions.read(name), fleetMemories.read(name)]);
  if (fleet?.source === 'catalog') throw definedByCatalog(name, 'change it there');
  if (memory.deleting)
    throw new SlipwayError(
      'fleet-deleting',
      `The fleet "${name}" is being deleted since ${memory.deleting.requestedAt}; define it anew when GET /api/fleets/${name} answers 404.`,
    );
}

export function definedByCatalog(name: string, instead: string): SlipwayError {
  return new SlipwayError('fleet-in-catalog', `The catalog defines the fleet "${name}"; ${instead}.`);
}

/** Writes it under the conditions of the request; the answer is whether it is new. Throws `precondition-failed`. */
async function store(
  stored: StoredFleets,
  request: HttpRequest,
  { name, written, etag }: { name: string; written: unknown; etag: string },
): Promise<boolean> {
  let isNew: boolean | undefined;
  return untilWritten(`The fleet "${name}"`, mostTries, async () => {
    const row = await stored.read(name);
    const standing = row && etagOf(definitionText(row.definition));
    // A write whose answer was lost is a conflict when it is sent again, and has been done all the same.
    if (isNew !== undefined && standing === etag) return isNew;
    checkConditions(request, standing, `The definition of the fleet "${name}"`);
    isNew = row === undefined;
    return (await stored.write(name, written, row?.etag)) === 'written' ? isNew : 'again';
  });
}
