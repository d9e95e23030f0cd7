import type {CircuitState} from '../../events/event.ts';
import type {Series} from '../../series/series.ts';
import {trouble} from '../../series/troubles.ts';
import type {CircuitView} from '../snapshot.ts';
import type {Moment} from '../stages/stage-views.ts';
import type {CircuitTimeline} from './circuit-timelines.ts';

const slices = 60;
const sliceMs = 60_000; // an hour in all
const badness = {closed: 0, half_open: 1, open: 2} as const;

/** The circuits as they are at a moment. */
export function circuitViewsAt(series: Series, timelines: readonly CircuitTimeline[], {atMs, window}: Moment): CircuitView[] {
	return timelines.flatMap(timeline => {
		const now = timeline.changes.at(-1);
		const retries = series.circuitRetries.table.rows.get(timeline.name)?.get('');
		return now === undefined
			? []
			: [
					{
						name: timeline.name,
						state: now.state,
						sinceMs: Math.min(now.ms, atMs),
						trips: timeline.trips,
						reason: timeline.reason,
						retries: retries?.sum(trouble.retries, window.after, window.through) ?? 0,
						history: historyOf(timeline, series.fromMs ?? atMs, atMs),
					},
				];
	});
}

/** The worst state of each minute of the hour: a circuit that was open for one sample still shows. The slices are aligned to the clock. */
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
