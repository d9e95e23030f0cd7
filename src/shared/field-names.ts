import {msOfNameUnit} from './duration-units.ts';
import {plainName} from './plain-name.ts';

/** The field names used in filters, `--map` and the documentation. `timestamp` is an event's `timeMs`. */
export const canonicalNames = [
	'timestamp',
	'level',
	'component',
	'event',
	'host',
	'batch',
	'recordsIn',
	'recordsOut',
	'elapsedMs',
	'throughputRps',
	'circuitName',
	'oldState',
	'newState',
	'cacheName',
	'hits',
	'misses',
	'hitRate',
	'reason',
] as const;
export type Canonical = (typeof canonicalNames)[number];

/** The names that a filter and a query know: `kind` says what an event is to the pipeline, and no field of a line fills it. */
export const askedNames = [...canonicalNames, 'kind'] as const;

/**
What a name fills. `stage` is a component too, but in an event about a stage it beats every other component name.
`severityNumber` has its own scale, and `stateTransition` holds two states.
*/
export type Slot = Canonical | 'stage' | 'severityNumber' | 'stateTransition';

/**
Names earlier in a list win. They are compared without case and without `_`, `-` and `.`. A dot also steps into a nested
object.
*/
export const namesOfSlot: Readonly<Record<Exclude<Slot, 'stage'>, readonly string[]>> = {
	timestamp: [
		'timestamp',
		'time',
		'ts',
		't',
		'datetime',
		'date',
		'asctime',
		'timeUnixNano',
		'timeMillis',
		'instant',
		'event_time',
		'event_timestamp',
		'created',
		'created_at',
		'logged_at',
		'occurred_at',
		'log_time',
		'timestamp_ms',
		'ts_ms',
		'epoch',
		'epoch_ms',
	],
	level: ['levelname', 'level_name', 'level', 'severity', 'severityText', 'lvl', 'log.level', 'loglevel', 'levelno'],
	severityNumber: ['severityNumber'],
	component: [
		'component',
		'stage',
		'stageName',
		'component_id',
		'logger',
		'loggerName',
		'log.logger',
		'service.name',
		'service',
		'name',
		'module',
		'source',
		'category',
		'channel',
		'target',
		'app',
		'application',
		'program',
		'subsystem',
	],
	event: ['event', 'event_name', 'msg', 'message', 'body', 'short_message', 'textPayload'],
	host: ['host', 'hostname', 'host.name', 'instance', 'pod'],
	batch: ['batch', 'batchId', 'batchNumber'],
	recordsIn: ['recordsIn', 'records', 'inputCount', 'rows_in'],
	recordsOut: ['recordsOut', 'outputCount', 'rows_out'],
	elapsedMs: [],
	throughputRps: ['throughputRps', 'rps', 'recordsPerSecond'],
	circuitName: ['circuitName', 'circuit', 'breaker', 'circuitBreakerName'],
	oldState: ['oldState', 'from', 'previousState'],
	newState: ['newState', 'to', 'state', 'circuitState'],
	stateTransition: ['stateTransition'],
	cacheName: ['cacheName', 'cache'],
	hits: ['hits', 'cacheHits'],
	misses: ['misses', 'cacheMisses'],
	hitRate: ['hitRate'],
	reason: [
		'reason',
		'error',
		'err.message',
		'error.message',
		'exception',
		'exception.message',
		'exception.exception_message',
		'thrown.message',
		'failureReason',
	],
};

/** Names of `elapsedMs`. Each also comes with a unit: `elapsed_s`, `tookSeconds`, `durationInMs`. */
export const durationNames = [
	'elapsed',
	'duration',
	'took',
	'responseTime',
	'execution_time',
	'latency',
	'elapsed_time',
	'processing_time',
	'time_taken',
];
export const durationFirst = ['elapsedMs', 'durationMs'];

/** The component names that only a stage has. */
const stageNames: ReadonlySet<string> = new Set(['stage', 'stageName']);

const namedSlots = Object.keys(namesOfSlot) as ReadonlyArray<keyof typeof namesOfSlot>;
export const slots: readonly Slot[] = [...namedSlots, 'stage'];

export type Alias = {
	readonly slot: Slot;
	/** 0 wins. */
	readonly priority: number;
	/** Set for a duration whose name includes its unit, `undefined` for every other field. */
	readonly unitMs: number | undefined;
};

export const aliasOfPlainName: ReadonlyMap<string, Alias> = new Map([...durationAliases(), ...namedAliases()]);

/** Names with dots, which look into nested objects. */
export const dottedNames: readonly string[] = Object.values(namesOfSlot)
	.flat()
	.filter(name => name.includes('.'));

/**
How many milliseconds the unit at the end of a name is: `_s` in `wall_s`, `Seconds` in `wallSeconds`. `undefined` when
the name has no unit.
*/
export function unitInName(name: string): number | undefined {
	const words = name.split(/[._-]|(?<=\p{Ll})(?=\p{Lu})/u);
	return words.length > 1 ? msOfNameUnit.get(words.at(-1)?.toLowerCase() ?? '') : undefined;
}

/**
The canonical name of a field, given any of its aliases: `elapsed_ms` is `elapsedMs`.

@returns `undefined` when the name is not an alias.
*/
export function canonicalOf(name: string): Canonical | undefined {
	const alias = aliasOfPlainName.get(plainName(name));
	return alias === undefined ? undefined : canonicalOfSlot(alias.slot);
}

export function canonicalOfSlot(slot: Slot): Canonical {
	switch (slot) {
		case 'stage':
			return 'component';
		case 'severityNumber':
			return 'level';
		case 'stateTransition':
			return 'newState';
		case 'timestamp':
		case 'level':
		case 'component':
		case 'event':
		case 'host':
		case 'batch':
		case 'recordsIn':
		case 'recordsOut':
		case 'elapsedMs':
		case 'throughputRps':
		case 'circuitName':
		case 'oldState':
		case 'newState':
		case 'cacheName':
		case 'hits':
		case 'misses':
		case 'hitRate':
		case 'reason':
			return slot;
	}
}

function namedAliases(): Array<readonly [string, Alias]> {
	return namedSlots.flatMap(slot =>
		namesOfSlot[slot]
			.map((name, priority) => [plainName(name), {slot: stageNames.has(name) ? 'stage' : slot, priority, unitMs: undefined}] as const)
			.toReversed(),
	);
}

function durationAliases(): Array<readonly [string, Alias]> {
	const inOrder = [...durationNames.keys()].flatMap(index => {
		const name = plainName(durationNames[index] ?? '');
		const priority = durationFirst.length + index;
		const withUnits = [...msOfNameUnit].flatMap(([unit, unitMs]) =>
			[`${name}${unit}`, `${name}in${unit}`].map(spelling => [spelling, {slot: 'elapsedMs', priority, unitMs}] as const),
		);
		return [[name, {slot: 'elapsedMs', priority, unitMs: undefined}] as const, ...withUnits];
	});
	const first = durationFirst.map((name, priority) => [plainName(name), {slot: 'elapsedMs', priority, unitMs: 1}] as const);
	return [...inOrder, ...first];
}
