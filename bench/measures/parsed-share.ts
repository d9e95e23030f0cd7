import {readFileSync} from 'node:fs';
import {globSync} from 'tinyglobby';
import {defaultReadOptions} from '../../src/events/read-options.ts';
import {LineScanner} from '../../src/events/scan/line-scanner.ts';
import type {Measure, Row} from '../measure.ts';

const fixtures = new URL('../../test/fixtures/', import.meta.url);
const goalPercent = 5;
/** What is met most: the demo's log, pino, zap. The dialects of the others read more than the scanner does, or they hold text. */
const held = new Set([
	'last-night.jsonl',
	'corpus/humanlog-loggers/sample-pino.log',
	'corpus/humanlog-loggers/sample-zap.log',
	'corpus/caddy-coraza-waf/coraza.log',
]);

/** Of each log of the corpus, how many of its lines the scanner is not sure of: JSON.parse reads them. */
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
