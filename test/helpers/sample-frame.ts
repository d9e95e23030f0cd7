import {firstFrame} from '../../src/commands/watch/first-frame.ts';
import {rawLine} from '../../src/events/event.ts';
import {emptyEvent} from '../../src/events/event-draft.ts';
import {emptyPage, type LogRow, type RowEvent} from '../../src/history/row.ts';
import {followingCursor} from '../../src/insight/cursor.ts';
import {emptyCounts, emptySnapshot} from '../../src/insight/empty-snapshot.ts';
import type {BottleneckView, CircuitView, Snapshot, StageView} from '../../src/insight/snapshot.ts';
import {createTheme} from '../../src/screen/look/theme.ts';
import type {Frame} from '../../src/screen/state/store.ts';
import {sampleAtMs, sampleIncidents, sampleTimeline} from './sample-night.ts';

export {sampleAtMs} from './sample-night.ts';

export const plainTheme = createTheme({name: 'default', colorLevel: 0, ascii: false});
export const asciiTheme = createTheme({name: 'default', colorLevel: 0, ascii: true});
export const colourTheme = createTheme({name: 'default', colorLevel: 1, ascii: false});

/** The state of a pipe that hasn't written anything yet. */
export const emptyFrame: Frame = {
	...firstFrame({type: 'live', name: 'stdin'}),
	snapshot: {...emptySnapshot, windowMs: 60_000},
	files: ['stdin'],
	monitor: {lagMs: 0, eventsPerSecond: 0, droppedLines: 0, rssBytes: 90_000_000, notices: []},
};

export function sampleStage(name: string, parts: Partial<StageView> = {}): StageView {
	return {
		name,
		throughputRps: 1000,
		windowRps: 1000,
		flowRps: 100,
		recordsIn: 5000,
		recordsOut: 5000,
		completions: 10,
		failures: 0,
		errors: 0,
		retries: 0,
		passRate: 1,
		busy: 0.1,
		latencyMs: {p50: 100, p95: 150, p99: 200, max: 250},
		trend: [1000, 1020, 1100, 980, 1000, 1010, 990, 1000],
		silentMs: undefined,
		hosts: [],
		...parts,
	};
}

const latency = (p95: number): StageView['latencyMs'] => ({p50: p95 * 0.8, p95, p99: p95 * 1.1, max: p95 * 1.2});

/** The seven stages of the sample screen; `feature` is the slowest. */
export const sampleStages: readonly StageView[] = [
	sampleStage('ingest', {throughputRps: 5210, busy: 0.04, latencyMs: latency(121)}),
	sampleStage('calibration', {throughputRps: 4101, busy: 0.06, latencyMs: latency(160)}),
	sampleStage('normalize', {throughputRps: 2174, busy: 0.11, latencyMs: latency(280)}),
	sampleStage('filter', {throughputRps: 6012, busy: 0.04, latencyMs: latency(108), recordsOut: 3500, passRate: 0.7}),
	sampleStage('feature', {
		throughputRps: 943,
		busy: 0.46,
		latencyMs: latency(612),
		recordsIn: 3500,
		recordsOut: 3500,
		trend: [1600, 1500, 1420, 1300, 1200, 1100, 1000, 943],
	}),
	sampleStage('enrichment', {
		throughputRps: 1500,
		busy: 0.23,
		latencyMs: latency(310),
		recordsIn: 3500,
		recordsOut: 3500,
		trend: [1500, 1500, 1400, 1000, 300, undefined, 290, 300],
	}),
	sampleStage('sink', {throughputRps: 3004, busy: 0.08, latencyMs: latency(140), recordsIn: 3500, recordsOut: 3500}),
];

export const sampleBottleneck: BottleneckView = {
	stage: 'feature',
	throughputRps: 943,
	next: {stage: 'enrichment', throughputRps: 1500},
	demand: {stage: 'feature', utilisation: 0.46, demandMs: 371, headroom: 1.6, next: 'enrichment'},
	inFlight: 1.02,
	reasons: ['p95 310 → 612 ms in 5m'],
};

export const sampleCircuit: CircuitView = {
	name: 'enrichmentService',
	state: 'open',
	sinceMs: sampleAtMs - 42_000,
	trips: 3,
	probes: 0,
	failedProbes: 0,
	reason: 'connect ECONNREFUSED 10.0.0.7:8080',
	retries: 12,
	history: Array.from({length: 60}, (_, index) =>
		index < 4 ? undefined : index === 20 || index >= 57 ? 'open' : index === 21 ? 'half_open' : 'closed',
	),
};

/** A row of the log as the engine returns it. */
export function sampleRow(index: number, fields: Record<string, unknown>, read: Partial<RowEvent> = {}): LogRow {
	const timeMs = sampleAtMs - 5100 + index * 100 + 4;
	const event: RowEvent = {...emptyEvent, timeMs, level: 'info', ...read, fields};
	return {
		index,
		file: 0,
		line: index + 1,
		stream: undefined,
		timeMs,
		previousMs: undefined,
		text: JSON.stringify(fields),
		parsed: {type: 'event', events: [event], origin: undefined, dialect: undefined},
	};
}

