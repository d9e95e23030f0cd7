import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {checkStandIns} from '../../scripts/stand-ins.ts';
import {endAll, obsTop, startInTerminal} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

test.after.always(endAll);

/** What a thread of the program has loaded of Node, and how often it has created what takes long to create. */
type Loaded = {
	readonly isMainThread: boolean;
	readonly modules: readonly string[];
	readonly segmenters: number;
	/** Regular expressions of all emoji. */
	readonly emoji: number;
	/** WebAssembly compiled asynchronously, as a library does. */
	readonly wasm: number;
};

/** Preloaded into a thread; at the thread's end it writes what was loaded. */
const preload = `
const {isMainThread} = require('node:worker_threads');
let [segmenters, emoji, wasm] = [0, 0, 0];
Intl.Segmenter = class extends Intl.Segmenter {
	constructor(...given) {
		super(...given);
		segmenters++;
	}
};
RegExp = new Proxy(RegExp, {
	construct(target, given, newTarget) {
		emoji += String(given[0]).includes('RGI_Emoji') ? 1 : 0;
		return Reflect.construct(target, given, newTarget);
	},
});
const {instantiate} = WebAssembly;
WebAssembly.instantiate = (...given) => {
	wasm++;
	return instantiate(...given);
};
process.on('exit', () => {
	const loaded = {isMainThread, segmenters, emoji, wasm, modules: process.moduleLoadList};
	require('node:fs').appendFileSync(process.env.LOADED, JSON.stringify(loaded) + String.fromCharCode(10));
});
`;

/** What the main thread has loaded when the screen shows a file. */
async function loadedForScreen(folder: string, file: string, shown: RegExp): Promise<Loaded> {
	const [hook, out] = [join(folder, 'preload.cjs'), join(folder, 'loaded.jsonl')];
	writeFileSync(hook, preload);
	const terminal = startInTerminal([...obsTop, '--file', file], {environment: {NODE_OPTIONS: `--require=${hook}`, LOADED: out}});
	await terminal.until(shown);
	terminal.press('q');
	await terminal.exited;
	const threads = readFileSync(out, 'utf8').trim().split('\n');
	const [main] = threads.map(line => JSON.parse(line) as Loaded).filter(({isMainThread}) => isMainThread);
	if (main === undefined) {
		throw new Error('the main thread has not reported what it has loaded');
	}
	return main;
}

test('a screen appears before anything is loaded that only the library or few users need', async t => {
	const {modules, segmenters, emoji, wasm} = await loadedForScreen(tempFolder(t), 'test/fixtures/last-night.jsonl', /enrichment/);
	t.deepEqual({segmenters, emoji}, {segmenters: 0, emoji: 0}, 'text and line drawing need not be measured');
	t.is(wasm, 0, 'Ink lays out nothing');
	const needless = {
		'the HTTP client, which a library would use to load its own code': /undici/,
		'modules behind exports that nobody uses': /parse_args|internal\/locks|process\/report|fs\/streams/,
		cryptography: /crypto/,
		compression: /zlib/,
	};
	for (const [what, pattern] of Object.entries(needless)) {
		t.deepEqual(
			modules.filter(module => pattern.test(module)),
			[],
			what,
		);
	}
});

test('a text that only a segmenter and patterns can measure is measured by them', async t => {
	const folder = tempFolder(t);
	const file = join(folder, 'thai.jsonl');
	writeFileSync(file, '{"timestamp":"2024-01-16T02:13:41Z","event":"สวัสดี"}\n');
	const {segmenters, emoji} = await loadedForScreen(folder, file, /สวัสดี/);
	t.true(segmenters > 0);
	t.is(emoji, 1, 'there is one string-width, for Ink too');
});

test('the build fails if nothing uses a stand-in any more, and if something bypasses one', t => {
	const fits = 'new LateSegmenter("en")';
	t.notThrows(() => checkStandIns(fits));
	t.throws(() => checkStandIns('typeof Intl'), {message: /nothing in the program uses Intl\.Segmenter any more/});
	t.throws(() => checkStandIns(`${fits};new Intl.Segmenter("en")`), {message: /uses the real Intl\.Segmenter/});
});
