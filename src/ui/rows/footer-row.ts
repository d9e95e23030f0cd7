import {foreign} from '../foreign.ts';
import {formatBytes, formatCount} from '../format.ts';
import type {KeyHint} from '../key-hint.ts';
import {type Line, line, type Piece, piecesWidth} from '../line.ts';
import {truncate} from '../truncate.ts';
import type {View} from '../view.ts';

/** The keys that work now, or a word on the last one; at the right how well the monitor keeps up: lag, events a second, lost lines, memory, and what it has to say. */
export function footerRow(view: View, hints: readonly KeyHint[]): Line {
	const {theme, width, ui} = view;
	const right = honesty(view);
	const rightCells = piecesWidth(right);
	const room = Math.max(0, width - 2 - rightCells);
	const said = ui.message ?? ui.exporting;
	const left: readonly Piece[] =
		said === undefined
			? hintPieces(hints, room, view)
			: [{text: truncate(foreign(said, theme), room, theme.glyphs.ellipsis), style: theme.accent}];
	const gap = Math.max(0, width - 1 - piecesWidth(left) - rightCells);
	return line([' ', ...left, ' '.repeat(gap), ...right], width, theme);
}

/** As many hints as fit, whole ones, in their order; `?` and `q` are kept before the others. */
function hintPieces(hints: readonly KeyHint[], room: number, {theme}: View): readonly Piece[] {
	const cells = (hint: KeyHint): number => piecesWidth([`${hint.key} ${hint.label}  `]);
	const isFirst = ({key}: KeyHint): boolean => key === '?' || key === 'q' || key === 'Esc';
	const chosen = new Set<KeyHint>();
	let used = 0;
	for (const hint of [...hints.filter(isFirst), ...hints.filter(hint => !isFirst(hint))]) {
		if (used + cells(hint) > room) {
			break;
		}

		chosen.add(hint);
		used += cells(hint);
	}

	return hints
		.filter(hint => chosen.has(hint))
		.flatMap(({key, label}): readonly Piece[] => [{text: key, style: theme.accent}, ` ${label}  `]);
}

function honesty(view: View): readonly Piece[] {
	const {frame, theme, width, ui} = view;
	const {lagMs, eventsPerSecond, droppedLines, rssBytes, notices} = frame.monitor;
	const lost: Piece = {text: `${formatCount(droppedLines)} lost`, style: droppedLines > 0 ? theme.danger : theme.muted};
	const lag: Piece = {
		text: `lag ${Number.isFinite(lagMs) ? Math.max(0, Math.min(lagMs, 1e9) / 1000).toFixed(1) : '--'}s`,
		style: lagMs >= 1000 ? theme.warning : theme.muted,
	};
	const rate: Piece = {text: `${formatCount(eventsPerSecond)} events/s`, style: theme.muted};
	const memory: Piece = {text: formatBytes(rssBytes), style: theme.muted};
	const figures =
		width >= 100 ? [lag, rate, lost, memory] : width >= 60 ? [lag, lost, memory] : droppedLines > 0 || lagMs < 1000 ? [lost] : [lag];
	const notice = notices.at(-1);
	const noticeRoom = Math.floor(width * (ui.message === undefined && ui.exporting === undefined ? 0.45 : 0.25)) - 4;
	const said: readonly Piece[] =
		notice === undefined || noticeRoom < 8
			? []
			: [{text: `${truncate(foreign(notice, theme), noticeRoom, theme.glyphs.ellipsis)}  `, style: theme.warning}];
	const secrets: readonly Piece[] = ui.showsSecrets ? [{text: 'secrets shown  ', style: theme.warning}] : [];
	return [...secrets, ...said, ...figures.flatMap((piece, index) => (index === 0 ? [piece] : ['  ', piece]))];
}
