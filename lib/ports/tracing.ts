/** What a span says of a piece of work. */
export type SpanOptions = {
  name: string;
  /** `server`: answers a request; `producer`: starts a run that goes on by itself; `internal`: a step of a run. */
  kind: 'server' | 'producer' | 'internal';
  /** W3C `traceparent` of what it belongs to; without one a trace begins here. */
  parent?: string | undefined;
  attributes?: Readonly<Record<string, string>>;
};

/** Where the parts of a trace are told to. */
export interface Tracing {
  /**
   * Does a piece of work within a span. `work` is handed the `traceparent` that whatever it starts belongs to: of this span, or
   * the parent's where nothing is recorded. What it throws is noted in the span, and thrown.
   */
  span<Result>(
    options: SpanOptions,
    work: (traceparent: string | undefined) => Promise<Result>,
  ): Promise<Result>;
}
