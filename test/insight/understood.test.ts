import {Buffer} from 'node:buffer';
import test from 'ava';
import fc from 'fast-check';
import {Fold} from '../../src/engine/fold/fold.ts';
import {defaultReadOptions as read} from '../../src/events/read-options.ts';
import {snapshotAt} from '../../src/insight/snapshot-at.ts';

const startMs = Date.UTC(2025, 3, 7, 10);
const done = (index: number) =>
	`{"time":"${new Date(startMs + index * 1000).toISOString()}","component":"a","event":"stage_completed","recordsIn":5,"elapsedMs":9}`;

function folded(lines: readonly string[]): Fold {
	const fold = new Fold({read, selection: undefined});
	const input = fold.open(0);
	input.write(Buffer.from(lines.map(line => `${line}\n`).join('')));
	input.end();
	fold.finish();
	return fold;
}

function judged(fold: Fold, atMs: number | undefined) {
	const {series, counts, dialects, hasTime} = fold;
	const {status, statusReasons} = snapshotAt(series, {atMs, windowMs: 60_000, hasTime, source: counts, dialects});
	return {status, statusReasons};
}

test('the status at a moment is judged by the lines up to it, and so that of a log that was cut off there', t => {
	const kinds = fc.constantFrom('event', 'words', 'more words', '  indented', '');
	fc.assert(
		fc.property(fc.array(kinds, {minLength: 1, maxLength: 60}), fc.nat(), (kindsOfLines, cut) => {
			const lines = kindsOfLines.map((kind, index) => (kind === 'event' ? done(index) : kind));
			const events = kindsOfLines.flatMap((kind, index) => (kind === 'event' ? [index] : []));
			const last = events[cut % Math.max(1, events.length)];
			if (last === undefined) {
				return;
			}
			const next = events.find(index => index > last) ?? lines.length;
			const part = lines.slice(0, next);
			const filled = part.filter(line => line !== '');
			const words = part.filter((line, index) => line.endsWith('words') || (line === '  indented' && index === 0)).length;
			const atMs = startMs + last * 1000 + 999;
			const expected = 2 * words > filled.length ? 'UNKNOWN' : 'HEALTHY';
			t.is(judged(folded(lines), atMs).status, expected, JSON.stringify(part));
			t.deepEqual(judged(folded(part), undefined), judged(folded(lines), atMs));
		}),
	);
});
