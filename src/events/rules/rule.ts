import type {Canonical} from '../../shared/field-names.ts';
import type {EventKind} from '../kinds.ts';

/** What a rule can say that an event is. */
export const ruleKinds = [
	'stage_started',
	'stage_progress',
	'stage_completed',
	'stage_failed',
	'circuit_state_change',
	'retry',
	'cache_stats',
	'alert',
	'pipeline_health',
	'stage_described',
	'run_started',
	'run_completed',
	'run_failed',
	'failure_detail',
] as const satisfies readonly EventKind[];
export type RuleKind = (typeof ruleKinds)[number];

/**
What a rule can fill: any field of an event; `id`, what a start and an end have in common; `parent`, the id of an earlier
event, whose name and start count where none with its own id is known.
*/
export type RuleField = Canonical | 'id' | 'parent';

/**
Where a value is: a path (field-path.ts), or several, of which the first that leads to something counts. A text field
may be put together from several: `{dag_id}.{task_id}`.
*/
export type Paths = string | readonly string[];

export type Place = {
	readonly field?: Paths;
	/** The same for all events, in place of `field`. */
	readonly text?: string;
	/** Of a duration that is a number: `s`. */
	readonly unit?: string;
	/** A count is a running total: what came since the last event with the same `id` counts, and the first counts nothing. */
	readonly isTotal?: boolean;
	/** The path or URL of a request stands for its route: `/cart/17?x=1` for `/cart/:id`. */
	readonly isRoute?: boolean;
	/** Of a time, as strftime has it. */
	readonly format?: string;
	/** What the log's own words mean. Other words stay what they are. */
	readonly values?: Readonly<Record<string, string>>;
};

/**
How an event of a log is recognized, and what it says of the pipeline. Plain data, the same for the systems that are
known and for the user's own; docs/rules.md describes every key.
*/
export type Rule = {readonly [Field in RuleField]?: Paths | Place} & {
	readonly name: string;
	/** A filter (docs/filter-language.md) that the event passes. */
	readonly when?: string;
	/** An RE2 pattern that the text of a line has. Its named groups are fields. */
	readonly match?: string;
	/** Left out, the event stays what it is, and only its fields are read. */
	readonly is?: RuleKind;
};

const otherKeys: ReadonlySet<string> = new Set(['name', 'when', 'match', 'is']);

/** The fields that a rule fills, and from where. */
export function fieldsOf(rule: Rule): ReadonlyArray<readonly [field: RuleField, place: Place]> {
	return Object.entries(rule).flatMap(([key, place]) =>
		otherKeys.has(key) || place === undefined ? [] : [[key as RuleField, placeOf(place)] as const],
	);
}

const namingFields: ReadonlySet<RuleField> = new Set(['component', 'host', 'batch', 'circuitName', 'reason']);

/** What a rule calls things by words that need not be in the line. */
export function ownWordsOf(rule: Rule): readonly string[] {
	return fieldsOf(rule).flatMap(([field, {text, values = {}}]) =>
		namingFields.has(field) ? [...(text === undefined ? [] : [text]), ...Object.values(values)] : [],
	);
}

export function placeOf(place: Paths | Place): Place {
	return isPlace(place) ? place : {field: place};
}

function isPlace(place: Paths | Place): place is Place {
	return typeof place === 'object' && !Array.isArray(place);
}
