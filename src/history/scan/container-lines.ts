import type {Buffer} from 'node:buffer';
import {dockerText} from '../../events/dialects/docker.ts';
import {isPiece, type ParsedLine} from '../../events/event.ts';
import {LineParser} from '../../events/parse-line.ts';
import {parseObject} from '../../events/parse-object.ts';
import type {ReadOptions} from '../../events/read-options.ts';

const carriageReturn = 0x0d;
const openingBrace = 0x7b;
const cri = /^(?:\u00ef\u00bb\u00bf)?\0*\d{4}-\d\d-\d\dT\S{1,40} std(?:out|err) [PF]/;
const criHeadBytes = 128;
const recordKey = '"log"';
const openedKey = 'log\\"'; // in a record inside a text
const escapedLetter = '\\u006'; // l, o and g written as escapes
const mostAskedAlone = 32;

/** Parses lines independently of the lines before them. */
export class LoneLines {
	readonly #bytes: Buffer;
	readonly #parser: LineParser;
	readonly #mayHoldAny: (length: number) => boolean;
	#length = 0;
	#asked = 0;
	#holdsRecords: boolean | undefined;

	/**
	@param bytes - Contains the lines.
	@param mayHoldAny - Whether any of that many bytes may belong to one of docker's records.
	*/
	constructor(bytes: Buffer, read: ReadOptions, mayHoldAny: (length: number) => boolean) {
		this.#bytes = bytes;
		this.#mayHoldAny = mayHoldAny;
		this.#parser = new LineParser(read);
	}

	/** Call it when the lines have changed. `length` bytes are lines now. */
	begin(length: number): void {
		this.#length = length;
		this.#asked = 0;
		this.#holdsRecords = undefined;
	}

	/** @param isFirst - In its file: it may follow a byte order mark. */
	textOf(start: number, end: number, {isTerminated, isFirst}: {readonly isTerminated: boolean; readonly isFirst: boolean}): string {
		const bytes = this.#bytes;
		const text = bytes.toString('utf8', start, isTerminated && end > start && bytes[end - 1] === carriageReturn ? end - 1 : end);
		return isFirst && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
	}

	parse(text: string): ParsedLine {
		return this.#parser.parse(text);
	}

	/** Whether it is a record of a container runtime, which may have cut a line into pieces. */
	isOfContainer(start: number, end: number): boolean {
		const bytes = this.#bytes;
		if (bytes[start] !== openingBrace && cri.test(bytes.toString('latin1', start, Math.min(end, start + criHeadBytes)))) {
			return true;
		}
		if (!this.#mayHoldRecords()) {
			return false;
		}
		const line = bytes.subarray(start, end);
		return line.includes(openedKey) || line.includes(escapedLetter) || (line.includes(recordKey) && isDocker(line.toString()));
	}

	/** Whether any line may be one of docker's records. After many questions, it is looked up for all lines together. */
	#mayHoldRecords(): boolean {
		this.#asked++;
		if (this.#asked > mostAskedAlone) {
			this.#holdsRecords ??= this.#mayHoldAny(this.#length);
		}
		return this.#holdsRecords !== false;
	}

	/** Whether it is a piece of a line whose end has not come yet. */
	isPiece(start: number, end: number): boolean {
		if (!this.isOfContainer(start, end)) {
			return false;
		}
		const parsed = this.#parser.parse(this.#bytes.toString('utf8', start, end).replace(/^\ufeff/, ''));
		this.#parser.flush();
		return isPiece(parsed);
	}
}

function isDocker(text: string): boolean {
	const fields = parseObject(text.slice(text.indexOf('{')));
	return fields !== undefined && dockerText(fields) !== undefined;
}
