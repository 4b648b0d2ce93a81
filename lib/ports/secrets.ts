/** Values of settings that the catalog names as secrets. */
export interface Secrets {
  /** Undefined when no such setting exists. */
  read(settingName: string): string | undefined;
}
