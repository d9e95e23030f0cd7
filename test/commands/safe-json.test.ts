import test from 'ava';
import fc from 'fast-check';
import {escapeUnseen, safeJson} from '../../src/commands/safe-json.ts';

test('S3, C19: JSON with its invisible characters escaped means the same and contains none of them', t => {
	fc.assert(
		fc.property(fc.jsonValue(), fc.string({unit: 'binary'}), (value, text) => {
			const json = escapeUnseen(JSON.stringify([value, text]));
			t.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify([value, text])));
			t.notRegex(json, /[\x00-\x1F\x7F-\x9F\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E0FFF}]/u);
		}),
	);
	t.is(safeJson({'k\ud83d': ['v\udc00', '\\ud83d', '😀']}), '{\n  "k\uFFFD": [\n    "v\uFFFD",\n    "\\\\ud83d",\n    "😀"\n  ]\n}');
	t.is(safeJson('a\x9B\u202E\u{E0041}'), '"a\\u009b\\u202e\\udb40\\udc41"');
});
