import type {LogEvent} from '../../../events/event.ts';
import {canonicalOf} from '../../../shared/field-names.ts';
import {type Leaf, leavesOf} from './leaves.ts';

/** An event with its values by path. */
export type Row = {readonly event: LogEvent; readonly leaves: ReadonlyMap<string, Leaf>};

/** The values under one path in some events. */
export type Column = {
	readonly path: string;
	/** How often each value occurs, the first thousand values. */
	readonly values: ReadonlyMap<string, number>;
	/** How many of the events have it. */
	readonly count: number;
	readonly numbers: readonly number[];
};

const mostValues = 1000;

export const rowOf = (event: LogEvent): Row => ({event, leaves: leavesOf(event)});

export function columnsOf(rows: readonly Row[]): readonly Column[] {
	const columns = new Map<string, {path: string; values: Map<string, number>; count: number; numbers: number[]}>();
	for (const {leaves} of rows) {
		for (const [path, leaf] of leaves) {
			let column = columns.get(path);
			if (column === undefined) {
				column = {path, values: new Map(), count: 0, numbers: []};
				columns.set(path, column);
			}
			const text = String(leaf);
			column.count++;
			if (column.values.has(text) || column.values.size < mostValues) {
				column.values.set(text, (column.values.get(text) ?? 0) + 1);
			}
			const number = typeof leaf === 'number' ? leaf : typeof leaf === 'string' && /^\d+(?:\.\d+)?$/.test(leaf) ? Number(leaf) : undefined;
			if (number !== undefined) {
				column.numbers.push(number);
			}
		}
	}
	return [...columns.values()];
}

export const isTime = ({path}: Column): boolean =>
	canonicalOf(path) === 'timestamp' || /(?:^|[._])(?:ts|date|.*_at|.*time(?:stamp)?)$/i.test(path);
export const isLevel = ({path}: Column): boolean => canonicalOf(path) === 'level';

/** The words of the last name of a path: `jobClass` is `job class`. */
export function wordsOfPath(path: string): string {
	return (path.split('.').at(-1) ?? '')
		.replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, ' ')
		.replaceAll(/[_@$-]+/g, ' ')
		.toLowerCase()
		.trim();
}
