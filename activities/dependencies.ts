import type {
  CallbackTokens,
  Catalogs,
  Cdn,
  Clock,
  CommitStatuses,
  Commits,
  Containers,
  LiveSites,
  Releases,
  RunDocuments,
  Secrets,
} from '../lib/ports.ts';

/** Everything outside that activities act on. */
export type ActivityDependencies = {
  catalogs: Catalogs;
  cdn: Cdn;
  clock: Clock;
  commits: Commits;
  commitStatuses: CommitStatuses;
  containers: Containers;
  documents: RunDocuments;
  liveSites: LiveSites;
  releases: Releases;
  secrets: Secrets;
  tokens: CallbackTokens;
  settings: {
    /** The origin under which containers and people reach the app. */
    publicUrl: string;
    /** Marks the container groups of this app. */
    hub: string;
    hugoImage: string;
    locations: string[];
  };
};
