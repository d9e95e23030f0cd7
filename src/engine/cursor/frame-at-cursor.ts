import {rawLine} from '../../events/event.ts';
import type {History} from '../../history/history.ts';
import type {CursorPageRequest, LogRow, RowPage} from '../../history/row.ts';
import type {Cursor} from '../../insight/cursor.ts';
import type {KnownIncidents} from '../../insight/incidents.ts';
import type {Snapshot} from '../../insight/snapshot.ts';
import {snapshotAt} from '../../insight/snapshot-at.ts';
import {type Baseline, compareToBaseline} from '../../insight/stages/baseline.ts';
import type {Series} from '../../series/series.ts';
import {tally} from '../../series/tally.ts';
import type {Fold} from '../fold/fold.ts';
import type {EngineFrame} from '../protocol.ts';
import type {CursorGround} from './cursor-player.ts';

/**
The state at the cursor. For a live log it includes how long the log has been silent, or had been at the cursor's time.
*/
export function snapshotAtCursor(
	{series, counts, dialects, hasTime, endMs}: Fold,
	cursor: Cursor,
	{
		windowMs,
		isLive,
		hasSince,
		incidents,
		baseline,
	}: {
		readonly windowMs: number;
		readonly hasSince: boolean;
		readonly incidents: KnownIncidents;
		readonly baseline: Baseline | undefined;
	} & Pick<CursorGround, 'isLive'>,
): Snapshot {
	const isFollowing = cursor.mode === 'following';
	const lastMs = isFollowing ? endMs : lastEventMs(series, cursor.atMs);
	const snapshot = snapshotAt(series, {
		atMs: isFollowing && !isLive ? endMs : cursor.atMs,
		windowMs,
		incidents,
		hasTime,
		hasSince,
		stalledAfter:
			(isFollowing && !isLive) || cursor.atMs === undefined || lastMs === undefined
				? undefined
				: {msSinceLastArrival: cursor.atMs - lastMs},
		source: counts,
		dialects,
	});
	return baseline === undefined ? snapshot : {...snapshot, baseline: compareToBaseline(snapshot, baseline)};
}

/** The requested page, with the line at the cursor; at the end of the log, also the line that has not ended yet. */
export function pageAtCursor(history: History, request: CursorPageRequest, cursor: Cursor, partial: string | undefined): RowPage {
	const cursorIndex = cursor.mode === 'following' || cursor.atMs === undefined ? undefined : history.indexAt(cursor.atMs);
	const {anchor} = request;
	const at = cursor.mode === 'following' ? 'end' : (cursorIndex ?? 'start');
	const page = history.page({...request, anchor: anchor === 'cursor' ? at : anchor});
	return {...page, cursorIndex, partial: page.after === 0 && cursor.mode === 'following' ? partial : undefined};
}

/** The frame with raw lines instead of events, for when an event is nested too deeply to be sent. */
export function withoutEvents(frame: EngineFrame): EngineFrame {
	const asText = (row: LogRow): LogRow => ({...row, parsed: rawLine(row.text)});
	return {...frame, page: {...frame.page, rows: frame.page.rows.map(asText)}};
}

function lastEventMs(series: Series, atMs: number | undefined): number | undefined {
	const {timeline} = series.tally;
	const count = atMs === undefined ? 0 : timeline.countThrough(series.bucketOf(atMs));
	return count === 0 ? undefined : timeline.get(count - 1, tally.lastMs);
}
