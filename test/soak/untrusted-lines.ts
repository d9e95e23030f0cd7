import {Buffer} from 'node:buffer';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {hostileTexts} from '../helpers/hostile-texts.ts';
import {obsTop, type RealTerminal, startInTerminal} from '../helpers/real-terminal.ts';
import {foreignIn} from '../helpers/terminal-bytes.ts';

export type ShownLines = {
	/** Bytes that the screen and `events` wrote to the terminal. */
	readonly screenBytes: number;
	readonly plainBytes: number;
	readonly pages: number;
	/** What in them was not obs-top's own. */
	readonly foreign: readonly string[];
};

/**
Runs generated, hostile lines through the program on a real terminal: shows every one, page by page, opens a line on
every tenth page, and prints every one.
*/
export async function showUntrustedLines(count: number, seed: number): Promise<ShownLines> {
	const folder = mkdtempSync(join(tmpdir(), 'obs-top-untrusted-'));
	try {
		const path = join(folder, 'untrusted.log');
		writeFileSync(path, Buffer.concat(fc.sample(line, {numRuns: count, seed}).flatMap(bytes => [bytes, newline])));
		const {terminal, pages} = await paged(path);
		const plain = startInTerminal([...obsTop, 'events', '--file', path], {isEmulated: false});
		await plain.exited;
		const [screen, printed] = [terminal.bytes(), plain.bytes()];
		return {
			screenBytes: screen.length,
			plainBytes: printed.length,
			pages,
			foreign: [...foreignIn(screen), ...foreignIn(printed)],
		};
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}

async function paged(path: string): Promise<{readonly terminal: RealTerminal; readonly pages: number}> {
	const terminal = startInTerminal([...obsTop, path], {columns: 200, rows: 100});
	await terminal.until(/❚❚|no timestamps/);
	terminal.press('6g\x1B[6~'); // to the last line of the first page
	let below = await whenBelow(terminal, now => now > 0);
	let pages = 1;
	for (; below > 0; pages++) {
		if (pages % 10 === 0) {
			terminal.press('\r');
			await terminal.until(/▸Event/);
			terminal.press('\x1B');
			await whenBelow(terminal, () => true);
		}
		const before = below;
		terminal.press('\x1B[6~');
		below = await whenBelow(terminal, now => now < before);
	}
	terminal.press('q');
	await terminal.exited;
	return {terminal, pages};
}

/** How many lines are below the page, once that has settled. */
async function whenBelow(terminal: RealTerminal, holds: (below: number) => boolean): Promise<number> {
	let below = 0;
	await terminal.until(screen => {
		const [, title] = /6 Events ─.* lines(.*)/.exec(screen) ?? [];
		below = Number(/([\d\s]+) below/.exec(title ?? '')?.[1]?.replaceAll(/\s/g, '') ?? 0);
		return title !== undefined && holds(below);
	});
	return below;
}

const newline = Buffer.from('\n');

const text = fc.oneof(
	{weight: 4, arbitrary: fc.constantFrom(...hostileTexts)},
	fc.string({unit: 'binary', maxLength: 40}),
	fc.string({unit: 'grapheme', maxLength: 40}),
	fc
		.array(
			fc.constantFrom(
				'\x1B',
				'[',
				']',
				'P',
				'_',
				'\x9B',
				'\x9D',
				';',
				'?',
				'0',
				'52',
				'm',
				'H',
				'J',
				'\\',
				'\x07',
				'\x9C',
				'\r',
				'\b',
				'\u202E',
				'a',
			),
			{
				maxLength: 12,
			},
		)
		.map(parts => parts.join('')),
);

const name = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.constantFrom(
			'component',
			'event',
			'level',
			'reason',
			'host',
			'batch',
			'circuitName',
			'newState',
			'cacheName',
			'hits',
			'description',
			'signature',
			'msg',
		),
	},
	text,
);
const value = fc.oneof(text, fc.array(text, {maxLength: 3}), fc.dictionary(text, text, {maxKeys: 3}), fc.double(), fc.constant(null));
const event = fc.constantFrom(
	'stage_completed',
	'stage_failed',
	'circuit_state_change',
	'cache_stats',
	'retry',
	'stage_described',
	'alert',
	'pipeline_health',
);

const object = fc.tuple(fc.array(fc.tuple(name, value), {maxLength: 6}), fc.option(event), fc.nat(100_000)).map(([fields, kind, second]) =>
	JSON.stringify({
		timestamp: new Date(Date.UTC(2024, 0, 15) + second * 1000).toISOString(),
		...Object.fromEntries(fields),
		...(kind === null ? {} : {event: kind}),
	}),
);

const line: fc.Arbitrary<Buffer> = fc
	.oneof(
		{weight: 5, arbitrary: object.map(json => Buffer.from(json))},
		{weight: 2, arbitrary: fc.tuple(text, text).map(([before, after]) => Buffer.from(`${before} text ${after}`))},
		// As they are, not as JSON escapes, so not an object any more.
		{weight: 1, arbitrary: text.map(raw => Buffer.from(`{"msg":"${raw}"}`))},
		{weight: 1, arbitrary: fc.uint8Array({maxLength: 60}).map(bytes => Buffer.from(bytes))},
	)
	.map(bytes => Buffer.from(bytes.filter(byte => byte !== 0x0a)));
