import {PassThrough} from 'node:stream';
import type {ReadStream} from 'node:tty';
import test from 'ava';
import fc from 'fast-check';
import type {MouseEvent} from '../../src/screen/keys/mouse-event.ts';
import {Keyboard} from '../../src/terminal/input/keyboard.ts';
import {Reports} from '../../src/terminal/input/reports.ts';

/** What is typed and what the mouse did, from input that comes in pieces close together. */
function read(pieces: readonly string[]) {
	const events: MouseEvent[] = [];
	const reports = new Reports({onMouse: event => events.push(event), onAnswer: () => {}});
	const typed = pieces.map(piece => reports.take(piece)).join('') + reports.release();
	return {typed, events};
}

test('a click, a drag and the wheel are reported in cells from 0, with any modifier; other buttons are ignored', t => {
	t.deepEqual(read(['\x1B[<0;1;1M\x1B[<32;240;7M\x1B[<0;240;7m\x1B[<64;3;4M\x1B[<81;3;4M\x1B[<2;9;9M\x1B[<35;9;9M']), {
		typed: '',
		events: [
			{type: 'press', x: 0, y: 0},
			{type: 'drag', x: 239, y: 6},
			{type: 'release', x: 239, y: 6},
			{type: 'wheel-up', x: 2, y: 3},
			{type: 'wheel-down', x: 2, y: 3},
		],
	});
});

test('however the input is cut, keys are keys and reports are events, and no part of a report is typed', t => {
	const part = fc.constantFrom(
		'\x1B[<0;12;7M',
		'\x1B[<0;12;7m',
		'\x1B[<65;300;99M',
		'q',
		'é',
		'\x1B[A',
		'\x1B[1;2D',
		'\r',
		'/level>=warn',
		'[<0;1M',
	);
	fc.assert(
		fc.property(fc.array(part, {maxLength: 12}), fc.array(fc.integer({min: 0, max: 100}), {maxLength: 12}), (parts, cuts) => {
			const whole = parts.join('');
			const at = [...new Set(cuts)].filter(cut => cut < whole.length).sort((a, b) => a - b);
			const pieces = [...at, whole.length].map((end, index) => whole.slice(at[index - 1] ?? 0, end));
			const once = read([whole]);
			t.deepEqual(read(pieces), once);
			t.is(once.typed, parts.filter(text => !text.startsWith('\x1B[<')).join(''));
			t.is(once.events.length, parts.filter(text => text.startsWith('\x1B[<')).length);
		}),
		{numRuns: 500},
	);
});

test('Esc alone is a key once nothing follows; half a report is not', t => {
	t.is(read(['\x1B']).typed, '\x1B');
	t.is(read(['a\x1B[']).typed, 'a\x1B[');
	t.is(read(['a\x1B[<0;1']).typed, 'a');
});

test('with a mouse, a report in two pieces is a click, and half a report is not a key, but what is typed after it is', t => {
	const source = new PassThrough();
	const keyboard = new Keyboard(source as unknown as ReadStream, () => t.fail());
	const events: MouseEvent[] = [];
	keyboard.onMouse(event => events.push(event));
	for (const piece of ['\x1B[<0;1', '2;7M', 'k']) {
		source.write(piece);
	}
	t.deepEqual(events, [{type: 'press', x: 11, y: 6}]);
	t.is(keyboard.read(), 'k');
});
