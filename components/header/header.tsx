import {memo} from 'react';
import type {Snapshot} from '../../src/insight/snapshot.ts';
import {formatAge, formatBytes, formatCount} from '../../src/screen/format/format.ts';
import {type Line, line, type Piece, piecesWidth} from '../../src/screen/look/line.ts';
import type {Theme} from '../../src/screen/look/theme.ts';
import {foreign, foreignName} from '../../src/screen/text/foreign.ts';
import {truncate} from '../../src/screen/text/truncate.ts';
import {circuitWords, openCount} from '../circuits-panel.tsx';
import {Rows} from '../widgets/rows.tsx';
import {sparkline} from '../widgets/sparkline.ts';
import {behindText, cursorPieces, dayText, skippedText} from './cursor-pieces.ts';
import type {HeaderProps} from './header-props.ts';
import {readingDetails, readingPieces} from './reading-pieces.ts';

/**
What is watched and how; the status in colour and words, open circuits and since when; what the pipeline reports about
itself. A narrow header drops the least important parts first.
*/
export const Header = memo((props: HeaderProps) => <Rows name={props.region} x={props.x} y={props.y} lines={[headerLine(props)]} />);

function headerLine(props: HeaderProps): Line {
	const {theme, width} = props;
	const parts = partsThatFit(partsOf(props), width - 2);
	const [left = [], middle = [], right = []] = (['left', 'middle', 'right'] as const).map(side =>
		joined(parts.filter(part => part.side === side)),
	);
	const leftCells = piecesWidth(left);
	const spare = Math.max(0, width - 2 - leftCells - piecesWidth(middle) - piecesWidth(right));
	const gap = Math.min(gapCells, spare);
	// The status keeps its place while its neighbours change length, as far as there is room.
	const before =
		left.length === 0 ? 0 : Math.max(gap, Math.min(spare - (right.length === 0 ? 0 : gapCells), Math.floor(width * 0.4) - leftCells));
	return line([' ', ...left, ' '.repeat(before), ...middle, ' '.repeat(Math.max(0, spare - before)), ...right], width, theme);
}

const gapCells = 2;

/** A lower rank is dropped later. */
type Part = {readonly side: 'left' | 'middle' | 'right'; readonly rank: number; readonly pieces: readonly Piece[]};

function partsThatFit(parts: readonly Part[], cells: number): readonly Part[] {
	const kept = new Set<Part>();
	let used = -gapCells;
	for (const part of parts.toSorted((a, b) => a.rank - b.rank)) {
		const wanted = piecesWidth(part.pieces) + gapCells;
		if (kept.size > 0 && used + wanted > cells) {
			break;
		}

		kept.add(part);
		used += wanted;
	}

	return parts.filter(part => kept.has(part));
}

function joined(parts: readonly Part[]): readonly Piece[] {
	return parts.flatMap(({pieces}, index) => (index === 0 ? pieces : [' '.repeat(gapCells), ...pieces]));
}

function partsOf(props: HeaderProps): readonly Part[] {
	const {snapshot, source, theme, width} = props;
	const {status, stalledMs} = snapshot;
	const key = statusKey(status);
	const name = truncate(foreign(source.name, theme), Math.max(8, Math.floor(width * 0.25)), theme.glyphs.ellipsis);
	const open = openText(props) ?? reasonText(props);
	return [
		part('left', 7, {text: 'obs-top', style: theme.accent}),
		part('left', 3, {text: name, style: theme.strong}),
		...timeParts(props),
		part('middle', 0, {text: `${theme.glyphs.status[key]} ${status}`, style: theme.status[key]}),
		...(open === undefined ? [] : [part('middle', 1, {text: open, style: theme.status[key]})]),
		...(stalledMs === undefined ? [] : [part('middle', 1, {text: `stalled ${formatAge(stalledMs)}`, style: theme.warning})]),
		...reportParts(snapshot, theme),
	];
}

function part(side: Part['side'], rank: number, ...pieces: readonly Piece[]): Part {
	return {side, rank, pieces};
}

