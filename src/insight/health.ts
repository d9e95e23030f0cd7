import type {CircuitState} from '../events/event.ts';
import type {Misread, NotUnderstood} from '../events/misreadings.ts';
import {round} from '../shared/round.ts';
import type {CheckResult} from './alerts/check-watch.ts';
import type {
	AlertView,
	BottleneckView,
	Change,
	CircuitView,
	LatencyMs,
	Snapshot,
	SourceCounts,
	StageChange,
	StageView,
	Status,
} from './snapshot.ts';

/** The health snapshot as JSON, with keys in this order. `null` means "unknown". Times are ISO 8601 in UTC. */
export type HealthReport = {
	readonly status: Status;
	readonly batchCount: number | null;
	readonly totalAlerts: number | null;
	readonly openCircuits: readonly string[];
	readonly bottleneckStage: string | null;
	readonly bottleneckRps: number | null;
	readonly meanRecentThroughputRps: number | null;
	readonly cacheHitRates: Readonly<Record<string, number>>;
	readonly peakMemoryKb: number | null;
	/** Why the status is DEGRADED, newest first. */
	readonly statusReasons: readonly string[];
	readonly from: string | null;
	readonly to: string | null;
	readonly source: Omit<SourceCounts, 'oversizedLines' | 'malformedLines' | 'openStarts' | keyof Misread> & {
		/** Starts with an id whose end has not come. */
		readonly openStarts?: number;
		/** Lines of which nothing is known but their text. The file is named where there are several. */
		readonly notUnderstood?: {
			readonly lines: number;
			readonly first: {readonly file?: string; readonly line: number; readonly why: string};
		};
	};
	readonly stages: Readonly<Record<string, StageHealth>>;
	readonly circuits: Readonly<Record<string, CircuitHealth>>;
	readonly demandBottleneck: {readonly stage: string; readonly utilisation: number | null; readonly headroom: number | null} | null;
	/** The newest 20. Only the user's own rules have `state` and `group`. */
	readonly alerts: readonly AlertHealth[];
	readonly incidents: number;
	/** Each stage against a good run, if one was given. */
	readonly baseline?: {readonly file: string; readonly stages: Readonly<Record<string, StageChangeHealth>>};
	/** The requested conditions, if any. */
	readonly checks?: readonly CheckHealth[];
	/** The config file found near the working directory, if it affects how the log is judged. */
	readonly config?: {readonly path: string; readonly keys: readonly string[]} | undefined;
};

type ChangeHealth = {readonly [Key in keyof Change]: number | null};
export type StageChangeHealth = {readonly [Key in keyof StageChange]: ChangeHealth};

export type CheckHealth = {
	readonly check: string;
	readonly holds: boolean;
	readonly value: number | null;
	/** Only there when the value is no more than a lower bound. */
	readonly isAtLeast?: true;
};

export type AlertHealth = {
	readonly name: string;
	readonly time: string | null;
	readonly value: number | null;
	readonly state?: 'fired' | 'resolved';
	readonly group?: string;
};

export type StageHealth = {
	readonly throughputRps: number | null;
	/** Its work overlaps (parallel tasks), so the throughput is that of one worker. */
	readonly perWorker?: true;
	readonly recordsIn: number;
	readonly recordsOut: number;
	readonly passRate: number | null;
	readonly busy: number | null;
	readonly elapsedMs: LatencyMs | null;
	readonly completions: number;
	readonly failures: number;
	readonly errors: number;
};

export type CircuitHealth = {
	readonly state: CircuitState;
	/** When it closed, or, while it is open or half-open, its first opening since it was last closed. */
	readonly since: string | null;
	/** Changes from closed to open. */
	readonly trips: number;
	/** How often it was half-open, and how often it opened again from there. Not there if never. */
	readonly probes?: number;
	readonly failedProbes?: number;
	readonly reason: string | null;
	/** For `other`, which stands for all circuits beyond the limit: how many of them are open. */
	readonly open?: number;
};

