import test from 'ava';
import fc from 'fast-check';
import {wellFormedJson} from '../../src/shared/well-formed-json.ts';

const text = fc
	.array(fc.constantFrom('\\', 'u', 'd83d', '"', 'a', '😀', '\ud83d', '\udc00', '\udfff'), {maxLength: 8})
	.map(parts => parts.join(''));

/** Unit by unit, as some writers do. */
const escaped = (json: string): string =>
	json.replaceAll(/[^\x20-\x7e]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

test('C19: in JSON, written with or without escapes, lone surrogates become U+FFFD, and nothing else changes', t => {
	fc.assert(
		fc.property(text, text, (key, value) => {
			const expected = {[key.toWellFormed()]: value.toWellFormed()};
			for (const json of [JSON.stringify({[key]: value}), escaped(JSON.stringify({[key]: value}))]) {
				const formed = wellFormedJson(json);
				t.deepEqual(JSON.parse(formed), expected);
				t.is(formed === json, key.isWellFormed() && value.isWellFormed());
			}
		}),
	);
});
