import type {CircuitState} from './states.ts';

/** Every character that the screen draws with, each one cell wide. */
export type Glyphs = {
	readonly box: {
		readonly topLeft: string;
		readonly topRight: string;
		readonly bottomLeft: string;
		readonly bottomRight: string;
		readonly horizontal: string;
		readonly vertical: string;
	};
	/** From one eighth to full, ascending. */
	readonly barParts: readonly string[];
	/** From lowest to highest. */
	readonly spark: readonly string[];
	readonly circuit: Readonly<Record<CircuitState, string>>;
	readonly strip: Readonly<Record<CircuitState, string>>;
	readonly status: Readonly<Record<'healthy' | 'degraded' | 'unknown', string>>;
	/** Marks the bottleneck's row and a selected row. */
	readonly mark: string;
	/** Marks the chosen stage. */
	readonly selected: string;
	readonly bottleneck: string;
	readonly focus: string;
	readonly ellipsis: string;
	readonly separator: string;
	readonly up: string;
	readonly down: string;
	/** Marks a line with an earlier time than the line above it, and a line after a long gap. */
	readonly late: string;
	readonly gap: string;
	readonly caret: string;
	readonly play: string;
	readonly pause: string;
	readonly area: AreaGlyphs;
	/** Before an incident's number, at its time. */
	readonly incident: string;
	/** From an incident's start to its end. */
	readonly during: string;
	readonly alert: string;
};

/** The characters of a filled line. */
export type AreaGlyphs = {
	/** Braille has two columns of four dots per cell; levels are one character each, from lowest to full. */
	readonly cell: {readonly type: 'braille'} | {readonly type: 'levels'; readonly levels: readonly string[]};
	/** Known to be zero. */
	readonly zero: string;
	/** Not read yet. */
	readonly unread: string;
};

/** How many points fit side by side in a cell. */
export function pointsPerCell({cell}: AreaGlyphs): number {
	return cell.type === 'braille' ? 2 : 1;
}

export const unicodeGlyphs: Glyphs = {
	box: {topLeft: '╭', topRight: '╮', bottomLeft: '╰', bottomRight: '╯', horizontal: '─', vertical: '│'},
	barParts: ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'],
	spark: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
	circuit: {closed: '○', open: '●', half_open: '◐'},
	strip: {closed: '▁', open: '█', half_open: '▄'},
	status: {healthy: '●', degraded: '●', unknown: '○'},
	mark: '▌',
	selected: '▸',
	bottleneck: '◀',
	focus: '▸',
	ellipsis: '…',
	separator: '·',
	up: '▴',
	down: '▾',
	late: '◂',
	gap: '┊',
	caret: '▏',
	play: '▶',
	pause: '❚❚',
	area: {cell: {type: 'braille'}, zero: '▁', unread: '░'},
	incident: '▲',
	during: '─',
	alert: '╷',
};

/** For a console font with blocks but no braille. */
export const blockGlyphs: Glyphs = {
	...unicodeGlyphs,
	area: {cell: {type: 'levels', levels: unicodeGlyphs.spark}, zero: '_', unread: '░'},
};

export const asciiGlyphs: Glyphs = {
	box: {topLeft: '+', topRight: '+', bottomLeft: '+', bottomRight: '+', horizontal: '-', vertical: '|'},
	barParts: ['#'],
	spark: ['.', ':', '-', '=', '+', '*', '%', '#'],
	circuit: {closed: 'o', open: '*', half_open: '~'},
	strip: {closed: '_', open: '#', half_open: '='},
	status: {healthy: '*', degraded: '!', unknown: '?'},
	mark: '>',
	selected: '=',
	bottleneck: '<',
	focus: '>',
	ellipsis: '~',
	separator: '|',
	up: '^',
	down: 'v',
	late: '<',
	gap: ':',
	caret: '_',
	play: '>',
	pause: '||',
	area: {cell: {type: 'levels', levels: ['.', ':', '-', '=', '+', '*', '%', '#']}, zero: '_', unread: '/'},
	incident: '^',
	during: '-',
	alert: "'",
};
