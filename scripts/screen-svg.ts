import type {IBufferCell, Terminal} from '@xterm/headless';

const cellWidth = 8.4;
const cellHeight = 18;
const padding = 12;
const fontSize = 14;
const background = '#14161b';
const foreground = '#d5d8df';
/** The 16 named colours of a dark terminal theme. */
const palette = [
	'#1b1e25',
	'#e5656b',
	'#7fc37a',
	'#e0b35a',
	'#5f9ee8',
	'#c084d8',
	'#56b8c2',
	'#c8ccd4',
	'#6b7280',
	'#f2858a',
	'#9bd896',
	'#f0c978',
	'#86b8f4',
	'#d4a5e8',
	'#7fd3dc',
	'#f4f5f7',
];

/** The screen of a terminal emulator as an SVG: text remains text, and every cell is in its place. */
export function screenSvg(terminal: Terminal): string {
	const {cols, rows} = terminal;
	const width = cols * cellWidth + 2 * padding;
	const height = rows * cellHeight + 2 * padding;
	const shapes: string[] = [];
	for (let y = 0; y < rows; y++) {
		shapes.push(...rowShapes(terminal, y));
	}
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${fontSize}">`,
		`<rect width="100%" height="100%" rx="8" fill="${background}"/>`,
		...shapes,
		'</svg>',
		'',
	].join('\n');
}

/** Each run of cells with the same look becomes one text; `textLength` pins it to the grid whatever the font. */
function rowShapes(terminal: Terminal, y: number): string[] {
	const line = terminal.buffer.active.getLine(terminal.buffer.active.viewportY + y);
	const shapes: string[] = [];
	let run = {start: 0, text: '', look: ''};
	const flush = (end: number) => {
		const [fill = foreground, back = '', weight = ''] = run.look.split('|');
		const x = padding + run.start * cellWidth;
		const top = padding + y * cellHeight;
		if (back) {
			shapes.push(`<rect x="${x}" y="${top}" width="${(end - run.start) * cellWidth}" height="${cellHeight}" fill="${back}"/>`);
		}
		if (run.text.trim()) {
			const length = (end - run.start) * cellWidth;
			shapes.push(
				`<text x="${x}" y="${top + 13.5}" fill="${fill}"${weight ? ' font-weight="bold"' : ''} textLength="${length.toFixed(1)}" lengthAdjust="spacingAndGlyphs" xml:space="preserve">${escapeXml(run.text)}</text>`,
			);
		}
	};
	for (let x = 0; x < terminal.cols; x++) {
		const cell = line?.getCell(x);
		if (!cell || cell.getWidth() === 0) {
			continue;
		}
		const look = lookOf(cell);
		if (look !== run.look) {
			flush(x);
			run = {start: x, text: '', look};
		}
		run.text += cell.getChars() || ' ';
	}
	flush(terminal.cols);
	return shapes;
}

function lookOf(cell: IBufferCell): string {
	const front = cell.isFgDefault() ? foreground : colourOf(cell.getFgColor(), cell.isFgRGB() === true);
	const back = cell.isBgDefault() ? '' : colourOf(cell.getBgColor(), cell.isBgRGB() === true);
	const [fill, behind] = cell.isInverse() ? [back || background, front] : [front, back];
	return [cell.isDim() ? blend(fill) : fill, behind, cell.isBold() ? 'bold' : ''].join('|');
}

function colourOf(value: number, isRgb: boolean): string {
	if (isRgb) {
		return `#${value.toString(16).padStart(6, '0')}`;
	}
	const named = palette[value];
	if (named) {
		return named;
	}
	if (value >= 232) {
		const grey = (8 + (value - 232) * 10).toString(16).padStart(2, '0');
		return `#${grey}${grey}${grey}`;
	}
	const cube = value - 16;
	const level = (step: number) => (step === 0 ? 0 : 55 + step * 40).toString(16).padStart(2, '0');
	return `#${level(Math.floor(cube / 36))}${level(Math.floor(cube / 6) % 6)}${level(cube % 6)}`;
}

/** Blends the colour of dim text with the background. */
function blend(colour: string): string {
	const channel = (text: string, at: number) => Number.parseInt(text.slice(at, at + 2), 16);
	const mixed = [1, 3, 5].map(at => Math.round(channel(colour, at) * 0.6 + channel(background, at) * 0.4));
	return `#${mixed.map(value => value.toString(16).padStart(2, '0')).join('')}`;
}

const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
