import type {Layout} from './layout.ts';
import {rowsOf, type Shown} from './parts.ts';
import {displayWidth} from './width.ts';

/** The screen as text, row by row, with no component behind it: for a picture before there is any. */
export function pictureOf({bands}: Layout, shown: Shown): string {
	return bands
		.flatMap(({height, columns}) => {
			const blocks = columns.map(({width, places}) => ({
				width,
				rows: places.flatMap(place => {
					const rows = rowsOf(place, shown).slice(0, place.height);
					return [...rows, ...new Array<string>(place.height - rows.length).fill('')];
				}),
			}));
			return Array.from({length: height}, (_, line) => blocks.map(({width, rows}) => filled(rows[line] ?? '', width)).join(''));
		})
		.join('\n');
}

const looks = /\x1B\[[\d;]*m/g;

function filled(row: string, width: number): string {
	return row + ' '.repeat(Math.max(0, width - displayWidth(row.replaceAll(looks, ''))));
}
