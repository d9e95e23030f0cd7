import type {Snapshot} from '../../insight/snapshot.ts';
import {sparkline} from '../charts.ts';
import {foreign, foreignName} from '../foreign.ts';
import {formatAge, formatBytes, formatCount, formatPercent} from '../format.ts';
import {formatDate, formatTime} from '../format-time.ts';
import {line, type Piece, piecesWidth} from '../line.ts';
import type {SourceState} from '../store.ts';
import {truncate} from '../truncate.ts';
import type {View} from '../view.ts';
import {circuitWords} from './circuits-rows.ts';

/** What is watched and how; the status in colour and word, what is open and since when; what the pipeline says of itself. At a narrow width the least important goes first. */
export function headerRow(view: View): string {
	const {theme, width} = view;
	const parts = partsOf(view);
	const kept = parts.filter((part, index) => isKept(part, parts, index, width));
	const left = kept.filter(({side}) => side === 'left').flatMap(({pieces}) => pieces);
	const middle = kept.filter(({side}) => side === 'middle').flatMap(({pieces}) => pieces);
	const right = kept.filter(({side}) => side === 'right').flatMap(({pieces}) => pieces);
	const spare = Math.max(0, width - 1 - piecesWidth([...left, ...middle, ...right]));
	// The status stands at the same place while its neighbours change their length, as far as there is room.
	const before = right.length === 0 ? 0 : Math.min(Math.floor(spare / 2), Math.max(0, Math.floor(width * 0.42) - piecesWidth(left)));
	return line([' ', ...left, ' '.repeat(before), ...middle, ' '.repeat(spare - before), ...right], width, theme);
}

type Part = {readonly side: 'left' | 'middle' | 'right'; readonly rank: number; readonly pieces: readonly Piece[]};

/** A part stays when all that is more important fits together with it. */
function isKept(part: Part, parts: readonly Part[], index: number, width: number): boolean {
	const used = parts
		.filter((other, otherIndex) => other.rank < part.rank || (other.rank === part.rank && otherIndex <= index))
		.reduce((sum, {pieces}) => sum + piecesWidth(pieces), 1);
	return used <= width || part.rank === 0;
}

function partsOf(view: View): readonly Part[] {
	const {frame, theme, width, ui} = view;
	const {snapshot, source} = frame;
	const part = (side: Part['side'], rank: number, ...pieces: readonly Piece[]): Part => ({side, rank, pieces});
	const status = snapshot.status;
	const paint = theme.status[statusKey(status)];
	const parts: Part[] = [
		part('left', 7, {text: 'obs-top', paint: theme.accent}, '  '),
		part(
			'left',
			3,
			{text: truncate(foreign(source.name, theme), Math.max(8, Math.floor(width * 0.25)), theme.glyphs.ellipsis), paint: theme.strong},
			'  ',
		),
		part('left', 2, ...modePieces(view), '  '),
		part('middle', 0, {text: `${theme.glyphs.status[statusKey(status)]} ${status}`, paint}, '  '),
	];
	const open = openText(view);
	if (open !== undefined) {
		parts.push(part('middle', 1, {text: truncate(open, Math.max(12, width - 16), theme.glyphs.ellipsis), paint}, '  '));
	}

	if (snapshot.stalledMs !== undefined) {
		parts.push(part('middle', 1, {text: `stalled ${formatAge(snapshot.stalledMs)}`, paint: theme.warning}, '  '));
	}

	if (snapshot.atMs !== undefined && ui.paused && source.type !== 'replay') {
		parts.push(part('left', 5, {text: formatTime(snapshot.atMs, view.timeZone), paint: theme.muted}, '  '));
	}

	return [...parts, ...reportParts(snapshot, view, part)];
}

function reportParts(
	{batchCount, totalAlerts, peakMemoryKb, memoryTrend}: Snapshot,
	{theme}: View,
	part: (side: Part['side'], rank: number, ...pieces: readonly Piece[]) => Part,
): readonly Part[] {
	const parts: Part[] = [];
	if (batchCount !== undefined) {
		parts.push(part('right', 4, {text: 'batch ', paint: theme.muted}, formatCount(batchCount), '  '));
	}

	if (totalAlerts !== undefined) {
		parts.push(
			part(
				'right',
				6,
				{text: 'alerts ', paint: theme.muted},
				totalAlerts > 0 ? {text: formatCount(totalAlerts), paint: theme.warning} : '0',
				'  ',
			),
		);
	}

	if (peakMemoryKb !== undefined) {
		parts.push(part('right', 8, {text: 'peak ', paint: theme.muted}, formatBytes(peakMemoryKb * 1024), ' '));
		parts.push(part('right', 9, {text: sparkline(memoryTrend, Math.min(8, memoryTrend.length), theme.glyphs), paint: theme.trend}, ' '));
	}

	return parts;
}

function modePieces(view: View): readonly Piece[] {
	const {frame, ui, theme} = view;
	const paused: readonly Piece[] = ui.paused ? [{text: `${theme.glyphs.pause} paused `, paint: theme.warning}] : [];
	return [...paused, ...sourcePieces(frame.source, view)];
}

function sourcePieces(source: SourceState, {frame, theme, timeZone, width}: View): readonly Piece[] {
	switch (source.type) {
		case 'reading': {
			const share = source.bytesTotal === undefined || source.bytesTotal === 0 ? undefined : source.bytesRead / source.bytesTotal;
			return [{text: `reading ${share === undefined ? formatBytes(source.bytesRead) : formatPercent(share)}`, paint: theme.accent}];
		}

		case 'replay': {
			const {atMs, source: counts} = frame.snapshot;
			if (atMs === undefined) {
				return [`${theme.glyphs.play} ${counts.events > 0 ? 'no timestamps' : 'replay'}`];
			}

			const date = width >= 110 ? `${formatDate(atMs, timeZone)} ` : '';
			return [
				`${theme.glyphs.play} ${date}${formatTime(atMs, timeZone)}${timeZone === undefined || timeZone === 'UTC' ? '' : ` ${timeZone}`}`,
			];
		}

		case 'live':
			return [{text: 'LIVE', paint: theme.status.healthy}];
		case 'running':
			return [{text: `pid ${source.pid} running`, paint: theme.status.healthy}];
		case 'exited': {
			const how = source.signal === undefined ? `exited ${source.code ?? '?'}` : `ended by ${source.signal}`;
			return [{text: source.outputOpen ? `${how}, output still open` : how, paint: source.code === 0 ? theme.muted : theme.warning}];
		}

		case 'ended':
			return [{text: 'ended', paint: theme.muted}];
	}
}

/** The first circuit that is open (or half-open) and for how long, and how many more there are. */
function openText({frame, theme}: View): string | undefined {
	const {circuits, atMs} = frame.snapshot;
	const troubled = [...circuits.filter(({state}) => state === 'open'), ...circuits.filter(({state}) => state === 'half_open')];
	const [first] = troubled;
	if (first === undefined) {
		return undefined;
	}

	const age = first.sinceMs === undefined || atMs === undefined ? '' : ` ${formatAge(atMs - first.sinceMs)}`;
	const more = troubled.length > 1 ? ` +${troubled.length - 1}` : '';
	return `${foreignName(first.name, theme)} ${circuitWords[first.state].toLowerCase()}${age}${more}`;
}

function statusKey(status: Snapshot['status']): 'healthy' | 'degraded' | 'unknown' {
	switch (status) {
		case 'HEALTHY':
			return 'healthy';
		case 'DEGRADED':
			return 'degraded';
		case 'UNKNOWN':
			return 'unknown';
	}
}
