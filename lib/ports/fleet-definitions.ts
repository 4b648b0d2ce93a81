import type { FleetDefinition } from '../../contract/fleets.ts';

/** What is wanted: fleets of the catalog, and those that came by the API. */
export interface FleetDefinitions {
  /** One of the catalog wins. A stored one that is not valid any more counts as none, and `problem` says why. */
  read(fleet: string): Promise<FleetDefinition>;
  /** The names of all, with those that only have servers left, in the order of the alphabet. */
  names(): Promise<string[]>;
}
