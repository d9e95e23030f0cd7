import type {Buffer} from 'node:buffer';
import {
	appendFileSync,
	copyFileSync,
	fstatSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	truncateSync,
	unlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import fc from 'fast-check';
import {closePart, type FollowEvent, followFile} from '../../src/sources/index.ts';

/** What happens to a log. Nothing looks at it between two steps, unless one is `look`. */
type Step =
	| {readonly type: 'look'}
	| {readonly type: 'write'; readonly lines: number; readonly padding: number}
	| {readonly type: 'writeHalf'; readonly padding: number}
	| {readonly type: 'rotate'; readonly creates: boolean}
	| {readonly type: 'copyTruncate'; readonly linesBetween: number; readonly linesAfter: number}
	| {readonly type: 'truncate'; readonly linesAfter: number}
	| {readonly type: 'delete'}
	| {readonly type: 'create'}
	| {readonly type: 'compress'; readonly which: number}
	| {readonly type: 'writeLate'; readonly which: number}
	/** The file that had the name before gets it back. */
	| {readonly type: 'putBack'};

export type Script = {
	/** Length of a first line that is the same in every file. */
	readonly headerBytes: number;
	readonly lateWriteMs: number;
	/** With `isEager`, steps also happen between two events of the follower, in the middle of a look. */
	readonly steps: ReadonlyArray<{readonly step: Step; readonly isEager: boolean}>;
};

const padding = fc.oneof({weight: 8, arbitrary: fc.constantFrom(1, 30, 300, 2000)}, {weight: 1, arbitrary: fc.constant(300_000)});
const which = fc.nat(3);
const few = fc.nat(3);
const step: fc.Arbitrary<Step> = fc.oneof(
	{weight: 6, arbitrary: fc.constant<Step>({type: 'look'})},
	{weight: 6, arbitrary: fc.record({type: fc.constant('write' as const), lines: fc.integer({min: 1, max: 5}), padding})},
	{weight: 3, arbitrary: fc.record({type: fc.constant('writeHalf' as const), padding})},
	{weight: 4, arbitrary: fc.record({type: fc.constant('rotate' as const), creates: fc.boolean()})},
	{weight: 2, arbitrary: fc.record({type: fc.constant('copyTruncate' as const), linesBetween: few, linesAfter: few})},
	{weight: 1, arbitrary: fc.record({type: fc.constant('truncate' as const), linesAfter: few})},
	{weight: 1, arbitrary: fc.constant<Step>({type: 'delete'})},
	{weight: 1, arbitrary: fc.constant<Step>({type: 'create'})},
	{weight: 1, arbitrary: fc.record({type: fc.constant('compress' as const), which})},
	{weight: 2, arbitrary: fc.record({type: fc.constant('writeLate' as const), which})},
	{weight: 1, arbitrary: fc.constant<Step>({type: 'putBack'})},
);

export const scripts: fc.Arbitrary<Script> = fc.record({
	headerBytes: fc.constantFrom(0, 0, 40, 1500),
	lateWriteMs: fc.constantFrom(0, 1e9, 1e9),
	steps: fc.array(fc.record({step, isEager: fc.boolean()}), {maxLength: 40}),
});

/**
Runs a script against a real file and the follower.

@throws Error if a line was lost that could have been read, one came twice, something came that was never written, or a
loss was not reported.
*/
export async function runScript({headerBytes, lateWriteMs, steps}: Script): Promise<void> {
	const log = new WrittenLog(headerBytes);
	const abort = new AbortController();
	const rest = [...steps];
	const follow = followFile(log.path, {
		signal: abort.signal,
		onNotice: notice => log.notices.push(notice),
		lateWriteMs,
		longestPauseMs: 0,
	});
	let idleLooks = 0;
	try {
		for await (const event of follow) {
			log.observe(event);
			if (event.type !== 'idle') {
				if (rest[0]?.isEager) {
					log.do(rest.shift()?.step ?? {type: 'look'});
				}
				continue;
			}
			if (rest.length === 0) {
				if (idleLooks === 0) {
					log.do({type: 'create'});
					log.do({type: 'write', lines: 1, padding: 1});
				}
				if (idleLooks++ === 3) {
					break;
				}
			}
			for (let next = rest.shift(); next !== undefined && next.step.type !== 'look'; next = rest.shift()) {
				log.do(next.step);
			}
		}
		log.check();
	} finally {
		abort.abort();
		log.remove();
	}
}

type Line = {
	readonly id: number;
	readonly text: string;
	/** The files in which a reader could find it. */
	readonly homes: Set<WrittenFile>;
	seen: number;
	/** Why nobody could read it, and the notice that must have been given. */
	excuse: {readonly why: string; readonly notice: RegExp | undefined; readonly noticesBefore: number} | undefined;
};

type WrittenFile = {
	readonly key: string;
	lines: Line[];
	/** A line without a newline so far. */
	half: {readonly line: Line; readonly length: number} | undefined;
	/** Increases with each truncation. */
	generation: number;
	/** Nobody can know what is written to it from here on. */
	isGivenUp: boolean;
	/** What the follower has read of it. */
	isOpen: boolean;
	readGeneration: number;
	readBytes: number;
};

type Rotated = {readonly file: WrittenFile; readonly type: 'renamed' | 'copy' | 'compressed'};

const mostRotated = 6;
const truncated = /may be missing/;

/** A log on the disk, and what is known about each of its lines. */
class WrittenLog {
	readonly path: string;
	readonly notices: string[] = [];
	readonly #folder = mkdtempSync(join(tmpdir(), 'obs-top-soak-'));
	readonly #header: string;
	readonly #lines: Line[] = [];
	readonly #files = new Map<string, WrittenFile>();
	readonly #parts = new Map<number, {readonly file: WrittenFile; text: string}>();
	/** Lines whose start was taken for a whole line when their file was given up, and the ends of those. */
	readonly #torn = new Set<Line>();
	readonly #fragments = new Set<string>();
	#named: WrittenFile | undefined;
	#rotated: Rotated[] = [];

	constructor(headerBytes: number) {
		this.path = join(this.#folder, 'log');
		this.#header = headerBytes === 0 ? '' : `${'H'.repeat(headerBytes)}\n`;
	}

	do(step: Step): void {
		switch (step.type) {
			case 'look':
				break;
			case 'write':
				this.#create();
				this.#write(this.path, this.#named, step.lines, step.padding);
				break;
			case 'writeHalf':
				this.#create();
				this.#writeHalf(step.padding);
				break;
			case 'rotate':
				this.#rotate();
				if (step.creates) {
					this.#create();
				}
				break;
			case 'copyTruncate':
				this.#copyTruncate(step.linesBetween, step.linesAfter);
				break;
			case 'truncate':
				this.#truncate(step.linesAfter);
				break;
			case 'delete':
				this.#delete();
				break;
			case 'create':
				this.#create();
				break;
			case 'compress':
				this.#compress(step.which);
				break;
			case 'writeLate': {
				const rotated = this.#rotated[step.which];
				if (rotated?.type === 'renamed') {
					this.#write(this.#nameOf(step.which, rotated), rotated.file, 2, 30);
				}
				break;
			}
			case 'putBack':
				this.#putBack();
				break;
		}
	}

	observe(event: FollowEvent): void {
		switch (event.type) {
			case 'open': {
				const file = this.#files.get(keyOf(fstatSync(event.part.fd, {bigint: true})));
				if (file === undefined) {
					throw new Error('a file was opened that is not a log');
				}
				file.isOpen = true;
				file.isGivenUp = false;
				file.readBytes = event.part.startOffset;
				file.readGeneration = file.generation;
				this.#parts.set(event.part.number, {file, text: ''});
				break;
			}
			case 'bytes':
				this.#observeBytes(event.part.number, event.bytes);
				break;
			case 'close':
				this.#observeClose(event);
				break;
			case 'idle':
				break;
		}
	}

	check(): void {
		for (const line of this.#lines) {
			const problem = this.#problemOf(line);
			if (problem !== undefined) {
				throw new Error(`line ${line.id} ${problem}; told: ${JSON.stringify(this.notices)}`);
			}
		}
	}

	remove(): void {
		rmSync(this.#folder, {recursive: true, force: true});
	}

	#problemOf({seen, excuse, homes}: Line): string | undefined {
		if (seen > 1) {
			return `came ${seen} times`;
		}
		if (seen === 1) {
			return undefined;
		}
		if (excuse === undefined) {
			return `is lost (${homes.size} files have it)`;
		}
		const {why, notice, noticesBefore} = excuse;
		const isTold = notice === undefined || this.notices.slice(noticesBefore).some(text => notice.test(text));
		return isTold ? undefined : `is lost (${why}), and nobody told`;
	}

	#observeBytes(number: number, bytes: Buffer): void {
		const part = this.#parts.get(number);
		if (part === undefined) {
			throw new Error('bytes of a part that is not open');
		}
		const {file} = part;
		if (file.readBytes === 0) {
			file.readGeneration = file.generation;
		}
		file.readBytes += bytes.length;
		const texts = (part.text + bytes.toString('latin1')).split('\n');
		part.text = texts.pop() ?? '';
		for (const text of texts) {
			this.#observeLine(text);
		}
	}

	#observeLine(text: string): void {
		if (`${text}\n` === this.#header || this.#fragments.has(text)) {
			return;
		}
		const line = this.#lines[Number(text.slice(1, 8))];
		if (line === undefined || line.text !== text) {
			throw new Error(`never written: ${text.slice(0, 60)} (${text.length} bytes)`);
		}
		line.seen++;
	}

	#observeClose({part: {number, fd}, reason}: Extract<FollowEvent, {readonly type: 'close'}>): void {
		const part = this.#parts.get(number);
		this.#parts.delete(number);
		if (part === undefined) {
			return;
		}
		if (reason === 'truncated') {
			part.file.readBytes = 0;
			return;
		}
		closePart({number, stream: 'stdout', fd, startOffset: 0});
		const {file, text} = part;
		file.isOpen = false;
		this.#giveUp(file);
		if (text !== '' && !this.#header.startsWith(text)) {
			const line = this.#lines[Number(text.slice(1, 8))];
			if (line === undefined || !line.text.startsWith(text)) {
				throw new Error(`never written: ${text.slice(0, 60)}`);
			}
			this.#torn.add(line);
			this.#fragments.add(line.text.slice(text.length));
		}
	}

	#create(): void {
		if (this.#named === undefined) {
			writeFileSync(this.path, this.#header, {flag: 'wx'});
			this.#named = this.#fileAt(this.path);
		}
	}

	#fileAt(path: string): WrittenFile {
		const key = keyOf(statSync(path, {bigint: true}));
		const file: WrittenFile = {
			key,
			lines: [],
			half: undefined,
			generation: 0,
			isGivenUp: false,
			isOpen: false,
			readGeneration: -1,
			readBytes: 0,
		};
		this.#files.set(key, file);
		return file;
	}

	#write(path: string, file: WrittenFile | undefined, count: number, paddingBytes: number): void {
		if (file === undefined) {
			return;
		}
		const {half} = file;
		let text = half === undefined ? '' : `${half.line.text.slice(half.length)}\n`;
		if (half !== undefined) {
			file.half = undefined;
			this.#add(file, half.line);
		}
		for (let index = 0; index < count; index++) {
			const line = this.#newLine(paddingBytes);
			text += `${line.text}\n`;
			this.#add(file, line);
		}
		appendFileSync(path, text);
	}

	#writeHalf(paddingBytes: number): void {
		const file = this.#named;
		if (file !== undefined && file.half === undefined) {
			const line = this.#newLine(paddingBytes);
			const length = 9 + Math.floor(paddingBytes / 2);
			line.excuse = {why: 'it never ended', notice: undefined, noticesBefore: 0};
			file.half = {line, length};
			appendFileSync(this.path, line.text.slice(0, length));
		}
	}

	#newLine(paddingBytes: number): Line {
		const id = this.#lines.length;
		const line: Line = {
			id,
			text: `L${String(id).padStart(7, '0')} `.padEnd(9 + paddingBytes, `${id},`),
			homes: new Set(),
			seen: 0,
			excuse: undefined,
		};
		this.#lines.push(line);
		return line;
	}

	#add(file: WrittenFile, line: Line): void {
		if (this.#torn.has(line)) {
			return;
		}
		line.excuse = undefined;
		line.homes.add(file);
		file.lines.push(line);
		if (file.isGivenUp) {
			this.#giveUp(file);
		}
	}

	#rotate(): void {
		if (this.#named !== undefined) {
			this.#shift();
			renameSync(this.path, `${this.path}.1`);
			this.#rotated.unshift({file: this.#named, type: 'renamed'});
			if (!this.#named.isOpen && this.#named.readGeneration !== -1) {
				this.#giveUp(this.#named); // it was put back and taken away again between two looks
			}
			this.#named = undefined;
		}
	}

	/** Makes room for a new `.1`. */
	#shift(): void {
		if (this.#rotated.length === mostRotated) {
			const last = this.#rotated.pop();
			if (last !== undefined) {
				unlinkSync(this.#nameOf(mostRotated - 1, last));
				this.#gone(last.file, 'deleted');
			}
		}
		for (const [index, rotated] of [...this.#rotated.entries()].reverse()) {
			renameSync(this.#nameOf(index, rotated), this.#nameOf(index + 1, rotated));
		}
	}

	#nameOf(index: number, {type}: Rotated): string {
		return `${this.path}.${index + 1}${type === 'compressed' ? '.gz' : ''}`;
	}

	#copyTruncate(linesBetween: number, linesAfter: number): void {
		const file = this.#named;
		if (file === undefined) {
			return;
		}
		this.#shift();
		copyFileSync(this.path, `${this.path}.1`);
		const copy = this.#fileAt(`${this.path}.1`);
		copy.lines = [...file.lines];
		this.#rotated.unshift({file: copy, type: 'copy'});
		// Only what was read in part allows a copy to be recognized.
		if (file.isOpen && file.readGeneration === file.generation && file.readBytes > this.#header.length) {
			for (const line of file.lines) {
				line.homes.add(copy);
			}
		}
		this.#write(this.path, file, linesBetween, 30);
		this.#truncate(linesAfter);
	}

	#truncate(linesAfter: number): void {
		const file = this.#named;
		if (file === undefined) {
			return;
		}
		truncateSync(this.path, 0);
		const canKnow = file.isOpen && file.readBytes > this.#header.length;
		this.#lose(file, 'truncated', canKnow ? truncated : undefined);
		file.lines = [];
		file.half = undefined;
		file.generation++;
		appendFileSync(this.path, this.#header);
		if (linesAfter > 0) {
			this.#write(this.path, file, linesAfter, 300);
		}
	}

	#delete(): void {
		if (this.#named !== undefined) {
			unlinkSync(this.path);
			this.#gone(this.#named, 'deleted');
			this.#named = undefined;
		}
	}

	#compress(index: number): void {
		const rotated = this.#rotated[index];
		if (rotated === undefined || rotated.type === 'compressed') {
			return;
		}
		const name = this.#nameOf(index, rotated);
		writeFileSync(`${name}.gz`, gzipSync(readFileSync(name)));
		unlinkSync(name);
		this.#rotated[index] = {file: rotated.file, type: 'compressed'};
		this.#gone(rotated.file, 'compressed');
	}

	#putBack(): void {
		const [first] = this.#rotated;
		if (this.#named !== undefined && first?.type === 'renamed') {
			if (!this.#named.isOpen) {
				this.#giveUp(this.#named); // the file before and after is the same one
			}
			first.file.isGivenUp = false;
			renameSync(this.path, `${this.path}.swap`);
			renameSync(`${this.path}.1`, this.path);
			renameSync(`${this.path}.swap`, `${this.path}.1`);
			this.#rotated[0] = {file: this.#named, type: 'renamed'};
			this.#named = first.file;
		}
	}

	/** The file has no name any more, so it can be read only where it is open. */
	#gone(file: WrittenFile, why: string): void {
		if (!file.isOpen) {
			this.#lose(file, why, undefined);
		}
	}

	#giveUp(file: WrittenFile): void {
		file.isGivenUp = true;
		this.#lose(file, 'written to a file that nobody looks at', undefined);
	}

	#lose(file: WrittenFile, why: string, notice: RegExp | undefined): void {
		for (const line of file.lines) {
			if (line.seen === 0 && line.homes.delete(file) && line.homes.size === 0) {
				line.excuse = {why, notice, noticesBefore: this.notices.length};
			}
		}
	}
}

function keyOf({dev, ino, birthtimeNs}: {readonly dev: bigint; readonly ino: bigint; readonly birthtimeNs: bigint}): string {
	return `${dev}:${ino}:${birthtimeNs}`;
}
