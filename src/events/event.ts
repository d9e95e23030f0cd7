/** The levels, worst last. */
export const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type Level = (typeof levels)[number];

export type CircuitState = 'closed' | 'open' | 'half_open';

/**
What an event means to the series. `other` counts for its component and level and is in the log.

`stage_announced` holds both `stage_described` and `pipeline_described`.
*/
export type EventKind =
	| 'stage_completed'
	| 'stage_failed'
	| 'circuit_state_change'
	| 'retry'
	| 'cache_stats'
	/** One or more answers of a cache, to be added up, where `cache_stats` tells its totals. */
	| 'cache_lookup'
	| 'pipeline_health'
	| 'stage_described'
	| 'pipeline_described'
	| 'alert'
	| 'other';

/**
One event of a log, its fields read under every alias. `undefined` is "not in the line"; a field of the wrong type is not in the line either.

Times are epoch milliseconds (with a fraction where the log has one), durations milliseconds, ratios 0..1.
*/
export type LogEvent = {
	readonly kind: EventKind;
	/** The event's own time; `undefined` where the line has none that can be read (it then takes the time of the line before). */
	readonly timeMs: number | undefined;
	readonly level: Level | undefined;
	/** The name of the stage where the event is about one, else of whatever part of the program wrote it. */
	readonly component: string | undefined;
	/** The event's name or its text. */
	readonly event: string | undefined;
	readonly host: string | undefined;
	readonly batch: string | number | undefined;
	readonly recordsIn: number | undefined;
	readonly recordsOut: number | undefined;
	readonly elapsedMs: number | undefined;
	readonly throughputRps: number | undefined;
	readonly circuitName: string | undefined;
	readonly oldState: CircuitState | undefined;
	readonly newState: CircuitState | undefined;
	readonly cacheName: string | undefined;
	readonly hits: number | undefined;
	readonly misses: number | undefined;
	readonly hitRate: number | undefined;
	readonly reason: string | undefined;
	/** The object as it stands in the line (after a wrapper was opened). Foreign data: read keys with `Object.hasOwn`, never merge it into anything. */
	readonly fields: Readonly<Record<string, unknown>>;
};

/** What one physical line of a log is. `lines = eventLines + rawLines + blankLines` holds over any log. */
export type ParsedLine =
	| {
			readonly type: 'event';
			/** Usually one; one OTLP line can hold several; none for a piece of a split line whose end is still to come. */
			readonly events: readonly LogEvent[];
			/** What stood before the object: a compose service, a pod, a CRI stream, a syslog host. */
			readonly origin: string | undefined;
			/** The dialect that read it; `undefined` for plain JSON under the common aliases. */
			readonly dialect: string | undefined;
	  }
	| {readonly type: 'raw'; readonly text: string}
	| {readonly type: 'blank'};

/** Where a line stands: its place decides between two events of the same time. */
export type LinePlace = {
	/** Index of the source in the order of the command line, from 0. */
	readonly file: number;
	/** Physical line within the source, from 1. */
	readonly line: number;
};
