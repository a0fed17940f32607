/** What a span says of itself, all of it from lists in the code. */
export type Attributes = Readonly<Record<string, string>>;

/** Where a span is, for others to link to. */
export interface Place {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
}

/** Something that is under way and traced. */
export interface Span {
  readonly place: Place;
  rename(name: string): void;
  note(attributes: Attributes): void;
  /** It came of what happened there. */
  link(to: Place): void;
  /** It went wrong, and nobody who asked for it can mend that. */
  failed(): void;
}

export interface SpanStart {
  name: string;
  /** `server`: somebody outside asked for it. `client`: we ask somebody outside. `producer`: others look at it later. */
  kind: 'server' | 'client' | 'producer' | 'internal';
  attributes?: Attributes;
  /** Begins a trace of its own, whatever woke it up. */
  root?: true;
  links?: Place[];
}

/** Traces what happens. Where nobody asked for it there is none. */
export interface Tracing {
  /** Does the work within a span: below the one that is under way here, else in a new trace. */
  span<Result>(start: SpanStart, work: (span: Span) => Promise<Result>): Promise<Result>;
  /** What is under way here and recorded; `null` where nothing is. */
  here(): Span | null;
  /** Hands over what is still to be exported. Never rejects, and may take as long as the exporter's patience. */
  close(): Promise<void>;
}
