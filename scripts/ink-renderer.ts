import type {DOMElement} from 'ink';
import {displayWidth} from '../src/ui/width.ts';

type Rendered = {readonly output: string; readonly outputHeight: number; readonly staticOutput: string};

/**
Stands in for Ink's renderer in the bundle. Ink takes each frame apart into cells with a set of looks each and puts it together again; the rows of our panels are finished strings
that stand side by side and one below the other, so it is enough to put them there. The frame writer looks at cells later, and only at those of rows that changed.

It knows boxes and texts without borders, backgrounds and wrapping: what `Rows` is made of.
*/
// biome-ignore lint/style/noDefaultExport: the module it stands in for has one
export default function render(root: DOMElement): Rendered {
	const rows: PlacedRow[] = Array.from({length: root.yogaNode?.getComputedHeight() ?? 0}, () => ({text: '', cells: 0, last: ''}));
	place(root, rows, 0, 0);
	return {output: rows.map(({text, last}) => text + last).join('\n'), outputHeight: rows.length, staticOutput: ''};
}

/** What stands in a row so far. Its last part is measured only when something comes after it. */
type PlacedRow = {text: string; cells: number; last: string};

function place(node: DOMElement, rows: readonly PlacedRow[], left: number, top: number): void {
	const {yogaNode} = node;
	if (yogaNode === undefined) {
		return;
	}
	const x = left + yogaNode.getComputedLeft();
	const y = top + yogaNode.getComputedTop();
	if (node.nodeName === 'ink-text') {
		for (const [line, text] of linesOf(node).entries()) {
			const row = rows[y + line];
			if (row !== undefined && text !== '') {
				append(row, x, text);
			}
		}
		return;
	}
	for (const child of node.childNodes) {
		if (child.nodeName !== '#text') {
			place(child, rows, x, y);
		}
	}
}

function append(row: PlacedRow, x: number, text: string): void {
	row.text += row.last;
	row.cells += displayWidth(row.last.replaceAll(looks, ''));
	row.text += ' '.repeat(Math.max(0, x - row.cells));
	row.cells = Math.max(row.cells, x);
	row.last = text;
}

const looks = /\x1B\[[\d;]*m/g;

function linesOf({childNodes, internal_transform: transform}: DOMElement): readonly string[] {
	const text = childNodes.map(child => (child.nodeName === '#text' ? child.nodeValue : '')).join('');
	const lines = text.split('\n');
	return transform === undefined ? lines : lines.map(transform);
}
