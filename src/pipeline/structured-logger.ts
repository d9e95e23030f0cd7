import {type DestinationStream, type Logger, pino} from 'pino';
import {wellFormedJson} from '../shared/well-formed-json.ts';
import {type Clock, systemClock} from './clock.ts';
import {errorText} from './error-text.ts';
import {lineDestination} from './line-destination.ts';

/** Fields that a caller adds to a line, written as they are. The four names that every line has are reserved. */
export type LogFields = {
	readonly [name: string]: unknown;
	readonly timestamp?: never;
	readonly level?: never;
	readonly component?: never;
	readonly event?: never;
};

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

export type StructuredLoggerOptions = {
	/**
	Your own pino instance. Its levels, redaction, serializers, destination, and format of time and level are kept.
	Default: one that writes to stdout.
	*/
	readonly pino?: Logger;
	/**
	Where lines are written if you don't pass your own pino. Default: stdout, synchronously (see `lineDestination`).
	*/
	readonly destination?: DestinationStream;
	/** Lines below this level are not written. Default: `info`. */
	readonly level?: LogLevel;
	/** Default: the system clock. */
	readonly clock?: Clock;
};

/**
Logs the events of one component of a pipeline, one JSON object per line: `timestamp` (ISO 8601 with milliseconds),
`level`, `component`, `event`, then the caller's fields as they are.

```ts
const log = new StructuredLogger('ingest');
log.info('batch_read', {batch: 7, records: 500});
//
{"timestamp":"2024-01-15T22:00:00.021Z","level":"INFO","component":"ingest","event":"batch_read","batch":7,"records":500}
```

Each line is written before the call returns. An `Error` in `err` is written by pino's serializer (type, message,
stack); an `Error` in `error` or `reason` is written as its text.
*/
export class StructuredLogger {
	readonly component: string;
	readonly clock: Clock;
	/** The underlying pino logger, for pino's own features: `bindings`, `isLevelEnabled`, `flush`. */
	readonly pino: Logger;
	readonly #root: Logger;

	constructor(component: string, options: StructuredLoggerOptions = {}) {
		this.component = component;
		this.clock = options.clock ?? systemClock;
		this.#root = options.pino ?? rootFor(options);
		this.pino = this.#root.child({component});
	}

	/** A logger for another component with the same pino, destination and clock. */
	child(component: string): StructuredLogger {
		return new StructuredLogger(component, {pino: this.#root, clock: this.clock});
	}

	trace(event: string, fields?: LogFields): void {
		this.log('trace', event, fields);
	}

	debug(event: string, fields?: LogFields): void {
		this.log('debug', event, fields);
	}

	info(event: string, fields?: LogFields): void {
		this.log('info', event, fields);
	}

	warn(event: string, fields?: LogFields): void {
		this.log('warn', event, fields);
	}

	error(event: string, fields?: LogFields): void {
		this.log('error', event, fields);
	}

	fatal(event: string, fields?: LogFields): void {
		this.log('fatal', event, fields);
	}

	log(level: LogLevel, event: string, fields?: LogFields): void {
		this.pino[level]({event, ...withoutReserved(fields)});
	}
}

/**
The type forbids reserved names, but foreign keys may get past it. They are nested, so that no line has a key twice.
*/
function withoutReserved(fields: LogFields | undefined): Readonly<Record<string, unknown>> | undefined {
	if (fields === undefined || !reserved.some(name => name in fields)) {
		return fields;
	}
	const entries = Object.entries(fields);
	const isReserved = ([name]: [string, unknown]) => reserved.includes(name);
	return {...Object.fromEntries(entries.filter(entry => !isReserved(entry))), fields: Object.fromEntries(entries.filter(isReserved))};
}

const reserved: readonly string[] = ['timestamp', 'level', 'component', 'event'];

let sharedRoot: Logger | undefined;

function rootFor({destination, level, clock}: StructuredLoggerOptions): Logger {
	if (destination === undefined && level === undefined && clock === undefined) {
		sharedRoot ??= createRoot(lineDestination(1), 'info', systemClock);
		return sharedRoot;
	}
	return createRoot(destination ?? lineDestination(1), level ?? 'info', clock ?? systemClock);
}

function createRoot(destination: DestinationStream, level: LogLevel, clock: Clock): Logger {
	return pino(
		{
			base: null,
			level,
			messageKey: 'event',
			formatters: {level: label => ({level: label.toUpperCase()})},
			timestamp: () => `,"timestamp":"${new Date(clock.epochMs()).toISOString()}"`,
			serializers: {error: textOfError, reason: textOfError},
			hooks: {streamWrite: timestampFirst},
		},
		destination,
	);
}

const textOfError = (value: unknown) => (value instanceof Error ? errorText(value) : value);

/**
pino writes the level before the time, but a reader of raw lines looks for the time first, and so do `sort` and `grep
'^{"timestamp":"2024-01'`.
*/
function timestampFirst(line: string): string {
	const levelEnd = line.indexOf(',');
	const timestampEnd = line.indexOf(',', levelEnd + 1);
	return wellFormedJson(`{${line.slice(levelEnd + 1, timestampEnd)},${line.slice(1, levelEnd)}${line.slice(timestampEnd)}`);
}
