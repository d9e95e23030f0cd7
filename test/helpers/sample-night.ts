import type {Incident} from '../../src/insight/incident.ts';
import type {TimelineView} from '../../src/insight/timeline/timeline-view.ts';

/** 2024-01-16T02:13:41Z, the instant that all samples show. */
export const sampleAtMs = Date.UTC(2024, 0, 16, 2, 13, 41);

const at = (hour: number, minute: number, second = 0): number => Date.UTC(2024, 0, hour < 12 ? 16 : 15, hour, minute, second);

/** A circuit that was open for six minutes, and a stage that collapsed and is still slow. */
export const sampleIncidents: readonly Incident[] = [
	{
		number: 1,
		startMs: at(1, 58, 12),
		endMs: at(2, 4, 41),
		trigger: {
			kind: 'circuit_open',
			subject: 'enrichmentService',
			startMs: at(1, 58, 12),
			endMs: at(2, 4, 41),
			foundMs: at(1, 58, 13),
			before: undefined,
			worst: undefined,
			reason: 'connect ECONNREFUSED 10.0.0.7:8080',
			failures: 5,
		},
		symptoms: [],
		leadUp: [
			{kind: 'retries', atMs: at(1, 57, 20), subject: 'enrichment', before: 0.2, after: 11, text: undefined},
			{kind: 'latency', atMs: at(1, 57, 48), subject: 'enrichment', before: 310, after: 2004, text: undefined},
		],
		impact: {
			throughput: {beforeRps: 943, duringRps: 355},
			bottleneck: {before: 'feature', during: 'enrichment'},
			recordsNotProcessed: 228_732,
			errors: 41,
			alerts: 12,
		},
		ending: [
			{kind: 'circuit_half_open', atMs: at(2, 4, 12), subject: 'enrichmentService', before: undefined, after: undefined, text: undefined},
			{kind: 'circuit_closed', atMs: at(2, 4, 41), subject: 'enrichmentService', before: undefined, after: undefined, text: undefined},
		],
		evidence: Array.from({length: 8}, (_, index) => ({file: 0, line: 21_340 + index * 7, atMs: at(1, 57, 20) + index * 8000})),
	},
	{
		number: 2,
		startMs: at(4, 40),
		endMs: undefined,
		trigger: {
			kind: 'throughput_collapse',
			subject: 'feature',
			startMs: at(4, 40),
			endMs: undefined,
			foundMs: at(4, 40, 10),
			before: 943,
			worst: 358,
			reason: undefined,
			failures: undefined,
		},
		symptoms: [],
		leadUp: [],
		impact: {
			throughput: undefined,
			bottleneck: {before: 'feature', during: 'feature'},
			recordsNotProcessed: undefined,
			errors: 0,
			alerts: 1,
		},
		ending: [],
		evidence: [{file: 0, line: 33_001, atMs: at(4, 40)}],
	},
];

const columns = 240;
const fromMs = at(22, 0);
const columnMs = (8 * 3_600_000) / columns;
const signal = <Value>(valueAt: (hours: number) => Value): Value[] =>
	Array.from({length: columns}, (_, column) => valueAt((column * columnMs) / 3_600_000));

/** The eight hours of that night, in columns of two minutes. */
export const sampleTimeline: TimelineView = {
	fromMs,
	toMs: at(6, 0),
	columnMs,
	knownToMs: at(6, 0),
	throughputRps: signal(hours => (hours < 0.1 ? 0 : (hours > 3.9 && hours < 4.1 ? 355 : 943) - (hours > 6.7 ? 500 : 0))),
	stage: {name: 'feature', throughputRps: signal(hours => (hours > 6.7 ? 358 : 943))},
	errorsPerSecond: signal(hours => (hours > 3.9 && hours < 4.1 ? 3.1 : 0)),
	openCircuits: signal(hours => (hours > 3.95 && hours < 4.1 ? 1 : 0)),
	cacheHitRate: signal(hours => (hours < 1 ? undefined : 0.987)),
	alerts: signal(hours => (hours === 2 ? 1 : 0)),
};
