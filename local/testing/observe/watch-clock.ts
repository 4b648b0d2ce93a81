/** The part of the library's context that holds its time. */
type Clocked = { currentUtcDateTime: Date };

/**
 * Finds out whether the code changes the library's own date, by setMinutes and the like: it goes on with that until the next
 * event, and a replay comes to another time. Tells so when it is called.
 */
export function watchClock(df: Clocked): () => boolean {
  let date = df.currentUtcDateTime;
  let ms = date.getTime();
  let isChanged = false;
  const look = (): boolean => {
    isChanged ||= date.getTime() !== ms;
    return isChanged;
  };
  Object.defineProperty(df, 'currentUtcDateTime', {
    configurable: true,
    enumerable: true,
    get: () => date,
    set(next: Date) {
      look();
      date = next;
      ms = next.getTime();
    },
  });
  return look;
}
