import type {CircuitState} from './words.ts';

/** Every sign that the screen draws with, one cell wide each. */
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
	readonly bottleneck: string;
	readonly focus: string;
	readonly ellipsis: string;
	readonly separator: string;
	readonly up: string;
	readonly down: string;
	/** A line whose time is before that of the line above it; one after a long gap. */
	readonly late: string;
	readonly gap: string;
	readonly caret: string;
	readonly play: string;
	readonly pause: string;
};

export const unicodeGlyphs: Glyphs = {
	box: {topLeft: '╭', topRight: '╮', bottomLeft: '╰', bottomRight: '╯', horizontal: '─', vertical: '│'},
	barParts: ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'],
	spark: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
	circuit: {closed: '○', open: '●', half_open: '◐'},
	strip: {closed: '▁', open: '█', half_open: '▄'},
	status: {healthy: '●', degraded: '●', unknown: '○'},
	mark: '▌',
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
};

export const asciiGlyphs: Glyphs = {
	box: {topLeft: '+', topRight: '+', bottomLeft: '+', bottomRight: '+', horizontal: '-', vertical: '|'},
	barParts: ['#'],
	spark: ['.', ':', '-', '=', '+', '*', '%', '#'],
	circuit: {closed: 'o', open: '*', half_open: '~'},
	strip: {closed: '_', open: '#', half_open: '='},
	status: {healthy: '*', degraded: '!', unknown: '?'},
	mark: '>',
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
};