/** Builds the report from a snapshot. Decimals: rates 1, ratios 4, headroom 2, durations 3 (to the µs), memory 1. */
export function healthOf(
	snapshot: Snapshot,
	checks: readonly CheckResult[] = [],
	config?: HealthReport['config'],
	fileNames: readonly string[] = [],
): HealthReport {
	const {source, bottleneck, baseline} = snapshot;
	return {
		status: snapshot.status,
		batchCount: snapshot.batchCount ?? null,
		totalAlerts: snapshot.totalAlerts ?? null,
		openCircuits: snapshot.circuits.filter(({state}) => state === 'open').map(({name}) => name),
		bottleneckStage: bottleneck?.stage ?? null,
		bottleneckRps: rounded(bottleneck?.throughputRps, 1),
		meanRecentThroughputRps: rounded(snapshot.meanRecentThroughputRps, 1),
		cacheHitRates: Object.fromEntries(
			snapshot.caches.flatMap(({name, hitRate}) => (hitRate === undefined ? [] : [[name, round(hitRate, 4)]])),
		),
		peakMemoryKb: rounded(snapshot.peakMemoryKb, 1),
		statusReasons: snapshot.statusReasons,
		from: isoTime(snapshot.fromMs),
		to: isoTime(snapshot.toMs),
		source: {
			lines: source.lines,
			eventLines: source.eventLines,
			rawLines: source.rawLines,
			blankLines: source.blankLines,
			events: source.events,
			bytes: source.bytes,
			mendedLines: source.mendedLines,
			...(source.openStarts > 0 && {openStarts: source.openStarts}),
			...(source.notUnderstood && {notUnderstood: notUnderstoodHealth(source.notUnderstood, fileNames)}),
		},
		stages: Object.fromEntries(snapshot.stages.map(stage => [stage.name, stageHealth(stage)])),
		circuits: Object.fromEntries(snapshot.circuits.map(circuit => [circuit.name, circuitHealth(circuit)])),
		demandBottleneck: demandHealth(bottleneck?.demand),
		alerts: snapshot.alerts.map(alertHealth),
		incidents: snapshot.incidents,
		...(baseline === undefined
			? {}
			: {
					baseline: {
						file: baseline.file,
						stages: Object.fromEntries([...baseline.stages].map(([name, change]) => [name, stageChangeHealth(change)])),
					},
				}),
		...(checks.length === 0 ? {} : {checks: checks.map(checkHealth)}),
		...(config && {config}),
	};
}

function notUnderstoodHealth({lines, first: {file, line, why}}: NotUnderstood, fileNames: readonly string[]) {
	const name = fileNames.length > 1 ? fileNames[file] : undefined;
	return {lines, first: {...(name !== undefined && {file: name}), line, why}};
}

function stageHealth(stage: StageView): StageHealth {
	const {latencyMs} = stage;
	return {
		throughputRps: rounded(stage.throughputRps, 1),
		...(stage.isPerWorker && {perWorker: true}),
		recordsIn: stage.recordsIn,
		recordsOut: stage.recordsOut,
		passRate: rounded(stage.passRate, 4),
		busy: rounded(stage.busy, 4),
		elapsedMs:
			latencyMs === undefined
				? null
				: {
						p50: round(latencyMs.p50, 3),
						p95: round(latencyMs.p95, 3),
						p99: round(latencyMs.p99, 3),
						max: round(latencyMs.max, 3),
					},
		completions: stage.completions,
		failures: stage.failures,
		errors: stage.errors,
	};
}

function stageChangeHealth({throughputRps, p95Ms, passRate, errors}: StageChange): StageChangeHealth {
	return {
		throughputRps: changeHealth(throughputRps, 1),
		p95Ms: changeHealth(p95Ms, 3),
		passRate: changeHealth(passRate, 4),
		errors: changeHealth(errors, 4),
	};
}

function changeHealth(change: Change, decimals: number): ChangeHealth {
	const then = rounded(change.then, decimals);
	return {now: rounded(change.now, decimals), then, change: rounded(change.change, 4)};
}

function circuitHealth({state, sinceMs, trips, probes, failedProbes, reason, open}: CircuitView): CircuitHealth {
	const probed = probes === 0 ? {} : {probes, failedProbes};
	return {state, since: isoTime(sinceMs), trips, ...probed, reason: reason ?? null, ...(open === undefined ? {} : {open})};
}

function checkHealth({check, holds, value, isAtLeast}: CheckResult): CheckHealth {
	return {check, holds, value: rounded(value, 6), ...(isAtLeast && {isAtLeast})};
}

function demandHealth(demand: BottleneckView['demand']): HealthReport['demandBottleneck'] {
	return demand === undefined
		? null
		: {stage: demand.stage, utilisation: rounded(demand.utilisation, 4), headroom: rounded(demand.headroom, 2)};
}

function alertHealth({type, name, timeMs, value, group}: AlertView): AlertHealth {
	const alert = {name, time: isoTime(timeMs), value: value ?? null};
	return type === 'event' ? alert : {...alert, value: rounded(value, 6), state: type, ...(group === undefined ? {} : {group})};
}

function isoTime(ms: number | undefined): string | null {
	return ms === undefined ? null : new Date(ms).toISOString();
}

function rounded(value: number | undefined, decimals: number): number | null {
	return value === undefined ? null : round(value, decimals);
}
