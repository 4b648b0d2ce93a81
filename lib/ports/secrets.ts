/** Values that must not be seen, by the names under which the catalog knows them. */
export interface Secrets {
  /** Undefined when there is none of that name. */
  read(name: string): string | undefined;
}
