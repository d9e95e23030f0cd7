import {Buffer} from 'node:buffer';
import test from 'ava';
import fc from 'fast-check';
import {Spool} from '../../src/history/recording/spool.ts';
import {runOf} from '../../src/history/recording/whole-lines.ts';

test('a spool takes as many bytes as it may, not one more, and nothing after the first that it refused', t => {
	fc.assert(
		fc.property(fc.nat(300), fc.array(fc.nat(100), {maxLength: 12}), fc.boolean(), (maxBytes, sizes, fills) => {
			const spool = new Spool(maxBytes);
			const pieces = sizes.map((size, index) => Buffer.alloc(size, 97 + index));
			if (fills) {
				const length = pieces.reduce((sum, {length}) => sum + length, 0);
				pieces.push(Buffer.alloc(Math.max(0, maxBytes - length), 'z'));
			}
			const kept: Buffer[] = [];
			let isRefused = false;
			for (const piece of pieces) {
				isRefused ||= kept.reduce((sum, {length}) => sum + length, piece.length) > maxBytes;
				t.is(spool.append(runOf([piece], 1)), !isRefused);
				kept.push(...(isRefused ? [] : [piece]));
			}
			t.deepEqual(Buffer.concat([...spool.chunks()].map(chunk => Buffer.from(chunk))), Buffer.concat(kept));
			spool.close();
		}),
		{numRuns: 100},
	);
});
