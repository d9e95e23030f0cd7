import type {Glyphs} from '../../src/screen/look/glyphs.ts';
import type {CircuitState} from '../../src/screen/look/states.ts';
import {slices} from './points.ts';

const severity: Readonly<Record<CircuitState, number>> = {closed: 0, half_open: 1, open: 2};

/** A circuit's history in `width` cells, each showing the worst state of its slice. */
export function historyStrip(states: ReadonlyArray<CircuitState | undefined>, width: number, {strip}: Glyphs): string {
	return slices(states, width)
		.map(slice => {
			const worst = worstOf(slice);
			return worst === undefined ? ' ' : strip[worst];
		})
		.join('')
		.padStart(Math.max(0, width));
}

function worstOf(states: ReadonlyArray<CircuitState | undefined>): CircuitState | undefined {
	let worst: CircuitState | undefined;
	for (const state of states) {
		if (state !== undefined && (worst === undefined || severity[state] > severity[worst])) {
			worst = state;
		}
	}

	return worst;
}
