export type BlobFolder = { container: string; prefix: string };

/** Whether one of two folders lies in the other, or is it: what deletes files of the one could delete those of the other. */
export function foldersOverlap(one: BlobFolder, other: BlobFolder): boolean {
  return (
    one.container === other.container &&
    (one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix))
  );
}
