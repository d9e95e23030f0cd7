/**
Draws docs/performance.svg: the measures of bench/results.json that have a peer, as ratios on a logarithmic axis. `npm
run chart`
*/
import {writeFileSync} from 'node:fs';
import {measures} from '../bench/measures/index.ts';
import {readResults} from '../bench/results.ts';

type Ratio = {readonly what: string; readonly peer: string; readonly ratio: number; readonly reached: boolean | undefined};

const rowHeight = 22;
const labelWidth = 560;
const axisWidth = 460;
const [top, right, bottom] = [56, 70, 34];
const decades = [0.01, 0.1, 1, 10];
const [least, most] = [0.01, 30];

const results = readResults().measures;
const rows = measures.flatMap(({name}) => results[name]?.rows ?? []);
const ratios = rows.flatMap(({what, ours, peer, reached}): Ratio[] =>
	peer === undefined || peer.value === 0 || !Number.isFinite(ours) ? [] : [{what, peer: peer.name, ratio: ours / peer.value, reached}],
);
const height = top + ratios.length * rowHeight + bottom;
writeFileSync(
	'docs/performance.svg',
	`${[
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${labelWidth + axisWidth + right} ${height}" width="${labelWidth + axisWidth + right}" height="${height}" font-family="system-ui, sans-serif" font-size="13">`,
		'<rect width="100%" height="100%" rx="8" fill="#ffffff"/>',
		text(16, 24, 'obs-top compared with its peers: time, bytes or memory as a multiple of theirs', '#1f2328', 'start', 15),
		text(16, 43, 'left of 1 x is better than the peer; ● goal reached, ○ goal missed, · no goal', '#59636e'),
		...decades.map(
			value =>
				`<line x1="${x(value)}" x2="${x(value)}" y1="${top}" y2="${height - bottom}" stroke="${value === 1 ? '#59636e' : '#d1d9e0'}"/>`,
		),
		...decades.map(value => text(x(value), height - bottom + 18, `${value} x`, '#59636e', 'middle')),
		...ratios.flatMap(({what, peer, ratio, reached}, index) => {
			const y = top + (index + 0.5) * rowHeight;
			return [
				text(labelWidth - 12, y + 4, escaped(`${what.replace(/,? vs .*$/, '')} / ${peer}`), '#1f2328', 'end', 12),
				`<line x1="${x(1)}" x2="${x(ratio)}" y1="${y}" y2="${y}" stroke="#9fb3c8" stroke-width="3"/>`,
				`<circle cx="${x(ratio)}" cy="${y}" r="${reached === undefined ? 2 : 5}" stroke="#2b6cb0" stroke-width="2" fill="${reached === false ? '#ffffff' : '#2b6cb0'}"/>`,
				text(labelWidth + axisWidth + 8, y + 4, `${ratio < 0.1 ? ratio.toFixed(3) : ratio.toFixed(2)} x`, '#1f2328'),
			];
		}),
		'</svg>',
	].join('\n')}\n`,
);

function x(ratio: number): number {
	const share = Math.log(Math.min(most, Math.max(least, ratio)) / least) / Math.log(most / least);
	return Math.round(labelWidth + share * axisWidth);
}

function text(left: number, y: number, content: string, fill: string, anchor = 'start', size = 13): string {
	return `<text x="${left}" y="${y}" fill="${fill}" text-anchor="${anchor}" font-size="${size}">${content}</text>`;
}

function escaped(content: string): string {
	return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
