import { noPredecessor } from '../protocol/entity-messages.ts';
import { isoTime } from '../protocol/timestamps.ts';

/** After so long an earlier message must have arrived. */
const windowMs = 30 * 60_000;

/** By what entities on Azure sort an orchestration's messages: each names the time of the one before it. */
export class MessageOrder {
  readonly #last = new Map<string, { ms: number; ticks: number; text: string }>();

  /** The times of the next message to an entity: no two are equal, if need be by a ten-millionth of a second. */
  next(target: string, nowMs: number): { Timestamp: string; Predecessor: string } {
    const last = this.#last.get(target);
    const isNow = last === undefined || nowMs > last.ms;
    const own = isNow ? { ms: nowMs, ticks: 0 } : { ms: last.ms, ticks: last.ticks + 1 };
    const text = isNow ? isoTime(nowMs) : withTicks(own.ms, own.ticks);
    this.#last.set(target, { ...own, text });
    const isRecent = last !== undefined && nowMs - last.ms <= windowMs;
    return { Timestamp: text, Predecessor: isRecent ? last.text : noPredecessor };
  }
}

/** A time that .NET has reckoned and not read has no zone. */
function withTicks(ms: number, ticks: number): string {
  return `${new Date(ms).toISOString().slice(0, -1)}${String(ticks).padStart(4, '0')}`;
}
