import {formatSpan} from '../format/format.ts';
import type {Frame} from '../state/store.ts';
import type {UiState} from '../state/ui-state.ts';

const leastMs = 10_000;

/** Zooms the timeline to half its span around the cursor, or to double, up to the whole log (its last hour if live). */
export function zoomTimeline(ui: UiState, into: 'half' | 'double', {timeline, cursor, snapshot, source}: Frame): UiState {
	const {fromMs, toMs} = timeline ?? snapshot;
	const aroundMs = cursor.atMs ?? toMs;
	if (aroundMs === undefined || fromMs === undefined || toMs === undefined) {
		return {...ui, message: 'no timeline yet'};
	}

	if (into === 'half') {
		const lengthMs = Math.max(leastMs, Math.round((ui.timeline?.lengthMs ?? toMs - fromMs) / 2));
		return lengthMs >= (ui.timeline?.lengthMs ?? toMs - fromMs)
			? {...ui, message: `the timeline can't zoom in below ${formatSpan(leastMs)}`}
			: {...ui, timeline: {aroundMs, lengthMs}, message: `timeline: ${formatSpan(lengthMs)}`};
	}

	if (ui.timeline === undefined) {
		return {...ui, message: 'the timeline already shows everything'};
	}

	const lengthMs = ui.timeline.lengthMs * 2;
	return lengthMs >= wholeMs({cursor, snapshot, source})
		? {...ui, timeline: undefined, message: 'timeline: whole log'}
		: {...ui, timeline: {aroundMs, lengthMs}, message: `timeline: ${formatSpan(lengthMs)}`};
}

const lastHourMs = 3_600_000;

/** The log's length; for a live log, at most what the timeline shows. */
function wholeMs({cursor, snapshot, source}: Pick<Frame, 'cursor' | 'snapshot' | 'source'>): number {
	const ms = (cursor.atMs ?? snapshot.toMs ?? 0) + cursor.behindMs - (snapshot.fromMs ?? 0);
	const isLive = source.type === 'live' || source.type === 'running';
	return isLive ? Math.min(ms, lastHourMs) : ms;
}
