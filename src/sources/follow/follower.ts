import {Buffer} from 'node:buffer';
import {closeSync, fstatSync, readSync} from 'node:fs';
import {closePart} from '../source.ts';
import {isCode, sourceFailure} from '../source-failure.ts';
import type {FollowEvent, FollowedPart, Following} from './follow-event.ts';
import {FollowedName} from './followed-name.ts';
import {KnownFiles} from './known-files.ts';
import {ReadMark} from './read-mark.ts';
import {birthOf, inflatedStart, openSiblings, ownerOf, type Sibling} from './rotated-siblings.ts';

const chunkBytes = 256 * 1024;
const defaultLateWriteMs = 5000;
const maxRotatedParts = 1000; // each keeps a file open
// How much earlier than our clock a birth time may be, since file system times are coarse.
const birthSlackNs = 1_000_000_000n;

type OpenPart = FollowedPart & {readonly key: string; readonly mark: ReadMark; lastChangeMs: number};

/** Reads the files that have or had a followed name; each call of `look` checks them once. */
export class Follower {
	readonly #path: string;
	readonly #name: FollowedName;
	readonly #signal: AbortSignal;
	readonly #onNotice: (notice: string) => void;
	readonly #lateWriteMs: number;
	readonly #buffer = Buffer.allocUnsafeSlow(chunkBytes);
	#current: OpenPart | undefined;
	/** Files that had the name before and may still be written to. */
	#rotated: OpenPart[] = [];
	#partCount = 0;
	readonly #known = new KnownFiles();

	constructor(path: string, {signal, onNotice, lateWriteMs = defaultLateWriteMs}: Following) {
		this.#path = path;
		this.#name = new FollowedName(path, onNotice);
		this.#signal = signal;
		this.#onNotice = onNotice;
		this.#lateWriteMs = lateWriteMs;
		for (const sibling of openSiblings(path, 0n, ownerOf(path))) {
			this.#known.see(sibling.key);
			this.#known.end(sibling.key, ReadMark.at(sibling.fd, Math.min(sibling.sizeBytes, 1024)));
			closeSync(sibling.fd);
		}
	}

	/** @returns Whether anything was new. */
	*look(): Generator<FollowEvent, boolean> {
		let hasProgress = false;
		for (const part of [...this.#rotated]) {
			hasProgress = (yield* this.#readRotated(part)) || hasProgress;
		}
		hasProgress = (yield* this.#readCurrent()) || hasProgress;
		const lastNamedNs = this.#name.seenNs;
		const fd = this.#name.openOther(this.#current?.fd);
		if (fd !== undefined) {
			yield* this.#switchTo(fd, lastNamedNs);
			hasProgress = true;
		}
		yield* this.#closeLate();
		return hasProgress;
	}

	close(): void {
		for (const part of this.#current === undefined ? this.#rotated : [...this.#rotated, this.#current]) {
			closePart(part);
		}
	}

	*#readCurrent(): Generator<FollowEvent, boolean> {
		let hasProgress = false;
		while (this.#current !== undefined && !this.#signal.aborted) {
			const part = this.#current;
			const bytes = this.#bytesOf(part);
			// Checked after reading, because the bytes may belong to what replaced the old content.
			if (!part.mark.isIn(part.fd)) {
				yield* this.#startAnew(part);
				hasProgress = true;
			} else if (bytes.length === 0) {
				break;
			} else {
				yield* this.#handOver(part, bytes);
				hasProgress = true;
			}
		}
		return hasProgress;
	}

	*#readRotated(part: OpenPart): Generator<FollowEvent, boolean> {
		let hasProgress = false;
		while (!this.#signal.aborted) {
			const bytes = this.#bytesOf(part);
			// Also if nothing came: it may have been emptied and filled to its old length.
			if (!part.mark.isIn(part.fd)) {
				this.#onNotice(`${this.#path}: a rotated file was emptied (lines may be missing)`);
				yield* this.#end(part);
				return true;
			}
			if (bytes.length === 0) {
				break;
			}
			yield* this.#handOver(part, bytes);
			hasProgress = true;
		}
		return hasProgress;
	}

	#bytesOf({fd, mark}: OpenPart): Buffer {
		try {
			return this.#buffer.subarray(0, readSync(fd, this.#buffer, 0, this.#buffer.length, mark.offset));
		} catch (error) {
			if (isCode(error, 'ESTALE')) {
				return this.#buffer.subarray(0, 0); // the file server no longer has it
			}
			throw sourceFailure(this.#path, error);
		}
	}

	*#handOver(part: OpenPart, bytes: Buffer): Generator<FollowEvent> {
		part.mark.add(bytes);
		part.lastChangeMs = performance.now();
		yield {type: 'bytes', part, bytes};
	}

