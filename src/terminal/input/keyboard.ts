import {openSync} from 'node:fs';
import process from 'node:process';
import {Readable} from 'node:stream';
import {isatty, ReadStream} from 'node:tty';
import type {MouseEvent} from '../../screen/keys/mouse-event.ts';
import {createReplyFilter} from './drop-replies.ts';
import {Reports} from './reports.ts';

const holdMs = 25; // a report comes in one piece, or in pieces close together; a lone Esc is a key

/**
The stdin for Ink: keys from stdin, or from the controlling terminal if stdin is the log. Raw mode is switched by the
terminal, not by Ink, so that it has a single owner on every way out.
*/
export class Keyboard extends Readable {
	readonly isTTY = true;
	readonly #source: ReadStream;
	readonly #reports: Reports;
	#onMouse: ((event: MouseEvent) => void) | undefined;
	#onAnswer: (() => void) | undefined;
	#isAnswerAwaited: () => boolean = () => false;
	#holding: NodeJS.Timeout | undefined;

	constructor(source: ReadStream, onLost: () => void) {
		const filter = createReplyFilter(() => performance.now());
		super({encoding: 'utf8', read: () => {}});
		this.#source = source;
		this.#reports = new Reports({onMouse: event => this.#onMouse?.(event), onAnswer: () => this.#onAnswer?.()});
		source.setEncoding('utf8');
		source.on('data', chunk => {
			this.#type(filter(this.#withoutReports(String(chunk))));
		});
		source.on('end', onLost);
		source.on('error', onLost);
	}

	/** From now on, expects mouse reports, too. */
	onMouse(listener: (event: MouseEvent) => void): void {
		this.#onMouse = listener;
	}

	/**
	@param listener - Called when the terminal has answered.
	@param isAwaited - Whether an answer may come, possibly in pieces.
	*/
	onAnswer(listener: () => void, isAwaited: () => boolean): void {
		this.#onAnswer = listener;
		this.#isAnswerAwaited = isAwaited;
	}

	#withoutReports(input: string): string {
		const typed = this.#reports.take(input, this.#onMouse !== undefined || this.#isAnswerAwaited());
		clearTimeout(this.#holding);
		if (this.#reports.mayHoldKey) {
			// After a busy time, input that is already waiting comes before the immediate.
			this.#holding = setTimeout(() => setImmediate(() => this.#type(this.#reports.release())), holdMs);
		}
		return typed;
	}

	#type(keys: string): void {
		if (keys !== '') {
			this.push(keys);
		}
	}

	setRaw(isRaw: boolean): void {
		try {
			this.#source.setRawMode(isRaw);
		} catch {
			// the terminal is gone, so there is no mode to set
		}
	}

	/** Called by Ink. */
	setRawMode(): this {
		return this;
	}

	ref(): this {
		this.#source.ref();
		return this;
	}

	unref(): this {
		this.#source.unref();
		return this;
	}
}

/**
@param onLost - Called when the terminal is gone.
@returns `undefined` if there is no terminal to read keys from.
*/
export function openKeyboard(onLost: () => void): Keyboard | undefined {
	if (isatty(0)) {
		return new Keyboard(process.stdin as ReadStream, onLost);
	}
	try {
		return new Keyboard(new ReadStream(openSync('/dev/tty', 'r')), onLost);
	} catch {
		return undefined;
	}
}
