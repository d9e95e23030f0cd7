import {memo} from 'react';
import {formatBytes, formatCount} from '../src/screen/format/format.ts';
import type {KeyHint} from '../src/screen/keys/key-table.ts';
import {hintsFor} from '../src/screen/keys/keymap.ts';
import {type Line, line, type Piece, piecesWidth} from '../src/screen/look/line.ts';
import type {MonitorState} from '../src/screen/state/store.ts';
import type {UiState} from '../src/screen/state/ui-state.ts';
import {foreign} from '../src/screen/text/foreign.ts';
import {truncate} from '../src/screen/text/truncate.ts';
import type {Part} from './widgets/part.ts';
import {Rows} from './widgets/rows.tsx';

type FooterProps = Part & {
	readonly ui: UiState;
	readonly monitor: MonitorState;
	/** Whether time advances by itself. */
	readonly isGoingOn: boolean;
	/** The number of incidents. */
	readonly incidents: number;
};

/**
The keys that work now, or a message about the last one. On the right, how well the monitor keeps up: lag, events per
second, lost lines, memory and notices.
*/
export const Footer = memo((props: FooterProps) => <Rows name={props.region} x={props.x} y={props.y} lines={[footerLine(props)]} />);

function footerLine(props: FooterProps): Line {
	const {theme, width, ui, isGoingOn, incidents} = props;
	if (ui.asks === 'quit') {
		return line(
			[' ', {text: 'the pipeline is no longer kept: quitting ends it. y quits, any other key stays', style: theme.danger}],
			width,
			theme,
		);
	}
	const right = honesty(props);
	const rightCells = piecesWidth(right);
	const room = Math.max(0, width - 2 - rightCells);
	const said = ui.message ?? ui.exporting;
	const left: readonly Piece[] =
		said === undefined
			? hintPieces(hintsFor(ui, isGoingOn, incidents), room, props)
			: [{text: truncate(foreign(said, theme), room, theme.glyphs.ellipsis), style: theme.accent}];
	const gap = Math.max(0, width - 1 - piecesWidth(left) - rightCells);
	return line([' ', ...left, ' '.repeat(gap), ...right], width, theme);
}

/** As many whole hints as fit, in order. `?`, `q` and `Esc` are kept before the others. */
function hintPieces(hints: readonly KeyHint[], room: number, {theme}: FooterProps): readonly Piece[] {
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

function honesty({monitor, theme, width, ui}: FooterProps): readonly Piece[] {
	const {lagMs, eventsPerSecond, droppedLines, rssBytes, notices} = monitor;
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