	/**
	The current file was truncated. Lines not read before that may be in a copy, as `copytruncate` makes one first.
	*/
	*#startAnew(part: OpenPart): Generator<FollowEvent> {
		this.#tellOfTruncation();
		this.#known.end(part.key, part.mark);
		yield {type: 'close', part, reason: 'truncated'};
		for (const sibling of this.#newSiblings(part.fd, this.#name.seenNs)) {
			if (sibling.form === 'plain' && sibling.sizeBytes > part.mark.offset && part.mark.isIn(sibling.fd)) {
				yield* this.#readSibling(sibling, part.fd);
			} else {
				closeSync(sibling.fd);
			}
		}
		this.#current = this.#openPart(part.fd, 0);
		yield {type: 'open', part: this.#current};
	}

	/** Another file has the name now, or had it a moment ago; then it has been renamed and is among its siblings. */
	*#switchTo(fd: number, lastNamedNs: bigint | undefined): Generator<FollowEvent> {
		yield* this.#readCurrent();
		this.#retire();
		const {key} = birthOf(fd);
		const back = this.#rotated.find(part => part.key === key);
		if (back !== undefined) {
			closeSync(fd);
			this.#rotated = this.#rotated.filter(part => part !== back);
			this.#current = back;
			return;
		}
		let isRenamed = false;
		for (const sibling of this.#newSiblings(fd, lastNamedNs)) {
			if (sibling.key === key) {
				isRenamed = true;
				closeSync(sibling.fd);
				yield* this.#openNamed(fd, key);
				yield* this.#readCurrent();
				this.#retire();
			} else if (sibling.form === 'plain') {
				yield* this.#readSibling(sibling, fd);
			} else {
				this.#tellOfCompressed(sibling);
				closeSync(sibling.fd);
			}
		}
		if (!isRenamed) {
			yield* this.#openNamed(fd, key);
		}
	}

	#retire(): void {
		if (this.#current !== undefined) {
			this.#current.lastChangeMs = performance.now();
			this.#rotated.push(this.#current);
			this.#current = undefined;
		}
	}

	/** Reads the file from its start, or from where reading stopped if it had the name before. */
	*#openNamed(fd: number, key: string): Generator<FollowEvent> {
		const before = this.#known.endedOf(key);
		const last = before.findLast(mark => mark.isIn(fd));
		if (last === undefined && before.length > 0) {
			this.#tellOfTruncation();
		}
		this.#current = this.#openPart(fd, last?.offset ?? 0);
		yield {type: 'open', part: this.#current};
	}

	/** Files that had the name only between two checks, and copies of files that had it. */
	#newSiblings(namedFd: number, sinceNs: bigint | undefined): readonly Sibling[] {
		return sinceNs === undefined
			? []
			: openSiblings(this.#path, sinceNs - birthSlackNs, fstatSync(namedFd).uid, key => this.#known.isSeen(key));
	}

	/**
	Reads the sibling from its start. A copy of something already read, or about to be, is read only from where it
	differs.
	*/
	*#readSibling(sibling: Sibling, namedFd: number): Generator<FollowEvent> {
		this.#known.see(sibling.key);
		const whole = ReadMark.at(sibling.fd, sibling.sizeBytes);
		const isWithinOther = whole.isIn(namedFd) || this.#rotated.some(({fd, mark}) => mark.beginsLike(whole.head) && whole.isIn(fd));
		const copied = [...this.#known.ended, ...this.#rotated.map(({mark}) => mark)]
			.filter(mark => mark.beginsLike(whole.head) && mark.isIn(sibling.fd))
			.map(mark => (mark.offset === sibling.sizeBytes ? mark.offset : mark.lineStart));
		const part = this.#openPart(sibling.fd, isWithinOther ? sibling.sizeBytes : Math.max(0, ...copied));
		this.#rotated.push(part);
		yield {type: 'open', part};
		yield* this.#readRotated(part);
	}

	#tellOfTruncation(): void {
		this.#onNotice(`${this.#path} was truncated: reading it from its start (lines written in between may be missing)`);
	}

	#tellOfCompressed({fd, form}: Sibling): void {
		const start = form === 'gzip' ? inflatedStart(fd) : undefined;
		const isKnown = (mark: ReadMark) => start !== undefined && mark.beginsLike(start);
		if (start !== undefined && !this.#known.ended.some(isKnown) && !this.#rotated.some(({mark}) => isKnown(mark))) {
			this.#onNotice(`${this.#path}: a rotated file was compressed before it could be read (its lines are missing)`);
		}
	}

	*#closeLate(): Generator<FollowEvent> {
		const nowMs = performance.now();
		const tooMany = this.#rotated.length - maxRotatedParts;
		for (const [index, part] of [...this.#rotated].entries()) {
			if (index < tooMany || nowMs - part.lastChangeMs >= this.#lateWriteMs) {
				yield* this.#end(part);
			}
		}
	}

	*#end(part: OpenPart): Generator<FollowEvent> {
		this.#rotated = this.#rotated.filter(other => other !== part);
		this.#known.end(part.key, part.mark);
		yield {type: 'close', part, reason: 'rotated'};
	}

	#openPart(fd: number, startOffset: number): OpenPart {
		const {key} = birthOf(fd);
		this.#known.see(key);
		return {
			number: this.#partCount++,
			stream: 'stdout',
			fd,
			startOffset,
			key,
			mark: ReadMark.at(fd, startOffset),
			lastChangeMs: performance.now(),
		};
	}
}
