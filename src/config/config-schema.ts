import * as v from 'valibot';
import type {IncidentSettings} from '../insight/incidents/settings.ts';

const text = v.string('must be a text');
const flag = v.boolean('must be true or false');

const threshold = v.exactOptional(v.pipe(v.number('must be a number'), v.minValue(0, 'must not be negative')));

/** As `IncidentSettings` names them. */
const thresholds = {
	sliceMs: threshold,
	baselineMs: threshold,
	minBaselineSlices: threshold,
	minCompletions: threshold,
	allowance: threshold,
	mostPerSlice: threshold,
	decision: threshold,
	recoverySlices: threshold,
	latencyFactor: threshold,
	minLatencyRiseMs: threshold,
	throughputShare: threshold,
	minErrors: threshold,
	minErrorShare: threshold,
	cacheDrop: threshold,
	minLookups: threshold,
	silenceMs: threshold,
	silenceTimesMedian: threshold,
	silenceTimesLongest: threshold,
	joinMs: threshold,
	leadUpMs: threshold,
} satisfies Record<keyof IncidentSettings, typeof threshold>;

/** What a config file may hold. docs/config-schema.json says the same to editors. */
export const configSchema = v.strictObject({
	$schema: v.optional(text),
	source: v.optional(
		v.strictObject(
			{
				files: v.optional(v.array(text, 'must be a list of paths')),
				follow: v.optional(flag),
				command: v.optional(v.pipe(v.array(text, 'must be a list: the program and its arguments'), v.minLength(1, 'names no program'))),
			},
			'must hold files, follow or command',
		),
	),
	window: v.optional(text),
	timeZone: v.optional(text),
	dialect: v.optional(text),
	map: v.optional(v.record(text, text, 'must hold a name for each field')),
	filter: v.optional(text),
	theme: v.optional(text),
	ascii: v.optional(flag),
	fps: v.optional(v.number('must be a number')),
	incidents: v.optional(v.strictObject(thresholds, 'must hold thresholds, see incidents.md')),
	alerts: v.optional(
		v.strictObject(
			{
				rules: v.optional(v.array(text, 'must be a list of rules')),
				bell: v.optional(flag),
				onAlert: v.optional(v.pipe(v.array(text, 'must be a list: the program and its arguments'), v.minLength(1, 'names no program'))),
			},
			'must hold rules, bell or onAlert',
		),
	),
	record: v.optional(v.strictObject({path: v.optional(text), max: v.optional(text), off: v.optional(flag)}, 'must hold path, max or off')),
});

export type ConfigFile = v.InferOutput<typeof configSchema>;
