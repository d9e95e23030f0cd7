import {readFileSync} from 'node:fs';
import {globSync} from 'tinyglobby';
import {defaultReadOptions} from '../../src/events/read-options.ts';
import {LineScanner} from '../../src/events/scan/line-scanner.ts';
import type {Measure, Row} from '../measure.ts';

const fixtures = new URL('../../test/fixtures/', import.meta.url);
const goalPercent = 5;
/**
The most common logs: the demo's, pino and zap. The other ones have dialects that need more than the scanner reads, or
contain plain text.
*/
const held = new Set([
	'last-night.jsonl',
	'corpus/humanlog-loggers/sample-pino.log',
	'corpus/humanlog-loggers/sample-zap.log',
	'corpus/caddy-coraza-waf/coraza.log',
]);

/** For each log of the corpus, the share of lines that the scanner is unsure about and leaves to JSON.parse. */
export const parsedShare: Measure = {
	name: 'parsed-share',
	run: async () => globSync(['*.jsonl', 'lecture/*.jsonl', 'corpus/**/*'], {cwd: fixtures.pathname}).sort().map(rowOf),
};

function rowOf(path: string): Row {
	const percent = percentParsed(readFileSync(new URL(path, fixtures)));
	const isHeld = held.has(path);
	return {
		what: `lines that go to JSON.parse: ${path}`,
		ours: percent,
		peer: undefined,
		unit: '%',
		goal: isHeld ? `under ${goalPercent}` : '',
		reached: isHeld ? percent < goalPercent : undefined,
	};
}

function percentParsed(log: Uint8Array): number {
	let scanned = 0;
	let parsed = 0;
	const sink = {
		onEvents: (_: unknown, from: number, to: number) => {
			scanned += to - from;
		},
		onLine: () => {
			parsed++;
		},
	};
	const scanner = new LineScanner(defaultReadOptions, sink, {scansAfterBytes: 0});
	scanner.write(log);
	scanner.end();
	return (100 * parsed) / (scanned + parsed);
}
