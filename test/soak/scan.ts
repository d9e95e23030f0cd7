import {isDeepStrictEqual} from 'node:util';
import {fuzzedLog, fuzzedOptions, seeded} from '../helpers/fuzzed-log.ts';
import {parseLog, scanLog} from '../helpers/scan-log.ts';
import {say} from './say.ts';

const wantedLines = 200_000;
const linesOfLog = 200;

/** Scans and parses 200,000 lines of all kinds, under all kinds of options and in chunks of all sizes. */
let lines = 0;
let scanned = 0;
const start = Date.now();
for (let seed = start; lines < wantedLines; seed++) {
	const random = seeded(seed);
	const log = fuzzedLog(random, linesOfLog);
	const read = fuzzedOptions(random);
	const chunkBytes = random() < 0.5 ? log.length : 1 + Math.floor(random() * 400);
	const expected = parseLog(log, read);
	const actual = scanLog(log, read, chunkBytes);
	const differs = expected.lines.findIndex((line, index) => !isDeepStrictEqual(line, actual.lines[index]));
	if (differs !== -1 || actual.lines.length !== expected.lines.length || !isDeepStrictEqual(actual.flushed, expected.flushed)) {
		throw new Error(
			`seed ${seed}, line ${differs + 1}: ${JSON.stringify(expected.lines[differs])} is scanned as ${JSON.stringify(actual.lines[differs])}`,
		);
	}
	lines += expected.lines.length;
	scanned += actual.lines.length - actual.unsure;
}
say(`${lines} lines are the same scanned and parsed; the scanner was sure of ${scanned}`);
