import type {CircuitView} from '../../insight/snapshot.ts';
import {boxed, folded, innerHeight, innerWidth} from '../box.ts';
import {historyStrip} from '../charts.ts';
import {foreign, foreignName} from '../foreign.ts';
import {formatAge, formatCount, formatCountWithin} from '../format.ts';
import type {Piece} from '../line.ts';
import {scrolled, scrollOf} from '../scroll.ts';
import {fitEnd} from '../truncate.ts';
import type {View} from '../view.ts';
import {displayWidth} from '../width.ts';
import type {CircuitState} from '../words.ts';

const title = '3 Circuits';
export const circuitWords: Readonly<Record<CircuitState, string>> = {closed: 'closed', open: 'OPEN', half_open: 'HALF-OPEN'};

/** Each circuit's state and how long it has had it, its trips, the last reason, and its last hour. Those that aren't closed come first. */
export function circuitsRows(view: View): readonly string[] {
	const {frame, height, theme} = view;
	const circuits = worstFirst(frame.snapshot.circuits);
	if (height < 3) {
		return [folded(view, title, foldedCircuits(circuits, view))].slice(0, height);
	}

	if (circuits.length === 0) {
		return boxed(view, {title}, {rows: [[{text: ' no circuit has reported yet', paint: theme.muted}]], above: 0, below: 0});
	}

	const open = circuits.filter(({state}) => state === 'open').length;
	const right = open > 0 ? `${open} of ${circuits.length} open` : circuits.length > 1 ? `${circuits.length} circuits` : undefined;
	return boxed(view, {title, right}, scrolled(table(circuits, view), innerHeight(view), scrollOf(view)));
}

function table(circuits: readonly CircuitView[], view: View): ReadonlyArray<readonly Piece[]> {
	const {theme} = view;
	const cells = innerWidth(view);
	const longest = circuits.reduce((most, {name}) => Math.max(most, displayWidth(foreignName(name, theme))), 0);
	const nameCells = Math.min(longest, Math.max(6, Math.floor(cells * 0.28)));
	const stateCells = circuits.reduce((most, circuit) => Math.max(most, displayWidth(stateText(circuit, view))), 10);
	const stripCells = cells >= 70 ? Math.min(48, Math.floor(cells * 0.28)) : 0;
	const textCells = Math.max(0, cells - 2 - (stripCells === 0 ? 0 : stripCells + 1));
	return circuits.map(circuit => {
		const {history, state, reason, trips, retries} = circuit;
		const counts = `trips ${formatCountWithin(trips, 7)}${retries > 0 ? `  retries ${formatCountWithin(retries, 7)}` : ''}`;
		const head = `${fitEnd(foreignName(circuit.name, theme), nameCells, theme.glyphs.ellipsis)}  `;
		const used = displayWidth(head) + stateCells + 2;
		const tail = `${counts}${reason === undefined ? '' : `  last: ${foreign(reason, theme)}`}`;
		return [
			` ${head}`,
			{text: fitEnd(stateText(circuit, view), stateCells), paint: theme.circuit[state]},
			'  ',
			fitEnd(tail, Math.max(0, textCells - used), theme.glyphs.ellipsis),
			' ',
			{text: historyStrip(history, stripCells, theme.glyphs), paint: theme.circuit[state]},
		];
	});
}

function stateText({state, sinceMs}: CircuitView, {theme, frame}: View): string {
	const {atMs} = frame.snapshot;
	const age = sinceMs === undefined || atMs === undefined ? '' : ` ${formatAge(atMs - sinceMs)}`;
	return `${theme.glyphs.circuit[state]} ${circuitWords[state]}${age}`;
}

function foldedCircuits(circuits: readonly CircuitView[], view: View): readonly Piece[] {
	const {theme} = view;
	if (circuits.length === 0) {
		return [{text: 'none reported yet', paint: theme.muted}];
	}

	const troubled = circuits.filter(({state}) => state !== 'closed');
	const closed = circuits.length - troubled.length;
	const pieces = troubled.flatMap((circuit): readonly Piece[] => [
		`${foreignName(circuit.name, theme)} `,
		{text: stateText(circuit, view), paint: theme.circuit[circuit.state]},
		`  trips ${formatCount(circuit.trips)}  `,
		...(circuit.reason === undefined ? [] : [{text: `${foreign(circuit.reason, theme)}  `, paint: theme.muted}]),
	]);
	const [only] = circuits;
	if (closed === 0 || only === undefined) {
		return pieces;
	}

	if (circuits.length === 1) {
		return [
			`${foreignName(only.name, theme)} `,
			{text: stateText(only, view), paint: theme.circuit.closed},
			`  trips ${formatCount(only.trips)}`,
		];
	}

	return [...pieces, {text: `${theme.glyphs.circuit.closed} ${closed} closed`, paint: theme.circuit.closed}];
}

function worstFirst(circuits: readonly CircuitView[]): readonly CircuitView[] {
	const rank: Readonly<Record<CircuitState, number>> = {open: 0, half_open: 1, closed: 2};
	return circuits.toSorted((a, b) => rank[a.state] - rank[b.state]);
}
