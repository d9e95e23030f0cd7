import {Buffer} from 'node:buffer';
import test from 'ava';
import fc from 'fast-check';
import {LineSelector} from '../../src/engine/select/select-lines.ts';
import {defaultReadOptions} from '../../src/events/read-options.ts';
import {compileMatcher} from '../../src/history/line-matcher.ts';

const allTimes = {sinceMs: undefined, untilMs: undefined};

/** The selected lines of a log in chunks, and how many records they are. */
function selected(log: string, filter: string, chunkBytes = log.length): {readonly text: string; readonly count: number} {
	let text = '';
	let count = 0;
	const selector = new LineSelector(defaultReadOptions, compileMatcher(allTimes, [filter]), (raw, _, lines) => {
		text += raw.toString();
		count += lines;
	});
	const input = selector.open();
	const bytes = Buffer.from(log);
	for (let at = 0; at < bytes.length; at += chunkBytes) {
		input.write(bytes.subarray(at, at + chunkBytes));
	}
	input.end();
	selector.end();
	return {text, count};
}

const traces = [
	'2024-01-15 22:00:00,021 ERROR shop.Store - cannot save\n\tat shop.Store.save(Store.java:17)\nCaused by: java.io.IOException: disk full\n\t... 12 more\n',
	'Traceback (most recent call last):\n  File "a.py", line 3, in run\n    raise Odd("row 7")\nshop.OddThing: row 7\n',
	'Traceback (most recent call last):\n  File "a.py", line 1\nKeyError: 1\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File "a.py", line 2\nValueError: 2\n',
	'panic: nil map\n\ngoroutine 1 [running]:\nmain.load(0xc0)\n\t/app/load.go:31 +0x1d\nexit status 2\n',
	'Unhandled rejection Error: drained\n    at Pool.get (/app/pool.js:9:11)\n',
] as const;
const others = [
	'{"level":"info","msg":"ok"}\n',
	'2024-01-15 22:00:01 INFO ready\n',
	'some text\n',
	'{"level":"error","msg":"bad"}\n',
] as const;

test('a text and the lines of its trace match together, are one, and are printed together', t => {
	for (const trace of traces) {
		const log = `${others[0]}${trace}${others[0]}`;
		for (const line of trace.split('\n').filter(each => each.trim() !== '')) {
			const word = JSON.stringify(line.trim().slice(0, 30).replaceAll('"', ''));
			if (!line.includes('"')) {
				t.deepEqual(selected(log, `level>=error and ${word}`), {text: trace, count: 1}, word);
			}
		}
	}
});

test('whatever is around traces, and however a log is cut into chunks, errors are those that were written', t => {
	const piece = fc.oneof(fc.constantFrom(...traces), fc.constantFrom(...others));
	fc.assert(
		fc.property(fc.array(piece, {maxLength: 12}), fc.integer({min: 1, max: 200}), (pieces, chunkBytes) => {
			const errors = pieces.filter(each => each !== others[0] && each !== others[1] && each !== others[2]);
			t.deepEqual(selected(pieces.join(''), 'level>=error', chunkBytes), {text: errors.join(''), count: errors.length});
		}),
	);
});

test('a trace behind an object, or behind nothing, belongs to no line', t => {
	t.deepEqual(selected(`${others[3]}\tat a.b(C.java:1)\n`, 'level>=error'), {text: others[3], count: 1});
	t.deepEqual(selected('\tat a.b(C.java:1)\n\tat c.d(C.java:2)\n', '"C.java"'), {
		text: '\tat a.b(C.java:1)\n\tat c.d(C.java:2)\n',
		count: 2,
	});
});

test('a text takes 10,000 lines and 1 MiB, and what comes after stands alone', t => {
	const log = `ERROR start\n${'  more\n'.repeat(20_000)}`;
	t.is(selected(log, '"start"').text.split('\n').length - 1, 10_000);
	const long = `ERROR start\n${`  ${'x'.repeat(1000)}\n`.repeat(3000)}`;
	t.true(selected(long, '"start"').text.length <= 1024 * 1024 + 1002);
});
