/** What a process measured of itself while it promoted. */
export type PromotionFigures = {
  seconds: number;
  /** Processor time of the process. */
  processorSeconds: number;
  planSeconds: number;
  chunksDone: number;
  rssAtStartMb: number;
  rssPeakMb: number;
  /** The longest time for which nothing else had its turn, as the clock says: a busy machine adds to it. */
  longestBlockMs: number;
  /** The most processor time that the process used between two turns of its event loop. */
  longestBlockProcessorMs: number;
};

export function inWords(release: string, figures: PromotionFigures): string {
  const { seconds, processorSeconds, planSeconds, chunksDone, rssAtStartMb, rssPeakMb } = figures;
  return (
    `${release}: ${seconds.toFixed(1)} s, ${processorSeconds.toFixed(1)} s of them on the processor; plan ${planSeconds.toFixed(1)} s, ` +
    `${chunksDone} chunks; memory ${rssPeakMb.toFixed(0)} MB at most, ${rssAtStartMb.toFixed(0)} MB at the start; longest block of ` +
    `the event loop ${figures.longestBlockMs.toFixed(0)} ms, ${figures.longestBlockProcessorMs.toFixed(0)} ms of processor time`
  );
}