/** What the pipeline reports about itself. */
function reportParts({batchCount, totalAlerts, peakMemoryKb, memoryTrend}: Snapshot, theme: Theme): readonly Part[] {
	const parts: Part[] = [];
	if (batchCount !== undefined) {
		parts.push(part('right', 4, {text: 'batch ', style: theme.muted}, formatCount(batchCount)));
	}

	if (totalAlerts !== undefined) {
		parts.push(
			part(
				'right',
				6,
				{text: 'alerts ', style: theme.muted},
				totalAlerts > 0 ? {text: formatCount(totalAlerts), style: theme.warning} : '0',
			),
		);
	}

	if (peakMemoryKb !== undefined) {
		parts.push(part('right', 8, {text: 'peak ', style: theme.muted}, formatBytes(peakMemoryKb * 1024)));
		parts.push(
			part('right', 9, {text: sparkline(memoryTrend, Math.min(8, memoryTrend.length), theme.glyphs).trimStart(), style: theme.trend}),
		);
	}

	return parts;
}

/** Where the cursor is, and the state of the source. For a file that has been read, the cursor says it all. */
function timeParts(props: HeaderProps): readonly Part[] {
	const {theme} = props;
	const cursor = cursorPieces(props);
	const source = sourcePieces(props);
	const details = readingDetails(props.source, theme);
	const [day, behind, skipped] = [dayText(props), behindText(props), skippedText(props)];
	return [
		...(cursor.length > 0 ? [part('left', 2, ...cursor)] : []),
		...(day === undefined || cursor.length === 0 ? [] : [part('left', 6, {text: day, style: theme.muted})]),
		...(behind === undefined ? [] : [part('left', 3, {text: behind, style: theme.warning})]),
		...(source.length > 0 ? [part('left', cursor.length > 0 ? 5 : 2, ...source)] : []),
		...(details.length > 0 ? [part('left', 6, ...details)] : []),
		...(skipped === undefined ? [] : [part('left', 4, {text: skipped, style: theme.muted})]),
	];
}

function sourcePieces({source, snapshot, theme}: HeaderProps): readonly Piece[] {
	switch (source.type) {
		case 'reading':
			return readingPieces(source, theme);
		case 'replay':
			return snapshot.atMs !== undefined ? [] : [timelessText(snapshot.source)];
		case 'live':
			return [{text: 'LIVE', style: theme.status.healthy}];
		case 'running':
			return [
				{text: `pid ${source.pid} running`, style: theme.status.healthy},
				...(source.isKeeperLost ? [{text: ', not kept', style: theme.danger}] : []),
			];
		case 'exited': {
			const how = source.signal === undefined ? `exited ${source.code ?? '?'}` : `ended by ${source.signal}`;
			return [{text: source.outputOpen ? `${how}, output still open` : how, style: source.code === 0 ? theme.muted : theme.warning}];
		}

		case 'ended':
			return [{text: 'ended', style: theme.muted}];
	}
}

/** A time that is there and can't be read is not the same as none. */
function timelessText({events, unreadTime}: Snapshot['source']): string {
	if (events === 0) {
		return 'nothing to replay';
	}

	return unreadTime === undefined ? 'no timestamps' : `time of line ${unreadTime.line} could not be read`;
}

/** The first open or half-open circuit, its age, and how many more there are. A long name is cut, its state never. */
function openText({snapshot: {circuits, atMs}, theme, width}: HeaderProps): string | undefined {
	const troubled = [...circuits.filter(({state}) => state === 'open'), ...circuits.filter(({state}) => state === 'half_open')];
	const [first] = troubled;
	if (first === undefined) {
		return undefined;
	}

	const age = first.sinceMs === undefined || atMs === undefined ? '' : ` ${formatAge(atMs - first.sinceMs)}`;
	const count = openCount(circuits) + circuits.filter(({state}) => state === 'half_open').length;
	const more = count > 1 ? ` +${count - 1}` : '';
	const rest = ` ${circuitWords[first.state].toLowerCase()}${age}${more}`;
	const room = Math.max(4, Math.min(40, width - statusCells - rest.length));
	return truncate(foreignName(first.name, theme), room, theme.glyphs.ellipsis) + rest;
}

/** The newest reason for the status, if it isn't a circuit. */
function reasonText({snapshot: {statusReasons}, theme, width}: HeaderProps): string | undefined {
	const [first] = statusReasons;
	return first && truncate(foreign(first, theme), Math.max(4, Math.min(48, width - statusCells)), theme.glyphs.ellipsis);
}

// ` ● DEGRADED  ` and the space on the right.
const statusCells = 14;

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
