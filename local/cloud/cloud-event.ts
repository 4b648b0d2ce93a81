/** What the local cloud tells while it works: one line of `--json`, or something on the screen. */
export type CloudEvent =
  | { kind: 'partStarted'; part: CloudPart; url: string; detail: string; seconds: number }
  /** An image is being built for the container engine; `step` is what the build said last. */
  | { kind: 'imageStep'; image: string; step: string }
  | { kind: 'imageBuilt'; image: string; seconds: number }
  | { kind: 'publishStarted'; site: string; runId: string; commit?: { sha: string; message: string } }
  | {
      kind: 'publishPhaseEnded';
      site: string;
      runId: string;
      phase: string;
      seconds: number;
      detail?: string;
    }
  | {
      kind: 'publishEnded';
      site: string;
      runId: string;
      status: string;
      seconds: number;
      changed?: number;
      liveUrl?: string;
      message?: string;
    }
  /** Something of a fleet is other than at the last look. */
  | {
      kind: 'fleetChanged';
      fleet: string;
      /** How many are in each state. */
      servers: Record<string, number>;
      sessions: number;
      places: number;
      waiting: number;
      /** Of the newest decision. */
      reason?: string;
    }
  /** What the players that come and go say when something goes wrong. */
  | { kind: 'playersSaid'; text: string }
  | { kind: 'upToDate'; site: string; message: string }
  | {
      kind: 'pageFetched';
      site: string;
      url: string;
      status: number;
      bytes: number;
      title?: string;
      cache?: string;
    }
  | {
      kind: 'ready';
      port: number;
      sites: SiteLinks[];
      /** Names of the catalog's jobs, and where runs of them are asked for. */
      jobs: { names: string[]; url: string };
      /** Names of the catalog's fleets, and the URL of all. */
      fleets: { names: string[]; url: string };
      runs: string;
      health: string;
      /** The connection string of the storage account, whose key everybody knows. */
      storage: string;
    }
  | { kind: 'warning'; message: string }
  | { kind: 'failed'; message: string }
  | { kind: 'stopped' };

export type CloudPart = 'storage' | 'files' | 'git' | 'cdn' | 'containers' | 'functions' | 'kubernetes';

/** Where a person finds a site, and where they edit it. */
export type SiteLinks = { site: string; url: string; workingCopy?: string };

/** Takes the events as they happen; must not throw. */
export type CloudEventSink = (event: CloudEvent) => void;

/** One JSON object a line, for programs. */
export function jsonLines(write: (line: string) => void): CloudEventSink {
  return ({ kind, ...rest }) =>
    write(`${JSON.stringify({ event: kind, at: new Date().toISOString(), ...rest })}\n`);
}
