import {openSync} from 'node:fs';
import process from 'node:process';
import {Readable} from 'node:stream';
import {isatty, ReadStream} from 'node:tty';
import type {MouseEvent} from '../ui/mouse-event.ts';
import {createReplyFilter} from './drop-replies.ts';
import {MouseReports} from './mouse.ts';

const holdMs = 25; // a report comes in one piece, or in pieces close together; Esc alone is a key

/**
The stdin that Ink is given: keys from stdin, or from the controlling terminal where stdin is the log. Raw mode is the terminal's to switch, not Ink's, so that every way out finds one owner.
*/
export class Keyboard extends Readable {
	readonly isTTY = true;
	readonly #source: ReadStream;
	#mouse: MouseReports | undefined;
	#holding: NodeJS.Timeout | undefined;

	constructor(source: ReadStream, onLost: () => void) {
		const filter = createReplyFilter(() => performance.now());
		super({encoding: 'utf8', read: () => {}});
		this.#source = source;
		source.setEncoding('utf8');
		source.on('data', chunk => {
			this.#type(filter(this.#withoutMouse(String(chunk))));
		});
		source.on('end', onLost);
		source.on('error', onLost);
	}

	/** From now on the mouse's reports are no keys. */
	onMouse(listener: (event: MouseEvent) => void): void {
		this.#mouse = new MouseReports(listener);
	}

	#withoutMouse(input: string): string {
		const mouse = this.#mouse;
		if (mouse === undefined) {
			return input;
		}
		const typed = mouse.take(input);
		clearTimeout(this.#holding);
		if (mouse.mayHoldKey) {
			// Input that waits already, after a busy time, comes before the immediate.
			this.#holding = setTimeout(() => setImmediate(() => this.#type(mouse.release())), holdMs);
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
			// the terminal is gone: there is no mode to set
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
@returns `undefined` where there is no terminal to read keys from.
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
