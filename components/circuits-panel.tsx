import {memo} from 'react';
import type {CircuitView} from '../src/insight/snapshot.ts';
import {tripsText} from '../src/screen/format/circuit-words.ts';
import {formatAge, formatCount, formatCountWithin} from '../src/screen/format/format.ts';
import type {Piece} from '../src/screen/look/line.ts';
import type {CircuitState} from '../src/screen/look/states.ts';
import type {Theme} from '../src/screen/look/theme.ts';
import {foreign, foreignName} from '../src/screen/text/foreign.ts';
import {fitEnd} from '../src/screen/text/truncate.ts';
import {displayWidth} from '../src/screen/text/width.ts';
import type {PanelRecord} from './panel-record.ts';
import {innerHeight, innerWidth} from './widgets/box.ts';
import {historyStrip} from './widgets/history-strip.ts';
import {FoldedPanel, Panel} from './widgets/panel.tsx';
import type {ScrolledPart} from './widgets/part.ts';
import {scrolled, unscrolled} from './widgets/scroll.ts';

const title = '3 Circuits';
const leastStrip = 12;
const mostStrip = 60;
export const circuitWords: Readonly<Record<CircuitState, string>> = {closed: 'closed', open: 'OPEN', half_open: 'HALF-OPEN'};

type CircuitsProps = ScrolledPart & {
	readonly circuits: readonly CircuitView[];
	/** The time they are shown at. */
	readonly atMs: number | undefined;
};

export const circuitsPanel: PanelRecord = {
	id: 'circuits',
	key: '3',
	rows: ({snapshot: {circuits}}) => circuits.length,
	draw: (part, {snapshot}) => <CircuitsPanel {...part} circuits={snapshot.circuits} atMs={snapshot.atMs} />,
};

/**
Each circuit's state and its age, its trips, the last reason, and its last hour. Circuits that aren't closed come first.
*/
const CircuitsPanel = memo((props: CircuitsProps) => {
	const circuits = worstFirst(props.circuits);
	if (props.height < 3) {
		return <FoldedPanel {...props} title={title} pieces={foldedCircuits(circuits, props)} />;
	}

	if (circuits.length === 0) {
		return <Panel {...props} title={title} content={unscrolled([[{text: ' no circuit reported yet', style: props.theme.muted}]])} />;
	}

	const open = openCount(circuits);
	const ofAll = circuits.some(circuit => circuit.open !== undefined) ? '' : ` of ${circuits.length}`;
	const right = open > 0 ? `${open}${ofAll} open` : circuits.length > 1 ? `${circuits.length} circuits` : undefined;
	return <Panel {...props} title={title} right={right} content={scrolled(table(circuits, props), innerHeight(props), props.scroll)} />;
});

function table(circuits: readonly CircuitView[], props: CircuitsProps): ReadonlyArray<readonly Piece[]> {
	const {theme} = props;
	const cells = innerWidth(props);
	const longest = circuits.reduce((most, circuit) => Math.max(most, displayWidth(nameText(circuit, theme))), 0);
	const nameCells = Math.min(longest, Math.max(6, Math.floor(cells * 0.28)));
	const stateCells = circuits.reduce((most, circuit) => Math.max(most, displayWidth(stateText(circuit, props))), 10);
	const headCells = nameCells + 2 + stateCells + 2;
	const tails = circuits.map(circuit => tailText(circuit, cells >= 110, theme));
	const room = Math.max(0, cells - 2 - headCells);
	const stripCells = stripWidth(room, Math.max(...tails.map(displayWidth)));
	const tailCells = stripCells === 0 ? room : room - stripCells - 2;
	return circuits.map((circuit, index): readonly Piece[] => [
		` ${fitEnd(nameText(circuit, theme), nameCells, theme.glyphs.ellipsis)}  `,
		{text: fitEnd(stateText(circuit, props), stateCells), style: theme.circuit[circuit.state]},
		`  ${fitEnd(tails[index] ?? '', tailCells, theme.glyphs.ellipsis)}`,
		...(stripCells === 0 ? [] : ['  ', ...stripPieces(circuit.history, stripCells, theme)]),
	]);
}

/** The history, one piece per run of the same state, so that states other than closed stand out. */
function stripPieces(history: CircuitView['history'], cells: number, theme: Theme): readonly Piece[] {
	const {strip} = theme.glyphs;
	const runs = historyStrip(history, cells, theme.glyphs).match(/(.)\1*/gsu) ?? [];
	return runs.map(text => {
		const style = text.startsWith(strip.open)
			? theme.circuit.open
			: text.startsWith(strip.half_open)
				? theme.circuit.half_open
				: theme.muted;
		return {text, style};
	});
}

/** The cells that the text leaves, and a few in any case if there is room for both. */
function stripWidth(room: number, longestTail: number): number {
	const left = Math.min(mostStrip, room - longestTail - 2);
	return left >= leastStrip ? left : room >= 60 ? leastStrip : 0;
}

/** The number of open circuits. */
export function openCount(circuits: readonly CircuitView[]): number {
	return circuits.reduce((sum, {state, open}) => sum + (open ?? (state === 'open' ? 1 : 0)), 0);
}

function nameText({name, open = 0}: CircuitView, theme: Theme): string {
	return open === 0 ? foreignName(name, theme) : `${formatCount(open)} more`;
}

function tailText(circuit: CircuitView, hasRetries: boolean, theme: Theme): string {
	const {retries, reason} = circuit;
	const retried = hasRetries && retries > 0 ? `  retries ${formatCountWithin(retries, 7)}` : '';
	return `${tripsText(circuit)}${retried}${reason === undefined ? '' : `  last: ${foreign(reason, theme)}`}`;
}

function stateText({state, sinceMs}: CircuitView, {theme, atMs}: CircuitsProps): string {
	const age = sinceMs === undefined || atMs === undefined ? '' : ` ${formatAge(atMs - sinceMs)}`;
	return `${theme.glyphs.circuit[state]} ${circuitWords[state]}${age}`;
}

function foldedCircuits(circuits: readonly CircuitView[], props: CircuitsProps): readonly Piece[] {
	const {theme} = props;
	if (circuits.length === 0) {
		return [{text: 'none reported yet', style: theme.muted}];
	}

	const troubled = circuits.filter(({state}) => state !== 'closed');
	const closed = circuits.length - troubled.length;
	const parts = troubled.map(circuit => foldedCircuit(circuit, props));
	if (closed > 0) {
		const [only] = circuits;
		parts.push(
			circuits.length === 1 && only !== undefined
				? foldedCircuit(only, props)
				: [{text: `${theme.glyphs.circuit.closed} ${closed} closed`, style: theme.circuit.closed}],
		);
	}

	return parts.flatMap((part, index) => (index === 0 ? part : ['   ', ...part]));
}

function foldedCircuit(circuit: CircuitView, props: CircuitsProps): readonly Piece[] {
	const {theme} = props;
	const {state, reason} = circuit;
	return [
		`${nameText(circuit, theme)} `,
		{text: stateText(circuit, props), style: theme.circuit[state]},
		`  ${tripsText(circuit)}`,
		...(reason === undefined || state === 'closed' ? [] : [{text: `  ${foreign(reason, theme)}`, style: theme.muted}]),
	];
}

function worstFirst(circuits: readonly CircuitView[]): readonly CircuitView[] {
	const rank: Readonly<Record<CircuitState, number>> = {open: 0, half_open: 1, closed: 2};
	return circuits.toSorted((a, b) => rank[a.state] - rank[b.state]);
}
