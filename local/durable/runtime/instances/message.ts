import type { HistoryEvent } from '../../protocol/history-events.ts';

/** An event that waits for its instance's next turn. */
export type Message = {
  event: HistoryEvent;
  /** Its row in the inbox table. Without one it has another source on disk: the task or timer that it ends. */
  sequence?: number;
};
