import type {MouseEvent} from '../../screen/keys/mouse-event.ts';
import {mouseEventOf} from './mouse.ts';

const report = /\x1B\[(?:<(\d{1,4});(\d{1,5});(\d{1,5})([Mm])|0n)/g;
// A report that continues in the next piece. A lone Esc may be the key, and is returned if nothing follows.
const begun = /\x1B(?:\[(?:<[\d;]{0,16}|0)?)?$/;
const notOfKey = /^\x1B\[[<0]/; // no key begins like this

type Listeners = {
	readonly onMouse: (event: MouseEvent) => void;
	/** The terminal answered that it is fine, so it has taken everything written before the question. */
	readonly onAnswer: () => void;
};

/** Separates the terminal's own reports, of the mouse and of its status, from typed keys. */
export class Reports {
	readonly #listeners: Listeners;
	#held = '';

	constructor(listeners: Listeners) {
		this.#listeners = listeners;
	}

	/**
	@param isExpected - Whether a report may come in two pieces: the start of one is then held until the next piece or
	`release`.
	@returns The input without reports.
	*/
	take(input: string, isExpected = true): string {
		const typed = (this.#held + input).replaceAll(report, (_, code?: string, x?: string, y?: string, end?: string) => {
			if (code === undefined) {
				this.#listeners.onAnswer();
				return '';
			}
			const event = mouseEventOf(Number(code), Number(x) - 1, Number(y) - 1, end === 'm');
			if (event !== undefined) {
				this.#listeners.onMouse(event);
			}
			return '';
		});
		this.#held = (isExpected && begun.exec(typed)?.[0]) || '';
		return typed.slice(0, typed.length - this.#held.length);
	}

	/** Whether the held input may be a key. A key can't begin with half a report, so then the rest is waited for. */
	get mayHoldKey(): boolean {
		return this.#held !== '' && !notOfKey.test(this.#held);
	}

	/** Returns the held input, which is a key because nothing more came. */
	release(): string {
		const key = this.mayHoldKey ? this.#held : '';
		this.#held = key === '' ? this.#held : '';
		return key;
	}
}
