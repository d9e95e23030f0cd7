import {formatAge, formatBytes, formatPercent} from '../../src/screen/format/format.ts';
import type {Piece} from '../../src/screen/look/line.ts';
import type {Theme} from '../../src/screen/look/theme.ts';
import type {SourceState} from '../../src/screen/state/store.ts';
import {bar} from '../widgets/bar.ts';

type ReadingFiles = Extract<SourceState, {readonly type: 'reading'}>;

const barCells = 8;

/** How much of the files has been read. */
export function readingPieces(source: ReadingFiles, theme: Theme): readonly Piece[] {
	const share = shareOf(source);
	return [{text: `reading ${share === undefined ? formatBytes(source.bytesRead) : formatPercent(share)}`, style: theme.accent}];
}

/** The same as a bar, how fast, and how long it will take. */
export function readingDetails(source: SourceState, theme: Theme): readonly Piece[] {
	const share = source.type === 'reading' ? shareOf(source) : undefined;
	if (source.type !== 'reading' || share === undefined) {
		return [];
	}
	const {bytesRead, bytesTotal = 0, bytesPerSecond} = source;
	const pace =
		bytesPerSecond === undefined || bytesPerSecond === 0
			? ''
			: ` ${formatBytes(bytesPerSecond)}/s, ${formatAge((Math.max(0, bytesTotal - bytesRead) / bytesPerSecond) * 1000)} left`;
	return [
		{text: bar(share, 1, barCells, theme.glyphs).padEnd(barCells), style: theme.trend},
		{text: pace, style: theme.muted},
	];
}

function shareOf({bytesRead, bytesTotal}: ReadingFiles): number | undefined {
	return bytesTotal === undefined || bytesTotal === 0 ? undefined : Math.min(1, bytesRead / bytesTotal);
}
