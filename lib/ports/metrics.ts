/** What the app counts and measures. No call fails or waits. Seconds throughout. */
export interface Metrics {
  publishEnded(publish: {
    site: string;
    outcome: string;
    seconds: number;
    phases: ReadonlyArray<{ phase: string; seconds: number }>;
  }): void;
  /** The container groups of this app as a sweep saw them, by region. */
  containersAlive(byRegion: Readonly<Record<string, number>>): void;
  /** A sweep had a group deleted that nobody would have deleted any more. */
  orphanDeleted(): void;
  /** A container group got its room in the creation budget. */
  roomGranted(room: { region: string; priority: string; waitedSeconds: number }): void;
  /** A caller asked a fleet for a server, and was answered. */
  serverAllocated(allocation: {
    fleet: string;
    outcome: 'allocated' | 'full' | 'waiting';
    seconds: number;
  }): void;
}