export function rawRow(index: number, text: string): LogRow {
	return {index, file: 0, line: index + 1, stream: undefined, timeMs: sampleAtMs, previousMs: undefined, text, parsed: rawLine(text)};
}

export function completedRow(index: number, stage: string): LogRow {
	const fields = {
		timestamp: '2024-01-16T02:13:38.120Z',
		level: 'INFO',
		component: stage,
		event: 'stage_completed',
		recordsIn: 500,
		recordsOut: 350,
		elapsedMs: 12.3,
		throughputRps: 943.2,
		batch: 4712,
	};
	return sampleRow(index, fields, {
		kind: 'stage_completed',
		component: stage,
		event: 'stage_completed',
		recordsIn: 500,
		recordsOut: 350,
		elapsedMs: 12.3,
		throughputRps: 943.2,
		batch: 4712,
	});
}

export const retryRow: LogRow = sampleRow(
	50,
	{
		timestamp: '2024-01-16T02:13:38.120Z',
		level: 'WARN',
		component: 'enrichment',
		event: 'retry',
		attempt: 3,
		error: 'timeout after 2000ms',
	},
	{kind: 'retry', level: 'warn', component: 'enrichment', event: 'retry', reason: 'timeout after 2000ms'},
);

export const openedRow: LogRow = sampleRow(
	51,
	{
		timestamp: '2024-01-16T02:13:41.004Z',
		level: 'ERROR',
		component: 'enrichment',
		event: 'circuit_state_change',
		circuitName: 'enrichmentService',
		oldState: 'closed',
		newState: 'open',
		failures: 5,
		reason: 'connect ECONNREFUSED 10.0.0.7:8080',
	},
	{
		kind: 'circuit_state_change',
		level: 'error',
		component: 'enrichment',
		event: 'circuit_state_change',
		circuitName: 'enrichmentService',
		oldState: 'closed',
		newState: 'open',
		reason: 'connect ECONNREFUSED 10.0.0.7:8080',
	},
);

const stageNames = sampleStages.map(({name}) => name);
export const sampleRows: readonly LogRow[] = [
	...Array.from({length: 50}, (_, index) => completedRow(index, stageNames[index % stageNames.length] ?? 'sink')),
	retryRow,
	openedRow,
	rawRow(52, 'Traceback (most recent call last):'),
];

/** A night at 02:13:41: seven stages, one open circuit, a cache, a followed log. */
export const sampleFrame: Frame = {
	snapshot: {
		...emptySnapshot,
		windowMs: 60_000,
		atMs: sampleAtMs,
		fromMs: sampleAtMs - 15_221_000,
		toMs: sampleAtMs,
		status: 'DEGRADED',
		batchCount: 4712,
		totalAlerts: 312,
		peakMemoryKb: 87.3,
		memoryTrend: [40, 60, 62, 70, 71, 74, 80, 87.3],
		stages: sampleStages,
		bottleneck: sampleBottleneck,
		circuits: [sampleCircuit],
		caches: [
			{
				name: 'calibration',
				hitRate: 0.987,
				hits: 12_300,
				misses: 162,
				size: 128,
				maxSize: 256,
				trend: [0.9, 0.95, 0.97, 0.98, 0.98, 0.7, 0.97, 0.987],
			},
		],
		signatures: [
			{
				name: 'ThresholdFilter',
				description: 'Filters records outside [minVal, maxVal] range.',
				signature: 'process(records, minVal=20, maxVal=80)',
				announcedAtMs: sampleAtMs - 15_221_000,
				stage: 'filter',
				seenFields: [],
			},
			{
				name: 'feature',
				description: undefined,
				signature: undefined,
				announcedAtMs: undefined,
				stage: 'feature',
				seenFields: ['recordsIn', 'recordsOut', 'elapsedMs'],
			},
		],
		source: {...emptyCounts, lines: 33_000, eventLines: 32_990, rawLines: 10, events: 32_990, bytes: 6_000_000},
	},
	page: {...emptyPage, rows: sampleRows, matched: 33_000, total: 33_000},
	source: {type: 'replay', name: 'last-night.jsonl'},
	files: ['last-night.jsonl'],
	cursor: {...followingCursor, atMs: sampleAtMs},
	timeline: sampleTimeline,
	incidents: sampleIncidents,
	monitor: {lagMs: 0, eventsPerSecond: 1234, droppedLines: 0, rssBytes: 149_000_000, notices: []},
};

/** A sample frame with parts of its snapshot replaced. */
export function frameWith(snapshot: Partial<Snapshot>, frame: Partial<Frame> = {}): Frame {
	return {...sampleFrame, ...frame, snapshot: {...sampleFrame.snapshot, ...snapshot}};
}
