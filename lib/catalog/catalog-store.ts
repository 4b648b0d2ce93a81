import type { Fleet } from '../../contract/fleets.ts';
import type { Job } from '../../contract/jobs.ts';
import { messageOf, SlipwayError } from '../errors.ts';
import type { CatalogKeeper, CatalogSource, Catalogs } from '../ports/catalogs.ts';
import type { Clock } from '../ports/clock.ts';
import { type Catalog, type CatalogFleet, parseCatalog } from './catalog.ts';
import { fleetOf } from './fleets/fleet-of.ts';
import { jobSpec } from './jobs/job-spec.ts';
import { keptCatalog } from './kept-catalog.ts';

export type CatalogStoreOptions = {
  source: CatalogSource;
  keeper?: CatalogKeeper | undefined;
  clock: Clock;
  /** Regions of jobs and fleets that name none. */
  locations: readonly string[];
  log: (line: string) => void;
};

export type CatalogStore = Catalogs & {
  /** Why the newest version is not the one in use; undefined when it is. */
  problem(): Promise<SlipwayError | undefined>;
  /** What the catalog says of a fleet, as it stands there; undefined where that is nothing. */
  writtenFleet(name: string): Promise<unknown>;
};

/** How long what was seen counts as new. */
const freshMs = 1_000;

/**
 * The catalog in use: read again when it changes, looked at once a second at most. An invalid version is refused with one log
 * line, and the last good one stays, which a new process finds at the keeper; until there was a good one, every question throws
 * what is wrong.
 */
export function catalogStore({ source, keeper, clock, locations, log }: CatalogStoreOptions): CatalogStore {
  let good: Catalog | undefined;
  let problem: SlipwayError | undefined;
  let seenVersion: string | undefined;
  /** What is wrong with the version that was seen last; it holds again after a time in which the source did not answer. */
  let seenProblem: SlipwayError | undefined;
  let checkedMs = Number.NEGATIVE_INFINITY;
  let checking: Promise<void> | undefined;
  /** Whether the source has nothing at all, which is not the same as something that is wrong. */
  let isAbsent = false;

  const kept = keeper && keptCatalog({ name: source.name, keeper, log });

  const refuse = async (refused: SlipwayError): Promise<void> => {
    good ??= await kept?.recall();
    if (refused.message !== problem?.message) {
      log(`${refused.message}${good ? ' The last good catalog stays in use.' : ''}`);
    }
    problem = refused;
  };

  const check = async (): Promise<void> => {
    try {
      const version = await source.version();
      isAbsent = version === undefined;
      if (version === undefined || version !== seenVersion) {
        const text = version === undefined ? undefined : await source.read();
        isAbsent = text === undefined;
        if (text === undefined) throw missing(source.name);
        seenVersion = version;
        seenProblem = undefined;
        try {
          good = parseCatalog(text);
          await kept?.keep(text);
        } catch (error) {
          seenProblem = refusal(source.name, error);
        }
      }
      if (seenProblem) await refuse(seenProblem);
      else problem = undefined;
    } catch (error) {
      await refuse(refusal(source.name, error));
    }
  };

  const refresh = async (): Promise<void> => {
    if (!checking && clock.now().getTime() - checkedMs < freshMs) return;
    checking ??= check().finally(() => {
      checkedMs = clock.now().getTime();
      checking = undefined;
    });
    await checking;
  };

  const current = async (): Promise<Catalog> => {
    await refresh();
    if (good) return good;
    throw problem ?? missing(source.name);
  };

  const jobs = async (): Promise<Job[]> =>
    (await current()).jobs.map(({ name, spec, triggers }) => ({
      name,
      spec: jobSpec(spec, { job: name, locations }),
      triggers,
    }));

  /** Fleets are defined by requests, too, so that none may have to do with a catalog. */
  const catalogFleets = async (): Promise<CatalogFleet[]> => {
    await refresh();
    if (isAbsent && !good) return [];
    return (await current()).fleets;
  };

  const fleets = async (): Promise<Fleet[]> =>
    (await catalogFleets()).map(({ name, written }) =>
      fleetOf(written, { name, source: 'catalog', locations }),
    );

  return {
    site: async (name) => (await current()).sites.find((site) => site.name === name),
    sites: async () => (await current()).sites,
    job: async (name) => (await jobs()).find((job) => job.name === name),
    jobs,
    fleet: async (name) => (await fleets()).find((fleet) => fleet.name === name),
    fleets,
    problem: async () => {
      await refresh();
      return problem;
    },
    writtenFleet: async (name) => (await catalogFleets()).find((fleet) => fleet.name === name)?.asWritten,
  };
}

function refusal(name: string, error: unknown): SlipwayError {
  return error instanceof SlipwayError
    ? error
    : new SlipwayError('catalog-invalid', `The catalog "${name}" cannot be read: ${messageOf(error)}`);
}

function missing(name: string): SlipwayError {
  return new SlipwayError(
    'catalog-invalid',
    `There is no catalog at "${name}"; the setting SLIPWAY_CATALOG says where it is.`,
    {
      details: { issues: [{ place: '(the whole file)', problem: `there is nothing at "${name}"` }] },
    },
  );
}
