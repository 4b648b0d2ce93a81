import type { Fleet } from '../../contract/fleets.ts';

export type FleetDefinition = {
  /** Absent where there is none, or none that is valid. */
  fleet?: Fleet;
  /** Why the one that came by the API counts as none. */
  problem?: string;
  /** The catalog has one of that name, and so the one that came by the API is not used. */
  shadowed?: boolean;
};

/** What is wanted: fleets of the catalog, and those that came by the API. */
export interface FleetDefinitions {
  /** One of the catalog wins. A stored one that is not valid any more counts as none, and `problem` says why. */
  read(fleet: string): Promise<FleetDefinition>;
  /** The names of all, with those that only have servers left, in the order of the alphabet. */
  names(): Promise<string[]>;
}
