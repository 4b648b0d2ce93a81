/** Ways of Azure that the engine spares its users unless they want to meet them. */
export type Imitation = {
  /** Timers fire up to a second early: the delay of a queue's message is whole seconds, cut off. */
  earlyTimers?: boolean;
  /** An activity that was running when the engine ended runs again only five minutes after it was called. */
  redelivery?: boolean;
  /** A seed: completions and messages come in random orders and in random portions, the same ones for the same seed. */
  randomOrder?: number;
};

/** So long a queue hides a message that somebody has taken and not deleted. */
export const redeliveryMs = 300_000;

/** How long Azure takes at least until a timer's turn begins. */
const quickestMs = 20;

/** When a timer fires on Azure. Its creation and its message are some milliseconds apart, so of a whole second none is left. */
export function earlyDue(dueMs: number, createdMs: number): number {
  const delayMs = dueMs - createdMs;
  if (delayMs <= quickestMs) return dueMs;
  const wholeSeconds = Math.ceil(delayMs / 1_000) - 1;
  return createdMs + Math.max(wholeSeconds * 1_000, quickestMs);
}
