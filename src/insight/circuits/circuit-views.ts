import type {CircuitState} from '../../events/event.ts';
import {type CircuitCounts, noCounts, sumOfCounts} from '../../series/circuits/circuit-row.ts';
import {otherName} from '../../series/parts/name-table.ts';
import type {Series} from '../../series/series.ts';
import {trouble} from '../../series/troubles.ts';
import type {CircuitView} from '../snapshot.ts';
import type {Moment} from '../stages/stage-views.ts';
import {type CircuitTimeline, outageNow} from './circuit-timelines.ts';
import {guards} from './guards.ts';

const slices = 60;
const sliceMs = 60_000; // an hour in total
const mostShown = 200; // open circuits beyond the limit of rows
const badness = {closed: 0, half_open: 1, open: 2} as const;

/**
The circuits at a moment. Beyond the limit of rows, open circuits are shown while there is room. The others share one
view, which has the worst of their states.
*/
export function circuitViewsAt(
	series: Series,
	timelines: readonly CircuitTimeline[],
	stages: readonly string[],
	moment: Moment,
): CircuitView[] {
	const shared = timelines.filter(({isShared}) => isShared);
	const shown = new Set(shared.filter(timeline => isOpen(timeline) && timeline.name !== otherName).slice(0, mostShown));
	const views = timelines
		.filter(timeline => !timeline.isShared || shown.has(timeline))
		.map(timeline => ({...circuitView(series, timeline, moment), stages: stages.filter(stage => guards(timeline, stage))}));
	const rest = shared.filter(timeline => !shown.has(timeline));
	return rest.length === 0 ? views : [...views, sharedView(series, rest, moment)];
}

function circuitView(series: Series, timeline: CircuitTimeline, moment: Moment): CircuitView {
	const {name, counts, reason} = timeline;
	const now = timeline.changes.at(-1);
	const since = outageNow(timeline)?.opening ?? now;
	return {
		name,
		state: now?.state ?? 'closed',
		sinceMs: since && Math.min(since.ms, moment.atMs),
		...counts,
		reason,
		retries: retriesOf(series, name, moment),
		history: historyOf(timeline, series.fromMs ?? moment.atMs, moment.atMs),
	};
}

function sharedView(series: Series, timelines: readonly CircuitTimeline[], moment: Moment): CircuitView {
	const views = timelines.map(timeline => circuitView(series, timeline, moment));
	const state = worstOf(views.map(view => view.state)) ?? 'closed';
	const sinceMs = Math.min(...views.flatMap(view => (view.state === state ? (view.sinceMs ?? []) : [])));
	const newestFirst = views.toSorted((a, b) => (b.sinceMs ?? 0) - (a.sinceMs ?? 0));
	return {
		name: otherName,
		state,
		sinceMs,
		...views.reduce<CircuitCounts>((sum, view) => sumOfCounts(sum, view), series.circuits.shared?.dropped ?? noCounts),
		reason: newestFirst.find(({reason}) => reason !== undefined)?.reason,
		retries: views.reduce((sum, {name, retries}) => sum + (name === otherName ? 0 : retries), retriesOf(series, otherName, moment)),
		history: Array.from({length: slices}, (_, slice) => worstOf(views.map(({history}) => history[slice]))),
		open: timelines.reduce((sum, timeline) => sum + (isOpen(timeline) ? timeline.count : 0), 0),
	};
}
function retriesOf(series: Series, name: string, {window}: Moment): number {
	return series.circuitRetries.table.rows.get(name)?.get('')?.sum(trouble.retries, window.after, window.through) ?? 0;
}

const isOpen = ({changes}: CircuitTimeline): boolean => changes.at(-1)?.state === 'open';

function worstOf(states: ReadonlyArray<CircuitState | undefined>): CircuitState | undefined {
	return states.reduce(
		(worst, state) => (worst === undefined || (state !== undefined && badness[state] > badness[worst]) ? state : worst),
		undefined,
	);
}

/**
The worst state in each minute of the hour, so a circuit that was open for just one sample is still visible. Slices are
aligned to the clock.
*/
function historyOf({changes, before}: CircuitTimeline, fromMs: number, atMs: number): Array<CircuitState | undefined> {
	const firstSlice = Math.floor(atMs / sliceMs) - slices + 1;
	const history: Array<CircuitState | undefined> = [];
	let state: CircuitState | undefined = before;
	let next = 0;
	for (let slice = firstSlice; slice < firstSlice + slices; slice++) {
		const endMs = (slice + 1) * sliceMs;
		let worst: CircuitState | undefined = endMs > fromMs ? state : undefined;
		for (let change = changes[next]; change !== undefined && change.ms < endMs; change = changes[++next]) {
			const isInside = change.ms >= slice * sliceMs;
			state = change.state;
			worst = isInside && worst !== undefined && badness[worst] > badness[state] ? worst : state;
		}

		history.push(worst);
	}

	return history;
}
