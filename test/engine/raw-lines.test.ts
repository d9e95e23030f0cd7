import {Buffer} from 'node:buffer';
import test from 'ava';
import fc from 'fast-check';
import {RawLines} from '../../src/engine/select/raw-lines.ts';
import type {SplitLine} from '../../src/events/lines/split-lines.ts';

const maxLineBytes = 8;
const texts = fc.array(fc.constantFrom('\n', '\r\n', 'a', 'bc', 'é', '\0\0\0', '{"msg":"longer"}', '\uFEFF'), {maxLength: 40});

test('a line is passed on with its exact bytes; one over the limit comes in pieces no longer than the limit plus a chunk', t => {
	fc.assert(
		fc.property(texts, fc.array(fc.integer({min: 1, max: 12}), {minLength: 1, maxLength: 6}), (pieces, sizes) => {
			const bytes = Buffer.from(pieces.join(''));
			const lines: Array<{raw: string; line: SplitLine; isOpen: boolean}> = [];
			let longest = 0;
			const input = new RawLines(
				{
					onLine(line, raw, {isOpen}) {
						longest = Math.max(longest, raw.length);
						lines.push({raw: raw.toString('latin1'), line, isOpen});
					},
					onRest(raw, end) {
						const last = lines.at(-1);
						longest = Math.max(longest, raw.length);
						if (t.true(last?.isOpen) && last !== undefined) {
							lines[lines.length - 1] = {...last, raw: last.raw + raw.toString('latin1'), isOpen: end === 'open'};
						}
					},
				},
				{maxLineBytes},
			);
			for (let start = 0, turn = 0; start < bytes.length; turn++) {
				const end = start + (sizes[turn % sizes.length] ?? 1);
				input.write(Buffer.from(bytes.subarray(start, end)));
				start = end;
			}
			input.end();
			const expected = bytes.toString('latin1').match(/[^\n]*\n|[^\n]+$/g) ?? [];
			t.deepEqual(
				lines.map(({raw}) => raw),
				[...expected],
			);
			t.false(lines.some(({isOpen}) => isOpen));
			t.deepEqual(
				lines.map(({line}) => line.oversized),
				expected.map((text, index) => text.replace(/\n$/, '').replace(index === 0 ? /^\xEF\xBB\xBF/ : /^$/, '').length > maxLineBytes),
			);
			t.true(longest <= maxLineBytes + 3 + 2 * Math.max(...sizes), `${longest}`);
		}),
		{numRuns: 300},
	);
});
