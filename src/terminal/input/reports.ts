import type {MouseEvent} from '../../screen/keys/mouse-event.ts';
import {mouseEventOf} from './mouse.ts';

const report = /\x1B\[(?:<(\d{1,4});(\d{1,5});(\d{1,5})([Mm])|0n)/g;
// A report that continues in the next piece. A lone Esc may be the key, and is returned if nothing follows.
const begun = /\x1B(?:\[(?:<[\d;]{0,16}|0)?)?$/;
const notOfKey = /^\x1B\[[<0]/; // no key begins like this

type Listeners = {
	readonly onMouse: (event: MouseEvent) => void;
	/** The terminal is well, and has taken what was written before it was asked. */
	readonly onAnswer: () => void;
};

/** Takes out of what is typed what the terminal says by itself: of the mouse, and of how it is. */
export class Reports {
	readonly #listeners: Listeners;
	#held = '';

	constructor(listeners: Listeners) {
		this.#listeners = listeners;
	}

	/**
	@param isExpected - Whether a report may come in two pieces: then the start of one is held until the next piece, or until `release`.
	@returns What is no report.
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

	/** Whether what is held may be a key. No key begins as half a report does: the rest of that is waited for. */
	get mayHoldKey(): boolean {
		return this.#held !== '' && !notOfKey.test(this.#held);
	}

	/** What was held and is a key, since nothing more comes. */
	release(): string {
		const key = this.mayHoldKey ? this.#held : '';
		this.#held = key === '' ? this.#held : '';
		return key;
	}
}
