import {Buffer} from 'node:buffer';
import test from 'ava';
import fc from 'fast-check';
import {defaultReadOptions} from '../../src/events/read-options.ts';
import {LoneLines} from '../../src/history/scan/container-lines.ts';

test("docker's records are known however their letters are written, and those without a newline are pieces", t => {
	fc.assert(
		fc.property(fc.string(), fc.constantFrom('\n', ''), fc.func(fc.boolean()), (text, end, isEscaped) => {
			const record = JSON.stringify({log: `{"msg":${JSON.stringify(text)}}${end}`, stream: 'stdout'});
			const written = record.replaceAll(/(?<!\\)[a-z]/g, (letter, place) =>
				isEscaped(place) ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}` : letter,
			);
			const bytes = Buffer.from(written);
			const lines = new LoneLines(bytes, defaultReadOptions, () => true);
			lines.begin(bytes.length);
			t.true(lines.isOfContainer(0, bytes.length), written);
			t.is(lines.isPiece(0, bytes.length), end === '', written);
		}),
		{numRuns: 200},
	);
});
