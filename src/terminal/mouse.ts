import type {MouseEvent} from '../ui/mouse-event.ts';

/** Clicks, moves with a button down, and both in the form that has no limit of columns (SGR). */
export const mouseOn = '\x1B[?1000h\x1B[?1002h\x1B[?1006h';
export const mouseOff = '\x1B[?1006l\x1B[?1002l\x1B[?1000l';

const report = /\x1B\[<(\d{1,4});(\d{1,5});(\d{1,5})([Mm])/g;
// A report that goes on in the next piece; Esc alone may be the key, and is given back when nothing follows.
const begun = /\x1B(?:\[(?:<[\d;]{0,16})?)?$/;

/** Takes the mouse's reports out of what is typed. */
export class MouseReports {
	readonly #onEvent: (event: MouseEvent) => void;
	#held = '';

	constructor(onEvent: (event: MouseEvent) => void) {
		this.#onEvent = onEvent;
	}

	/** @returns What is no report. The start of one is held until the next piece, or until `release`. */
	take(input: string): string {
		const typed = (this.#held + input).replaceAll(report, (_, code: string, x: string, y: string, end: string) => {
			const event = eventOf(Number(code), Number(x) - 1, Number(y) - 1, end === 'm');
			if (event !== undefined) {
				this.#onEvent(event);
			}
			return '';
		});
		this.#held = begun.exec(typed)?.[0] ?? '';
		return typed.slice(0, typed.length - this.#held.length);
	}

	/** Whether what is held may be a key. No key begins as half a report does: the rest of that is waited for. */
	get mayHoldKey(): boolean {
		return this.#held !== '' && !this.#held.startsWith('\x1B[<');
	}

	/** What was held and is a key, since nothing more comes. */
	release(): string {
		const key = this.mayHoldKey ? this.#held : '';
		this.#held = key === '' ? this.#held : '';
		return key;
	}
}

const modifiers = 4 + 8 + 16; // Shift, Alt, Ctrl
const moves = 32;
const wheel = 64;

/** The left button and the wheel; other buttons do nothing. */
function eventOf(code: number, x: number, y: number, isRelease: boolean): MouseEvent | undefined {
	const plain = code & ~modifiers;
	switch (plain) {
		case 0:
			return {type: isRelease ? 'release' : 'press', x, y};
		case moves:
			return {type: 'drag', x, y};
		case wheel:
			return {type: 'wheel-up', x, y};
		case wheel + 1:
			return {type: 'wheel-down', x, y};
		default:
			return undefined;
	}
}
