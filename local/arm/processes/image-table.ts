/** What an image name runs. `{ipAddress}` in a value stands for the group's address (127.0.0.1 when it has none). */
export type Image = {
  /** The entry point in exec form, used when the container gives no command of its own. */
  command: string[];
  /** Variables of the image; the container's own win. A minimal PATH is given when there is none. */
  environment?: Record<string, string>;
};

/** Images by exact name, tag included. */
export type ImageTable = Record<string, Image>;
