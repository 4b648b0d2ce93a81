/** Asks that come while others are worked on go together next, so many at most. An error is the answer to all of its turn. */
export function gathered<Ask, Answer>(
  most: number,
  work: (asks: Ask[]) => Promise<Answer[]>,
): (ask: Ask) => Promise<Answer> {
  type Waiting = { ask: Ask; resolve: (answer: Answer) => void; reject: (error: unknown) => void };
  const waiting: Waiting[] = [];
  let isWorking = false;

  const workAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const turn = waiting.splice(0, most);
      try {
        const answers = await work(turn.map(({ ask }) => ask));
        turn.forEach(({ resolve }, index) => {
          resolve(answers[index] as Answer);
        });
      } catch (error) {
        for (const { reject } of turn) reject(error);
      }
    }
    isWorking = false;
  };

  return (ask) =>
    new Promise((resolve, reject) => {
      waiting.push({ ask, resolve, reject });
      if (isWorking) return;
      isWorking = true;
      // Those that come at the same moment still go together.
      queueMicrotask(() => void workAll());
    });
}
